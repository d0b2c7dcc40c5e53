"""How the bot fares: how fresh its feeds are, what it has read, what waits."""

from messages.feed_views import FeedRow
from messages.feeds import ago, freshness, summary
from messages.fit import fit
from messages.html import bold, short
from messages.model import Message
from messages.times import span
from messages.tongue import number, tr, trn
from messages.views import StatusView

NAME = 60


def status(view: StatusView) -> Message:
    """Feeds, stored stories and calls, waiting alerts; failing feeds by name."""
    stories = trn("{count} story", "{count} stories", view.stories)
    calls = trn("{count} call", "{count} calls", view.events)
    lines = [
        bold(_verdict(view)),
        *([summary(view.feeds), *freshness(view.feeds)] if view.feeds.rows else []),
        tr("Read: {stories}, {calls}", stories=stories, calls=calls),
        trn("Waiting to be sent: {count} alert", "Waiting to be sent: {count} alerts", view.queue),
        tr("Version {version}, up for {span}", version=short(view.version, NAME), span=span(view.now - view.started)),
    ]
    rows = [_failing(row, view) for row in view.feeds.rows if row.failing]
    return Message(fit("\n".join(lines), rows))


def _verdict(view: StatusView) -> str:
    if not view.feeds.rows:
        return tr("No feeds are set up yet")
    return tr("Some feeds are failing") if any(row.failing for row in view.feeds.rows) else tr("All is well")


def _failing(row: FeedRow, view: StatusView) -> str:
    name = short(row.name, NAME)
    last = tr("last read {ago}", ago=ago(row.last_success, view.now)) if row.last_success else tr("never read yet")
    if row.feeds > 1:
        many = trn(
            "{count} of {feeds} feeds fails", "{count} of {feeds} feeds fail", row.failing, feeds=number(row.feeds)
        )
    else:
        many = trn("{count} failure in a row", "{count} failures in a row", row.failures)
    return f"⚠️ {name}: {many}, {last}"
