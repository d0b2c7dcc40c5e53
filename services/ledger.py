"""What looks left behind, written together: a transaction for each of ten thousand feeds would wear out any disk."""

from storage.feeds import FeedState
from storage.looks import same_but_times
from storage.store import Memory, Store


class Ledger:
    """States of feeds on their way to storage.

    What is lost with the process is a look without news, which is then done again: whoever brought news writes at once.
    """

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._states: dict[int, FeedState] = {}
        self._times: dict[int, FeedState] = {}  # of feeds whose looks left nothing but the time
        self._traces: dict[int, bytes] = {}

    def note(self, before: FeedState, state: FeedState, traces: bytes | None = None) -> None:
        """Have a feed's state, which was read as ``before``, written with the next flush."""
        if state.id not in self._states and same_but_times(before, state):
            self._times[state.id] = state
        else:
            self._times.pop(state.id, None)
            self._states[state.id] = state
        if traces is not None:
            self._traces[state.id] = traces

    def holds(self, feed_id: int) -> bool:
        """Whether what was noted of a feed is still to be written."""
        return feed_id in self._states or feed_id in self._times

    async def flush(self) -> None:
        """Write all of it; what can't be written stays noted. Raises StorageError."""
        if not self._states and not self._times:
            return
        states, self._states = self._states, {}
        times, self._times = self._times, {}
        traces, self._traces = self._traces, {}
        try:
            await self._memory.ask(_write, list(states.values()), list(times.values()), list(traces.items()))
        except BaseException:
            # a whole state that was noted meanwhile is newer than the times that were to be written
            self._times = {key: one for key, one in (times | self._times).items() if key not in self._states}
            self._states = states | self._states
            self._traces = traces | self._traces
            raise


def _write(store: Store, states: list[FeedState], times: list[FeedState], traces: list[tuple[int, bytes]]) -> None:
    with store.transaction():
        store.looks.save(states)
        store.looks.save_times(times)
        store.looks.remember(traces)
