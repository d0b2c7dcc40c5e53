"""What is remembered of a feed's entries, so that the same bytes need not be read again."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from feeds.identity import SIZE, Marks, choices, distinct

EDITION = "1"  # of the code that reads entries; another one reads everything anew
RECORD = 4 * SIZE  # bytes of an entry: the mark of its text, then its guid's, its link's and its title's


def digest(text: str) -> bytes:
    """The mark of a text, surrogates and all."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=SIZE).digest()


def frame_mark(declared: Iterable[str], url: str) -> bytes:
    """The mark of all that the reading of an entry leans on besides its own text."""
    return digest("\n".join((EDITION, url, *declared)))


def record(text: bytes, marks: Marks) -> bytes:
    """An entry by the mark of its text, and what it may be known by."""
    return text + b"".join(marks)


def packed(frame: bytes, records: Iterable[bytes]) -> bytes:
    """All of it in one piece, for storage."""
    return frame + b"".join(records)


def frame_of(traces: bytes) -> bytes:
    """The mark of the frame; b"" where nothing is remembered."""
    return traces[:SIZE]


def records(traces: bytes) -> dict[bytes, bytes]:
    """Each entry's record under the mark of its text."""
    return {traces[at : at + SIZE]: traces[at : at + RECORD] for at in range(SIZE, len(traces), RECORD)}


def marks_of(record: bytes) -> Marks:
    """What the entry of a record may be known by."""
    return Marks(record[SIZE : 2 * SIZE], record[2 * SIZE : 3 * SIZE], record[3 * SIZE : RECORD])


def present(traces: bytes) -> tuple[bytes, ...]:
    """The mark of each entry's guid, in the feed's order; feeds.identity.mark makes the same of a stored guid."""
    return known(list(slices(traces)))


def known(records: Sequence[bytes]) -> tuple[bytes, ...]:
    """The mark by which each item of a feed is known."""
    owned = tuple(one[SIZE : 2 * SIZE] for one in records)
    if distinct(owned):  # as nearly always: the others need not be looked at
        return owned
    marks = [marks_of(one) for one in records]
    return tuple(one[choice] for one, choice in zip(marks, choices(marks), strict=True))


def slices(traces: bytes) -> Iterator[bytes]:
    """The records in the feed's order."""
    return (traces[at : at + RECORD] for at in range(SIZE, len(traces), RECORD))
