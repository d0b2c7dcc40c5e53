"""Words and money: how a text is cut, and which figures are prices."""

from decimal import Decimal

import pytest

from ratings.words import pieces, words_of


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("$1,250.50", "1250.50", "USD"),
        ("C$62", "62", "CAD"),
        ("US$27", "27", "USD"),
        ("HK$5.5", "5.5", "HKD"),
        ("€310", "310", "EUR"),
        ("EUR 102.00", "102.00", "EUR"),
        ("1,430p", "1430", "GBX"),
        ("985 pence", "985", "GBX"),
        ("GBX 455", "455", "GBX"),
        ("Rs 2,150", "2150", "INR"),
        ("Rs. 2,150", "2150", "INR"),
        ("₹720", "720", "INR"),
        ("12 euros", "12", "EUR"),
        ("45c", "0.45", None),
        ("SEK 120", "120", "SEK"),
        ("120 kronor", "120", "SEK"),
    ],
)
def test_reads_money(text: str, amount: str, currency: str | None) -> None:
    """A price is its amount and the currency that is printed."""
    (piece,) = [piece for piece in pieces(f"target to {text} today") if piece.kind == "money"]
    assert piece.value is not None
    assert (piece.value.amount, piece.value.currency) == (Decimal(amount), currency)


@pytest.mark.parametrize("text", ["$9.7 billion", "$28m", "$5B", "12.5%", "7 percent", "2026", "3M", "1Q13"])
def test_leaves_other_figures(text: str) -> None:
    """Millions, percents, years and names with figures are no prices."""
    assert all(piece.kind != "money" for piece in pieces(f"target to {text} today"))


@pytest.mark.parametrize("text", ["XQ$12", "Z$ 4.50"])
def test_takes_an_unknown_sign_for_a_word(text: str) -> None:
    """A figure behind a sign that no table knows is no price, and no mistake."""
    assert [piece.kind for piece in pieces(f"target to {text} today")] == ["word"] * 4


def test_keeps_places() -> None:
    """Each piece knows where it stands, whatever lower case does to the text."""
    text = "İstanbul’s Equal-Weight – J.P. Morgan’s O’Reilly (NYSE: T)"
    written = [text[piece.start : piece.end].replace("’", "'") for piece in pieces(text)]
    assert [word.replace("İ", "i").lower() for word in written] == [word.replace("İ", "i") for word in words_of(text)]
    assert "weight" in words_of(text)
    assert "o'reilly" in words_of(text)
