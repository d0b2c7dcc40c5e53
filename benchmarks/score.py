"""How well stories are read: the reader against every labelled set there is.

``python -m benchmarks.score [--corpus PATH] [--errors N] [--write]``
"""

import argparse
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.labels import corpus_sets, own_set
from benchmarks.scoring import UNNAMED, Score, score
from ratings.extract import extract

APART = Path(__file__).parent / "labelled"  # by somebody who had not seen the reader
REPORT = Path(__file__).parent.parent / "docs" / "accuracy.md"
COLUMNS = ("precision", "recall", "F1", "ticker", "rating_action", "pt_action", "pt_current", "strict", "false/1,000")
SMALLEST = 3  # labelled actions that a publisher needs for a line of its own


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures of each set and publisher, and with ``--errors`` the first rows read wrongly."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.score", description="how well stories are read")
    parser.add_argument("--corpus", type=Path, help="a folder of more labelled sets")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="also show N wrong rows of each set")
    parser.add_argument("--write", action="store_true", help="write the figures to docs/accuracy.md")
    options = parser.parse_args(arguments)
    sets = {"own cases": own_set()} | corpus_sets(APART)
    if options.corpus and options.corpus.is_dir():
        sets |= corpus_sets(options.corpus)
    else:
        print(f"no labelled sets in {options.corpus or 'any folder'}: scoring the project's own only", file=sys.stderr)
    scores = {}
    for name, labelled in sets.items():
        scores[name] = score(labelled, (extract(row.story) for row in labelled.rows))
        print(_table(name, *scores[name]))
        print(*scores[name][0].errors[: options.errors], sep="\n", end="\n\n" if options.errors else "")
    if options.write:
        REPORT.write_text(_report(scores), encoding="utf-8")
    return 0


def _table(name: str, whole: Score, publishers: Mapping[str, Score]) -> str:
    """The figures of a set as a Markdown table, one line for the whole and one for each larger publisher."""
    larger = sorted(
        ((p, s) for p, s in publishers.items() if s.gold >= SMALLEST and p != UNNAMED), key=lambda item: -item[1].gold
    )
    lines = [("all", whole), *(larger if len(publishers) > 1 else ())]
    head = ["", "stories", "calls", *COLUMNS]
    rows = [[publisher, str(part.rows), str(part.gold), *_cells(part)] for publisher, part in lines]
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    shown = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in (head, *rows)]
    rule = "|".join("-" * (width + 2) for width in widths)
    return "\n".join([f"## {name}", "", f"| {shown[0]} |", f"|{rule}|", *(f"| {row} |" for row in shown[1:]), ""])


def _cells(part: Score) -> list[str]:
    figures = part.figures()
    return ["–" if figures[name] != figures[name] else f"{figures[name]:.3f}" for name in COLUMNS]


def _report(scores: Mapping[str, tuple[Score, Mapping[str, Score]]]) -> str:
    tables = "\n".join(_table(name, *found) for name, found in scores.items())
    return "\n".join([INTRODUCTION, _first_looks(), tables, FAILURES])


def _first_looks() -> str:
    """The recorded figures of sets that nobody had looked at yet, as a Markdown table."""
    looks = tomllib.loads((APART / "first-looks.toml").read_text(encoding="utf-8"))["look"]
    rows = [["set", "when", "F1", "strict", "false/1,000"]]
    for look in looks:
        figures = (f"{look[name]:.3f}" if name in look else "–" for name in ("f1", "strict", "false"))
        rows.append([look["set"], look["when"], *figures])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    rule = "|".join("-" * (width + 2) for width in widths)
    return "\n".join([f"| {lines[0]} |", f"|{rule}|", *(f"| {line} |" for line in lines[1:]), ""])


INTRODUCTION = """# How well stories are read

Written by `make score` (`python -m benchmarks.score --write`). Each set holds stories with the calls that a careful
reader takes from them. *Precision*, *recall* and *F1* say whether calls are found at all; the columns after them, in
how many of the found calls a field is right; *strict*, in how many of all calls the ratings and targets are right
together; *false/1,000*, how many calls are read from a thousand stories that tell of none.

The sets named *apart* were written and labelled by people who had not seen the reader. Their rows have been looked at
since, and what was missed was repaired, so that the tables below say what the reader can do with wording it knows. How
well it carries over to wording that nobody has looked at, the first looks say, which were taken once and cannot be
taken again. Their authors sought out forms that differ from one another and from what they had seen elsewhere, so they
are harder than a day's feed; that the untouched half gained little from repairs of the other half says that each
unusual form has to be taught by itself. No publisher of the tables is held out: the phrases were written with all of
them in view, and a publisher's line says how often it was met, not how well a new one would be read.

## First looks
"""

FAILURES = """## Where it fails

- A call told without its company in the same or a neighbouring sentence, or with a company whose name two listed
  companies share, stays without a ticker.
- Headlines that play with words ("polishes its target", "turns bullish") are left alone until a sentence states the
  call.
- A company followed by "upgrade" alone ("… upgrade highlights growth") is not read: the same words announce new
  products.
- In lists in which one rating belongs to the companies before it, only the first company gets it.
- A prior rating or target that stands in a sentence of its own ("the previous ones were $40 and $50")
  is not joined to the call.
- Old targets of two stocks told in a sentence of their own ("the previous ones were $207 and $402") are not read.
- A firm that only has a rating ("Citi has a Neutral rating"), without a target and without having done anything, tells
  no call.
- Text that was turned through another language and back ("purchase rating", "worth goal") is not read.
"""


if __name__ == "__main__":
    sys.exit(main())
