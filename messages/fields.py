"""A call's rating and target in words: old → new, what is unknown said as unknown."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

from messages.html import bold, short
from messages.money import change, money
from messages.times import day
from messages.tongue import mark, number, tr
from ratings import grades
from ratings.model import RatingAction, RatingEvent, RatingMove, TargetMove

K = TypeVar("K")

NAME = 40  # characters of a firm, a grade, a person
COMPANY = 60
TICKER = 12
PEOPLE = 3
VALUES = 3
DISPUTES = 4

# Each field as a heading, and in the middle of a sentence.
LABELS = {
    "ticker": (mark("Ticker"), mark("ticker")),
    "company": (mark("Company"), mark("company")),
    "firm": (mark("Firm"), mark("firm")),
    "analysts": (mark("Analyst"), mark("analyst")),
    "rating_action": (mark("Action"), mark("action")),
    "rating_current": (mark("Rating"), mark("rating")),
    "rating_prior": (mark("Prior rating"), mark("prior rating")),
    "pt_action": (mark("Target move"), mark("target move")),
    "pt_current": (mark("Target"), mark("target")),
    "pt_prior": (mark("Prior target"), mark("prior target")),
    "currency": (mark("Currency"), mark("currency")),
    "pt_horizon": (mark("Horizon"), mark("horizon")),
    "date": (mark("Date"), mark("date")),
}
_MOVES = {
    RatingMove.UPGRADE: mark("upgrade"),
    RatingMove.DOWNGRADE: mark("downgrade"),
    RatingMove.INITIATE: mark("initiate"),
    RatingMove.MAINTAIN: mark("maintain"),
    RatingMove.REINSTATE: mark("reinstate"),
    RatingMove.TERMINATE: mark("terminate"),
    TargetMove.RAISE: mark("raise"),
    TargetMove.LOWER: mark("lower"),
    TargetMove.ANNOUNCE: mark("announce"),
    TargetMove.WITHDRAW: mark("withdraw"),
}
_COMMON = {5: mark("Strong Buy"), 4: mark("Buy"), 3: mark("Hold"), 2: mark("Sell"), 1: mark("Strong Sell")}
_MOVED = {TargetMove.RAISE: mark("raised"), TargetMove.LOWER: mark("lowered"), TargetMove.MAINTAIN: mark("kept")}
# What to say of a target, or a rating, that is told without the one before.
_MOVED_FROM = {
    TargetMove.RAISE: mark("raised, prior not stated"),
    TargetMove.LOWER: mark("lowered, prior not stated"),
    TargetMove.MAINTAIN: mark("kept"),
}
_ALONE = {
    RatingMove.UPGRADE: mark("prior not stated"),
    RatingMove.DOWNGRADE: mark("prior not stated"),
    RatingMove.MAINTAIN: mark("kept"),
}


def label(field: str) -> str:
    """A field as a heading."""
    return tr(LABELS[field][0])


def noun(field: str) -> str:
    """A field in the middle of a sentence."""
    return tr(LABELS[field][1])


def unknown() -> str:
    """What to say instead of a value that no source states."""
    return tr("not stated")


def cashtag(ticker: str) -> str:
    """The ticker as Telegram makes it tappable."""
    return "$" + short(ticker, TICKER)


def stock(ticker: str, name: str | None) -> str:
    """Ticker and, where it is known, company."""
    return cashtag(ticker) + (f" · {short(name, COMPANY)}" if name else "")


def firm(call: RatingAction) -> str:
    """The firm, marked where it is a model and no broker; "firm not stated" where no source names it."""
    name = short(call.firm, NAME) if call.firm else tr("firm not stated")
    return tr("{firm} (quant model)", firm=name) if call.quant else name


def analysts(call: RatingAction) -> str:
    """The people who sign."""
    names = ", ".join(short(name, NAME) for name in call.analysts[:PEOPLE])
    return _counted(names, len(call.analysts) - PEOPLE) if names else unknown()


def rating(call: RatingAction) -> str:
    """The rating, old → new, with the common scale's words where the firm's differ."""
    now, before = call.rating_current, call.rating_prior
    if now is None:
        was = f"{short(before, NAME)} → " if before else ""
        return _noted(was + unknown(), tr("kept") if call.rating_action is RatingMove.MAINTAIN else None)
    words = bold(short(now, NAME))
    if before and not _same(now, before):
        words = f"{short(before, NAME)} → {words}"
    return _noted(words, _common(call), _rating_note(call))


def target(call: RatingAction) -> str:
    """The target, old → new, with its change and what it is for."""
    now, before = call.pt_current, call.pt_prior
    if call.pt_action is TargetMove.WITHDRAW:
        return _noted(tr("withdrawn"), _was(before if before is not None else now, call.currency))
    if now is None:
        return _noted(unknown(), _word(_MOVED, call.pt_action), _was(before, call.currency))
    words = bold(amount(now, call.currency))
    if before is not None and before != now:
        words = f"{amount(before, call.currency)} → {words}"
    noted = _noted(words, _target_note(call, now), None if call.currency else tr("currency not stated"))
    return (
        tr("{target} for {horizon}", target=noted, horizon=short(call.pt_horizon, NAME)) if call.pt_horizon else noted
    )


def facts(call: RatingAction) -> tuple[str, str]:
    """Rating and target, a line each."""
    return tr("Rating: {rating}", rating=rating(call)), tr("Target: {target}", target=target(call))


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
    if isinstance(raw, RatingMove | TargetMove):
        return _word(_MOVES, raw)
    return amount(raw, call.currency) if isinstance(raw, Decimal) else short(str(raw), COMPANY)


def disputes(event: RatingEvent) -> tuple[str, ...]:
    """A line for each field on which the sources differ, the value that most of them tell first."""
    lines = (_dispute(event, field) for field in event.disputed)
    return tuple(line for line in lines if line)[:DISPUTES]


def _dispute(event: RatingEvent, field: str) -> str | None:
    told = [word for source in event.sources if (word := value(source.action, field))]
    words = sorted(dict.fromkeys(told), key=told.count, reverse=True)
    if len(words) < 2:
        return None
    values = _counted(" · ".join(words[:VALUES]), len(words) - VALUES)
    return tr("⚠️ {field}, sources differ: {values}", field=label(field), values=values)


def _rating_note(call: RatingAction) -> str | None:
    if call.rating_prior is None:
        return _word(_ALONE, call.rating_action)
    return tr("kept") if call.rating_current and _same(call.rating_current, call.rating_prior) else None


def _target_note(call: RatingAction, now: Decimal) -> str | None:
    if call.pt_prior is not None:
        return tr("kept") if call.pt_prior == now else change(call.pt_prior, now)
    return _word(_MOVED_FROM, call.pt_action)


def _common(call: RatingAction) -> str | None:
    """The grades on the common scale, None where the firm's own words are the scale's."""
    words = [word for word in (call.rating_prior, call.rating_current) if word]
    common = [_COMMON.get(grades.grade(word, call.firm) or 0) for word in words]
    if all(grade is None or _same(grade, word) for grade, word in zip(common, words, strict=True)):
        return None
    told = (tr(grade) if grade else short(word, NAME) for grade, word in zip(common, words, strict=True))
    return "≈ " + " → ".join(dict.fromkeys(told))


def _was(figure: Decimal | None, currency: str | None) -> str | None:
    return None if figure is None else tr("was {value}", value=amount(figure, currency))


def _word(words: Mapping[K, str], key: K | None) -> str | None:
    """The word for it, where there is one."""
    return tr(words[key]) if key is not None and key in words else None


def _counted(names: str, more: int) -> str:
    """The names, and how many more there are."""
    return tr("{names} and {count} more", names=names, count=number(more)) if more > 0 else names


def _noted(words: str, *notes: str | None) -> str:
    said = [note for note in notes if note]
    return f"{words} ({', '.join(said)})" if said else words


def _same(one: str, other: str) -> bool:
    return grades.plain(one) == grades.plain(other)
