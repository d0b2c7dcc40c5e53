"""A chat's rules in plain language, what they would have let through, and why words are no rule."""

from collections.abc import Sequence
from itertools import groupby

from messages.fields import cashtag
from messages.fit import fit
from messages.html import bold, code, escape, short
from messages.kinds import deed_name, direction_name
from messages.model import Button, Message
from messages.notify import exceptions
from messages.panels import Row, did_you_mean, example, in_rows, panel, quiet_times, undo_data
from messages.rows import line
from messages.tongue import tr, trn
from messages.views import DeliveryView
from messages.wish_views import NumberedRule, TrialView, WishView
from ratings.filter_words import Unclear
from ratings.filters import Rule

_WORDS = 60
_SHOWN = 5  # names in one line
_REMOVED = 10  # rules that have a button
_IN_A_ROW = 5
_LISTED = 15
_QUICK = ("upgrade,downgrade", "change>=10", "importance>=3")


def filters(view: WishView, delivery: DeliveryView) -> Message:
    """What will come, and how to change it."""
    foot = example("/filter add upgrade,downgrade", "/filter CIFR change>=10", "/filter test 30d importance>=3")
    text = fit(bold(tr("🎛 Filters")), statement(view, delivery), foot)
    return panel([text], _buttons(view), undo_data("filter", view.undo))


def statement(view: WishView, delivery: DeliveryView) -> list[str]:
    """What will come, in sentences."""
    return [*_chosen(view.rules), *exceptions(view.ways), *_muted(view), *_hours(delivery)]


def tried(view: TrialView) -> Message:
    """What the rules would have let through."""
    head = trn(
        "The last {days} days: your rules would have sent {sent} of {count} call.",
        "The last {days} days: your rules would have sent {sent} of {count} calls.",
        view.total,
        days=view.days,
        sent=len(view.sent),
    )
    rows = [f"{cashtag(event.ticker)}: {line(event)}" for event in view.sent[:_LISTED]]
    lines = [bold(head), *([tr("Tried out: {rule}", rule=phrase(view.draft))] if view.draft else [])]
    hidden = len(view.sent) - len(rows)
    return Message(fit("\n".join(lines), rows, _trial_note(view), hidden=hidden), _trial_buttons(view))


def phrase(rule: Rule) -> str:
    """What a rule asks for."""
    told = [", ".join(deed_name(deed) for deed in rule.actions)] if rule.actions else []
    if rule.firms:
        told.append(tr("by {firms}", firms=_names(rule.firms)))
    if rule.change is not None:
        told.append(tr("the target moves by {percent} % or more", percent=f"{rule.change.normalize():f}"))
    if rule.importance is not None:
        told.append(tr("importance {number} or more", number=rule.importance))
    if rule.direction is not None:
        told.append(direction_name(rule.direction))
    if not told:
        told.append(tr("every call"))
    if rule.quant:
        told.append(tr("models count too"))
    return " · ".join(told)


def unclear(error: Unclear) -> Message:
    """Why words are no rule, with what would be."""
    words = short(error.words, _WORDS)
    meant = did_you_mean(error.meant)
    return Message(f"{_trouble(error.kind, words)}{meant}\n{example('/filter add upgrade,downgrade', '/filter clear')}")


def gone() -> Message:
    """That there is no such rule."""
    return Message(tr("There is no such rule. /filter shows those there are."))


def _chosen(rules: Sequence[NumberedRule]) -> list[str]:
    """The rules for all stocks, then those of single stocks, numbered."""
    lines = []
    if all(one.rule.tickers for one in rules):
        lines.append(
            tr("Every call on your other stocks comes, except those by models.")
            if rules
            else tr("Every call on your stocks comes, except those by models.")
        )
    numbered = list(enumerate((one.rule for one in rules), 1))
    for tickers, group in groupby(numbered, key=lambda pair: pair[1].tickers):
        stocks = bold(" ".join(map(cashtag, tickers[:_SHOWN])) + (" …" if len(tickers) > _SHOWN else ""))
        lines.append(
            tr("For {stocks} only these rules count, and not those for all:", stocks=stocks)
            if tickers
            else tr("A call comes if one of these rules fits:")
        )
        lines += [f"{number}. {phrase(rule)}" for number, rule in group]
    return lines


