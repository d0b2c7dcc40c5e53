"""docs/reliability.md tells the truth about what is tested."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/reliability.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([PF]\d+) \|(.*)\|$", PAGE, re.MULTILINE)
NAMED = sorted(set(re.findall(r"`([\w/]+\.py)::(test_\w+)`", PAGE)))


def test_every_row_is_there() -> None:
    """Each promise and each fault has its one row."""
    expected = [f"P{number}" for number in range(1, 33)] + [f"F{number}" for number in range(1, 137)]
    assert [name for name, _ in ROWS] == expected


@pytest.mark.parametrize(("name", "row"), ROWS, ids=[name for name, _ in ROWS])
def test_row_names_a_test_or_a_reason(name: str, row: str) -> None:
    """A row's last cell names a test, or says why there is none."""
    assert re.search(r"`[\w/]+\.py::test_\w+`|none: \w", row.rpartition("|")[2])


@pytest.mark.parametrize(("file", "test"), NAMED, ids=["::".join(named) for named in NAMED])
def test_named_tests_exist(file: str, test: str) -> None:
    """Every test that the page names is one."""
    source = (ROOT / "tests" / file).read_text(encoding="utf-8")
    assert re.search(rf"^(async )?def {test}\(", source, re.MULTILINE)
