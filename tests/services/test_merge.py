"""Tellings become events, whatever the order in which they come."""

import datetime as dt
import itertools
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from ratings.model import RatingAction, RatingMove, Source, Story
from services.merge import place
from storage.store import Store
from tests.samples import UPGRADE

NOW = dt.datetime(2025, 12, 30, 15, tzinfo=dt.UTC)
MONDAY = dt.datetime(2025, 11, 24, 15, tzinfo=dt.UTC)

BARE = replace(UPGRADE, pt_action=None, pt_current=None, pt_prior=None, currency=None)


def story(number: int, action: RatingAction, *, hours: float, title: str = "News") -> Source:
    """A telling so many hours after Monday's first."""
    published = MONDAY + dt.timedelta(hours=hours)
    return Source(
        story_id=number, outlet=f"Outlet {number % 3}", title=title, url=None, published=published, action=action
    )


def tell(store: Store, source: Source) -> int:
    """Store a story and place its call; gives how many events were news."""
    feeds = store.feeds.active()
    if not feeds:
        store.feeds.sync([("Desk", "https://desk.example/")], NOW)
        feeds = store.feeds.active()
    told = Story(title=source.title)
    guid = str(source.story_id)
    story_id = store.stories.add(feeds[0].id, guid, told, outlet=source.outlet, published=source.published, seen=NOW)
    assert story_id is not None
    placed = place(store, replace(source, story_id=story_id), [source.action], now=NOW)
    return sum(one.news for one in placed)


def events(store: Store) -> set[tuple[object, ...]]:
    """What is stored, without what depends on the order: ids and times of storing."""
    found = store.events.of_ticker("CIFR", 100)
    return {
        (
            event.date,
            event.disputed,
            replace(event.call, evidence=()).__repr__(),  # type: ignore[arg-type]
            tuple(sorted((source.outlet, source.published) for source in event.sources)),
        )
        for event in found
    }


ACTIONS = st.sampled_from(
    [
        UPGRADE,
        BARE,
        replace(UPGRADE, firm=None),
        replace(BARE, firm=None),
        replace(UPGRADE, firm="UBS", rating_current="Buy"),
        replace(BARE, firm="UBS", rating_current="Buy", rating_prior=None),
        replace(UPGRADE, pt_current=Decimal(19)),
        replace(UPGRADE, rating_action=None, rating_current=None, rating_prior=None),
        replace(UPGRADE, rating_action=None, rating_prior=None, pt_current=Decimal(22), pt_prior=Decimal(18)),
        replace(UPGRADE, rating_action=RatingMove.DOWNGRADE, rating_current="Neutral", rating_prior="Overweight"),
        replace(BARE, stale=True, date=dt.date(2025, 11, 24)),
        replace(BARE, stale=True),
    ]
)
TITLES = st.sampled_from(["News", "News", "News", "Correction: news"])
HOURS = st.sampled_from([0, 1, 5, 20, 30, 50, 75, 100])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(ACTIONS, HOURS, TITLES), min_size=2, max_size=5))
def test_order_is_nothing(told: list[tuple[RatingAction, float, str]]) -> None:
    """The same stories in any order end in the same events."""
    stories = [story(n, action, hours=hours, title=title) for n, (action, hours, title) in enumerate(told)]
    ends = []
    for order in itertools.islice(itertools.permutations(stories), 0, None, 7):
        store = Store(":memory:")
        for source in order:
            tell(store, source)
        ends.append(events(store))
        store.close()
    assert all(end == ends[0] for end in ends)


def test_ambiguous_telling_moves_out() -> None:
    """A telling without a firm leaves the call it seemed to be of when a second one fits as well."""
    store = Store(":memory:")
    assert tell(store, story(1, replace(BARE, firm=None), hours=0)) == 1
    assert tell(store, story(2, UPGRADE, hours=1)) == 0
    assert len(events(store)) == 1
    assert tell(store, story(3, replace(UPGRADE, firm="UBS"), hours=2)) == 1
    assert len(events(store)) == 3
    store.close()


def test_ambiguous_telling_is_no_news() -> None:
    """A telling without a firm that may be of either of two known calls wakes nobody."""
    store = Store(":memory:")
    assert tell(store, story(1, UPGRADE, hours=0)) == 1
    assert tell(store, story(2, replace(UPGRADE, firm="UBS"), hours=1)) == 1
    assert tell(store, story(3, replace(BARE, firm=None), hours=2)) == 0
    store.close()


def test_vague_telling_hides_nothing() -> None:
    """A call that was told too vaguely to wake anybody is news when somebody names the firm."""
    store = Store(":memory:")
    vague = replace(UPGRADE, firm=None, pt_prior=None)
    assert tell(store, story(1, replace(UPGRADE, pt_prior=None), hours=0)) == 1
    assert tell(store, story(2, replace(UPGRADE, firm="UBS", pt_prior=None), hours=1)) == 1
    assert tell(store, story(3, vague, hours=2)) == 0
    third = replace(UPGRADE, firm="Needham", rating_current=None, pt_prior=None)
    assert tell(store, story(4, third, hours=3)) == 1
    store.close()


def test_alert_follows_its_event() -> None:
    """When two events turn out to be one, alerts on either tell of that one."""
    store = Store(":memory:")
    store.chats.meet(7, "private", NOW)
    tell(store, story(1, replace(BARE, firm=None), hours=0))
    tell(store, story(2, replace(UPGRADE, firm="UBS"), hours=1))
    tell(store, story(3, replace(UPGRADE, firm="JPMorgan"), hours=2))
    for event in store.events.of_ticker("CIFR", 9):
        store.outbox.queue_alerts({7: [event.id]}, str(event.id), now=NOW, not_before=NOW)
    tell(store, story(4, replace(UPGRADE, firm="UBS"), hours=3, title="Correction: it was not so"))
    told = [store.events.of_alert(alert) for alert in (1, 2, 3)]
    assert all(len(found) == 1 for found in told)
    store.close()


def test_recollection_first() -> None:
    """A call that was only recalled so far is news when somebody tells it as such."""
    store = Store(":memory:")
    assert tell(store, story(1, replace(BARE, stale=True, date=dt.date(2025, 11, 24)), hours=2)) == 0
    assert tell(store, story(2, UPGRADE, hours=3)) == 1
    assert tell(store, story(3, UPGRADE, hours=4)) == 0
    store.close()
