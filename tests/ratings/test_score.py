"""The scoring: its definitions, and the command that prints them."""

import json
from pathlib import Path

import pytest

from benchmarks.labels import Label, Labelled, Row, own_set
from benchmarks.score import main
from benchmarks.scoring import score
from ratings.extract import extract
from ratings.model import Story

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
