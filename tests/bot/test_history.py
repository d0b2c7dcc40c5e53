"""History comes in out of files, and goes out again."""

import asyncio
import csv
import datetime as dt
import io
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.backfill import backfill
from bot.cli import main
from bot.export import export
from bot.settings import Settings
from ratings.model import RatingEvent
from storage.questions import Wish
from storage.store import Store

STORY = {"id": 1, "title": "UBS upgrades CleanSpark (CLSK) to Buy from Neutral", "published": "2025-11-24T14:00:00Z"}
RECORD = {
    "id": "r1",
    "date": "2025-11-24",
    "time": "09:30:00",
    "ticker": "CLSK",
    "analyst": "UBS",
    "currency": "USD",
    "action_company": "Upgrades",
    "rating_current": "Buy",
    "rating_prior": "Neutral",
    "action_pt": "Raises",
    "pt_current": "22.0000",
    "pt_prior": "15.0000",
    "analyst_name": "Ann Quill",
}
LATER = RECORD | {"id": "r2", "date": "2025-12-15", "action_company": "Maintains", "pt_prior": "", "rating_prior": ""}
OTHER = RECORD | {"id": "r3", "date": "2025-12-01", "ticker": "RIOT", "analyst": "Needham", "currency": ""}
TABLE = (
    "GradeDate,Firm,ToGrade,FromGrade,Action\n2025-11-24 14:00:00,UBS,Buy,Neutral,up\n2025-11-25,Needham,Buy,,init\n"
)


class Home:
    """A place for data and files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = Settings.model_validate({"storage": {"path": folder / "data.db"}})

    def bring(self, content: str, name: str = "old", ticker: str | None = None) -> int:
        """Backfill a file of this content; gives the exit code."""
        path = self.folder / name
        path.write_text(content, encoding="utf-8")
        return asyncio.run(backfill(self.settings, path, ticker))

    def export(self, style: str, ticker: str | None = None, since: dt.date | None = None) -> int:
        return asyncio.run(export(self.settings, style, ticker, since))

    def events(self) -> list[RatingEvent]:
        store = Store(self.settings.storage.path)
        try:
            return store.events.of(store.questions.latest(Wish(), 100))
        finally:
            store.close()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def lines(*rows: object) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def summary(capsys: pytest.CaptureFixture[str]) -> list[int]:
    """The figures that were printed: read, new, known, bad, calls."""
    out = capsys.readouterr().out
    return [int(figure.replace(",", "")) for figure in re.findall(r"[\d,]*\d", out)]


def test_all_shapes(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """A story, a record and a table row of one call make one call with three sources."""
    assert home.bring(json.dumps([STORY, RECORD], indent=1), "mixed.json") == 0
    assert summary(capsys) == [2, 2, 0, 0, 1]
    assert home.bring(TABLE, "clsk.csv", ticker="CLSK") == 0
    assert summary(capsys) == [2, 2, 0, 0, 1]
    needham, ubs = home.events()
    assert {source.outlet for source in ubs.sources} == {"mixed.json", "Benzinga", "Yahoo Finance"}
    assert (needham.ticker, needham.call.firm) == ("CLSK", "Needham")


def test_again(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """The same file again, or its records in another, change nothing."""
    home.bring(lines(STORY, RECORD, LATER))
    before = home.events()
    capsys.readouterr()
    assert home.bring(lines(STORY, RECORD, LATER)) == 0
    assert summary(capsys) == [3, 0, 3, 0, 0]
    assert home.bring(json.dumps({"ratings": [LATER, RECORD]}), "page.json") == 0
    assert summary(capsys) == [2, 0, 2, 0, 0]
    assert home.events() == before


def test_bad_rows(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """What can't be read is told with its line and is exit 1; the rest is taken."""
    undated = {"id": 2, "title": "UBS upgrades Riot Platforms (RIOT) to Buy"}
    broken = STORY | {"id": 3, "title": "\ud800"}
    strange = RECORD | {"action_company": "Goldman Sachs"}
    rows = lines(RECORD, undated, broken, strange, {"name": "neither"}, 5, LATER)
    assert home.bring(rows) == 1
    out, err = capsys.readouterr()
    assert "7 read: 2 new, 0 known already, 5 not understood" in out
    told = dict(re.findall(r"^line (\d): (.*)$", err, re.MULTILINE))
    assert list(told) == ["2", "3", "4", "5", "6"]
    assert "time of publication" in told["2"]
    assert "Goldman Sachs" in told["4"]
    assert len(home.events()) == 2


