"""What looks left behind, written together: a transaction for each of ten thousand feeds would wear out any disk."""

from storage.feeds import FeedState
from storage.store import Memory, Store


class Ledger:
    """States of feeds on their way to storage.

    What is lost with the process is a look without news, which is then done again: whoever brought news writes at once.
    """

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._states: dict[int, FeedState] = {}
        self._traces: dict[int, bytes] = {}

    def note(self, state: FeedState, traces: bytes | None = None) -> None:
        """Have this written with the next flush."""
        self._states[state.id] = state
        if traces is not None:
            self._traces[state.id] = traces

    async def flush(self) -> None:
        """Write all of it; what can't be written stays noted. Raises StorageError."""
        if not self._states:
            return
        states, self._states = self._states, {}
        traces, self._traces = self._traces, {}
        try:
            await self._memory.ask(_write, list(states.values()), list(traces.items()))
        except BaseException:
            self._states = states | self._states
            self._traces = traces | self._traces
            raise


def _write(store: Store, states: list[FeedState], traces: list[tuple[int, bytes]]) -> None:
    with store.transaction():
        store.looks.save(states)
        store.looks.remember(traces)
