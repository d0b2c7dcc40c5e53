"""Why a chat's own wishes kept a call back, as a clause: what its filter asks for, and what the call has."""

from collections.abc import Sequence

from messages.kinds import deed_name, direction_name, kind_name
from messages.tongue import tr
from ratings.filters import Deed, Direction, Term
from ratings.kinds import Kind


def filter_reason(detail: str) -> str | None:
    """The clause for "change|10|4": the term, what was asked for, what was found; all escaped already."""
    term, _, rest = detail.partition("|")
    wanted, _, found = rest.partition("|")
    match term:
        case Term.ACTION:
            return _action(wanted.split(","), found.split(",") if found else [])
        case Term.FIRM:
            return _firm(wanted, found)
        case Term.CHANGE:
            return _change(wanted, found)
        case Term.IMPORTANCE:
            return tr(
                "your filter wants an importance of {wanted} or more; this had {found}", wanted=wanted, found=found
            )
        case Term.DIRECTION:
            return tr("your filter wants {wanted}, which this was not", wanted=direction_name(Direction(wanted)))
        case Term.QUANT:
            return tr("the rater is a model, and your filter wants research firms only")
    return None


def notice_reason(detail: str) -> str | None:
    """The clause for a kind that is told otherwise than with a sound."""
    if detail not in tuple(Kind):
        return None
    return tr("/notify says so of this kind: {kind}", kind=kind_name(Kind(detail)))


def _action(wanted: Sequence[str], found: Sequence[str]) -> str:
    asked = _deeds(wanted)
    if not found:
        return tr("your filter wants {wanted}; what this call did is not stated", wanted=asked)
    return tr("your filter wants {wanted}; this was: {found}", wanted=asked, found=_deeds(found))


def _firm(wanted: str, found: str) -> str:
    if not found:
        return tr("your filter wants calls by {wanted}; no source names the firm of this one", wanted=wanted)
    return tr("your filter wants calls by {wanted}; this was by {found}", wanted=wanted, found=found)


def _change(wanted: str, found: str) -> str:
    if not found:
        return tr(
            "your filter wants target changes of {wanted} % or more; how far this one moved is not stated",
            wanted=wanted,
        )
    return tr("your filter wants target changes of {wanted} % or more; this was {found} %", wanted=wanted, found=found)


def _deeds(words: Sequence[str]) -> str:
    return ", ".join(deed_name(Deed(word)) for word in words)
