"""The chart of a stock's targets: each firm's as steps over time, their median, upgrades and downgrades marked."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from messages.axes import Frame, apart, broad, dates, reach
from messages.html import clip, escape
from messages.money import money
from messages.tongue import tr, trn
from ratings.courses import Course, Picture, Turn

WIDTH, HEIGHT = 520, 560
FAMILY = "DejaVu Sans"

_LEFT, _RIGHT, _TOP, _BOTTOM = 60.0, 374.0, 74.0, 440.0
_LANES = ((True, 460.0), (False, 481.0))  # upgrades, downgrades
_SLOT = 20.0  # width of a place in these; what falls into one is counted
_NAMED = 9  # firms with a colour and a label
_CROWD = 4  # courses
_STUB = 18.0  # width of what is shown of the time before a first call
_LINE = 15.5  # between two labels
_LABEL = 18  # characters
_SMALL, _MIDDLE, _LARGE = 12.0, 13.0, 18.5  # sizes of letters
_MARGIN = 18.0
_CENTS = 1_000  # an amount from which on they are left out
_ROW = 18.0  # of the legend
_PAPER, _INK, _PALE, _GRID, _OTHER = "#fcfcfa", "#1c1f24", "#636b78", "#e3e5e8", "#c3c8cf"
_UP, _DOWN = "#12813f", "#c62828"
_COLOURS = (
    *("#1f6fd6", "#d9660a", "#7a3fc0", "#0a8f8f", "#b8256f"),
    *("#7d6608", "#3b8020", "#8c4a2f", "#50607a"),
)


def svg(ticker: str, name: str, picture: Picture) -> str:
    """The chart as an SVG document of WIDTH × HEIGHT, on paper of its own: it reads the same in dark and light."""
    low, high, steps = reach(_figures(picture), marks=5)
    marks = [(figure, _amount(figure, picture)) for figure in (Decimal(repr(round(step, 6))) for step in steps)]
    frame = Frame(
        left=max(_LEFT, *(broad(label, _SMALL) + 12 for _, label in marks)), right=_RIGHT, top=_TOP, bottom=_BOTTOM,
        first=picture.first, last=picture.last, low=low, high=high,
    )  # fmt: skip
    colours = dict(zip(named(picture), _COLOURS, strict=False))
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{FAMILY}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_PAPER}"/>',
        *_heading(ticker, name, picture),
        *_grid(frame, marks),
        *_others(frame, picture, colours),
        *_front(frame, picture, colours),
        *_labels(frame, picture, colours),
        *_turns(frame, picture.turns),
        *_legend(picture, colours),
        "</svg>",
    )
    return "\n".join(parts)


def named(picture: Picture) -> tuple[str, ...]:
    """The firms that get a colour and a label: the highest and the lowest target, the newest, then those that ended."""
    standing = [(course, figure) for course in picture.courses if (figure := course.at(picture.last)) is not None]
    ends = (max(standing, key=lambda one: one[1]), min(standing, key=lambda one: one[1])) if standing else ()
    ranked = (*(course for course, _ in (*ends, *standing)), *picture.courses)
    return tuple(dict.fromkeys(course.firm for course in ranked))[:_NAMED]


def _figures(picture: Picture) -> list[Decimal]:
    """The amounts that are seen: those that stood at the beginning and all that came."""
    seen = [figure for course in picture.courses for day, figure in course.steps if day >= picture.first]
    stood = (course.at(picture.first) for course in picture.courses)
    before = (figure for _, figure in _begun(picture))
    return seen + [figure for figure in (*stood, *before) if figure is not None]


def _begun(picture: Picture) -> Iterator[tuple[Course, Decimal]]:
    """The named courses whose first call is seen and tells of a target before, with that target."""
    firms = named(picture)
    for course in picture.courses:
        if course.before is not None and course.firm in firms and course.steps[0][0] > picture.first:
            yield course, course.before


def _heading(ticker: str, name: str, picture: Picture) -> Iterator[str]:
    title = ticker if name == ticker else f"{ticker} · {name}"
    yield _text(_MARGIN, 31, clip(title, 40), size=_LARGE, weight="bold")
    told = _told(picture)
    size = min(_MIDDLE, _MIDDLE * (WIDTH - 2 * _MARGIN) / broad(told, _MIDDLE))
    yield _text(_MARGIN, 52, told, size=size, fill=_PALE)


def _told(picture: Picture) -> str:
    """What the standing targets come to."""
    standing = [figure for course in picture.courses if (figure := course.at(picture.last)) is not None]
    if not standing:
        return tr("Price targets, none of which stands today")
    if len(standing) == 1:
        return tr("Price target of 1 firm: {target}", target=_amount(standing[0], picture))
    counted = trn("Price targets of {count} firm", "Price targets of {count} firms", len(standing))
    middle = picture.middle[-1][1]
    figures = [_amount(one, picture) for one in (middle or standing[0], min(standing), max(standing))]
    spread = tr("median {median} ({low} – {high})", median=figures[0], low=figures[1], high=figures[2])
    return f"{counted} · {spread}"


def _amount(figure: Decimal, picture: Picture) -> str:
    return money(figure.quantize(Decimal(1)) if _CENTS <= figure < _CENTS**4 else figure, picture.currency)


def _grid(frame: Frame, marks: Sequence[tuple[Decimal, str]]) -> Iterator[str]:
    for figure, label in marks:
        y = frame.y(figure)
        yield f'<path d="M{frame.left:.1f} {y:.1f}H{frame.right:.1f}" stroke="{_GRID}" stroke-width="1"/>'
        yield _text(frame.left - 6, y + 4, label, size=_SMALL, fill=_PALE, anchor="end")
    foot = _LANES[-1][1] + 6
    for day, label in dates(frame.first, frame.last, marks=6):
        x = frame.x(day)
        yield f'<path d="M{x:.1f} {frame.top:.1f}V{foot:.1f}" stroke="{_GRID}" stroke-width="1"/>'
        yield _text(x, foot + 17, label, size=_SMALL, fill=_PALE, anchor="middle")


def _others(frame: Frame, picture: Picture, colours: Mapping[str, str]) -> Iterator[str]:
    """All of them as one path: hundreds would be drawn one after the other."""
    path = "".join(_course(frame, course) for course in picture.courses if course.firm not in colours)
    if path:
        yield _stroke(path, _OTHER, 1.3)


def _front(frame: Frame, picture: Picture, colours: Mapping[str, str]) -> Iterator[str]:
    """The median above all others; below them where they are so few that it would hide what it is made of.

    A firm that is alone is its own median.
    """
    if _is_lone(picture):
        yield from _named(frame, picture, colours)
        return
    layers = (_named(frame, picture, colours), _middle(frame, picture))
    for layer in reversed(layers) if len(picture.courses) < _CROWD else layers:
        yield from layer


def _is_lone(picture: Picture) -> bool:
    return len({course.firm for course in picture.courses}) == 1


def _middle(frame: Frame, picture: Picture) -> Iterator[str]:
    path = _steps(frame, [*picture.middle, (picture.last + dt.timedelta(days=1), None)])
    yield _stroke(path, _PAPER, 7.5)  # on a border of its own it stays apart from what it crosses
    yield _stroke(path, _INK, 4.2)


def _named(frame: Frame, picture: Picture, colours: Mapping[str, str]) -> Iterator[str]:
    yield from _before(frame, picture, colours)
    for course in picture.courses:
        if colour := colours.get(course.firm):
            yield _stroke(_course(frame, course), colour, 2.2)
            for day, figure in course.steps:
                if day >= frame.first:
                    yield f'<circle cx="{frame.x(day):.1f}" cy="{frame.y(figure):.1f}" r="2.8" fill="{colour}"/>'


def _before(frame: Frame, picture: Picture, colours: Mapping[str, str]) -> Iterator[str]:
    """A hollow point and a broken line up to the first call: since when the target before stood, nobody told."""
    for course, before in _begun(picture):
        day, figure = course.steps[0]
        x, y, colour = frame.x(day), frame.y(before), colours[course.firm]
        start = max(frame.left, x - _STUB)
        yield _broken(f"M{start:.1f} {y:.1f}H{x:.1f}V{frame.y(figure):.1f}", colour)
        yield f'<circle cx="{start:.1f}" cy="{y:.1f}" r="2.8" fill="{_PAPER}" stroke="{colour}" stroke-width="1.4"/>'


def _broken(path: str, paint: str) -> str:
    return f'<path d="{path}" fill="none" stroke="{paint}" stroke-width="1.6" stroke-dasharray="3 2.5"/>'


def _course(frame: Frame, course: Course) -> str:
    return _steps(frame, [*course.steps, (course.end, None)])


def _stroke(path: str, paint: str, width: float) -> str:
    return f'<path d="{path}" fill="none" stroke="{paint}" stroke-width="{width}" stroke-linejoin="round"/>'


def _steps(frame: Frame, steps: Sequence[tuple[dt.date, Decimal | None]]) -> str:
    """A line that keeps its height until the next step; None lifts the pen."""
    path, drawn = [], False
    for (day, figure), (until, _) in pairwise(steps):
        if figure is None or until <= frame.first:
            drawn = drawn and figure is not None
            continue
        y = frame.y(figure)
        path.append(f"{'V' if drawn else f'M{frame.x(day):.1f} '}{y:.1f}H{frame.x(until):.1f}")
        drawn = True
    return "".join(path)


def _labels(frame: Frame, picture: Picture, colours: Mapping[str, str]) -> Iterator[str]:
    """Each firm at the height of its last target, moved apart where they would touch; what ended is
    pale and has no line to it."""
    last = {course.firm: course for course in reversed(picture.courses) if course.firm in colours}
    shown = [(course, course.steps[-1][1]) for course in last.values()]
    places = apart([frame.y(figure) for _, figure in shown], gap=_LINE, low=frame.top + 4, high=frame.bottom)
    for (course, figure), place in zip(shown, places, strict=True):
        amount = _amount(figure, picture)
        label = f"{clip(course.firm, max(6, _LABEL - len(amount) - 1))} {amount}"
        stands = course.end > picture.last
        if stands:
            lead = f"M{frame.right + 1:.1f} {frame.y(figure):.1f}L{frame.right + 9:.1f} {place:.1f}"
            yield _stroke(lead, colours[course.firm], 1.1)
        yield _text(frame.right + 12, place + 4, label, size=_SMALL, fill=colours[course.firm], faint=not stands)


def _turns(frame: Frame, turns: Sequence[Turn]) -> Iterator[str]:
    """A lane for upgrades and one for downgrades; several at about one time are one mark with their number."""
    for up, y in _LANES:
        colour = _UP if up else _DOWN
        yield f'<path d="M{frame.left:.1f} {y:.1f}H{frame.right:.1f}" stroke="{_GRID}" stroke-width="1"/>'
        slots = Counter(int((frame.x(turn.day) - frame.left) / _SLOT) for turn in turns if turn.up is up)
        for slot, count in slots.items():
            x = min(frame.left + (slot + 0.5) * _SLOT, frame.right)
            tip, foot = (y - 8.0, y + 6.0) if up else (y + 8.0, y - 6.0)
            yield f'<path d="M{x:.1f} {tip}L{x + 8.4:.1f} {foot}H{x - 8.4:.1f}Z" fill="{colour}"/>'
            if count > 1:
                place = y + (5.2 if up else 2.2)
                yield _text(x, place, str(count), size=9.4, fill="#ffffff", anchor="middle", weight="bold")


def _legend(picture: Picture, colours: Mapping[str, str]) -> Iterator[str]:
    """What the marks mean, in a second row where one is too short for the language."""
    items = [] if _is_lone(picture) else [(_line(_INK, 4.2), tr("Median"))]
    if others := len({course.firm for course in picture.courses} - set(colours)):
        items.append((_line(_OTHER, 2.0), trn("{count} other firm", "{count} other firms", others)))
    if any(_begun(picture)):
        items.append((_broken("M0 0H20", _INK), tr("Before")))
    items.append((f'<path d="M0 5L7 -6L14 5Z" fill="{_UP}"/>', tr("Upgrade")))
    items.append((f'<path d="M0 -5L7 6L14 -5Z" fill="{_DOWN}"/>', tr("Downgrade")))
    x, y = _MARGIN, HEIGHT - _ROW - 9
    for mark, label in items:
        if x + 26 + broad(label, _SMALL) > WIDTH:
            x, y = _MARGIN, y + _ROW
        yield f'<g transform="translate({x:.1f} {y - 4})">{mark}</g>'
        yield _text(x + 26, y, label, size=_SMALL)
        x += 26 + broad(label, _SMALL) + _MARGIN


def _line(paint: str, width: float) -> str:
    return f'<path d="M0 0H20" stroke="{paint}" stroke-width="{width}"/>'


def _text(
    x: float,
    y: float,
    words: str,
    *,
    size: float,
    fill: str = _INK,
    anchor: str = "start",
    weight: str = "normal",
    faint: bool = False,
) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    paint = f'fill="{fill}"' + (' fill-opacity="0.55"' if faint else "")
    return f'<text {place} font-size="{size:.1f}" font-weight="{weight}" {paint}>{escape(words)}</text>'
