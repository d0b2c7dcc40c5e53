"""What analysts think of a stock taken together, and how that is counted."""

from messages.fields import amount, stock
from messages.html import bold
from messages.model import Button, Message
from messages.times import day
from messages.tongue import tr, trn
from ratings.outlook import FEW, Figures, Outlook

BAR = 10  # squares
_BUY, _HOLD, _SELL = (5, 4), (3,), (2, 1)
_SQUARES = ("🟩", "🟨", "🟥")


def consensus_card(ticker: str, name: str, found: Outlook) -> Message:
    """Buy, hold and sell counted, the mean grade, the targets; a warning where few firms tell of them."""
    head = bold(tr("{stock}: consensus", stock=stock(ticker, name)))
    lines = [head, trn("{count} firm, the last 12 months", "{count} firms, the last 12 months", found.firms)]
    if found.firms < FEW:
        lines.append(f"⚠️ {tr('Fewer than {few} firms: this says little.', few=FEW)}")
    lines += ["", *ratings_lines(found), "", *map(target_line, found.figures)]
    if not found.figures:
        lines.append(tr("No target stands."))
    lines += ["", tr("Of the calls that this bot has read. Each firm counts once, quant models don't.")]
    return Message("\n".join(lines), _buttons(ticker))


def no_consensus(ticker: str, name: str) -> Message:
    """That nobody made a call in time to count."""
    return Message(
        tr(
            "No firm's call on {stock} in the last 12 months is known, so there is no consensus.",
            stock=stock(ticker, name),
        ),
        _buttons(ticker),
    )


def ratings_lines(found: Outlook) -> list[str]:
    """The bar, the counts and the mean grade."""
    if found.mean is None or found.level is None:
        return [tr("No rating stands.")]
    buy, hold, sell = (found.told(*grades) for grades in (_BUY, _HOLD, _SELL))
    lines = [bar(buy, hold, sell), tr("Buy {buy} · Hold {hold} · Sell {sell}", buy=buy, hold=hold, sell=sell)]
    strong = found.told(5), found.told(1)
    if any(strong):
        lines.append(tr("Of these strong buy {buy}, strong sell {sell}", buy=strong[0], sell=strong[1]))
    lines.append(tr("Mean grade {mean} of 5: {word}", mean=bold(f"{found.mean:.1f}"), word=word(found.level)))
    if found.ungraded:
        lines.append(
            trn(
                "{count} rating in words that stand on no scale not counted.",
                "{count} ratings in words that stand on no scale not counted.",
                found.ungraded,
            )
        )
    return lines


def target_line(one: Figures) -> str:
    """The targets in one currency in one line."""
    low, middle, mean, high = (amount(figure, one.currency) for figure in (one.low, one.median, one.mean, one.high))
    if one.count == 1:
        return tr("One target: {target} ({day})", target=bold(low), day=day(one.oldest))
    return tr(
        "{count} targets: low {low} · median {median} · mean {mean} · high {high}, the oldest of {day}",
        count=one.count,
        low=low,
        median=bold(middle),
        mean=mean,
        high=high,
        day=day(one.oldest),
    )


def method() -> Message:
    """How the consensus is counted."""
    parts = (
        bold(tr("How the consensus is counted")),
        tr("Counted are the calls that this bot has read: feeds may miss some. Nothing is bought in or guessed."),
        tr("Window: the last 12 months. A rating or target that was not renewed in that time counts no more."),
        tr("Each firm counts once, with the newest rating and the newest target that it told."),
        tr("Left out: quant models, calls without a named firm, retracted calls, firms that ended their coverage."),
        tr(
            "Grades: 5 strong buy, 4 buy, 3 hold, 2 sell, 1 strong sell, each firm's words read on its own scale. "
            "4 and 5 count as buy, 1 and 2 as sell."
        ),
        tr("Targets are never mixed across currencies, and not adjusted for splits."),
        tr(
            "Below {few} firms the figures say little, and the answer says so. Look at the spread, not only the mean.",
            few=FEW,
        ),
    )
    return Message("\n\n".join(parts))


def bar(buy: int, hold: int, sell: int) -> str:
    """Ten squares, shared out by the largest remainders."""
    counts = (buy, hold, sell)
    total = sum(counts)
    shares = [BAR * count // total for count in counts]
    for place in sorted(range(3), key=lambda one: -(BAR * counts[one] % total))[: BAR - sum(shares)]:
        shares[place] += 1
    return "".join(square * share for square, share in zip(_SQUARES, shares, strict=True))


def word(level: int) -> str:
    """A grade of the common scale in words."""
    words = {5: tr("Strong Buy"), 4: tr("Buy"), 3: tr("Hold"), 2: tr("Sell"), 1: tr("Strong Sell")}
    return words[level]


def _buttons(ticker: str) -> tuple[tuple[Button, ...], ...]:
    return (
        (Button(tr("Ratings"), f"card:rating {ticker}"), Button(tr("Targets"), f"card:target {ticker}")),
        (
            Button(tr("History"), f"calls:{ticker}"),
            Button(tr("Chart"), f"chart:{ticker}"),
            Button(tr("How it is counted"), "method:consensus"),
        ),
    )
