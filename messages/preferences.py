"""How and when alerts come to a chat, and what to write to have it otherwise."""

import datetime as dt
from collections.abc import Sequence

from messages.html import bold, code, escape, short
from messages.model import Button, Message
from messages.panels import WEEKENDS, Row, example, local_moment, panel, quiet_times
from messages.tongue import locale, tr, trn
from messages.views import DeliveryView

_WORDS = 60
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def quiet(view: DeliveryView, undo: str | None = None) -> Message:
    """The quiet hours."""
    lines = [bold(tr("🌙 Quiet hours")), _quiet_hours(view)]
    if view.quiet_until:
        lines.append(tr("They are now, until {time}.", time=_time(view.quiet_until)))
    lines += [*_held(view), _here(view), "", example("/quiet 22:00-07:00 hold", "/quiet 23:00-06:30 weekends silent")]
    has_weekends = WEEKENDS in (view.quiet or "")
    more = f" {WEEKENDS}" if has_weekends else ""
    nights = ("22:00-07:00", "23:00-06:00")
    buttons: list[Row] = [tuple(Button(night, f"quiet:{night}{more} hold") for night in nights)]
    if not has_weekends:
        buttons.append((Button(tr("＋ Weekends"), f"quiet:{WEEKENDS}"),))
    if view.quiet:
        mode = "hold" if view.quiet.endswith("silent") else "silent"
        label = tr("Hold alerts") if mode == "hold" else tr("Without sound")
        buttons.append((Button(label, f"quiet:{mode}"), Button(tr("Turn off"), "quiet:off")))
    return _panel(lines, buttons, "quiet", undo)


def digest(view: DeliveryView, undo: str | None = None) -> Message:
    """The digest, and when the next one comes."""
    lines = [bold(tr("🗞 Digest")), _digest_times(view)]
    if view.digest_next:
        lines.append(tr("Next: {moment}.", moment=bold(local_moment(view.digest_next))))
    if view.gathered:
        lines.append(trn("{count} call waits for it.", "{count} calls wait for it.", view.gathered))
    lines += [_here(view), "", example("/digest daily 08:00", "/digest weekly Mon 08:00", "/digest now")]
    buttons: list[Row] = [
        (Button(tr("Daily 08:00"), "digest:daily 08:00"), Button(tr("Weekly, Monday"), "digest:weekly Mon 08:00")),
        (Button(tr("Send it now"), "digest:now"), *([Button(tr("Turn off"), "digest:off")] if view.digest else [])),
    ]
    return _panel(lines, buttons, "digest", undo)


def limit(view: DeliveryView, undo: str | None = None) -> Message:
    """The most alerts a day."""
    lines = [bold(tr("🔢 Limit")), _limit(view)]
    if view.limit is not None:
        lines.append(
            tr("What is more comes in the digest, the weightiest first.")
            if view.digest
            else tr("What is more comes the next morning in one message, the weightiest first.")
        )
        lines.append(trn("Today {count} alert came.", "Today {count} alerts came.", view.spent))
    lines += ["", example("/limit 5", "/limit 0", "/limit off")]
    buttons: list[Row] = [tuple(Button(str(number), f"limit:{number}") for number in (3, 5, 10, 20))]
    if view.limit is not None:
        buttons.append((Button(tr("No limit"), "limit:off"),))
    return _panel(lines, buttons, "limit", undo)


def timezone(view: DeliveryView, undo: str | None = None) -> Message:
    """Whose clocks count, with the time there to check."""
    lines = [
        bold(tr("🕰 Time zone")),
        tr(
            "This chat lives by the clocks of {zone}: it is {moment} there.",
            zone=bold(escape(view.zone)),
            moment=local_moment(view.now),
        ),
        tr("Quiet hours, digests and limits go by them."),
        "",
        example("/timezone Berlin", "/timezone America/New_York"),
    ]
    places = (("New York", "America/New_York"), ("London", "Europe/London"), ("Berlin", "Europe/Berlin"))
    return _panel(lines, [tuple(Button(name, f"timezone:{zone}") for name, zone in places)], "timezone", undo)


