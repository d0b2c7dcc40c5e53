"""What a chat does not hear for now, with local times. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from messages.wish_views import MuteRow
from services.companies import Companies
from storage.chats import Watch
from storage.wishes import ALL_FIRMS


def mute_rows(
    firms: Mapping[str, dt.datetime],
    watches: Iterable[Watch],
    companies: Companies,
    *,
    now: dt.datetime,
    zone: ZoneInfo,
) -> tuple[MuteRow, ...]:
    """Everything first, then stocks, then firms; what is over is left out."""
    stocks = [
        MuteRow(name=companies.name(watch.ticker), ticker=watch.ticker, until=watch.muted_until.astimezone(zone))
        for watch in watches
        if watch.muted_until is not None and watch.muted_until > now
    ]
    named = [MuteRow(name=firm, until=until.astimezone(zone)) for firm, until in sorted(firms.items()) if until > now]
    return (*(row for row in named if row.name == ALL_FIRMS), *stocks, *(row for row in named if row.name))
