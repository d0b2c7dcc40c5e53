"""The chart of a stock's targets as a drawing."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from xml.etree.ElementTree import fromstring

import pytest

from messages.chart import WIDTH, svg
from messages.tongue import LANGUAGES, speaking
from ratings.courses import Picture, picture
from ratings.model import RatingAction, RatingMove, TargetMove

LAST = dt.date(2025, 11, 25)
FIRMS = ("JPMorgan", "Cantor Fitzgerald", "H.C. Wainwright", "Keefe, Bruyette & Woods", "UBS", "Citigroup", "Stifel",
         "B. Riley Securities", "Canaccord Genuity", "Deutsche Bank", "Morgan Stanley", "Roth Capital")  # fmt: skip
BROAD = 0.6  # of its size that a character takes on average
AMOUNTS = (("USD", "18"), ("GBX", "2750.5"), ("USD", "1031930.50"), ("JPY", "4200"), (None, "0.85"))


def drawn(currency: str | None, figure: str, *, firms: int = len(FIRMS), before: str | None = None) -> Picture:
    """A year in which each of the firms told a target, perhaps after another ``before``, and turned its mind."""
    calls = [
        RatingAction(
            ticker="BRK.A",
            firm=firm,
            rating_action=RatingMove.DOWNGRADE if number % 2 else RatingMove.UPGRADE,
            pt_action=TargetMove.RAISE,
            pt_current=Decimal(figure) * (10 + number) / 10,
            pt_prior=Decimal(before) if before else None,
            currency=currency,
            date=LAST - dt.timedelta(days=29 * number),
        )
        for number, firm in enumerate(FIRMS[:firms])
    ]
    found = picture(calls, first=LAST - dt.timedelta(days=365), last=LAST)
    assert found is not None
    return found


def spans(drawing: str) -> Iterator[tuple[str, float, float]]:
    """Each text with about where it begins and ends; what stands in a moved group is not moved by us."""
    for text in fromstring(drawing).iter("{http://www.w3.org/2000/svg}text"):
        words, x = text.text or "", float(text.attrib["x"])
        size = float(text.attrib["font-size"]) * BROAD * len(words)
        begin = x - {"start": 0.0, "middle": size / 2, "end": size}[text.attrib["text-anchor"]]
        yield words, begin, begin + size


def _broken(drawing: str) -> list[str]:
    """The broken lines among the drawing's, apart from the legend's."""
    return [path for path in re.findall(r'<path d="(M[^"]*)"[^>]*dasharray', drawing) if path.count("V")]


def _hollow(drawing: str) -> list[tuple[float, float]]:
    """Where the hollow points lie."""
    circles = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"[^>]*stroke=', drawing)
    return [(float(x), float(y)) for x, y in circles]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("currency", "figure"), AMOUNTS)
def test_edges(language: str, currency: str | None, figure: str) -> None:
    """No word or amount runs over the edge of the picture, in any language and any size of amounts."""
    with speaking(language):
        drawing = svg("BRK.A", "Berkshire Hathaway Incorporated of Nebraska", drawn(currency, figure, before=figure))
    outside = [(words, begin, end) for words, begin, end in spans(drawing) if begin < 0 or end > WIDTH]
    assert outside == []


def test_lone_firm() -> None:
    """One firm's target is told as what it is: no median of one, and no line for it."""
    drawing = svg("CIFR", "Cipher Mining", drawn("USD", "18", firms=1))
    said = [words for words, _, _ in spans(drawing)]
    assert "Price target of 1 firm: $18" in said
    assert "Median" not in said


def test_before() -> None:
    """The target before a firm's first call is a hollow point to the left of it, reached by a broken line."""
    drawing = svg("CIFR", "Cipher Mining", drawn("USD", "18", firms=1, before="12"))
    ((path,), (x, y)) = _broken(drawing), _hollow(drawing)[0]
    match = re.fullmatch(r"M([\d.]+) ([\d.]+)H([\d.]+)V([\d.]+)", path)
    assert match is not None
    start, low, call, high = map(float, match.groups())
    assert (start, low) == (x, y)
    assert start < call
    assert low > high  # SVG counts downwards
    said = [words for words, _, _ in spans(drawing)]
    assert {"Before", "$12"} <= set(said)


def test_before_unknown() -> None:
    """Where nobody tells of a target before, or it lies before what is shown, none is drawn or explained."""
    late = picture(
        [
            RatingAction(ticker="CIFR", firm="UBS", pt_current=Decimal(18), pt_prior=Decimal(12), date=LAST - days)
            for days in (dt.timedelta(days=300), dt.timedelta(days=10))
        ],
        first=LAST - dt.timedelta(days=90),
        last=LAST,
    )
    assert late is not None
    for found in (drawn("USD", "18", firms=1), late):
        drawing = svg("CIFR", "Cipher Mining", found)
        assert _hollow(drawing) == []
        assert "Before" not in [words for words, _, _ in spans(drawing)]


def test_ended() -> None:
    """A firm whose target stands no more is named in a paler colour than those that do."""
    found = drawn("USD", "18", firms=3)
    left = RatingAction(ticker="BRK.A", firm="UBS", pt_action=TargetMove.WITHDRAW, date=LAST - dt.timedelta(days=20))
    told = RatingAction(
        ticker="BRK.A", firm="UBS", pt_current=Decimal(16), currency="USD", date=LAST - dt.timedelta(days=90)
    )
    calls = [
        RatingAction(ticker="BRK.A", firm=course.firm, pt_current=figure, currency="USD", date=day)
        for course in found.courses
        for day, figure in course.steps
    ]
    mixed = picture([*calls, left, told], first=found.first, last=LAST)
    assert mixed is not None
    labels = re.findall(r"<text ([^>]*)>(?:UBS|JPMorgan|H\.C\.)[^<]*\$", svg("BRK.A", "Berkshire", mixed))
    assert ["opacity" in label for label in labels].count(True) == 1
