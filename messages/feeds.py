"""How the feeds fare, at a glance and one by one."""

import datetime as dt
import re
from collections.abc import Sequence

from messages import times
from messages.feed_reasons import feed_reason
from messages.feed_views import FeedRow, FeedsView, Looked
from messages.fit import fit
from messages.html import bold, code, escape, short
from messages.model import Attachment, Button, Message
from messages.pages import cut
from messages.times import span
from messages.tongue import number, tr, trn

PAGE = 6  # feeds
NAME = 60
REASON = 300
ADDRESS = 200
SECRET = re.compile(r"(?<=//)[^/@]*@|\?.*")  # a login; a query, which often holds a key


def feeds_page(view: FeedsView, page: int) -> Message:
    """A page of all feeds, those that fail first, with a button for each."""
    if not view.rows:
        return Message(
            tr("There are no feeds yet. Add one: {example}", example=code("/addfeed https://example.com/news")),
        )
    ranked = sorted(view.rows, key=lambda row: (not row.on, not row.failing, row.name.casefold()))
    rows, page, pages = cut(ranked, page, PAGE)
    head = "\n".join([bold(summary(view)), *freshness(view)])
    text = fit(head, [_row(row, view.now) for row in rows], gap="\n\n")
    return Message(text, (*_numbers(rows), _turns(page, pages)))


def summary(view: FeedsView) -> str:
    """How many feeds are fine and how many fail."""
    feeds = sum(row.feeds for row in view.rows)
    failing = sum(row.failing for row in view.rows)
    if not failing:
        return trn("{count} feed, all fine", "{count} feeds, all fine", feeds)
    return tr("Feeds: {fine} fine, {failing} failing", fine=number(feeds - failing), failing=number(failing))


def freshness(view: FeedsView) -> list[str]:
    """When a feed was read last, and how long news takes to get here."""
    looks = [row.last_success for row in view.rows if row.last_success]
    lines = [tr("Newest look: {ago}", ago=ago(max(looks), view.now))] if looks else []
    if view.delay is not None:
        lines.append(tr("From publication to the first alert: {span} (median)", span=span(view.delay)))
    return lines


def feed_card(row: FeedRow, now: dt.datetime) -> Message:
    """One feed in full, with what can be done about it."""
    lines = [_row(row, now), tr("Address: {address}", address=code(address(row.url)))]
    if row.template:
        lines.append(trn("One feed per watched stock: {count}", "One feed per watched stock: {count}", row.feeds))
    if row.failures:
        lines.append(trn("{count} failure in a row", "{count} failures in a row", row.failures))
    if row.on and row.next_check is not None and row.feeds:
        due = span(row.next_check - now) if row.next_check > now else None
        lines.append(tr("Next look in {span}", span=due) if due else tr("Next look: now"))
    if row.configured:
        lines.append(tr("The settings name this feed."))
    change = Button(tr("Remove"), f"feedoff:{row.id}") if row.on else Button(tr("Switch on again"), f"feedon:{row.id}")
    deeds = (Button(tr("Test"), f"feedtest:{row.id}"), Button(tr("Poll now"), f"feedpoll:{row.id}"))
    return Message("\n".join(lines), ((*deeds, change) if row.on else (change,), (Button(tr("All feeds"), "feeds:1"),)))


def removed(row_id: int, name: str, *, configured: bool) -> Message:
    """The receipt after a feed was removed."""
    text = tr("{name} is not looked at any more. What was read from it stays.", name=_bold(name))
    if configured:
        text += "\n" + tr("The settings still name it: delete it there too, or it stays listed here as switched off.")
    return Message(text, ((Button(tr("Undo"), f"feedon:{row_id}"),),))


def added(names: list[str]) -> Message:
    """The receipt after feeds were added or switched on again."""
    if len(names) == 1:
        return Message(
            tr("{name} is looked at from now on. What it holds already is its past and no news.", name=_bold(names[0]))
        )
    text = trn("{count} feed is looked at from now on.", "{count} feeds are looked at from now on.", len(names))
    return Message(f"{text}\n" + tr("What they hold already is their past and no news."))


def looked(view: Looked) -> Message:
    """What a look at a feed brought."""
    name = _bold(view.name)
    if view.error is not None:
        return Message(
            tr("{name} could not be read: {reason}", name=name, reason=short(feed_reason(view.error), REASON))
        )
    if view.hurried:
        return Message(
            trn("{name}: {count} feed is due now.", "{name}: {count} feeds are due now.", view.hurried, name=name)
            + " "
            + tr("They are asked one after the other, as their host allows; /feeds shows how they fare.")
        )
    return Message(
        tr(
            "{name} was read: new entries {stories}, calls {calls}, alerts {alerts}.",
            name=name,
            stories=number(view.stories),
            calls=number(view.calls),
            alerts=number(view.alerts),
        )
    )


