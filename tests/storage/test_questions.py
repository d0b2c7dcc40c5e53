"""What people ask for is found, by index, and stays in step with what is stored."""

import datetime as dt
from dataclasses import replace

import pytest

from ratings.model import RatingMove, Story
from storage.questions import Wish
from storage.store import Store
from tests.storage.samples import NOW, TODAY, UPGRADE, add_event, add_feed, add_story

DOWNGRADE = replace(UPGRADE, ticker="RIOT", firm="Citi", analysts=("Ann Lee",), rating_action=RatingMove.DOWNGRADE)


def test_latest(store: Store) -> None:
    """The newest calls by kind, day and list."""
    old = add_event(store, replace(UPGRADE, date=TODAY - dt.timedelta(days=9)))
    up, down = add_event(store), add_event(store, DOWNGRADE)
    store.chats.meet(7, "private", NOW)
    store.chats.watch(7, "RIOT", NOW)
    assert store.questions.latest(Wish(), 9) == [down, up, old]
    assert store.questions.latest(Wish(kind="upgrade"), 9) == [up, old]
    assert store.questions.latest(Wish(kind="upgrade", since=TODAY), 9) == [up]
    assert store.questions.latest(Wish(chat_id=7), 9) == [down]
    assert store.questions.latest(Wish(kind="upgrade", chat_id=7), 9) == []
    store.events.retract(down, NOW)
    assert store.questions.latest(Wish(), 1) == [up]


def test_firm(store: Store) -> None:
    """A firm's calls, however its name is capitalised."""
    up, down = add_event(store), add_event(store, DOWNGRADE)
    assert store.questions.of_firm("jpmorgan", None, limit=9) == [up]
    assert store.questions.of_firm("Citi", "RIOT", limit=9) == [down]
    assert store.questions.of_firm("Citi", "CIFR", limit=9) == []
    assert (store.questions.firm("JPMORGAN"), store.questions.firm("Nobody")) == ("JPMorgan", None)


def test_analyst(store: Store) -> None:
    """Who signed a call is found until the call is gone, or turns out to be signed by others."""
    number = add_event(store)
    assert store.questions.of_analyst("reginald smith", limit=9) == [number]
    assert store.questions.analysts() == ["Charles Pearce", "Reginald Smith"]
    store.events.update(number, replace(UPGRADE, analysts=("Ann Lee",)), date=TODAY, disputed=(), now=NOW)
    assert store.questions.of_analyst("Reginald Smith", limit=9) == []
    assert store.questions.of_analyst("Ann Lee", limit=9) == [number]
    store.events.retire(number, add_event(store, DOWNGRADE))
    assert number not in store.questions.of_analyst("Ann Lee", limit=9)


@pytest.mark.parametrize(
    ("words", "finds"),
    [
        ("quarry", True),
        ("QUARRY lease", True),
        ('"new quarry"', True),
        ('"quarry new"', False),
        ("lease missing", False),
        ('quarry" OR "missing', False),
        ("NEAR(quarry)", False),
        ("title:quarry", False),
        ("quar*", False),
        ("***", False),
        ("", False),
    ],
)
def test_search(store: Store, words: str, finds: bool) -> None:
    """A story is found by all of the words it has, and no word is an operator."""
    story = add_story(store, add_feed(store), title="A new quarry", text="They signed a lease.")
    assert [found.id for found in store.words.find(words, 9)] == ([story] if finds else [])


def test_search_follows_the_stories(store: Store) -> None:
    """What a story does not say any more does not find it, and texts that were dropped take their words along."""
    story = add_story(store, add_feed(store), title="A new quarry", text="They signed a lease.")
    store.stories.drop_texts(NOW + dt.timedelta(days=1), 10)
    assert store.words.find("lease", 9) == []
    assert [found.id for found in store.words.find("quarry", 9)] == [story]
    store.stories.replace(story, Story(title="An old mine"), published=NOW)
    assert store.words.find("quarry", 9) == []
    assert [found.id for found in store.words.find("mine", 9)] == [story]
