"""Headlines and stories, and the calls that a careful reader takes from them (rows in tests/data)."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from ratings.extract import extract, lacks_facts
from ratings.grades import plain
from ratings.model import RatingAction, Story

DATA = Path(__file__).parent.parent / "data"
FACTS = [field.name for field in fields(RatingAction) if field.name not in ("company", "evidence")]
Row = Mapping[str, Any]


def rows(folder: str, section: str, name: str) -> Iterator[Any]:
    """The rows of a folder's files as test cases; a row with ``gap`` is one that is known to be read wrongly."""
    for path in sorted((DATA / folder).glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))[section]:
            marks = [pytest.mark.xfail(strict=True, reason="a known gap")] if row.get("gap") else []
            yield pytest.param(row, id=f"{path.stem}: {row[name]}", marks=marks)


def facts(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is known, in a form in which a label and a reading can be compared."""
    known = {name: value for name, value in values.items() if value not in (None, (), False)}
    for name in known.keys() & {"rating_current", "rating_prior"}:
        known[name] = plain(known[name])
    for name in known.keys() & {"pt_current", "pt_prior"}:
        known[name] = float(known[name])
    return known | {name: tuple(known[name]) for name in known.keys() & {"analysts"}}


def read(story: Story, names: list[str]) -> list[dict[str, Any]]:
    """The calls read from a story, by ticker and firm."""
    return ordered([facts({name: getattr(action, name) for name in names}) for action in extract(story)])


def ordered(calls: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(calls, key=lambda call: (call.get("ticker", ""), call.get("firm", "")))


@pytest.mark.parametrize("row", list(rows("headlines", "case", "headline")))
def test_reads_headline(row: Row) -> None:
    """A headline gives the calls of its row, field by field, and no others."""
    story = Story(title=row["headline"], publisher=row.get("publisher"))
    assert read(story, [name for name in FACTS if name != "date"]) == ordered([facts(c) for c in row.get("calls", ())])


@pytest.mark.parametrize("row", list(rows("stories", "story", "about")))
def test_reads_story(row: Row) -> None:
    """A story gives the calls of its row, with their days and what is only recalled, and no others."""
    story = Story(
        title=row["title"],
        summary=row.get("summary", ""),
        text=row.get("text", ""),
        publisher=row.get("publisher"),
        published=row.get("published"),
    )
    assert read(story, FACTS) == ordered([facts(call) for call in row["calls"]])


@pytest.mark.parametrize("row", [row for row in rows("stories", "story", "about") if row.id.startswith("pages")])
def test_reads_page_without_headline(row: Row) -> None:
    """A page gives the same calls when its headline is missing, or when it arrives as a summary."""
    wanted = ordered([facts(call) for call in row["calls"]])
    assert read(Story(title="", text=row["text"], published=row["published"]), FACTS) == wanted
    assert read(Story(title=row["title"], summary=row["text"], published=row["published"]), FACTS) == wanted


@pytest.mark.parametrize(
    ("title", "lacking"),
    [
        ("Here are Monday's top analyst calls: Nvidia, Apple and Tesla", True),
        ("Why KeyBanc just upgraded Zscaler", True),
        ("Stephens hikes its price target on Twilio", True),
        ("Analyst upgrades Okta to Buy", True),
        ("Chip stock drops after Citi downgrade", True),
        ("JPMorgan Says Bitcoin Miners Are Entering A 'Higher-Conviction Phase': Here Are Its Price Targets", True),
        ("Here are UBS's new price targets", True),
        ("Why JPMorgan is warming up to bitcoin miners", True),
        ("Cipher Mining shares jump on JPMorgan note", True),
        ("Analysts weigh in after Apple earnings", True),
        ("Wall Street reacts: new targets for Nvidia", True),
        ("JPMorgan reports record profit", False),
        ("Goldman Sachs names new CFO", False),
        ("Apple sets new targets for recycling", False),
        ("Baird upgrades Okta to Outperform from Neutral", False),
        ("Citi cuts PT on Dover to $180 from $200", False),
        ("Okta reports third-quarter results", False),
        ("Microsoft upgrades its data centers", False),
    ],
)
def test_knows_what_lacks(title: str, lacking: bool) -> None:
    """A story lacks facts where its headline announces or half tells a call, and not once its text is there."""
    story = Story(title=title)
    assert lacks_facts(story, extract(story)) is lacking
    with_text = Story(title=title, text="No more than this.")
    assert not lacks_facts(with_text, extract(with_text))


@pytest.mark.parametrize(
    ("title", "noted"),
    [
        ("Goldman Sachs adds Okta to its Conviction List", "Conviction List"),
        ("Goldman Sachs removes Okta from its Conviction List", "Conviction List"),
        ("Guggenheim names Okta a best idea", "best idea"),
    ],
)
def test_notes_the_list(title: str, noted: str) -> None:
    """A change to a list of favourites is a rating kept, and the evidence names the list."""
    (action,) = extract(Story(title=title))
    assert action.evidence["rating_action"].words == noted
