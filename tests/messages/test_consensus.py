"""What a stock's calls come to, in words."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.compare import Side, compare
from messages.consensus import BAR, bar, consensus_card, method
from messages.found import Hit, Hits, found
from messages.html import plain, size
from messages.model import LIMIT
from messages.pages import Again
from ratings.outlook import outlook
from tests.fakes.telegram_html import parse_html
from tests.messages.builders import action, cases

TODAY = dt.date(2025, 11, 26)
YEAR = TODAY - dt.timedelta(days=365)


@pytest.mark.parametrize("case", cases("consensus"))
def test_consensus(case: dict[str, list[dict[str, object]]]) -> None:
    """Calls come to exactly these figures."""
    calls = sorted(map(action, case["calls"]), key=lambda call: call.date or TODAY, reverse=True)
    told = plain(consensus_card("CIFR", "Cipher Mining", outlook(calls, since=YEAR)).html)
    assert told == str(case["lines"]).strip()


@given(st.integers(0, 500), st.integers(0, 500), st.integers(1, 500))
def test_bar(buy: int, hold: int, sell: int) -> None:
    """The bar has always the same length, and the most squares for what most say."""
    drawn = bar(buy, hold, sell)
    counts = [drawn.count(square) for square in "🟩🟨🟥"]
    assert sum(counts) == BAR
    for count, share in zip((buy, hold, sell), counts, strict=True):
        assert abs(share - BAR * count / (buy + hold + sell)) < 1


TEXTS = st.text(max_size=40) | st.sampled_from(["</b>&lt;", "<a href='", "😀" * 500, "/stop @all " * 99])


@given(TEXTS, TEXTS, TEXTS)
def test_sendable(ticker: str, name: str, currency: str) -> None:
    """Whatever stands in a feed, the answers parse and fit."""
    row = {
        "ticker": ticker,
        "firm": name,
        "rating_current": "Buy",
        "pt_current": "1e9",
        "currency": currency,
        "date": TODAY,
    }
    taken = outlook([action(row)], since=YEAR)
    hit = Hit(title=name, outlet=ticker, url="https://desk.example/1", published=dt.datetime(2025, 1, 1, tzinfo=dt.UTC))
    hits = Hits(hits=(hit,) * 8, page=1, pages=3, total=20, more=True, asked=True)
    side = Side(ticker=ticker, name=name, found=taken, last=None)
    for message in (
        consensus_card(ticker, name, taken),
        compare((side,) * 4),
        found(name, hits, Again("seek", name)),
        method(),
    ):
        text, _ = parse_html(message.html)
        assert text.strip()
        assert size(message.html) <= LIMIT


def test_level() -> None:
    """A mean between two grades is the better one."""
    rows = [{"firm": f"House {grade}", "rating_current": grade, "date": TODAY} for grade in ("Buy", "Hold")]
    taken = outlook(map(action, rows), since=YEAR)
    assert (taken.mean, taken.level) == (Decimal("3.5"), 4)
