"""How often one outlet is asked for a page: no host more than once a second, whoever asks."""

from feeds.links import host
from services.ports import Clock

GAP = 1.0  # seconds between two pages of one host
REMEMBERED = 1_000  # hosts


class Manners:
    """Turns at each host, handed out in the order in which they are asked for."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._free: dict[str, float] = {}  # host -> when its next turn may be

    async def turn(self, url: str) -> None:
        """Come back when the host of this address may be asked."""
        outlet = host(url)
        now = self._clock.monotonic()
        at = max(now, self._free.get(outlet, now))
        self._free[outlet] = at + GAP
        if len(self._free) > REMEMBERED:
            self._free = {name: free for name, free in self._free.items() if free > now}
        if at > now:
            await self._clock.sleep(at - now)
