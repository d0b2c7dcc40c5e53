"""What stands under a chart: its figures, for those who can't see it, and where to go on."""

from collections.abc import Sequence

from messages.fields import NAME, amount, stock
from messages.fit import fit
from messages.html import bold, clip, short
from messages.model import Attachment, Button, Message
from messages.times import day
from messages.tongue import tr, trn
from ratings.courses import Picture

_FILE = 20
_FIRMS = 3


def chart(ticker: str, name: str, picture: Picture, png: bytes) -> Message:
    """The picture with its figures."""
    attachment = Attachment(name=f"{clip(ticker, _FILE)}.png", content=png, picture=True)
    return Message("\n".join(_lines(ticker, name, picture)), (_buttons(ticker),), attachment)


def no_chart(ticker: str, name: str) -> Message:
    """That there is nothing to draw."""
    return Message(
        tr(
            "No firm's target on {stock} is known in that time, so there is nothing to draw.", stock=stock(ticker, name)
        ),
        (_buttons(ticker),),
    )


def no_picture(ticker: str, name: str, picture: Picture) -> Message:
    """The figures alone, where the picture could not be drawn."""
    lines = (*_lines(ticker, name, picture), tr("The picture could not be drawn. Please try again."))
    return Message(fit(lines[0], lines[1:], left=lambda _: ""), (_buttons(ticker),))


def _lines(ticker: str, name: str, picture: Picture) -> Sequence[str]:
    lines = [bold(stock(ticker, name)), tr("{first} to {last}", first=day(picture.first), last=day(picture.last))]
    standing = [(course.firm, figure) for course in picture.courses if (figure := course.at(picture.last)) is not None]
    middle = picture.middle[-1][1] if picture.middle else None
    if standing and middle is not None:
        figures = (middle, min(figure for _, figure in standing), max(figure for _, figure in standing))
        median, low, high = (amount(figure, picture.currency) for figure in figures)
        lines.append(
            trn(
                "{count} target stands: {median}",
                "{count} targets stand: low {low} · median {median} · high {high}",
                len(standing),
                low=low,
                median=bold(median),
                high=high,
            )
        )
        newest = " · ".join(f"{short(firm, NAME)} {amount(one, picture.currency)}" for firm, one in standing[:_FIRMS])
        lines.append(tr("Newest: {targets}", targets=newest))
    ups = sum(turn.up for turn in picture.turns)
    lines.append(tr("Upgrades: {ups} · Downgrades: {downs}", ups=ups, downs=len(picture.turns) - ups))
    if picture.left_out:
        lines.append(
            trn(
                "{count} target in another currency is not in it.",
                "{count} targets in other currencies are not in it.",
                picture.left_out,
            )
        )
    return lines


def _buttons(ticker: str) -> tuple[Button, ...]:
    return (
        Button(tr("Targets"), f"target:{ticker}"),
        Button(tr("Consensus"), f"consensus:{ticker}"),
        Button(tr("History"), f"calls:{ticker}"),
    )
