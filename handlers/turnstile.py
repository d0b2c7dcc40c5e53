"""How often one may ask: nobody slows the bot down for others, no group spends its minute on answers alone."""

from collections import defaultdict, deque
from enum import Enum, auto

from services.ports import Clock

MINUTE = 60.0
ASKED = 20  # updates of one person a minute
ANSWERED = 12  # messages a minute that answers may take of the 20 which Telegram allows a group; alerts have the rest
REMEMBERED = 10_000  # people and groups


class Turn(Enum):
    """What becomes of an update."""

    PASS = auto()
    REFUSE = auto()  # and say so: the first one too many
    DROP = auto()


class Quota:
    """So many within any minute, for each key of its own."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._times: defaultdict[int, deque[float]] = defaultdict(deque)

    def has_room(self, key: int, now: float) -> bool:
        """Whether one more would be within it."""
        if len(self._times) > REMEMBERED:
            self._times = defaultdict(
                deque, {key: times for key, times in self._times.items() if times[-1] > now - MINUTE}
            )
        times = self._times.get(key)
        while times and times[0] <= now - MINUTE:
            times.popleft()
        return times is None or len(times) < self._count

    def take(self, key: int, now: float) -> None:
        """One happens now."""
        self._times[key].append(now)


class Turnstile:
    """Counts what people ask and what groups are answered."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._people = Quota(ASKED)
        self._groups = Quota(ANSWERED)
        self._refusals = Quota(1)

    def admit(self, user_id: int, chat_id: int, *, owner: bool = False) -> Turn:
        """Whether the person may ask in this chat now; private chats have their person's number.

        An owner of the bot is hindered only where a group's minute is spent.
        """
        now = self._clock.monotonic()
        if not owner:
            if not self._people.has_room(user_id, now):
                return self._refuse(user_id, now)
            self._people.take(user_id, now)
        return Turn.PASS if chat_id > 0 or self._groups.has_room(chat_id, now) else self._refuse(chat_id, now)

    def answered(self, chat_id: int) -> None:
        """A message was sent in answer."""
        if chat_id < 0:
            self._groups.take(chat_id, self._clock.monotonic())

    def _refuse(self, key: int, now: float) -> Turn:
        if not self._refusals.has_room(key, now):
            return Turn.DROP
        self._refusals.take(key, now)
        return Turn.REFUSE
