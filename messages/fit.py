"""As many rows as one message holds."""

from collections.abc import Callable, Sequence

from messages.html import size, split
from messages.model import LIMIT
from messages.tongue import trn


def more(count: int) -> str:
    """That there are so many more."""
    return trn("… and {count} more", "… and {count} more", count)


def fit(
    head: str,
    rows: Sequence[str],
    foot: str = "",
    *,
    gap: str = "\n",
    hidden: int = 0,
    left: Callable[[int], str] = more,
) -> str:
    """Head, rows and foot as one text of at most LIMIT characters.

    ``gap`` stands between the rows, an empty line between the three. ``left`` words how many rows are missing: those
    that don't fit and the ``hidden`` ones that were never handed over. A text too long with its first row is cut at a
    line's end.
    """
    spare = LIMIT - size(head) - size(foot) - size(left(len(rows) + hidden)) - 3 * len("\n\n")
    count, used = 0, 0
    for row in rows:
        used += size(row) + size(gap)
        if used > spare and count:
            break
        count += 1
    missing = len(rows) - count + hidden
    text = "\n\n".join(part for part in (head, gap.join(rows[:count]), left(missing) if missing else "", foot) if part)
    return split(text)[0]
