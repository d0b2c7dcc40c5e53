"""What a person types becomes stocks: tickers, cashtags, names, and a suggestion for a slip."""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils
from rapidfuzz.distance import OSA

from messages.views import Suggestion, Unknown
from ratings.symbols import Directory, Listing

NAME_WORDS = 6  # the longest run of words tried as one company's name
SUGGESTIONS = 3
NAME_SCORE = 80.0  # of 100, below which a name is no likely slip of another
EXCHANGES = ("Nasdaq", "NYSE", "CBOE")
LEGAL_FORMS = frozenset(
    {
        "inc",
        "corp",
        "corporation",
        "co",
        "company",
        "ltd",
        "limited",
        "plc",
        "holdings",
        "group",
        "sa",
        "nv",
        "ag",
        "the",
    }
)
SEPARATORS = re.compile(r"[,;\n]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """The stocks that were asked for, in order and each once, and the words that name none."""

    found: tuple[Listing, ...]
    unknown: tuple[Unknown, ...]


class Companies:
    """Reads what people type with the directory at hand."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._names: dict[str, str] = {}
        for name, ticker in directory.names().items():
            self._names.setdefault(_plain_name(name), ticker)
        self._tickers = sorted(set(directory.names().values()))

    def name(self, ticker: str) -> str:
        """The company's name, or the ticker where the table has none."""
        return self.listing(ticker).name

    def listing(self, ticker: str) -> Listing:
        """The stock of a ticker that was read before; one that the table has lost since goes by its ticker."""
        return self._directory.listing(ticker) or Listing(ticker=ticker, name=ticker, exchange="")

    def ticker(self, words: str) -> str | None:
        """The ticker that a person means who types one, a cashtag or a company's name."""
        listing = self._directory.resolve(words)
        return listing.ticker if listing else None

    def read(self, text: str) -> Asked:
        """Tickers and names in any mix: "CIFR $riot, marathon digital"."""
        found: dict[str, Listing] = {}
        unknown: dict[str, Unknown] = {}
        for chunk in SEPARATORS.split(text):
            stocks, missing = self._read_words(chunk.split())
            if missing and not stocks and 1 < len(missing) <= NAME_WORDS and (meant := self.suggest(chunk)):
                unknown[chunk.casefold()] = Unknown(words=chunk.strip(), suggestions=meant)  # one name with a slip
                continue
            found |= {listing.ticker: listing for listing in stocks}
            unknown |= {word.casefold(): Unknown(words=word, suggestions=self.suggest(word)) for word in missing}
        return Asked(tuple(found.values()), tuple(unknown.values()))

    def _read_words(self, words: list[str]) -> tuple[list[Listing], list[str]]:
        """The stocks that the words name one after the other, and the words between that name none."""
        stocks, missing = [], []
        while words:
            listing, used = self._longest(words)
            if listing is None:
                missing.append(words[0])
            else:
                stocks.append(listing)
            words = words[used:]
        return stocks, missing

    def _longest(self, words: list[str]) -> tuple[Listing | None, int]:
        """The stock that the longest run of leading words names, and how many words that is."""
        for count in range(min(NAME_WORDS, len(words)), 0, -1):
            if listing := self._directory.resolve(" ".join(words[:count])):
                return listing, count
        return None, 1

    def suggest(self, words: str) -> tuple[Suggestion, ...]:
        """The stocks whose ticker is one slip away, then those whose name is near."""
        likely = [*self._near_tickers(words.lstrip("$").upper()), *self._near_names(words)]
        return tuple(named(self.listing(ticker)) for ticker in dict.fromkeys(likely))[:SUGGESTIONS]

    def _near_tickers(self, slip: str) -> list[str]:
        """Swapped letters before a wrong one, a wrong one before one too many or too few, exchanges before the rest."""
        if len(slip) < 3:  # nearly everything is one slip away
            return []
        near = process.extract(slip, self._tickers, scorer=OSA.distance, score_cutoff=1, limit=None)
        return sorted((ticker for ticker, _, _ in near), key=lambda ticker: self._unlikeliness(slip, ticker))

    def _unlikeliness(self, slip: str, ticker: str) -> tuple[bool, bool, bool, bool, str]:
        listing = self._directory.listing(ticker)
        return (
            sorted(slip) != sorted(ticker),
            listing is None or listing.exchange not in EXCHANGES,
            len(slip) != len(ticker),
            slip[0] != ticker[0],
            ticker,
        )

    def _near_names(self, words: str) -> list[str]:
        near = process.extract(
            _plain_name(words), list(self._names), scorer=fuzz.ratio, score_cutoff=NAME_SCORE, limit=SUGGESTIONS
        )
        return [self._names[name] for name, _, _ in near]


def named(listing: Listing) -> Suggestion:
    """A stock as messages name it."""
    return Suggestion(ticker=listing.ticker, name=listing.name)


def _plain_name(name: str) -> str:
    """A name without its legal form, which nobody types."""
    words = utils.default_process(name).split()
    return " ".join(word for word in words if word not in LEGAL_FORMS) or " ".join(words)
