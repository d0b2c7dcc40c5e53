"""How many rows a table has, for those that grow to millions: what was counted once is remembered."""

from storage.engine import Engine


class Tally:
    """Counts a table whose new rows get the highest id; ``forget`` must be told of rows that go."""

    def __init__(self, engine: Engine, table: str) -> None:
        self._engine = engine
        self._table = table
        self._counted = self._last = 0
        self._version: int | None = None

    def count(self) -> int:
        """How many there are."""
        version = self._others()
        if version != self._version:  # another process has written, and may have taken rows out
            self.forget()
            self._version = version
        row = self._engine.first(
            f"select count(*) as n, max(id) as last from {self._table} where id > :last", {"last": self._last}
        )
        if row and row["n"]:
            self._counted += row["n"]
            self._last = row["last"]
        return self._counted

    def forget(self) -> None:
        """Count them all the next time."""
        self._counted = self._last = 0

    def _others(self) -> int:
        """A number that changes whenever another process writes."""
        row = self._engine.first("select data_version from pragma_data_version")
        return int(row["data_version"]) if row else 0
