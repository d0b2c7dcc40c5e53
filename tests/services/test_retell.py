"""A story that tells otherwise than before, or no more: what stands is what the stories say that stand."""

import itertools
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from ratings.model import RatingAction, RatingEvent, Source
from services.retell import bring_back, retell, take_back
from storage.store import Store
from tests.samples import UPGRADE
from tests.services.test_merge import ACTIONS, HOURS, NOW, TITLES, events, story, tell

TOLD = st.lists(st.tuples(ACTIONS, HOURS, TITLES), min_size=2, max_size=5)


def filled(stories: list[Source]) -> Store:
    """A memory of these stories."""
    store = Store(":memory:")
    for one in stories:
        tell(store, one)
    return store


def only(store: Store) -> RatingEvent:
    """The one call there is."""
    (event,) = (store.events.get(one) for one in range(1, 2))
    assert event is not None
    return event


@settings(max_examples=60, deadline=None)
@given(TOLD, st.data())
def test_taken_back_is_untold(told: list[tuple[RatingAction, float, str]], data: st.DataObject) -> None:
    """What is left after stories were taken back is what would stand if they had never been told."""
    stories = [story(n, action, hours=hours, title=title) for n, (action, hours, title) in enumerate(told)]
    gone = data.draw(st.sets(st.sampled_from(range(len(stories)))))
    store = filled(stories)
    for number in gone:
        take_back(store, number + 1, now=NOW)
    without = filled([one for number, one in enumerate(stories) if number not in gone])
    assert events(store) == events(without)
    store.close()
    without.close()


@settings(max_examples=60, deadline=None)
@given(TOLD, st.data())
def test_brought_back_is_told(told: list[tuple[RatingAction, float, str]], data: st.DataObject) -> None:
    """Stories that went and came back, in whatever order, leave no trace."""
    stories = [story(n, action, hours=hours, title=title) for n, (action, hours, title) in enumerate(told)]
    store = filled(stories)
    before = events(store)
    gone = data.draw(st.lists(st.sampled_from(range(len(stories))), unique=True))
    for number in gone:
        take_back(store, number + 1, now=NOW)
    for number in data.draw(st.permutations(gone)):
        bring_back(store, number + 1, now=NOW)
    assert events(store) == before
    store.close()


@settings(max_examples=60, deadline=None)
@given(TOLD, st.data())
def test_retold_is_told_so(told: list[tuple[RatingAction, float, str]], data: st.DataObject) -> None:
    """A story that was set right counts as if it had told it so from the beginning."""
    stories = [story(n, action, hours=hours, title=title) for n, (action, hours, title) in enumerate(told)]
    store = filled(stories)
    number = data.draw(st.sampled_from(range(len(stories))))
    right = data.draw(ACTIONS)
    kept = store.stories.get(number + 1)
    assert kept is not None
    retell(store, kept, [right], now=NOW)
    stories[number] = replace(stories[number], action=right)
    expected = filled(stories)
    assert events(store) == events(expected)
    store.close()
    expected.close()


def test_last_source_takes_the_call_along() -> None:
    """A call is retracted with its last source, keeps what it said, and stands again when one comes back."""
    store = filled([story(1, UPGRADE, hours=0), story(2, replace(UPGRADE, pt_current=Decimal(19)), hours=1)])
    (placed,) = take_back(store, 1, now=NOW)
    assert (placed.event.retracted, placed.event.call.pt_current) == (False, Decimal(19))
    (placed,) = take_back(store, 2, now=NOW)
    assert placed.event.retracted
    assert len(only(store).sources) == 2
    (placed,) = bring_back(store, 1, now=NOW)
    assert (placed.event.retracted, placed.event.call.pt_current) == (False, Decimal(18))
    store.close()


def test_owners_word_lasts() -> None:
    """What an owner retracted stays so, whatever comes back."""
    store = filled([story(1, UPGRADE, hours=0)])
    store.events.retract(1, NOW)
    store.reviews.note(1, 7, "retract", "", NOW)
    take_back(store, 1, now=NOW)
    bring_back(store, 1, now=NOW)
    assert only(store).retracted
    store.close()


def test_same_words_change_nothing() -> None:
    """A story that is read again and tells the same touches no event."""
    store = filled([story(1, UPGRADE, hours=0)])
    kept = store.stories.get(1)
    assert kept is not None
    assert retell(store, kept, [UPGRADE], now=NOW) == []
    store.close()


def test_told_anew_after_it_was_taken_back() -> None:
    """A call whose only story went is news again when somebody else tells of it."""
    store = filled([story(1, UPGRADE, hours=0)])
    take_back(store, 1, now=NOW)
    assert tell(store, story(2, UPGRADE, hours=1)) == 1
    store.close()


def test_orders_of_everything() -> None:
    """Corrections, retractions and tellings without a firm end alike in every order."""
    stories = [
        story(1, replace(UPGRADE, firm=None), hours=0),
        story(2, UPGRADE, hours=1),
        story(2, replace(UPGRADE, pt_current=Decimal(19)), hours=2, title="Correction: it is 19"),
        story(4, replace(UPGRADE, firm="UBS", rating_current="Buy"), hours=3),
    ]
    ends = []
    for order in itertools.permutations(range(4)):
        store = Store(":memory:")
        for place in order:
            tell(store, replace(stories[place], story_id=10 + place))
            if place == 3:
                row = store.stories.find(1, "13")
                assert row is not None
                take_back(store, row.id, now=NOW)
        ends.append(events(store))
        store.close()
    assert all(end == ends[0] for end in ends)
