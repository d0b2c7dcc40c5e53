"""Builds ratings/data/symbols.csv from a table of listings such as the SEC's company_tickers_exchange.

    python -m tools.make_symbols LISTINGS.csv

LISTINGS.csv has the columns cik, ticker, exchange and name, larger companies first: of a company's securities the
first is taken for its common share. How names are spelled and shortened is in tools/symbol_names.toml, and which words
are too common to be a name by themselves in tools/everyday_words.txt.
"""

import argparse
import csv
import io
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ratings.names import fold

HERE = Path(__file__).parent
DATA = HERE.parent / "ratings" / "data"

# Preferred shares, warrants, rights and units, as the SEC marks them.
_DERIVED = re.compile(r"-(?:P[A-Z]?|WT[A-Z]?|UN|U|RI|W)$")
_STATE = re.compile(
    r"\s*(?:[/\\]\s*(?:[A-Z]{2,3}|Delaware|Canada|ADR)\b\.?\s*[/\\]?|\((?:Cayman[^)]*|BVI|Singapore|publ|Holdings)\))\s*$",
    re.I,
)
_FUND = re.compile(
    r"\b(?:Funds?|ETF|ETNs?|Municipal|Muni\w*|Acquisitions?|Income Trust|Term Trust|SPDR|iShares|ProShares|Gold Trust"
    r"|Silver Trust|Bitcoin|Ethereum|Physical)\b",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"(?:,?\s+|\s*\()(?:Inc|Incorporated|Corp|Corporation|Ltd|Limited|LLC|L\.?L\.?C|L\.?P|plc|N\.?\s?V|S\.?A|S\.?A\.?B"
    r"|de C\.?V|AG|SE|A/?S|ASA|AB|Oyj|S\.?p\.?A|B\.?V|KGaA|GmbH|S[aà]rl|PBC|Co|Company|Cos|& Co|and Company|The"
    r"|Class [A-C]|Cl [A-C]|New|ADR|ADS|Common Stock|PLC)\b[.)]*\s*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One security as the table lists it, with the name a reader would write."""

    ticker: str
    name: str
    exchange: str
    common: bool

    @property
    def traded(self) -> bool:
        """Whether an exchange lists it, so that analysts may follow it."""
        return self.exchange not in {"", "OTC"}

    @property
    def fund(self) -> bool:
        """Whether the name is that of a fund or a blank-cheque company."""
        return bool(_FUND.search(self.name))


@dataclass(frozen=True)
class Spelling:
    """What a table of names cannot tell: everyday spellings, everyday words, words that only describe."""

    display: dict[str, str]
    primary: dict[str, str]
    written: dict[str, dict[str, str]]
    capitals: frozenset[str]
    tickers: frozenset[str]
    describing: frozenset[str]
    loose: frozenset[str]
    phrases: frozenset[str]
    everyday: frozenset[str]

    @classmethod
    def load(cls) -> "Spelling":
        """The spelling kept beside this tool."""
        table = tomllib.loads((HERE / "symbol_names.toml").read_text(encoding="utf-8"))
        words = {fold(word) for word in (HERE / "everyday_words.txt").read_text(encoding="utf-8").split()}
        words.update(map(fold, table["common"].split()))
        aliases = tomllib.loads((DATA / "company_aliases.toml").read_text(encoding="utf-8"))["names"]
        return cls(
            display=table["display"],
            primary=table["primary"],
            written={ticker: {fold(name): name for name in reversed(names)} for ticker, names in aliases.items()},
            capitals=frozenset(table["capitals"].split()),
            tickers=frozenset(table["tickers"].split()),
            describing=frozenset(table["describing"].split()),
            loose=frozenset(table["loose"].split()),
            phrases=frozenset(fold(phrase) for phrase in table["phrases"]),
            everyday=frozenset(words).difference(fold(name) for names in aliases.values() for name in names),
        )

    def name(self, ticker: str, official: str) -> str:
        """The name as a reader would write it, without its legal form."""
        if ticker in self.display:
            return self.display[ticker]
        name = _STATE.sub("", official).strip()
        if _shouts(name):
            name = " ".join(self._cased(word, ticker) for word in name.split())
        while (shorter := _LEGAL.sub("", name).rstrip(" ,&")) and shorter != name:
            name = shorter
        return self.written.get(ticker, {}).get(fold(name), name)

    def _cased(self, word: str, ticker: str) -> str:
        bare = word.strip(".,()")
        if bare.lower() in {"of", "and", "the", "for", "in", "de", "du", "do", "to", "y", "e"}:
            return word.lower()
        spoken = len(bare) > 3 and re.search("[AEIOU]", bare)  # "Axon", where "HSBC" is spelled out
        own = bare == ticker and not spoken
        if bare in self.capitals or ((own or len(bare) <= 3) and bare.lower() not in self.everyday):
            return word
        return re.sub(r"[A-Za-z]+('[A-Za-z]+)?", lambda part: part[0].capitalize(), word)

    def told(self, ticker: str) -> bool:
        """Whether the ticker's letters in capitals are no word or abbreviation."""
        return ticker in self.tickers or ticker.lower() not in self.everyday

    def rare(self, words: Iterable[str]) -> bool:
        """Whether at least one of the words is not an everyday one."""
        return any(word not in self.everyday and len(word) > 1 and not word.isdigit() for word in words)


@dataclass(frozen=True)
class Names:
    """All names of a table, to tell which short forms only one company can mean."""

    rows: tuple[Row, ...]
    spelling: Spelling

    @cached_property
    def _starts(self) -> dict[str, set[str]]:
        starts = defaultdict(set)
        for row in self.rows:
            if row.common and row.traded and not row.fund:
                words = fold(row.name).split()
                for count in range(1, len(words) + 1):
                    starts[" ".join(words[:count])].add(row.ticker)
        return starts

    def marks(self, row: Row) -> str:
        """What names the stock: ``n`` its name, ``c`` its name where companies are spoken of, ``t`` its bare ticker."""
        if not row.common:
            return ""
        words = fold(row.name).split()
        if self.spelling.describing.issuperset(words):
            return ""
        plain = self.spelling.rare(words) or (row.traded and len(words) > 1)
        bare = row.traded and re.fullmatch(r"[A-Z]{3,5}", row.ticker) and self.spelling.told(row.ticker)
        return ("n" if plain else "c") + ("t" if bare else "")

    def short(self, row: Row) -> list[str]:
        """The shorter forms of the name that mean no other company and are no everyday words."""
        if not row.common or not row.traded or row.fund:
            return []
        return [form for form in self._shorter(row.name) if self._safe(form, row.name, row.ticker)]

    def _shorter(self, name: str) -> Iterator[str]:
        words = name.split()
        for count in range(len(words) - 1, 0, -1):
            if count <= 2 or fold(words[count]) in self.spelling.describing:
                yield " ".join(words[:count]).rstrip(",")

    def _safe(self, form: str, name: str, ticker: str) -> bool:
        words = fold(form).split()
        if not words or form[-1] in "&-" or words[-1] in {"of", "the", "and", "&", "for", "de"}:
            return False
        if self._starts[" ".join(words)] != {ticker} or " ".join(words) in self.spelling.phrases:
            return False
        if len(words) > 1 and self.spelling.loose.issuperset(fold(name).split()[len(words) :]):
            return True
        return (len(words) > 1 or len(words[0]) > 3) and self.spelling.rare(words)


def read_rows(listings: Iterable[dict[str, str]], spelling: Spelling) -> list[Row]:
    """The table's securities, each told whether it is its company's common share."""
    first: dict[str, str] = {}
    rows = []
    for line in listings:
        ticker = line["ticker"].strip().upper()
        derived = bool(_DERIVED.search(ticker))
        if not derived:
            first.setdefault(line["cik"], ticker)
        chosen = spelling.primary.get(line["cik"].lstrip("0"), first.get(line["cik"]))
        ticker = ticker.replace("-", ".")
        name = spelling.name(ticker, " ".join(line["name"].split()))
        common = not derived and line["ticker"] == chosen
        rows.append(Row(ticker, name, line["exchange"], common))
    return rows


def table(rows: list[Row], spelling: Spelling) -> str:
    """The embedded table's text: ticker, name, exchange, marks and short forms, in the order of tickers."""
    names = Names(tuple(rows), spelling)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["ticker", "name", "exchange", "marks", "short"])
    for row in sorted(rows, key=lambda row: row.ticker):
        writer.writerow([row.ticker, row.name, row.exchange, names.marks(row), "|".join(names.short(row))])
    return out.getvalue()


def _shouts(name: str) -> bool:
    letters = [letter for letter in name if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) > 0.6 * len(letters)


def main() -> None:
    """Writes the embedded table from the listings named on the command line."""
    parser = argparse.ArgumentParser(description="build ratings/data/symbols.csv")
    parser.add_argument("listings", type=Path)
    with parser.parse_args().listings.open(encoding="utf-8", newline="") as lines:
        spelling = Spelling.load()
        rows = read_rows(csv.DictReader(lines), spelling)
    (DATA / "symbols.csv").write_text(table(rows, spelling), encoding="utf-8")


if __name__ == "__main__":
    main()
