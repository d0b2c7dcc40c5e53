"""What belongs to a chat follows it, and goes with it."""

import datetime as dt

from storage.store import Store

NOW = dt.datetime(2025, 11, 24, 12, 0, tzinfo=dt.UTC)


def test_everything_follows_a_migration() -> None:
    """Every table with a chat's number, by whomever it was added, follows a group that becomes a supergroup."""
    store = Store(":memory:")
    keys = {
        (table, key["from"]): (key["on_update"], key["on_delete"])
        for table in store.personal.tables()
        for key in store._engine.query(f"select * from pragma_foreign_key_list('{table}') where \"table\" = 'chats'")
    }
    assert {table for table, column in keys if column == "chat_id"} == set(store.personal.tables())
    assert {update for update, _ in keys.values()} == {"CASCADE"}


def test_places_follow_and_go() -> None:
    """A group that is looked after keeps who looks after it when it moves, and goes from their list with its data."""
    store = Store(":memory:")
    store.chats.meet(7, "private", NOW)
    store.chats.meet(-5, "group", NOW)
    store.places.connect(7, -5, "Desk")
    store.preferences.set_topic(-5, 3)
    store.chats.move(-5, -1005, NOW)
    assert [(place.id, place.current) for place in store.places.of(7)] == [(-1005, True)]
    store.personal.wipe(-1005, NOW)
    assert store.places.of(7) == []


def test_wiped_people_leave_no_lists() -> None:
    """Who has all deleted leaves neither links nor offers nor places."""
    store = Store(":memory:")
    store.chats.meet(7, "private", NOW)
    store.chats.meet(-5, "channel", NOW)
    store.places.connect(7, -5, "Desk")
    store.shares.add("token", 7, ["CIFR"], NOW, most=20)
    number = store.offers.ask(7, ["CIFR"], NOW, keep=dt.timedelta(days=1))
    assert {"connections", "offers", "shares"} <= set(store.personal.rows(7))
    store.personal.wipe(7, NOW)
    assert store.personal.rows(7) == {}
    assert store.shares.tickers("token") is None
    assert store.offers.tickers(number, 7, "asked") is None


def test_oldest_links_end() -> None:
    """Of a chat's links the newest stay."""
    store = Store(":memory:")
    store.chats.meet(7, "private", NOW)
    for number in range(5):
        store.shares.add(str(number), 7, [f"A{number}"], NOW + dt.timedelta(seconds=number), most=3)
    assert [store.shares.tickers(str(number)) is not None for number in range(5)] == [False, False, True, True, True]
