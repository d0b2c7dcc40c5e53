"""Old stories and records become history, and nobody hears of it."""

import datetime as dt
from collections.abc import Iterator

import pytest

from ratings.extract import extract
from ratings.model import RatingEvent, Story
from services.backfill import Origin, take_in
from services.read import Reading
from services.record import Rules, record
from services.records import find_shape, read_record
from storage.store import Store

NOW = dt.datetime(2025, 11, 24, 15, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
RULES = Rules(interval=60, fresh=24 * HOUR, settle=dt.timedelta(0))
BENZINGA = Origin("benzinga", "Benzinga")
YAHOO = Origin("yahoo", "Yahoo Finance")
FILE = Origin("file:old.jsonl", "old.jsonl")
UPGRADE = {
    "id": "a",
    "date": "2025-11-24",
    "time": "09:00:00",
    "ticker": "CLSK",
    "analyst": "UBS",
    "action_company": "Upgrades",
    "rating_current": "Buy",
    "rating_prior": "Neutral",
    "action_pt": "Raises",
    "pt_current": "22.00",
    "pt_prior": "15.00",
    "currency": "USD",
}
ROW = {
    "GradeDate": "2025-11-24 14:00:00",
    "Firm": "UBS",
    "ToGrade": "Buy",
    "FromGrade": "Neutral",
    "Action": "up",
    "currentPriceTarget": "22.0",
    "Ticker": "CLSK",
}
HEADLINE = "UBS upgrades CleanSpark (CLSK) to Buy from Neutral"


@pytest.fixture
def store() -> Iterator[Store]:
    """A store with a chat that watches CLSK, and a feed that is read since long."""
    store = Store(":memory:")
    store.chats.meet(7, "private", NOW)
    store.chats.watch(7, "CLSK", NOW)
    store.feeds.sync([("Desk", "https://desk.example/rss")], NOW)
    (feed,) = store.feeds.active()
    store.looks.save([feed._replace(primed=True, last_success=NOW, next_check=NOW)])
    yield store
    store.close()


def bring(store: Store, *records: dict[str, str], origin: Origin = BENZINGA) -> int:
    readings = []
    for row in records:
        shape = find_shape(row)
        assert shape is not None
        readings.append(read_record(row, shape, now=NOW))
    return take_in(store, origin, readings, now=NOW, rules=RULES)


def tale(title: str, url: str | None = None) -> Reading:
    story = Story(title=title, url=url, published=NOW - HOUR)
    return Reading(guid=f"{url} {title}", story=story, actions=extract(story), lacking=False)


def polled(store: Store, reading: Reading) -> int:
    """Have the feed tell it; gives how many alerts that makes."""
    (feed,) = store.feeds.active()
    return record(store, feed, [reading], now=NOW, rules=RULES).alerts


def known(store: Store) -> list[RatingEvent]:
    return store.events.of_ticker("CLSK", 10)


def test_never_alerts(store: Store) -> None:
    """Not even a call of this hour wakes anybody when it comes out of a file."""
    assert bring(store, UPGRADE) == 1
    assert take_in(store, FILE, [tale(HEADLINE.replace("UBS", "Needham"))], now=NOW, rules=RULES) == 1
    assert len(known(store)) == 2
    assert store.outbox.waiting() == 0


def test_edits_nothing(store: Store) -> None:
    """A record that joins an alerted call leaves what was sent as it is."""
    assert polled(store, tale(HEADLINE)) == 1
    (job,) = store.outbox.lease("me", now=NOW, until=NOW + HOUR, limit=9)
    store.outbox.sent(job.id, "me", now=NOW, message_id=5)
    bring(store, UPGRADE)
    assert store.outbox.waiting() == 0


def test_twice_is_once(store: Store) -> None:
    """The same records and stories again change nothing."""
    for _ in range(2):
        taken = bring(store, UPGRADE), bring(store, ROW, origin=YAHOO)
        tales = [tale(HEADLINE, "https://desk.example/1"), tale("UBS keeps Buy on CleanSpark (CLSK)")]
        taken += (take_in(store, FILE, tales, now=NOW, rules=RULES),)
        told = [event.sources for event in known(store)]
    assert taken == (0, 0, 0)
    assert sorted(len(sources) for sources in told) == [1, 3]


def test_record_joins_story(store: Store) -> None:
    """A record of a call that a story told is one more source of it, and completes it."""
    polled(store, tale(HEADLINE))
    bring(store, UPGRADE)
    bring(store, ROW, origin=YAHOO)
    (event,) = known(store)
    assert {source.outlet for source in event.sources} == {"Benzinga", "Yahoo Finance", "Desk"}
    assert (event.call.pt_current, event.call.currency, event.disputed) == (22, "USD", ())


def test_story_joins_record(store: Store) -> None:
    """A story of a call that is known from records is its source, and no news."""
    bring(store, UPGRADE)
    assert polled(store, tale(HEADLINE)) == 0
    assert [len(event.sources) for event in known(store)] == [2]


def test_story_of_a_feed(store: Store) -> None:
    """A story that a feed brought isn't taken again out of a file; another one under the same address is."""
    told = tale(HEADLINE, "https://desk.example/live")
    polled(store, told)
    other = tale("Needham starts CleanSpark (CLSK) at Buy", "https://desk.example/live")
    assert take_in(store, FILE, [told, other], now=NOW, rules=RULES) == 1


def test_origin_is_never_polled(store: Store) -> None:
    """Where old records come from is no feed to look at, now or later."""
    bring(store, UPGRADE)
    assert [feed.name for feed in store.feeds.active()] == ["Desk"]
    assert all(feed.url == "https://desk.example/rss" for feed in store.looks.due(NOW + 9_999 * HOUR))


def test_all_or_none(store: Store) -> None:
    """A batch that breaks leaves nothing behind."""
    with pytest.raises(UnicodeEncodeError):
        take_in(store, FILE, [tale(HEADLINE), tale("half a character: \ud800")], now=NOW, rules=RULES)
    assert known(store) == []


def test_corrected_record(store: Store) -> None:
    """A record that was set right under its id counts as it is now; an older state of it changes nothing."""
    assert bring(store, UPGRADE | {"updated": "1764000000"}) == 1
    assert bring(store, UPGRADE | {"updated": "1764003600", "pt_current": "24.00"}) == 0
    bring(store, UPGRADE | {"updated": "1764000000"})
    (event,) = known(store)
    assert (event.call.pt_current, len(event.sources), event.disputed) == (24, 1, ())


def test_corrected_in_one_file(store: Store) -> None:
    """A file may hold a record and its correction; without times the last one counts."""
    assert bring(store, UPGRADE, UPGRADE | {"analyst": "Needham"}) == 1
    (event,) = known(store)
    assert event.call.firm == "Needham"
    assert store.outbox.waiting() == 0


def test_corrected_record_edits(store: Store) -> None:
    """What was sent of a call is set right when the record that told it is."""
    bring(store, UPGRADE)
    assert polled(store, tale("UBS rates CleanSpark (CLSK) a Buy, upgraded from Neutral")) == 0
    (event,) = known(store)
    alert = store.outbox.queue_alerts({7: [event.id]}, "UBS", now=NOW, not_before=NOW)[7]
    store.outbox.lease("me", now=NOW, until=NOW + HOUR, limit=9)
    store.outbox.sent(alert, "me", now=NOW, message_id=5)
    bring(store, UPGRADE | {"pt_current": "24.00"})
    assert store.outbox.waiting() == 1
