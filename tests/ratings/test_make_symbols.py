"""The tool that builds the embedded table of listings."""

import csv
import io

import pytest

from tools.make_symbols import Spelling, read_rows, table

LISTINGS = """\
cik,ticker,exchange,name
1,QAN,NYSE,QUANDARY HOLDINGS INC /DE/
1,QAN-PA,NYSE,QUANDARY HOLDINGS INC /DE/
1,QAN-WT,NYSE,QUANDARY HOLDINGS INC /DE/
2,BRK-B,NYSE,BERKSHIRE HATHAWAY INC
2,BRK-A,NYSE,BERKSHIRE HATHAWAY INC
14693,BF-A,NYSE,BROWN FORMAN CORP
14693,BF-B,NYSE,BROWN FORMAN CORP
3,TEAMX,Nasdaq,"Team, Inc."
4,ZYXWF,OTC,Zyxwal Mining Ltd.
5,ZYXA,Nasdaq,Zyxora Therapeutics Inc
6,ZYXB,Nasdaq,Zyxora Energy Inc
7,HLPF,NYSE,HELPFUL MUNICIPAL FUND INC
"""


@pytest.fixture(scope="module")
def built() -> dict[str, dict[str, str]]:
    spelling = Spelling.load()
    text = table(read_rows(csv.DictReader(io.StringIO(LISTINGS)), spelling), spelling)
    return {row["ticker"]: row for row in csv.DictReader(io.StringIO(text))}


def test_names_lose_shouting_and_legal_forms(built: dict[str, dict[str, str]]) -> None:
    """A name is written as readers write it: without its legal form and state, and not in capitals."""
    assert built["QAN"]["name"] == "Quandary Holdings"
    assert built["TEAMX"]["name"] == "Team"
    assert built["ZYXWF"]["name"] == "Zyxwal Mining"


@pytest.mark.parametrize("ticker", ["QAN.PA", "QAN.WT", "BRK.A", "BF.A"])
def test_other_securities_have_no_name(built: dict[str, dict[str, str]], ticker: str) -> None:
    """Preferred shares, warrants and the lesser share class are found by ticker alone."""
    assert built[ticker]["marks"] == ""


@pytest.mark.parametrize("ticker", ["QAN", "BRK.B", "BF.B"])
def test_the_common_share_has_the_name(built: dict[str, dict[str, str]], ticker: str) -> None:
    """The first common share of a company, or the one that is named for it, has its name."""
    assert "n" in built[ticker]["marks"]


def test_an_everyday_word_is_marked(built: dict[str, dict[str, str]]) -> None:
    """A name that is an everyday word names its company only where companies are spoken of."""
    assert built["TEAMX"]["marks"].startswith("c")


def test_short_forms_mean_one_company(built: dict[str, dict[str, str]]) -> None:
    """A short form is given where no other company's name begins with it, and only to stocks on exchanges."""
    assert built["QAN"]["short"] == "Quandary"
    assert built["ZYXA"]["short"] == ""
    assert built["ZYXWF"]["short"] == ""
    assert built["HLPF"]["short"] == ""
