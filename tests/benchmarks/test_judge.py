"""The judge, on a day that was played: it sees what is done to the chats afterwards."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from benchmarks.replay.judge import Verdict, judge
from benchmarks.replay.newsday import news
from benchmarks.replay.play import Playbill, play_feeds, play_told
from benchmarks.replay.stage import Stage
from benchmarks.replay.truth import Call, month
from storage.questions import Wish
from tests.fakes.telegram_world import Bubble, Chat

CHAT = 101


@dataclass
class Played:
    """A day on the stage, and what it was made of."""

    stage: Stage
    calls: list[Call]
    bill: Playbill

    @property
    def chat(self) -> Chat:
        """The chat that watches everything."""
        return self.stage.api.world.chats[CHAT]

    def newest(self) -> Bubble:
        """The chat's newest message."""
        return self.chat.bubbles[max(self.chat.bubbles)]

    def counts(self) -> dict[str, int]:
        """How much of everything the judge finds wrong."""
        return {count.name: len(count.cases) for count in self.verdict().counts}

    def verdict(self) -> Verdict:
        """What the judge says."""
        return judge(self.stage, self.calls, self.bill)


@pytest.fixture
async def played() -> AsyncIterator[Played]:
    """A day's first fifty pieces and one chat that watches all of its stocks."""
    calls = month(7, 1)
    pieces = news(calls, 7)[:50]
    bill = Playbill(pieces, {CHAT: {call.stock.ticker for call in calls}})
    stage = await play_told(bill, lambda _: None)
    yield Played(stage, calls, bill)
    await stage.close()


async def test_all_is_seen(played: Played) -> None:
    """Every piece's calls become events, and every call that was told in full an alert."""
    verdict = played.verdict()
    assert verdict.pieces == 50
    assert verdict.events
    assert verdict.alerts == len(played.chat.bubbles)
    counts = played.counts()
    assert counts["calls without an event"] == counts["alerts missed"] == counts["edits missing"] == 0


async def test_lost_alerts(played: Played) -> None:
    """Alerts that are not there are missed."""
    played.chat.bubbles.clear()
    counts = {count.name: count for count in played.verdict().counts}
    missed = counts["alerts missed"]
    assert len(missed.cases) == missed.of > 0
    assert not missed.is_met


async def test_second_alert(played: Played) -> None:
    """An alert that stands there twice was repeated."""
    before = played.counts()["alerts repeated"]
    bubble = played.newest()
    played.chat.bubbles[bubble.message_id + 1] = replace(bubble, message_id=bubble.message_id + 1)
    assert played.counts()["alerts repeated"] > before


async def test_untrue_message(played: Played) -> None:
    """A message that shows other facts than memory has is an edit missing, and not as told."""
    before = played.counts()
    bubble = played.newest()
    bubble.text = bubble.text.replace("Rating: ", "Rating: Strong Sell → ")
    after = played.counts()
    assert after["edits missing"] > before["edits missing"]
    assert after["final messages not as told"] > before["final messages not as told"]


async def test_over_feeds() -> None:
    """What is published on loopback arrives: a piece whose facts stand on its page alone among the others."""
    calls = month(7, 1)
    pieces = news(calls, 7)
    behind = next(at for at, piece in enumerate(pieces) if piece.kind == "behind")
    bill = Playbill(pieces[behind - 5 : behind + 5], {CHAT: {call.stock.ticker for call in calls}})
    stage = await play_feeds(bill, lambda _: None)
    try:
        events = stage.store.events.of(stage.store.questions.latest(Wish(), 100))
        titles = {source.title for event in events for source in event.sources}
        assert pieces[behind].title in titles
        assert stage.store.stories.count() == 10
        assert stage.api.world.chats[CHAT].bubbles
    finally:
        await stage.close()
