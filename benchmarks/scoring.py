"""What the figures mean: actions read against actions labelled.

Within a story an action read matches a labelled one of the same firm unless both name a ticker and the tickers differ.
Rows of kind "ambiguous", the actions of quant raters and labelled actions that are "optional" count nowhere.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.labels import Label, Labelled, Row
from ratings.grades import plain
from ratings.model import RatingAction
from ratings.symbols import directory

STRICT = ("rating_action", "rating_current", "rating_prior", "pt_action", "pt_current", "pt_prior")
UNNAMED = "–"  # the publisher of a story that names none
FIELDS = (*STRICT, "currency", "stale")
_DEFAULTS = {"currency": "USD", "stale": False}
_SHORT = {"ow": "overweight", "uw": "underweight", "ew": "equalweight", "mp": "marketperform"} | {
    "clbuy": "convictionbuy", "convictionlistbuy": "convictionbuy"
}  # fmt: skip


@dataclass(slots=True)
class Score:
    """Counts of one set or of one publisher in it; ``right`` counts fields among the matched actions."""

    rows: int = 0
    without: int = 0
    gold: int = 0
    read: int = 0
    matched: int = 0
    strict: int = 0
    tickers: int = 0
    false: int = 0
    right: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """The figures by name; not a number where there is nothing to count."""
        return {
            "precision": _ratio(self.matched, self.read),
            "recall": _ratio(self.matched, self.gold),
            "F1": _ratio(2 * self.matched, self.read + self.gold),
            "ticker": _ratio(self.right["ticker"], self.tickers),
            **{name: _ratio(self.right[name], self.matched) for name in FIELDS},
            "strict": _ratio(self.strict, self.gold),
            "false/1,000": 1000 * _ratio(self.false, self.without),
        }


def score(labelled: Labelled, read: Iterable[Sequence[RatingAction]]) -> tuple[Score, dict[str, Score]]:
    """The score of a whole set, and those of its publishers."""
    whole, by_publisher = Score(), dict[str, Score]()
    for row, actions in zip(labelled.rows, read, strict=True):
        if row.kind == "ambiguous":
            continue
        part = by_publisher.setdefault(row.story.publisher or UNNAMED, Score())
        for total in (whole, part):
            _count(total, row, [_label(action) for action in actions if not action.quant], labelled.aliases)
    return whole, by_publisher


def _count(total: Score, row: Row, read: list[Label], aliases: Mapping[str, str]) -> None:
    gold = [action for action in row.actions if not action.get("quant")]
    pairs, missed, spurious = _match(gold, read, aliases)
    total.rows += 1
    free = [pair for pair in pairs if pair[0].get("optional")]
    pairs = [pair for pair in pairs if not pair[0].get("optional")]
    missed = [action for action in missed if not action.get("optional")]
    total.gold += len(pairs) + len(missed)
    total.read += len(read) - len(free)
    total.matched += len(pairs)
    if not pairs and not missed:
        total.without += 1
        total.false += len(spurious)
    notes = [f"  missed    {_brief(action)}" for action in missed]
    notes += [f"  spurious  {_brief(action)}" for action in spurious]
    for labelled, found in pairs:
        wrong = _wrong(labelled, found)
        total.right.update(name for name in FIELDS if name not in wrong)
        total.strict += not set(wrong) & set(STRICT)
        if directory().listing(_ticker(labelled) or ""):
            total.tickers += 1
            total.right["ticker"] += _ticker(labelled) == _ticker(found)
        notes += [f"  wrong     {name} {found.get(name)!r} for {labelled.get(name)!r}" for name in wrong]
    if notes:
        total.errors.append("\n".join([f"{row.id} {row.story.title}", *notes]))


def _match(
    gold: Sequence[Label], read: Sequence[Label], aliases: Mapping[str, str]
) -> tuple[list[tuple[Label, Label]], list[Label], list[Label]]:
    """Pairs of actions that are alike, equal tickers first and then those that agree most; and what is left over."""
    close = sorted(
        (_ticker(labelled) != _ticker(found), len(_wrong(labelled, found, STRICT)), i, j)
        for i, labelled in enumerate(gold)
        for j, found in enumerate(read)
        if _alike(labelled, found, aliases)
    )
    pairs: dict[int, int] = {}
    for _, _, i, j in close:
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    missed = [labelled for i, labelled in enumerate(gold) if i not in pairs]
    spurious = [found for j, found in enumerate(read) if j not in pairs.values()]
    return [(gold[i], read[j]) for i, j in pairs.items()], missed, spurious


def _alike(one: Label, other: Label, aliases: Mapping[str, str]) -> bool:
    tickers = {_ticker(one), _ticker(other)} - {None}
    return _firm(one, aliases) == _firm(other, aliases) and len(tickers) < 2


def _wrong(gold: Label, read: Label, names: Sequence[str] = FIELDS) -> list[str]:
    accepted = gold.get("accept", {})
    return [n for n in names if _value(gold, n) != _value(read, n) and read.get(n) not in accepted.get(n, [])]


def _value(action: Label, name: str) -> Any:
    value = action.get(name)
    if value is None:
        return _DEFAULTS.get(name)
    if name in ("pt_current", "pt_prior"):
        return round(float(value), 2)
    if name in ("rating_current", "rating_prior"):
        return _SHORT.get(plain(value), plain(value))
    return value


def _ticker(action: Label) -> str | None:
    return action["ticker"].upper().replace("-", ".") if action.get("ticker") else None


def _firm(action: Label, aliases: Mapping[str, str]) -> str | None:
    name = " ".join(action["firm"].split()).casefold() if action.get("firm") else None
    return aliases.get(name, name) if name else None


def _label(action: RatingAction) -> Label:
    """An action in the form of a label, targets as numbers."""
    values = {name: getattr(action, name) for name in ("ticker", "firm", *FIELDS)}
    return {name: float(value) if name in ("pt_current", "pt_prior") and value is not None else value
            for name, value in values.items()}  # fmt: skip


def _brief(action: Label) -> str:
    shown = ("ticker", "firm", *FIELDS)
    return ", ".join(f"{name}={action[name]}" for name in shown if action.get(name) not in (None, _DEFAULTS.get(name)))


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