@pytest.mark.parametrize(("name", "words"), [("none.json", "No such file"), ("old", "is neither")])
def test_no_history(name: str, words: str, home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is missing or something else is told in a sentence."""
    (home.folder / "old").write_text("date,open,close\n2025-11-24,1,2\n", encoding="utf-8")
    assert asyncio.run(backfill(home.settings, home.folder / name, None)) == 1
    assert words in capsys.readouterr().err


def test_many(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """More than fits one batch goes in, from every origin."""
    rows = [RECORD | {"id": str(n), "date": f"20{10 + n // 12:02}-{n % 12 + 1:02}-07"} for n in range(180)]
    stories = [STORY | {"id": n, "title": f"Nothing to see, {n}"} for n in range(1_010)]
    assert home.bring(lines(*rows, *stories)) == 0
    assert summary(capsys) == [1_190, 1_190, 0, 0, 180]


def test_export_csv(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """The table holds the calls in order of their days; what would be run as a formula is not."""
    nasty = LATER | {"id": "r4", "analyst": "=HYPERLINK(1)", "analyst_name": "-2+3", "rating_current": "@SUM(1)"}
    home.bring(json.dumps([nasty, OTHER, RECORD]))
    capsys.readouterr()
    assert home.export("csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["date"] for row in rows] == ["2025-11-24", "2025-12-01", "2025-12-15"]
    assert (rows[0]["pt_current"], rows[0]["importance"], rows[0]["outlets"]) == ("22", "4", "Benzinga")
    assert [rows[2][column] for column in ("firm", "analysts", "rating_current", "rating_prior", "stale")] == [
        *("'=HYPERLINK(1)", "'-2+3", "'@SUM(1)", "", "")
    ]


def test_export_some(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    """A stock and a day narrow what is written."""
    home.bring(json.dumps([RECORD, LATER, OTHER]))
    capsys.readouterr()
    home.export("json", "CLSK", dt.date(2025, 11, 25))
    (call,) = json.loads(capsys.readouterr().out)
    assert (call["date"], call["ticker"], call["pt_current"], call["pt_prior"]) == ("2025-12-15", "CLSK", 22, None)
    assert call["sources"][0]["told"]["evidence"]["firm"] == "UBS"
    home.export("json", "MARA")
    assert json.loads(capsys.readouterr().out) == []


def facts(events: list[RatingEvent]) -> list[Any]:
    """What is to survive a round trip."""
    return [(event.date, event.call, [source.published for source in event.sources]) for event in events]


def test_round_trip(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What goes out in Benzinga's shape comes in again as it was."""
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    one, two = Home(tmp_path / "one"), Home(tmp_path / "two")
    dayless = OTHER | {"id": "r5", "ticker": "BRK-B", "time": "", "pt_current": "0", "action_pt": "Removes"}
    one.bring(json.dumps([RECORD, LATER, OTHER, dayless]))
    capsys.readouterr()
    one.export("benzinga")
    page = capsys.readouterr().out
    first = json.loads(page)["ratings"][0]
    assert {name: first[name] for name in ("pt_current", "pt_pct_change", "time", "exchange", "importance")} == {
        "pt_current": "22.0000",
        "pt_pct_change": "46.67",
        "time": "09:30:00",
        "exchange": "NASDAQ",
        "importance": 4,
    }
    assert two.bring(page) == 0
    assert facts(two.events()) == facts(one.events())
    assert [event.call.pt_prior for event in two.events()] == [None, Decimal(15), Decimal(15), Decimal(15)]


def test_words(home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The command line takes a stock in any usual way and names what it can't take."""
    monkeypatch.setenv("RATINGWIRE_CONFIG", "/dev/null")
    monkeypatch.setenv("RATINGWIRE_STORAGE__PATH", str(home.settings.storage.path))
    home.bring(json.dumps([RECORD]))
    capsys.readouterr()
    assert main(["export", "--ticker", "$clsk", "--since", "2025-11-24"]) == 0
    assert "CLSK" in capsys.readouterr().out
    for words in (["--since", "2025-13-01"], ["--ticker", "a whole sentence"], ["--format", "xml"]):
        with pytest.raises(SystemExit):
            main(["export", *words])
        assert words[1] in capsys.readouterr().err
