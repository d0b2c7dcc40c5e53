"""What is to be polled is kept: what the settings name, what owners added, what they are being asked."""

from storage.feeds import Wanted
from storage.outlets import QUESTIONS
from storage.store import Store
from tests.storage.samples import NOW

DESK = ("Desk", "https://desk.example/rss")
LEDGER = ("Ledger", "https://ledger.example/rss")


def listed(store: Store) -> list[tuple[str, bool, str]]:
    return [(outlet.name, outlet.configured, outlet.state) for outlet in store.outlets.all()]


def test_settings_come_and_go(store: Store) -> None:
    """What left the settings is let go, also if it was off; what an owner added stays."""
    store.outlets.configure([DESK, LEDGER])
    store.outlets.accept(store.outlets.ask([("Mine", "https://mine.example/rss")]))
    (desk,) = [outlet for outlet in store.outlets.all() if outlet.name == "Desk"]
    store.outlets.switch(desk.id, "off")
    store.outlets.configure([DESK, LEDGER])
    assert listed(store) == [("Desk", True, "off"), ("Ledger", True, "on"), ("Mine", False, "on")]
    store.outlets.configure([("Renamed", LEDGER[1])])
    assert listed(store) == [("Mine", False, "on"), ("Renamed", True, "on")]
    store.outlets.configure([DESK])
    assert ("Desk", True, "on") in listed(store)


def test_question(store: Store) -> None:
    """A question is answered once; a no leaves nothing behind, and what was off before stays off."""
    batch = store.outlets.ask([DESK, LEDGER])
    assert listed(store) == []
    assert {outlet.name for outlet in store.outlets.accept(batch)} == {"Desk", "Ledger"}
    assert store.outlets.accept(batch) == []
    assert not store.outlets.decline(batch)
    desk = store.outlets.of_url(DESK[1])
    assert desk is not None
    store.outlets.switch(desk.id, "off")
    again = store.outlets.ask([("Other", DESK[1]), ("New", "https://new.example/rss")])
    assert store.outlets.decline(again)
    assert listed(store) == [("Desk", False, "off"), ("Ledger", False, "on")]
    assert store.outlets.of_url("https://new.example/rss") is None


def test_old_questions_are_forgotten(store: Store) -> None:
    """Only the newest questions wait for an answer."""
    batches = [store.outlets.ask([(f"N{number}", f"https://n.example/{number}")]) for number in range(QUESTIONS + 1)]
    assert store.outlets.accept(batches[0]) == []
    assert len(store.outlets.accept(batches[1])) == 1
    assert len(store.outlets.accept(batches[-1])) == 1


def test_feeds_of_before(store: Store) -> None:
    """Feeds that were polled before there were outlets join theirs, and are no newer for it."""
    store.feeds.sync([DESK], NOW)
    store.looks.plan([(store.feeds.active()[0].id, NOW)])
    store._engine.run("update feeds set primed = 1")
    store.outlets.configure([DESK])
    (outlet,) = store.outlets.all()
    store.feeds.sync([Wanted(*DESK, outlet.id)], NOW)
    (feed,) = store.feeds.of_outlet(outlet.id)
    assert (feed.primed, feed.next_check) == (True, NOW)
