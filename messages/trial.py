"""A feed that was tried: what it holds, what would be read of it, and whether to add it."""

from messages.feed_reasons import feed_reason
from messages.feed_views import Import, Offer, Sample, Trial
from messages.feeds import address
from messages.fields import cashtag, facts, firm
from messages.fit import fit
from messages.html import bold, code, italic, link, short
from messages.model import Button, Message
from messages.moves import move
from messages.times import moment
from messages.tongue import tr, trn
from ratings.model import RatingAction

NAME = 60
TITLE = 200
REASON = 300
CALLS = 5  # of one entry
NAMES = 20


def trial(tried: Trial) -> Message:
    """What a feed holds now: its newest entries, and the calls in them."""
    return Message(_text(tried))


def offer(offered: Offer) -> Message:
    """The same, and the question whether to add it."""
    tried = offered.trial
    if tried.error is not None:
        return Message(_text(tried))
    if offered.batch is None:
        return Message(_text(tried, tr("This feed is looked at already; /feeds shows how it fares.")))
    return Message(_text(tried, tr("Add this feed?")), (_question(offered.batch),))


def imported(listed: Import) -> Message:
    """What a list of feeds holds, and the question whether to add what is new."""
    lines = [
        trn("The list holds {count} new feed.", "The list holds {count} new feeds.", len(listed.fresh)),
    ]
    if listed.known:
        lines.append(trn("{count} is looked at already.", "{count} are looked at already.", listed.known))
    if listed.left_out:
        lines.append(
            trn("{count} was left out: it has no web address, or there are too many.",
                "{count} were left out: they have no web address, or there are too many.",
                listed.left_out)
        )  # fmt: skip
    if listed.batch is None:
        return Message("\n".join(lines))
    names = [f"• {short(name, NAME)}" for name in listed.fresh[:NAMES]]
    hidden = len(listed.fresh) - len(names)
    text = fit("\n".join(lines), names, tr("Add them?"), hidden=hidden)
    return Message(text, (_question(listed.batch),))


def no_list(reason: str) -> Message:
    """That a file is no list of feeds."""
    return Message(tr("I can't read this list of feeds: {reason}.", reason=short(feed_reason(reason), REASON)))


def declined() -> Message:
    """The answer to a feed that is not to be added."""
    return Message(tr("Nothing was added."))


def need_address() -> Message:
    """That /addfeed needs to know where."""
    return Message(
        tr("Which page or feed? For example {example}; {ticker} in the address stands for each watched stock.",
           example=code("/addfeed https://example.com/news My name"), ticker=code("{ticker}"))
    )  # fmt: skip


def _text(tried: Trial, foot: str = "") -> str:
    name = bold(short(tried.name, NAME))
    if tried.error is not None:
        reason = short(feed_reason(tried.error), REASON)
        return tr("No feed was found for {name}: {reason}", name=name, reason=reason)
    count = trn("{count} entry", "{count} entries", tried.entries)
    read = trn("{count} call in the newest of them", "{count} calls in the newest of them", tried.calls)
    head = f"{name}\n{code(address(tried.url))}\n{count} · {read}"
    return fit(head, [_sample(sample) for sample in tried.samples], foot, gap="\n\n")


def _sample(sample: Sample) -> str:
    """An entry's title and time; below, each call in it."""
    when = f" · {moment(sample.published)}" if sample.published else ""
    title = link(sample.url, short(sample.title, TITLE)) + when
    calls = [_call(call) for call in sample.calls[:CALLS]] or [italic(tr("no call in what the feed tells"))]
    return "\n".join([title, *calls])


def _call(call: RatingAction) -> str:
    stock = cashtag(call.ticker) if call.ticker else short(call.company or "?", NAME)
    words = f"{move(call).icon} {stock}, {firm(call)}"
    return f"{words}\n{' · '.join(facts(call))}"


def _question(batch: int) -> tuple[Button, ...]:
    return Button(tr("Add"), f"feedadd:{batch}"), Button(tr("Cancel"), f"feeddrop:{batch}")
