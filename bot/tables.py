"""Tables on the terminal, or in a file."""

from rich.console import Console
from rich.table import Table

WIDE = 250  # columns where nobody's terminal ends: a line in a file can be searched as a whole


def show(table: Table) -> None:
    """Print it as wide as the terminal; into a file or another program, as wide as it is."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=max(WIDE, console.width))
    for column in table.columns:
        column.overflow = "fold"  # an error cut short tells nothing
    console.print(table)
