"""Feeds on the command line: how they fare, lists in and out, and which of them answer."""

import tomllib
from pathlib import Path

import pytest

from bot import check
from bot.cycle import cycle
from bot.outlets import outlets
from bot.parts import sync_feeds
from bot.settings import Feed, Polling, Settings, Storage
from feeds.templates import filled
from storage.store import Memory
from tests.fakes.clock import FakeClock
from tests.fakes.outlet import Outlet, status
from tests.fakes.workshop import InlineWorkshop

UPGRADE = "UBS Upgrades Apple (NASDAQ:AAPL) to Buy from Neutral, Raises Price Target to $280.50 from $220"
EXAMPLE = Path(__file__).parents[2] / "config.example.toml"


def settings(path: Path, *feeds: Feed) -> Settings:
    polling = Polling(private_hosts=True, per_host_seconds=0)
    return Settings(storage=Storage(path=path / "data.db"), polling=polling, feed=list(feeds))


async def test_lists_in_and_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A list's feeds are added once and survive; all are written to a list that can be read again."""
    listed, target = tmp_path / "in.opml", tmp_path / "out.opml"
    listed.write_text('<opml><body><outline text="Ledger" xmlUrl="https://ledger.example/{ticker}.rss"/></body></opml>')
    given = settings(tmp_path, Feed(name="Desk", url="https://desk.example/rss"))
    assert await outlets(given, listed, target) == 0
    assert "1 feeds added" in capsys.readouterr().out
    assert await outlets(given, target, None) == 0
    out = capsys.readouterr().out
    assert "0 feeds added" in out
    assert [line.split()[:2] for line in out.splitlines()[2:]] == [["Desk", "new"], ["Ledger", "no"]]


async def test_seen_feed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A row stands on one line of a file, whatever is wrong with its feed, and holds no markup."""
    given = settings(tmp_path, Feed(name="Desk", url="https://desk.example/rss"))
    memory = Memory(given.storage.path)
    try:
        await sync_feeds(given, memory, FakeClock())
        (feed,) = await memory.ask(lambda store: store.feeds.active())
        seen = feed._replace(last_success=FakeClock().now(), failures=2, error="no answer, " * 10)
        await memory.ask(lambda store: store.looks.save([seen]))
    finally:
        memory.close()
    assert await outlets(given) == 1
    row = capsys.readouterr().out.splitlines()[-1]
    assert "24 Nov 2025, 14:00 UTC" in row
    assert row.count("no answer") == 10
    assert "<" not in row


@pytest.mark.parametrize("content", [None, "<rss/>"])
async def test_bad_list(tmp_path: Path, content: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that isn't there, or is no list, is told in a sentence."""
    path = tmp_path / "in.opml"
    if content is not None:
        path.write_text(content)
    assert await outlets(settings(tmp_path), path) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"{path}: ")
    assert "Errno" not in told


@pytest.fixture
def inline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parsing needs no process of its own here."""
    monkeypatch.setattr("bot.check.Workshop", InlineWorkshop)
    monkeypatch.setattr("bot.cycle.Workshop", InlineWorkshop)


@pytest.mark.usefixtures("inline")
async def test_dead_default_is_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dead feed of one's own fails; a dead default is noted, unless nothing else answers either."""
    async with Outlet() as outlet:
        outlet.publish(feed="desk", title=UPGRADE)
        outlet.publish(feed="AAPL", title=UPGRADE)
        outlet.fault("lost", status(404))
        lost = Feed(name="Lost", url=outlet.url("lost"))
        fine = (Feed(name="Desk", url=outlet.url("desk")), Feed(name="Daily", url=outlet.url("{ticker}")))
        found = await check._feeds(settings(tmp_path, *fine, lost))
        assert [finding.well for finding in found] == [True, True, False]
        assert UPGRADE in found[0].detail
        monkeypatch.setattr(check, "_defaults", lambda: frozenset({lost.url}))
        found = await check._feeds(settings(tmp_path, *fine, lost))
        assert [finding.well for finding in found] == [True, True, None]
        assert "404" in found[2].detail
        found = await check._feeds(settings(tmp_path, lost))
        assert [finding.well for finding in found] == [None, False]


async def with_added(outlet: Outlet, folder: Path) -> Settings:
    """Settings without feeds, to whose data a feed of the outlet was added from a list."""
    outlet.publish(feed="desk", title=UPGRADE)
    listed = folder / "in.opml"
    listed.write_text(f'<opml><body><outline text="Added" xmlUrl="{outlet.url("desk")}"/></body></opml>')
    given = settings(folder)
    await outlets(given, listed)
    return given


@pytest.mark.usefixtures("inline")
async def test_check_tries_what_owners_added(tmp_path: Path) -> None:
    """A feed that was added from the chat is looked at like those of the settings."""
    async with Outlet() as outlet:
        given = await with_added(outlet, tmp_path)
        assert [(finding.what, finding.well) for finding in await check._feeds(given)] == [("feed Added", True)]


@pytest.mark.usefixtures("inline")
async def test_poll_of_added_feeds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Feeds that owners added are polled although the settings name none."""
    async with Outlet() as outlet:
        given = await with_added(outlet, tmp_path)
        assert await cycle(given, None) == 0
        assert "Added: 1 new, 1 calls" in capsys.readouterr().out


def test_example_feeds() -> None:
    """The feeds that are shipped are on the web, each with a word on what it carries; some are per stock."""
    text = EXAMPLE.read_text(encoding="utf-8")
    feeds = tomllib.loads(text)["feed"]
    assert {feed["url"] for feed in feeds} == check._defaults()
    assert len(feeds) >= 10
    assert sum(filled(feed["url"], "X", "X") != feed["url"] for feed in feeds) >= 2
    for feed in feeds:
        assert feed["url"].startswith("https://")
        (line,) = [line for line in text.splitlines() if line.startswith(f'name = "{feed["name"]}"')]
        assert "  # " in line
