"""What goes wrong at Telegram: failures by script, and the limits on how much a bot may say."""

import json
import math
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Literal


class ApiError(Exception):
    """An answer that isn't ok, in Telegram's words; ``parameters`` may hold retry_after or migrate_to_chat_id."""

    def __init__(self, status: int, words: str, **parameters: int) -> None:
        super().__init__(words)
        self.status = status
        self.words = words
        self.parameters = parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What comes back over the wire. ``way`` tells whether an answer comes at all."""

    status: int = 0
    body: bytes = b""
    way: Literal["answer", "hang", "close", "refuse"] = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """An answer that isn't the right one; where ``accepted``, Telegram did the work all the same."""

    answer: Answer
    accepted: bool = False


def error_answer(status: int, words: str, parameters: dict[str, int]) -> Answer:
    """An answer that isn't ok, as the Bot API writes it."""
    body = {"ok": False, "error_code": status, "description": words} | (
        {"parameters": parameters} if parameters else {}
    )
    return Answer(status=status, body=json.dumps(body).encode())


def refusal(status: int, words: str, **parameters: int) -> Fault:
    """Telegram says no, in these words: ``refusal(400, "Bad Request: message thread not found")``."""
    return Fault(answer=error_answer(status, words, parameters))


def too_many(seconds: int) -> Fault:
    """429, with the seconds to wait."""
    return refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def broken(status: int = 502, *, accepted: bool = False) -> Fault:
    """A gateway's error page instead of JSON."""
    return Fault(answer=Answer(status=status, body=b"<html><h1>Bad Gateway</h1></html>"), accepted=accepted)


def garbled(*, accepted: bool = True) -> Fault:
    """200 and half of the JSON."""
    return Fault(answer=Answer(status=200, body=b'{"ok":true,"result":{"mess'), accepted=accepted)


def hang(*, accepted: bool = True) -> Fault:
    """No answer, ever: the client's read times out."""
    return Fault(answer=Answer(way="hang"), accepted=accepted)


def close(*, accepted: bool) -> Fault:
    """The connection is cut instead of an answer."""
    return Fault(answer=Answer(way="close"), accepted=accepted)


def refuse() -> Fault:
    """Nobody listens. In process only: over HTTP, pause the front instead."""
    return Fault(answer=Answer(way="refuse"))


@dataclass(slots=True)
class Plan:
    """A fault and the requests it is for; ``times`` None means until the fake is healed."""

    fault: Fault
    method: str | None
    chat_id: int | None
    times: int | None


class Script:
    """The faults to come."""

    def __init__(self) -> None:
        self._plans: list[Plan] = []

    def add(self, plan: Plan) -> None:
        """Plan it, behind those that are planned already."""
        self._plans.append(plan)

    def heal(self) -> None:
        """Nothing goes wrong from now on."""
        self._plans.clear()

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that meets this request, used up by it."""
        for plan in self._plans:
            if plan.method in (None, method) and plan.chat_id in (None, chat_id):
                if plan.times is not None:
                    plan.times -= 1
                    self._plans = [other for other in self._plans if other.times != 0]
                return plan.fault
        return None


class FloodLimits:
    """Telegram's limits, taken strictly: a message beyond one of them is refused with 429.

    30 in any second; for one chat 3 in any second and about one a second over a minute, 20 a minute for groups.
    """

    def __init__(self, *, per_second: int = 30, penalty: int = 3) -> None:
        self._per_second = per_second
        self._penalty = penalty
        self._all: deque[float] = deque()
        self._chats: defaultdict[int, deque[float]] = defaultdict(deque)

    def refuse(self, chat_id: int, now: float) -> int | None:
        """Seconds to wait where the message is one too many; None where it passes and is counted."""
        forget(self._all, now - 1)
        if len(self._all) >= self._per_second:
            return self._penalty
        times = self._chats[chat_id]
        forget(times, now - 60)
        for seconds, count in ((1, 3), (60, 63 if chat_id > 0 else 20)):
            if len(times) >= count and (free := times[-count] + seconds) > now:
                return math.ceil(free - now)
        self._all.append(now)
        times.append(now)
        return None


def forget(times: deque[float], before: float) -> None:
    """Drop what lies before a moment."""
    while times and times[0] <= before:
        times.popleft()
