"""Lists in whatever form they come."""

import contextlib
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratings.symbols import directory
from services.companies import Companies
from services.holdings import LARGEST, NotAListError, read_file, read_list
from services.imports import ListReader

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "data/imports/lists.toml").read_text(encoding="utf-8")
)["case"]
TABLE = "Ticker,Company\nAAPL,Äpfel\nCIFR,Cipher\n"


@pytest.fixture(scope="module")
def reader() -> ListReader:
    """A reader with the whole directory."""
    return ListReader(Companies(directory()), directory())


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_lists(case: dict[str, Any], reader: ListReader) -> None:
    """A list names its stocks, tells what is unknown, and passes over what is none."""
    found = reader.read(read_list(case["text"]))
    assert [stock.ticker for stock in found.stocks] == case["stocks"]
    assert [one.words for one in found.unknown] == case.get("unknown", [])
    assert found.skipped == case.get("skipped", 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings(encoding: str, delimiter: str, reader: ListReader) -> None:
    """A table is read in whatever encoding and with whatever delimiter it was written."""
    found = reader.read(read_file(TABLE.replace(",", delimiter).encode(encoding)))
    assert [stock.ticker for stock in found.stocks] == ["AAPL", "CIFR"]


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04", b"%PDF-1.7", b"<opml", b"[{", b"\x89PNG\0\0\0", b"x" * (LARGEST + 1)]
)
def test_no_lists(content: bytes) -> None:
    """What is no list is said to be none."""
    with pytest.raises(NotAListError):
        read_file(content)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
def test_any_file(content: bytes) -> None:
    """Any bytes are a list or are said to be none."""
    with contextlib.suppress(NotAListError):
        assert read_file(content).skipped >= 0
