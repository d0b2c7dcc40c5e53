"""What people ask of the calls: conversations through the whole application."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from feeds.workshop import WorkshopError
from handlers.terms import read_page, read_terms
from messages.pages import DATA
from ratings.model import RatingAction, RatingMove, Story
from storage.store import Store
from tests.fakes.workshop import InlineWorkshop
from tests.handlers.talk import Talk, open_talk

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "data/chats/asking.toml").read_text(encoding="utf-8")
)["case"]
PNG = b"\x89PNG\r\n"


@pytest.fixture(autouse=True)
def beside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures need no process of their own here."""
    monkeypatch.setattr("bot.app.Workshop", InlineWorkshop)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
async def test_conversation(case: dict[str, Any]) -> None:
    """Every step shows what it promises, in a new message or in the one whose button was pressed."""
    async with open_talk() as talk:
        await talk.memory.ask(add_calls, case.get("many", 0), talk.clock.now())
        for step in case["steps"]:
            seen = await take(talk, step)
            for words in step.get("see", ()):
                assert words in seen, step
            for words in step.get("never", ()):
                assert words not in seen, step
            check_newest(talk, step)


def add_calls(store: Store, count: int, now: dt.datetime) -> None:
    """As many firms begin to cover one stock."""
    feed_id = store.feeds.active()[0].id
    for number in range(count):
        call = RatingAction(
            ticker="MARA", firm=f"House{number}", rating_action=RatingMove.INITIATE, rating_current="Buy"
        )
        title = f"House{number} begins to cover Marathon"
        story_id = store.stories.add(feed_id, title, Story(title=title), outlet="Desk", published=now, seen=now)
        assert story_id is not None
        store.events.add_source(store.events.add(call, date=now.date(), now=now), story_id, call)


async def take(talk: Talk, step: dict[str, Any]) -> str:
    """Do a step and give what is seen of it."""
    before = len(talk.api.shown(7))
    if "say" in step:
        return "\n".join(await talk.say(step["say"]))
    answers = await talk.press(step["press"])
    assert (len(talk.api.shown(7)) == before) == step.get("instead", False), step
    return "\n".join(answers) if answers else talk.api.shown(7)[-1].text


def check_newest(talk: Talk, step: dict[str, Any]) -> None:
    """The buttons, the picture, the file of the newest message."""
    newest = talk.api.shown(7)[-1]
    assert newest.labels == step.get("labels", newest.labels), step
    assert all(len((button.data or "").encode()) <= DATA for button in newest.buttons)
    if step.get("picture"):
        assert newest.kind == "photo"
        assert newest.file is not None
        assert newest.file.content.startswith(PNG)
    for words in step.get("file", ()):
        assert newest.file is not None
        assert words in newest.file.content.decode()


async def test_chart_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the picture can't be drawn, its figures come alone."""
    async with open_talk() as talk:

        async def broken(*_: object) -> bytes:
            raise WorkshopError("ended its process")

        monkeypatch.setattr("services.charts.Charts.draw", broken)
        (seen,) = await talk.say("/chart CIFR")
        assert "2 targets stand" in seen
        assert "could not be drawn" in seen


@pytest.mark.parametrize("command", ["/rating CIFR", "/target CIFR"])
async def test_card_links(command: str) -> None:
    """Each call on a card leads to the story that told of it."""
    async with open_talk() as talk:
        await talk.say(command)
        assert talk.api.shown(7)[-1].html.count('<a href="https://desk.example/') == 2


@pytest.mark.parametrize(
    "data", ["card:nonsense CIFR", "csv:", "past:", "house:", "newest:#99", "seek:#", "chart:NOPE1"]
)
async def test_forged_buttons(data: str) -> None:
    """Whatever a button's data says, the answer is a sentence or a toast, never silence or a failure."""
    async with open_talk() as talk:
        await talk.say("/rating CIFR")
        bubble = talk.api.shown(7)[-1]
        assert bubble.markup is not None
        bubble.markup["inline_keyboard"][0][0]["callback_data"] = data
        before = bubble.text
        await talk.press(data, message=bubble.message_id)
        newest = talk.api.shown(7)[-1]
        assert newest.text != before or newest.message_id != bubble.message_id or talk.api.toasts[-1].text
        assert "went wrong" not in newest.text


INLINE = [
    ("CIFR", ["CIFR: ratings", "CIFR: price targets", "CIFR: consensus"]),
    ("$cifr target", ["CIFR: price targets"]),
    ("cipher mining", ["CIFR: ratings", "CIFR: price targets", "CIFR: consensus"]),
    ("latest", ["The newest calls"]),
    ("", ["RIOT: ratings", "RIOT: price targets", "RIOT: consensus"]),
    ("AAPL", ["AAPL: no calls yet"]),
    ("qqzzy wwxxy", []),
]


@pytest.mark.parametrize(("words", "titles"), INLINE, ids=[words or "nothing" for words, _ in INLINE])
async def test_inline(words: str, titles: list[str]) -> None:
    """Typed behind the bot's name in any chat, a stock gives cards to send, nothing gives those of what one watches."""
    async with open_talk() as talk:
        await talk.say("/watch RIOT")
        query = talk.api.type_inline(7, words)
        await talk.answers()
        assert [offer.title for offer in talk.api.world.offered[query]] == titles
        assert bool(talk.api.world.typed[query]) == (not titles)


async def test_inline_access() -> None:
    """Who may not use the bot gets nothing from it in other chats either."""
    async with open_talk(access="owners", owners=[1]) as talk:
        query, mention = talk.api.type_inline(7, "CIFR"), talk.api.mention(-9, 7, "@bot CIFR")
        await talk.answers()
        assert talk.api.world.offered[query] == []
        assert "private" in talk.api.world.typed[query]
        assert mention not in talk.api.world.offered


async def test_guest() -> None:
    """Mentioned where it is no member, the bot answers once, with the stock's card."""
    async with open_talk() as talk:
        query = talk.api.mention(-9, 7, "@ratingwire_bot CIFR target")
        await talk.answers()
        (offer,) = talk.api.world.offered[query]
        assert "$26" in offer.text


TERMS = [
    ("CIFR 90d", {"rest": "CIFR", "days": 90}),
    ("20 CIFR", {"rest": "CIFR", "count": 20}),
    ("CIFR #3 2w", {"rest": "CIFR", "days": 14, "page": 3}),
    ("3M", {"rest": "3M"}),
    ("0", {"rest": "", "count": 1}),
    ("99999999 99999y", {"rest": "99999y", "count": 300}),
    ("upgrade mine 24h 5", {"rest": "", "kind": "upgrade", "mine": True, "days": 1, "count": 5}),
    ("Targets ALL", {"rest": "", "kind": "target"}),
]


@pytest.mark.parametrize(("words", "terms"), TERMS, ids=[words for words, _ in TERMS])
def test_terms(words: str, terms: dict[str, Any]) -> None:
    """Terms are read in any order; what is none is left as it was written."""
    read = read_terms(words, kinds=True)
    assert read.rest == terms["rest"]
    assert (read.count, read.kind, read.mine) == (terms.get("count"), terms.get("kind"), terms.get("mine", False))
    assert read.page == terms.get("page", 1)
    assert (read.span.days if read.span else None) == terms.get("days")


def test_page_of_a_search() -> None:
    """Behind a search only the page is a term: a number is a word like others."""
    assert read_page("bitcoin 90d 20 #2") == ("bitcoin 90d 20", 2)
    assert read_page("") == ("", 1)
