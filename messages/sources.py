"""Who told of a call: outlets with links, and when."""

import datetime as dt
from collections.abc import Iterable, Sequence

from messages.html import host, link, short, size
from messages.times import day, moment, utc_day
from messages.tongue import number, tr, trn
from ratings.model import RatingEvent, Source

OUTLET = 30
_SHOWN = 6


def outlets(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Each outlet's earliest story, the earliest outlet first."""
    first: dict[str, Source] = {}
    for source in sorted(sources, key=lambda source: (source.published, source.story_id)):
        first.setdefault(source.outlet, source)
    return tuple(first.values())


def source_line(sources: Iterable[Source], *, room: int) -> str:
    """The outlets with their number, linked as far as ``room`` characters of links go."""
    told = outlets(sources)
    labels = []
    for source in told[:_SHOWN]:
        label = short(source.outlet, OUTLET)
        linked = linked_outlet(source)
        if size(linked) > room:
            linked = label
        room -= size(linked)
        labels.append(linked)
    names = " · ".join(labels)
    if len(told) > _SHOWN:
        names = tr("{names} and {count} more", names=names, count=number(len(told) - _SHOWN))
    return trn("{count} source: {names}", "{count} sources: {names}", len(told), names=names)


def linked_outlet(source: Source) -> str:
    """An outlet with its link, and whom that leads to, for a feed may call itself what it likes."""
    label = short(source.outlet, OUTLET)
    where = host(source.url) if source.url else None
    return f"{link(source.url, label)} ({where})" if where else label


def when_line(events: Sequence[RatingEvent]) -> str:
    """When the first story was published, and the day of the call where that was another one."""
    published = min((source.published for event in events for source in event.sources), default=None)
    days = sorted({event.date for event in events})
    if published is None:
        return _days(days)
    if days == [utc_day(published)]:
        return moment(published)
    return tr("Call of {day}, published {moment}", day=_days(days), moment=moment(published))


def _days(days: Sequence[dt.date]) -> str:
    return day(days[0]) if len(days) == 1 else f"{day(days[0])} – {day(days[-1])}"
