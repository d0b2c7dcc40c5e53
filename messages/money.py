"""Amounts as people write them: $18, 1,250p, C$9.50, +44 %; in other languages "1.250,50 $"."""

from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_decimal

from messages.tongue import locale

_BEFORE = {
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "CAD": "C$",
    "AUD": "A$",
    "NZD": "NZ$",
    "HKD": "HK$",
    "SGD": "S$",
    "TWD": "NT$",
    "BRL": "R$",
    "INR": "₹",
    "JPY": "¥",
    "CNY": "CN¥",
    "KRW": "₩",
    "ILS": "₪",
}
_BEHIND = {"GBX": "p", "ZAC": "c"}
_MOST_DIGITS = 15


def money(amount: Decimal, currency: str | None) -> str:
    """An amount with its sign or code; the bare number where the currency is unknown."""
    number = _number(amount)
    if currency is None:
        return number
    if currency in _BEHIND:
        return number + _BEHIND[currency]
    if locale().currency_formats["standard"].pattern.startswith("¤"):
        return _BEFORE.get(currency, f"{currency} ") + number
    return f"{number} {_BEFORE.get(currency, currency)}"


def change(old: Decimal, new: Decimal) -> str | None:
    """How far new lies from old in percent, or None from nothing; below one percent with one decimal."""
    if old <= 0:
        return None
    percent = (new - old) / old * 100
    step = Decimal("0.1") if abs(percent) < 1 else Decimal(1)
    if abs(percent) >= 10**_MOST_DIGITS:
        return None
    rounded = percent.quantize(step, rounding=ROUND_HALF_UP)
    sign = "−" if rounded < 0 else "+"
    return f"{sign}{_spelled(abs(rounded))} %"


def _number(amount: Decimal) -> str:
    if abs(amount) >= 10**_MOST_DIGITS:
        return f"{amount:.3e}"
    if amount == amount.to_integral_value():
        return _spelled(amount.to_integral_value())
    cents = amount.quantize(Decimal("0.01"))
    return _spelled(cents if amount == cents else amount.normalize())


def _spelled(amount: Decimal) -> str:
    """The number with as many decimals as it has."""
    decimals = max(-int(amount.as_tuple().exponent), 0)
    places = "." + "0" * decimals if decimals else ""
    return str(format_decimal(amount, "#,##0" + places, locale=locale(), decimal_quantization=False))