def _muted(view: WishView) -> list[str]:
    if not view.mutes:
        return []
    names = [bold(tr("everything")) if not row.name else short(row.ticker or row.name, _WORDS) for row in view.mutes]
    return [tr("Muted for now: {names}. /mute tells until when.", names=_listed(names))]


def _hours(delivery: DeliveryView) -> list[str]:
    lines = []
    if delivery.quiet is not None:
        told = quiet_times(delivery.quiet)
        lines.append(
            tr("🌙 {hours}: without a sound.", hours=told)
            if delivery.quiet.endswith("silent")
            else tr("🌙 {hours}: alerts wait until it is over.", hours=told)
        )
    if delivery.limit is not None:
        lines.append(trn("🔢 At most {count} alert a day.", "🔢 At most {count} alerts a day.", delivery.limit))
    if delivery.paused is not None:
        lines.append(tr("⏸ All of it is paused: /resume"))
    return lines


def _buttons(view: WishView) -> list[Row]:
    drops = [
        Button(f"✖ {number}", f"filter:remove #{one.number}") for number, one in enumerate(view.rules[:_REMOVED], 1)
    ]
    rows = [*in_rows(drops, _IN_A_ROW)]
    labels = (tr("Upgrades, downgrades"), tr("Targets ± 10 %"), tr("Importance 3 or more"))
    known = {str(one.rule) for one in view.rules}
    rows += [
        (Button(f"＋ {label}", f"filter:add {words}"),)
        for label, words in zip(labels, _QUICK, strict=True)
        if words not in known
    ]
    rows.append((Button(tr("Test 30 days"), "filter:test 30d"), Button(tr("Sample"), "sample:")))
    if view.rules:
        rows.append((Button(tr("Remove all rules"), "filter:clear"),))
    return rows


def _trial_buttons(view: TrialView) -> tuple[Row, ...]:
    save = (Button(tr("Save"), "filter:save"),) if view.draft is not None else ()
    return ((*save, Button(tr("Change"), "filter:")),)


def _trial_note(view: TrialView) -> str:
    lines = []
    if view.more:
        lines.append(
            trn("Only the newest {count} call was tried.", "Only the newest {count} calls were tried.", view.total)
        )
    if not view.stocks:
        lines.append(tr("You watch nothing yet: begin with {command}.", command=code("/watch CIFR")))
    if view.draft is not None:
        again = code(escape(f"/filter test {view.days}d {view.draft}"))
        lines.append(tr("Nothing is saved yet. To try it otherwise: {command}", command=again))
    return "\n".join(lines)


def _trouble(kind: str, words: str) -> str:
    troubles = {
        "firm": tr("I know no firm “{words}”.", words=words),
        "ticker": tr("I know no US stock “{words}”.", words=words),
        "value": tr("“{words}” is no value for that.", words=words),
        "twice": tr("“{words}” stands there twice; one rule takes it once.", words=words),
        "many": tr("One rule takes up to 20 firms and 20 stocks."),
        "quotes": tr("A quotation mark is missing."),
        "long": tr("That is too long for a rule."),
        "full": tr("There are 20 rules already, which is the most."),
        "days": tr("Days are a number from 1 to 365; “{words}” is none.", words=words),
        "empty": tr("A rule needs a term: an action, a firm, a change, an importance, a direction."),
    }
    return troubles.get(kind) or tr("I know no term “{words}”.", words=words)


def _names(names: Sequence[str]) -> str:
    return _listed([short(name, _WORDS) for name in names])


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")
