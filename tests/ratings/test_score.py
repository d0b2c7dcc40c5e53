"""The scoring: its definitions, and the command that prints them."""

import json
import tomllib
from pathlib import Path

import pytest

from benchmarks.labels import Label, Labelled, Row, corpus_sets, own_set
from benchmarks.score import APART, main
from benchmarks.scoring import score
from ratings.extract import extract
from ratings.model import Story

KINDS = {"action", "quant", "roundup-title", "commentary", "negative", "ambiguous"}
FLOORS = tomllib.loads((Path(__file__).parent.parent / "data" / "labelled.toml").read_text(encoding="utf-8"))
LABEL: dict[str, object] = {
    "ticker": "OKTA",
    "firm": "Citi",
    "rating_action": "upgrade",
    "rating_current": "Buy",
    "rating_prior": "Hold",
}


def scored(title: str, *labels: Label, kind: str = "action") -> dict[str, float]:
    """The figures of one headline with its labels."""
    row = Row("1", kind, Story(title=title), labels)
    whole, _ = score(Labelled((row,), {"citi": "citigroup"}), [extract(row.story)])
    return whole.figures()


def test_counts_what_is_right() -> None:
    """A call read as labelled is found, right and strict, whatever the firm's spelling."""
    figures = scored("Citi upgrades Okta to Buy from Hold", LABEL)
    assert figures["F1"] == figures["strict"] == figures["ticker"] == 1


def test_counts_what_is_wrong() -> None:
    """A wrong field costs strictness, another ticker costs the match."""
    figures = scored("Citi upgrades Okta to Buy from Hold", LABEL | {"rating_prior": "Sell"})
    assert (figures["F1"], figures["rating_prior"], figures["strict"]) == (1, 0, 0)
    assert scored("Citi upgrades Okta to Buy", LABEL | {"ticker": "DOV"})["F1"] == 0


def test_counts_false_alerts() -> None:
    """A call read where there is none is a false alert; accepted readings and quant raters are not wrong."""
    assert scored("Citi upgrades Okta to Buy", kind="negative")["false/1,000"] == 1000
    accepted = LABEL | {"rating_prior": None, "accept": {"rating_prior": ["Hold"]}}
    assert scored("Citi upgrades Okta to Buy from Hold", accepted)["strict"] == 1
    assert scored("Zacks upgrades Okta to Buy", kind="negative")["false/1,000"] == 0


def test_counts_what_is_optional_nowhere() -> None:
    """A labelled action that may be read or left out costs nothing either way, and makes no alert false."""
    optional = LABEL | {"optional": True}
    read, left = scored("Citi upgrades Okta to Buy from Hold", optional), scored("Okta hires", optional)
    assert read["false/1,000"] == left["false/1,000"] == 0
    assert read["F1"] != read["F1"]  # nothing to count


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_labelled_sets_stay_read(name: str) -> None:
    """Each set that somebody else labelled is read as well as the table of floors asks."""
    labelled = corpus_sets(APART)[name]
    figures = score(labelled, (extract(row.story) for row in labelled.rows))[0].figures()
    assert figures["F1"] >= FLOORS[name]["f1"]
    assert figures["strict"] >= FLOORS[name]["strict"]
    assert figures["false/1,000"] <= FLOORS[name]["false"]


def test_every_labelled_set_has_a_floor() -> None:
    """No labelled set is without its floor, and each row has an id and a kind of its own."""
    sets = corpus_sets(APART)
    assert sorted(sets) == sorted(FLOORS)
    for labelled in sets.values():
        assert len({row.id for row in labelled.rows}) == len(labelled.rows)
        assert {row.kind for row in labelled.rows} <= KINDS


def test_own_cases_are_many() -> None:
    """The project's own set holds at least 250 headlines and 25 stories."""
    rows = own_set().rows
    stories = [row for row in rows if row.story.text or row.story.summary]
    assert len(stories) >= 25
    assert len(rows) - len(stories) >= 250


def test_prints_each_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command scores a folder's sets beside the own one, and shows what was read wrongly."""
    row = {
        "id": "x",
        "title": "Citi upgrades Okta to Buy",
        "kind": "action",
        "actions": [LABEL | {"firm": "Citigroup"}],
    }
    (tmp_path / "small.jsonl").write_text(json.dumps(row), encoding="utf-8")
    assert main(["--corpus", str(tmp_path), "--errors", "5"]) == 0
    out = capsys.readouterr().out
    assert "## small" in out
    assert "rating_prior None for 'Hold'" in out


def test_says_what_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a folder of labelled sets the own one is scored, and a message says so."""
    assert main(["--corpus", str(tmp_path / "none")]) == 0
    assert "no labelled sets" in capsys.readouterr().err
