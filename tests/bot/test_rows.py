"""Files of history, in whatever shape they come, are rows."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rows import NotHistoryError, Row, read_rows

ONE, TWO = {"id": "1", "ticker": "CIFR"}, {"id": "2", "notes": 'a "ratings": [ in \\ a text ] } {'}
HEAD = b"GradeDate,Firm,ToGrade,FromGrade,Action\n"


def rows(content: bytes) -> list[Row]:
    length, found = read_rows(io.BytesIO(content))
    told = list(found)
    assert all(0 <= row.read <= length for row in told)
    return told


def dumped(value: object, indent: int | None = None) -> bytes:
    return json.dumps(value, indent=indent).encode()


@pytest.mark.parametrize(
    "content",
    [
        dumped([ONE, TWO]),
        dumped([ONE, TWO], indent=2),
        dumped({"ratings": [ONE, TWO]}),
        dumped({"ratings": [ONE, TWO]}, indent=2),
        dumped({"page": 0, "next": None, "kind": "x", "ratings": [ONE, TWO], "count": 2}),
        dumped({"ratings": [ONE]}) + b"\n" + dumped({"ratings": [TWO]}),
        dumped({"ratings": [ONE]}) + b"\n\n" + dumped([]) + b"\n" + dumped([TWO]) + b"\n",
        dumped(ONE) + b"\n" + dumped(TWO),
        b"\xef\xbb\xbf" + dumped(ONE) + b"\r\n\r\n" + dumped(TWO) + b"\r\n",
        b"\n  \n" + dumped([ONE, TWO]),
    ],
    ids=range(10),
)
def test_json(content: bytes) -> None:
    """JSON lines, an array and pages of ratings hold the same records."""
    assert [row.fields for row in rows(content)] == [ONE, TWO]


def test_csv() -> None:
    """A table's rows come under their heads, with the line where they end."""
    found = rows(b"\xef\xbb\xbf" + HEAD + b'2025-11-24,"Quill,\nReed",Buy,,up\n2025-11-25,UBS,Buy\n')
    assert [row.fields["Firm"] for row in found] == ["Quill,\nReed", "UBS"]
    assert [row.place for row in found] == ["line 3", "line 4"]
    assert found[1].fields["Action"] is None


@pytest.mark.parametrize(
    ("content", "places"),
    [
        (dumped(ONE) + b"\n{\n[]\n" + dumped(TWO), {"line 2": "no JSON", "line 3": "no JSON"}),
        (b"{oops\n" + dumped(TWO), {"line 1": "no JSON"}),
        (dumped([ONE, "text", 5, TWO]), {"record 2": "no JSON object", "record 3": "no JSON object"}),
        (dumped([ONE, TWO])[:-20], {"record 2": "nothing behind it"}),
        (dumped([ONE])[:-1], {"record 2": "nothing behind it"}),
        (dumped([ONE]) + b"\n" + dumped(TWO), {"behind record 1": "something else"}),
        (HEAD + b"2025-11-24,UBS,Buy,,up,and,more\n", {"line 2": "more cells"}),
        (HEAD + b"2025-11-24," + b"x" * 200_000 + b",Buy,,up\n2025-11-24,UBS,Buy,,up\n", {"line 2": "not CSV"}),
        (b"[" * 100_000, {"record 1": "nothing behind it"}),
    ],
    ids=range(9),
)
def test_bad_rows(content: bytes, places: dict[str, str]) -> None:
    """What is no row is told with its place and a reason; what can still be read is."""
    bad = {row.place: row.mistake for row in rows(content) if row.mistake}
    assert bad.keys() == places.keys()
    assert all(words in (bad[place] or "") for place, words in places.items())


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf", b"date,open,close\n1,2,3\n", b"hello", b"[\xff]"])
def test_no_history(content: bytes) -> None:
    """A file of something else is refused as a whole."""
    with pytest.raises(NotHistoryError):
        rows(content)


@given(st.one_of(st.binary(), st.text().map(str.encode), st.text('[]{}",: \nratings').map(str.encode)))
def test_any_file(content: bytes) -> None:
    """Whatever is in a file, it is read or refused."""
    try:
        found = rows(content)
    except NotHistoryError:
        return
    assert all(row.mistake or isinstance(row.fields, dict) for row in found)
