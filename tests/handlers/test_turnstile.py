"""Nobody slows the bot down for others, and no group spends its minute on answers."""

from handlers.turnstile import ANSWERED, ASKED, REMEMBERED, Turn, Turnstile
from tests.fakes.clock import FakeClock
from tests.handlers.talk import open_talk

GROUP = -100


def test_one_refusal() -> None:
    """Who asks too often is told so once a minute, then not answered; a minute later all is forgotten."""
    clock = FakeClock()
    turnstile = Turnstile(clock)
    turns = [turnstile.admit(7, 7) for _ in range(ASKED + 5)]
    assert turns == [Turn.PASS] * ASKED + [Turn.REFUSE] + [Turn.DROP] * 4
    assert turnstile.admit(8, 8) is Turn.PASS
    clock.advance(61)
    assert turnstile.admit(7, 7) is Turn.PASS


def test_group_share() -> None:
    """However many ask in a group, answers leave a share of its minute to alerts; a private chat has its own."""
    clock = FakeClock()
    turnstile = Turnstile(clock)
    for user in range(ANSWERED):
        assert turnstile.admit(user + 1, GROUP) is Turn.PASS
        turnstile.answered(GROUP)
    assert [turnstile.admit(99 + n, GROUP) for n in range(3)] == [Turn.REFUSE, Turn.DROP, Turn.DROP]
    assert turnstile.admit(500, -200) is Turn.PASS
    assert turnstile.admit(501, 501) is Turn.PASS
    clock.advance(61)
    assert turnstile.admit(99, GROUP) is Turn.PASS


def test_flat_memory() -> None:
    """Those who asked long ago are forgotten."""
    clock = FakeClock()
    turnstile = Turnstile(clock)
    for user in range(3 * REMEMBERED):
        turnstile.admit(user + 1, user + 1)
        clock.advance(0.1)
    assert len(turnstile._people._times) <= REMEMBERED + 1


async def test_flood() -> None:
    """Fifty commands at once get their share of answers and one polite refusal; others are answered meanwhile."""
    async with open_talk() as talk:
        for _ in range(50):
            talk.api.say(7, "/limit")
        talk.api.say(8, "/limit")
        await talk.answers()
        texts = talk.api.texts(7)
        assert sum("Limit" in text for text in texts) == ASKED
        assert sum("faster than I can answer" in text for text in texts) == 1
        assert len(talk.api.texts(8)) == 1


async def test_owner() -> None:
    """Whoever runs the bot may ask as often as they like, and groups keep their share all the same."""
    turnstile = Turnstile(FakeClock())
    assert {turnstile.admit(7, 7, owner=True) for _ in range(3 * ASKED)} == {Turn.PASS}
    for _ in range(ANSWERED):
        turnstile.answered(GROUP)
    assert turnstile.admit(7, GROUP, owner=True) is Turn.REFUSE
    async with open_talk(owners=[7]) as talk:
        for _ in range(ASKED + 5):
            talk.api.say(7, "/limit")
        assert len(await talk.answers()) == ASKED + 5


async def test_flood_of_presses() -> None:
    """Who presses too often reads why, in the button's own answer."""
    async with open_talk() as talk:
        await talk.say("/limit")
        message = talk.api.shown(7)[-1].message_id
        for number in range(ASKED + 3):
            talk.api.press(7, message, "3" if number % 2 else "5")
        await talk.answers()
        assert sum("faster" in toast.text for toast in talk.api.toasts) == 1
        assert len(talk.api.texts(7)) == 1
