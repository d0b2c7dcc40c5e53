"""Which expressions may match a text, told by the strings that it holds of those that they need."""

from collections.abc import Iterable, Mapping, Sequence

from ratings.needs import needs

Needed = Sequence[Iterable[str]]  # sets of strings, of each of which a match holds one


class Likely:
    """A row of expressions by what they need."""

    def __init__(self, expressions: Iterable[Needed]) -> None:
        """Takes what each expression needs, in the order in which they count."""
        needed = list(expressions)
        self._count = len(needed)
        self._all = (1 << self._count) - 1
        self._rows = max(map(len, needed), default=0)
        # One bit for each need of each expression, a row of them after the other; what one does not need is given.
        self._given = 0
        self._bits: dict[str, int] = {}
        for number, sets in enumerate(needed):
            for row in range(self._rows):
                bit = 1 << (row * self._count + number)
                if row >= len(sets):
                    self._given |= bit
                for string in sets[row] if row < len(sets) else ():
                    self._bits[string] = self._bits.get(string, 0) | bit

    @property
    def bits(self) -> Mapping[str, int]:
        """All strings that any of them needs, each with its share of what a text holds."""
        return self._bits

    def numbers(self, strings: Iterable[str]) -> list[int]:
        """The numbers of the expressions that may match where a text holds these strings, in their order."""
        held = 0
        for string in strings:
            held |= self._bits.get(string, 0)
        return self.told(held)

    def told(self, held: int) -> list[int]:
        """The numbers of the expressions that may match a text that holds the strings of these bits, in their order."""
        held |= self._given
        left = self._all
        for _ in range(self._rows):
            left &= held
            if not left:
                return []
            held >>= self._count
        found: list[int] = []
        while left:
            lowest = left & -left
            found.append(lowest.bit_length() - 1)
            left ^= lowest
        return found


def tags_needed(pattern: str) -> list[set[str]]:
    """What a pattern over tags needs, tag by tag."""
    found: list[set[str]] = []
    for strings in needs(pattern):
        found += [set(tags) for tags in zip(*strings, strict=False)]
    return [tags for number, tags in enumerate(found) if tags not in found[:number]]
