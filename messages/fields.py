"""A call's rating and target in words: old → new, what is unknown said as unknown."""

from decimal import Decimal

from messages.html import bold, short
from messages.money import change, money
from messages.times import day
from ratings import grades
from ratings.model import RatingAction, RatingEvent, RatingMove, TargetMove

NAME = 40  # characters of a firm, a grade, a person
COMPANY = 60
TICKER = 12
PEOPLE = 3
VALUES = 3
DISPUTES = 4

LABELS = {
    "ticker": "Ticker",
    "company": "Company",
    "firm": "Firm",
    "analysts": "Analyst",
    "rating_action": "Action",
    "rating_current": "Rating",
    "rating_prior": "Prior rating",
    "pt_action": "Target move",
    "pt_current": "Target",
    "pt_prior": "Prior target",
    "currency": "Currency",
    "pt_horizon": "Horizon",
    "date": "Date",
}
_COMMON = {5: "Strong Buy", 4: "Buy", 3: "Hold", 2: "Sell", 1: "Strong Sell"}
_MOVED = {TargetMove.RAISE: "raised", TargetMove.LOWER: "lowered", TargetMove.MAINTAIN: "kept"}
_UNKNOWN = "not stated"
# What to say of a rating that is told without the one before.
_ALONE = {
    RatingMove.UPGRADE: f"prior {_UNKNOWN}",
    RatingMove.DOWNGRADE: f"prior {_UNKNOWN}",
    RatingMove.MAINTAIN: "kept",
}


def cashtag(ticker: str) -> str:
    """The ticker as Telegram makes it tappable."""
    return "$" + short(ticker, TICKER)


def stock(ticker: str, name: str | None) -> str:
    """Ticker and, where it is known, company."""
    return cashtag(ticker) + (f" · {short(name, COMPANY)}" if name else "")


def firm(call: RatingAction) -> str:
    """The firm, marked where it is a model and no broker; "firm not stated" where no source names it."""
    name = short(call.firm, NAME) if call.firm else f"firm {_UNKNOWN}"
    return f"{name} (quant model)" if call.quant else name


def analysts(call: RatingAction) -> str:
    """The people who sign."""
    names = [short(name, NAME) for name in call.analysts[:PEOPLE]]
    more = len(call.analysts) - PEOPLE
    return (", ".join(names) + (f" and {more} more" if more > 0 else "")) or _UNKNOWN


def rating(call: RatingAction) -> str:
    """The rating, old → new, with the common scale's words where the firm's differ."""
    now, before = call.rating_current, call.rating_prior
    if now is None:
        was = f"{short(before, NAME)} → " if before else ""
        return _noted(was + _UNKNOWN, "kept" if call.rating_action is RatingMove.MAINTAIN else None)
    words = bold(short(now, NAME))
    if before and not _same(now, before):
        words = f"{short(before, NAME)} → {words}"
    return _noted(words, _common(call), _rating_note(call))


def target(call: RatingAction) -> str:
    """The target, old → new, with its change and what it is for."""
    now, before = call.pt_current, call.pt_prior
    if call.pt_action is TargetMove.WITHDRAW:
        return _noted("withdrawn", _was(before if before is not None else now, call.currency))
    if now is None:
        return _noted(_UNKNOWN, _MOVED.get(call.pt_action) if call.pt_action else None, _was(before, call.currency))
    words = bold(amount(now, call.currency))
    if before is not None and before != now:
        words = f"{amount(before, call.currency)} → {words}"
    noted = _noted(words, _target_note(call, now), None if call.currency else f"currency {_UNKNOWN}")
    return noted + (f" for {short(call.pt_horizon, NAME)}" if call.pt_horizon else "")


def amount(figure: Decimal, currency: str | None) -> str:
    """A target with its currency, which comes from outside too."""
    return short(money(figure, currency), NAME)


def value(call: RatingAction, field: str) -> str | None:
    """One field's value in words, or None where it is unknown."""
    raw = getattr(call, field)
    if raw is None or raw == ():
        return None
    if field == "analysts":
        return analysts(call)
    if field == "date":
        return day(raw)
    return amount(raw, call.currency) if isinstance(raw, Decimal) else short(str(raw), COMPANY)


def disputes(event: RatingEvent) -> tuple[str, ...]:
    """A line for each field on which the sources differ, the value that most of them tell first."""
    lines = (_dispute(event, field) for field in event.disputed)
    return tuple(line for line in lines if line)[:DISPUTES]


def _dispute(event: RatingEvent, field: str) -> str | None:
    told = [word for source in event.sources if (word := value(source.action, field))]
    words = sorted(dict.fromkeys(told), key=told.count, reverse=True)
    more = f" and {len(words) - VALUES} more" if len(words) > VALUES else ""
    if len(words) < 2:
        return None
    return f"⚠️ {LABELS[field]}, sources differ: {' · '.join(words[:VALUES])}{more}"


def _rating_note(call: RatingAction) -> str | None:
    if call.rating_prior is None:
        return _ALONE.get(call.rating_action) if call.rating_action else None
    return "kept" if call.rating_current and _same(call.rating_current, call.rating_prior) else None


def _target_note(call: RatingAction, now: Decimal) -> str | None:
    if call.pt_prior is not None:
        return "kept" if call.pt_prior == now else change(call.pt_prior, now)
    if call.pt_action is TargetMove.MAINTAIN:
        return _MOVED[call.pt_action]
    if call.pt_action in (TargetMove.RAISE, TargetMove.LOWER):
        return f"{_MOVED[call.pt_action]}, prior {_UNKNOWN}"
    return None


def _common(call: RatingAction) -> str | None:
    """The grades on the common scale, None where the firm's own words are the scale's."""
    words = [word for word in (call.rating_prior, call.rating_current) if word]
    common = [_COMMON.get(grades.grade(word, call.firm) or 0, word) for word in words]
    if all(map(_same, common, words)):
        return None
    return "≈ " + " → ".join(dict.fromkeys(short(word, NAME) for word in common))


def _was(figure: Decimal | None, currency: str | None) -> str | None:
    return None if figure is None else f"was {amount(figure, currency)}"


def _noted(words: str, *notes: str | None) -> str:
    said = [note for note in notes if note]
    return f"{words} ({', '.join(said)})" if said else words


def _same(one: str, other: str) -> bool:
    return grades.plain(one) == grades.plain(other)
