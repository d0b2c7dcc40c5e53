"""Links of entries."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.links import LONGEST, canonical, host_port, safe_link, site
from tests.feeds.rows import cases

BASE = "https://outlet.example/rss/a.xml"


@pytest.mark.parametrize("case", cases("links"))
def test_shown(case: dict[str, Any]) -> None:
    """A link leads where it says, by http or https, or is not shown."""
    assert (safe_link(case["link"], BASE) or "") == case["shown"]


@pytest.mark.parametrize("row", cases("links", "same"))
def test_same(row: dict[str, Any]) -> None:
    """Spellings of one link have one form."""
    assert len({canonical(link) for link in row["links"]}) == 1


@pytest.mark.parametrize("row", cases("links", "different"))
def test_different(row: dict[str, Any]) -> None:
    """Links to different things stay different."""
    assert len({canonical(link) for link in row["links"]}) == len(row["links"])


def test_longest() -> None:
    """A link that is too long to show is none."""
    assert safe_link("/" + "a" * LONGEST, BASE) is None


@given(st.text(max_size=80) | st.text(max_size=30).map(lambda tail: f"https://{tail}"))
def test_any(link: str) -> None:
    """Any text is a link fit to show, or none; what is fit stays as it is and has a canonical form."""
    shown = safe_link(link, BASE)
    if shown is not None:
        assert shown.startswith(("http://", "https://"))
        assert safe_link(shown, BASE) == shown
        assert canonical(shown)


PIECES = ("a", "desk", "B", "x" * 64, "ü", "1", "80", "443", "8080", "65535", "65536", *".:/?#@[]-_\\\t \n。")


@given(st.sampled_from(("http", "https", "ftp")), st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_site(scheme: str, rest: str) -> None:
    """The quick reading of a plain address finds the host that the full one does."""
    link = f"{scheme}://{rest}"
    try:
        host = host_port(urlsplit(link))
    except ValueError:
        host = ""
    assert site(link) == host