def hurried(count: int) -> Message:
    """That every feed is looked at now."""
    return Message(
        trn("{count} feed is due now.", "{count} feeds are due now.", count)
        + " "
        + tr("They are asked one after the other, as their hosts allow; /feeds shows how they fare.")
    )


def which_feed(words: str, rows: list[FeedRow], command: str) -> Message:
    """That words mean no feed, or several; or that none were given."""
    if rows:
        names = [f"{code(f'/{command} {row.id}')} · {short(row.name, NAME)} · {address(row.url)}" for row in rows]
        return Message(fit(tr("Several feeds are called that. Which one?"), names))
    example = code(f"/{command} 3")
    if words:
        text = tr("No feed is called {words}. Its number or name will do, as /feeds lists them: {example}",
                  words=_bold(words), example=example)  # fmt: skip
    else:
        text = tr("Which feed? Its number or name will do, as /feeds lists them: {example}", example=example)
    return Message(text)


def opml_file(content: bytes) -> Message:
    """The list of all feeds as a file."""
    text = tr("All feeds, as feed readers exchange them. To add a list, send me such a file.")
    return Message(text, attachment=Attachment(name="ratingwire.opml", content=content))


def private_only() -> Message:
    """That the list is for the owner's eyes."""
    return Message(tr("Addresses of feeds may hold keys, so I send the list in a private chat only."))


def address(url: str) -> str:
    """An address as it may be shown: without a login, and without a query, which may hold a key."""
    return escape(SECRET.sub(lambda found: "?…" if found[0][0] == "?" else "", url)[:ADDRESS])


def ago(then: dt.datetime, now: dt.datetime) -> str:
    """How long ago a moment was."""
    return times.ago(now - then)


def _row(row: FeedRow, now: dt.datetime) -> str:
    """A mark, name and number; below, when it was read and what was found."""
    name = f"{_mark(row)} {_bold(row.name)} #{row.id}"
    if not row.on:
        return name + "\n" + tr("Switched off")
    if not row.feeds:
        return name + "\n" + (_over(row) if row.gone else tr("Begins with the first watch on a stock"))
    lines = [name, " · ".join([_last(row, now), *_found(row)])]
    if row.failing:
        count = trn(
            "{count} of {feeds} feeds fails", "{count} of {feeds} feeds fail", row.failing, feeds=number(row.feeds)
        )
        reason = short(feed_reason(row.error or ""), REASON)
        lines.append(f"{count}: {reason}" if row.feeds > 1 else reason)
    if row.gone:
        lines.append(_over(row))
    return "\n".join(lines)


def _mark(row: FeedRow) -> str:
    if not row.on:
        return "⏸"
    if row.failing or row.gone:
        return "⚠️"
    return "⏳" if row.waiting == row.feeds else "✅"


def _over(row: FeedRow) -> str:
    return trn(
        "Gone for good, as its host says: {count} feed", "Gone for good, as their host says: {count} feeds", row.gone
    )


def _last(row: FeedRow, now: dt.datetime) -> str:
    if row.last_success is None:
        return tr("never read yet")
    return tr("read {ago}", ago=ago(row.last_success, now))


def _found(row: FeedRow) -> list[str]:
    found = [
        trn("{count} entry", "{count} entries", row.entries),
        trn("{count} call", "{count} calls", row.calls),
    ]
    if row.delay is not None:
        found.append(tr("alert after {span} (median)", span=span(row.delay)))
    return found


def _numbers(rows: Sequence[FeedRow]) -> tuple[tuple[Button, ...], ...]:
    buttons = [Button(f"#{row.id}", f"feed:{row.id}") for row in rows]
    return (tuple(buttons),)


def _turns(page: int, pages: int) -> tuple[Button, ...]:
    turns = []
    if page > 1:
        turns.append(Button("◀", f"feeds:{page - 1}"))
    if pages > 1:
        turns.append(Button(f"{page}/{pages}", f"feeds:{page}"))
    if page < pages:
        turns.append(Button("▶", f"feeds:{page + 1}"))
    return (*turns, Button("OPML", "feedopml"))


def _bold(name: str) -> str:
    return bold(short(name, NAME))
