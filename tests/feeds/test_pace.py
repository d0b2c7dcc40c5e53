"""What outlets say about when to come again, and what we make of it."""

import hashlib
import hmac
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.answer import fresh_for
from feeds.facts import json_facts, xml_facts
from feeds.hub import announced, embedded, signed
from feeds.robots import MOST, crawl_delay
from feeds.timing import Hours, own_pace
from tests.feeds.rows import cases

URL = "https://outlet.example/feed"


@pytest.mark.parametrize("case", cases("timing", "pace"))
def test_own_pace(case: dict[str, Any]) -> None:
    """A feed's own pace follows the hour and how lively it is."""
    assert own_pace(case.get("interval", 60.0), Hours(case["hours"]), case.get("lull")) == case["wait"]


@pytest.mark.parametrize("case", cases("fresh"))
def test_fresh(case: dict[str, Any]) -> None:
    """An answer is fresh for as long as its headers say."""
    assert fresh_for(case.get("headers", {})) == case["fresh"]


@pytest.mark.parametrize("case", cases("robots"))
def test_crawl_delay(case: dict[str, Any]) -> None:
    """A host's wish is read from its robots.txt, for us or for everybody."""
    assert crawl_delay(case["text"], "ratingwire") == case["wait"]


@given(st.text())
def test_any_robots(text: str) -> None:
    """Any text is a robots.txt, if an empty one."""
    assert 0 <= crawl_delay(text, "ratingwire") <= MOST


@pytest.mark.parametrize("case", cases("hubs"))
def test_hub(case: dict[str, Any]) -> None:
    """A hub and the topic it tells of are found where outlets name them."""
    found = announced(case["header"], URL) if "header" in case else None
    if found is None:
        facts = xml_facts(case["feed"], URL)
        found = facts.hub, facts.topic
    assert found == (case.get("hub"), case.get("topic"))


@given(st.text(), st.text())
def test_any_links(header: str, head: str) -> None:
    """Whatever stands in a header or a feed, a hub is an address that can be asked."""
    for hub, _ in (announced(header, URL), embedded(head, URL)):
        assert hub is None or hub.startswith(("http://", "https://"))


def test_demand() -> None:
    """A feed's ttl and update period are seconds, whichever is longer."""
    period = "<sy:updatePeriod> hourly </sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"
    assert xml_facts(f"<rss><channel><ttl>5</ttl>{period}<item><ttl>60</ttl></item>", URL).demand == 900
    assert xml_facts("<rss><channel><ttl>30</ttl>", URL).demand == 1800
    assert xml_facts("<rss><channel><ttl>soon</ttl><sy:updatePeriod>now</sy:updatePeriod>", URL).demand == 0


def test_json_hub() -> None:
    """JSON Feed names its hubs too; what is no JSON Feed names none."""
    text = '{"feed_url": "https://outlet.example/f.json", "hubs": [{"type": "WebSub", "url": "https://hub.example/"}]}'
    facts = json_facts(text, URL)
    assert (facts.hub, facts.topic) == ("https://hub.example/", "https://outlet.example/f.json")
    for odd in ("[]", "{", '{"hubs": [1, {"url": 2, "type": 3}]}', '{"hubs": "x"}'):
        assert json_facts(odd, URL).hub is None


def test_signature() -> None:
    """Only who knows the secret can sign, with a method that the standard names."""
    for method in ("sha1", "sha256", "sha384", "sha512"):
        proof = hmac.new(b"secret", b"news", getattr(hashlib, method)).hexdigest()
        assert signed(f"{method}={proof}", "secret", b"news")
        assert not signed(f"{method}={proof}", "other", b"news")
        assert not signed(f"{method}={proof}", "secret", b"other")
    for odd in ("", "sha256", "md5=1", "sha256=é", "=", "sha256=" + "0" * 64):
        assert not signed(odd, "secret", b"news")
