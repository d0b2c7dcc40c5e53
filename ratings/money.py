"""Amounts of money as stories write them: signs, codes and words on either side of a figure."""

from dataclasses import dataclass
from decimal import Decimal

from ratings.tables import table

_TABLE = table("money")
_CODES = frozenset(_TABLE["codes"])
CENTS: frozenset[str] = frozenset(_TABLE["cents"])
GLUED = "|".join(sorted(_CODES) + _TABLE["glued"])  # what stands before a figure without a space, as alternatives
SCALES: frozenset[str] = frozenset(_TABLE["scales"])


@dataclass(frozen=True, slots=True)
class Money:
    """An amount per share and its currency (ISO 4217, GBX for pence; None where no currency is printed)."""

    amount: Decimal
    currency: str | None


def is_code(word: str) -> bool:
    """Whether a word is a currency's code."""
    return word in _CODES


def signed(sign: str) -> str | None:
    """The currency of a sign or code before a figure ("C$", "Rs", "EUR")."""
    signs = _TABLE["signs"]
    return signs.get(sign) or signs.get(sign.lower()) or (sign if sign in _CODES else None)


def measured(unit: str) -> str | None:
    """The currency of a unit or code after a figure ("p", "euros", "SEK")."""
    units = _TABLE["units"]
    return units.get(unit) or units.get(unit.lower()) or (unit if unit in _CODES else None)


def number(figure: str) -> Decimal:
    """The number that a figure stands for, with commas between its thousands or before its cents ("76,05")."""
    whole, comma, cents = figure.rpartition(",")
    return (
        Decimal(f"{whole.replace(',', '')}.{cents}") if comma and len(cents) == 2 else Decimal(figure.replace(",", ""))
    )
