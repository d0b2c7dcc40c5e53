"""Two to four stocks side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from messages.consensus import bar, target_line, word
from messages.fields import TICKER, stock
from messages.fit import fit
from messages.html import bold, code
from messages.model import Button, Message
from messages.rows import line
from messages.tongue import tr, trn
from ratings.model import RatingEvent
from ratings.outlook import FEW, Outlook


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the stocks: its consensus and its newest call."""

    ticker: str
    name: str
    found: Outlook
    last: RatingEvent | None


def compare(sides: Sequence[Side]) -> Message:
    """The stocks one below the other, each with the same lines in the same order."""
    foot = tr("Each firm's newest call of the last 12 months, as /consensus counts.")
    buttons = tuple(Button(side.ticker[:TICKER], f"consensus:{side.ticker}") for side in sides)
    text = fit(bold(tr("Side by side")), [_side(side) for side in sides], foot, gap="\n\n")
    return Message(text, (buttons,))


def need_two() -> Message:
    """That it takes at least two stocks."""
    return Message(tr("Which ones? Name two to four stocks, for example {example}", example=code("/compare CIFR CLSK")))


def _side(side: Side) -> str:
    found = side.found
    lines = [bold(stock(side.ticker, side.name))]
    if found.mean is not None and found.level is not None:
        buy, hold, sell = found.told(5, 4), found.told(3), found.told(2, 1)
        mean = tr("{mean} of 5, {word}", mean=bold(f"{found.mean:.1f}"), word=word(found.level))
        lines.append(f"{bar(buy, hold, sell)} {mean}")
        lines.append(tr("Buy {buy} · Hold {hold} · Sell {sell}", buy=buy, hold=hold, sell=sell))
    else:
        lines.append(tr("No rating stands."))
    lines += [target_line(one) for one in found.figures] or [tr("No target stands.")]
    firms = trn("{count} firm", "{count} firms", found.firms)
    lines.append(f"⚠️ {firms}" if found.firms < FEW else firms)
    if side.last is not None:
        lines.append(line(side.last))
    return "\n".join(lines)