def paused(view: DeliveryView) -> Message:
    """Whether alerts are paused, with the button that changes it."""
    if view.paused is None:
        text = tr("▶️ Alerts come as usual. {command} keeps them until you want them.", command=code("/pause"))
        return Message(text, ((Button(tr("Pause"), "pause:"),),))
    lines = [
        tr("⏸ Paused since {moment}: nothing comes, and nothing is lost.", moment=local_moment(view.paused)),
        *_held(view),
        tr("{command} sends what was kept as one message.", command=code("/resume")),
    ]
    return Message("\n".join(lines), ((Button(tr("Resume"), "resume:"),),))


def resumed(view: DeliveryView) -> Message:
    """That alerts come again, and what becomes of those that were kept."""
    lines = [tr("▶️ Alerts come again.")]
    if view.held:
        lines.append(
            trn(
                "{count} call was kept for you: it follows.",
                "{count} calls were kept for you: they follow in one message.",
                view.held,
            )
            if view.quiet_until is None
            else trn(
                "{count} call was kept for you: it comes after your quiet hours.",
                "{count} calls were kept for you: they come after your quiet hours.",
                view.held,
            )
        )
    return Message("\n".join(lines), ((Button(tr("Undo"), "pause:"),),))


def unclear_quiet(words: str) -> Message:
    """That no hours could be read."""
    return _unclear(tr("I read no hours in “{words}”.", words=short(words, _WORDS)), "/quiet 22:00-07:00", "/quiet off")


def unclear_digest(words: str) -> Message:
    """That no schedule could be read."""
    text = tr("I read no day and time in “{words}”.", words=short(words, _WORDS))
    return _unclear(text, "/digest daily 08:00", "/digest weekly Mon 08:00", "/digest off")


def unclear_limit(words: str) -> Message:
    """That no number could be read."""
    text = tr("A limit is a number of alerts a day up to 1,000; I read none in “{words}”.", words=short(words, _WORDS))
    return _unclear(text, "/limit 5", "/limit off")


def unclear_zone(words: str, suggestions: Sequence[str]) -> Message:
    """That no place could be read, with those that come near as buttons."""
    text = tr("I know no time zone or city “{words}”.", words=short(words, _WORDS))
    message = _unclear(text, "/timezone Berlin", "/timezone America/New_York", "/timezone UTC+2")
    return Message(message.html, tuple((Button(name, f"timezone:{name}"),) for name in suggestions))


def _panel(lines: Sequence[str], buttons: Sequence[Row], name: str, undo: str | None) -> Message:
    return panel(lines, buttons, f"{name}:{undo}" if undo is not None else None)


def _quiet_hours(view: DeliveryView) -> str:
    if view.quiet is None:
        return tr("None: alerts come at any hour.")
    told = quiet_times(view.quiet)
    if view.quiet.endswith("silent"):
        return tr("{hours}: alerts come without a sound.", hours=told)
    return tr("{hours}: alerts wait, and come after it as one message.", hours=told)


def _digest_times(view: DeliveryView) -> str:
    if view.digest is None:
        return tr("Off. It sums up the calls on your stocks once a day or a week; alerts come all the same.")
    every, *rest = view.digest.split()
    if every == "daily":
        return tr("Every day at {time}.", time=bold(rest[0]))
    return tr("Every {day} at {time}.", day=bold(_day_name(rest[0])), time=bold(rest[1]))


def _day_name(day: str) -> str:
    number = _DAYS.index(day)
    return str(locale().days["format"]["wide"][number])


def _limit(view: DeliveryView) -> str:
    if view.limit is None:
        return tr("None: as many alerts come as there are calls.")
    if view.limit == 0:
        return tr("No alerts of their own.")
    return trn("At most {count} alert a day.", "At most {count} alerts a day.", view.limit)


def _held(view: DeliveryView) -> list[str]:
    return [trn("{count} call is kept for you.", "{count} calls are kept for you.", view.held)] if view.held else []


def _here(view: DeliveryView) -> str:
    return tr("Times are those of {zone}, where it is {time}: /timezone", zone=escape(view.zone), time=_time(view.now))


def _unclear(text: str, *examples: str) -> Message:
    return Message(f"{text}\n{example(*examples)}")


def _time(moment: dt.datetime) -> str:
    return f"{moment:%H:%M}"
