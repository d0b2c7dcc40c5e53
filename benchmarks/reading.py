"""What reading costs: headlines and stories a second, time over size, hostile texts, tables; on one core."""

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import Any

from benchmarks.samples import (
    LARGE,
    ROOT,
    SIZE,
    call_headlines,
    dense_stories,
    dense_text,
    hostile,
    mixed_headlines,
    ordinary_stories,
)
from ratings.extract import extract
from ratings.model import Story
from ratings.symbols import directory

SECONDS = 1.0  # of the processor's time that each rate is taken over, at least
GOES = 5  # through all things, at least
SIZES = (50_000, 100_000, 200_000, LARGE)
RIVAL = "en_core_web_sm"
_FIRST = "from ratings.extract import extract; from ratings.model import Story; extract(Story(title='UBS cuts AAPL'))"
_MEMORY = "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"


def figures() -> list[tuple[str, str]]:
    """Each figure's name and value."""
    ordinary = ordinary_stories()
    stories = rate(extract, ordinary)
    return [
        ("headlines read, of which most tell a call", f"{rate(extract, call_headlines()):,.0f}/s"),
        ("headlines read, of which half tell one", f"{rate(extract, mixed_headlines()):,.0f}/s"),
        (f"ordinary stories of {SIZE // 1000} KB read", f"{stories:,.0f}/s"),
        (f"stories of {SIZE // 1000} KB full of calls read", f"{rate(extract, dense_stories()):,.0f}/s"),
        ("companies found in headlines", f"{rate(directory().mentions, [s.title for s in mixed_headlines()]):,.0f}/s"),
        *_growth(),
        _slowest(),
        ("tables loaded by the first reading, beyond Python's start", f"{_loading():.2f} s"),
        ("memory of tables and reader, beyond Python's", f"{(_memory(_FIRST) - _memory('pass')) / 1024:.0f} MB"),
        _rival(ordinary, stories),
    ]


def rate(work: Callable[[Any], object], things: Sequence[Any]) -> float:
    """Things a second of one core's time, in the quickest of several goes: the machine is seldom ours alone."""
    for thing in things:
        work(thing)
    goes: list[float] = []
    while sum(goes) < SECONDS or len(goes) < GOES:
        begun = time.process_time()
        for thing in things:
            work(thing)
        goes.append(time.process_time() - begun)
    return len(things) / min(goes)


def _growth() -> list[tuple[str, str]]:
    """Time for each size, and for each KB that is read of it; of a part no more than its limit is."""
    spent = [(size, min(_spent(dense_text(size)) for _ in range(2))) for size in SIZES]
    return [(f"a text of {size // 1000:,} KB full of calls", f"{seconds:.2f} s") for size, seconds in spent]


def _slowest() -> tuple[str, str]:
    seconds, name = max((_spent(text), name) for name, text in hostile())
    return f"the slowest hostile megabyte ({name})", f"{seconds:.2f} s"


def _spent(text: str) -> float:
    """Seconds to read a text, as a title and as a body, whichever takes longer."""
    spent = []
    for story in (Story(title=text), Story(title="", text=text)):
        begun = time.process_time()
        extract(story)
        spent.append(time.process_time() - begun)
    return max(spent)


def _loading() -> float:
    """Seconds that a first reading takes in a new process beyond an import of nothing."""
    return min(_started(_FIRST) for _ in range(3)) - min(_started("pass") for _ in range(3))


def _started(code: str) -> float:
    """Seconds of the processor's time that a new process takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _memory(code: str) -> int:
    """The most memory that a new process held, in KB."""
    done = subprocess.run([sys.executable, "-c", f"{code}\n{_MEMORY}"], cwd=ROOT, check=True, capture_output=True)
    return int(done.stdout)


def _rival(stories: Sequence[Story], ours: float) -> tuple[str, str]:
    """What a general pipeline for English makes of the same stories; it is no part of the lock."""
    name = "the same through spaCy's small English pipeline"
    if find_spec("spacy") is None or find_spec(RIVAL) is None:
        return name, "not installed"
    pipeline = __import__("spacy").load(RIVAL)
    theirs = rate(lambda story: pipeline(f"{story.title}\n{story.text}"), stories[:20])
    return name, f"{theirs:,.1f}/s, {ours / theirs:,.0f} times slower"
