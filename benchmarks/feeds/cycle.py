"""One cycle of many feeds: 80 % answer 304, 15 % an unchanged body, 5 % two new stories."""

import asyncio
import json
import sys
import time

from benchmarks.feeds.past import Wanted
from benchmarks.feeds.stage import Delays, open_stage, resident, spent
from bot.logs import configure
from bot.process import drive

SECONDS = 6.0  # over which the cycle is spread
HOSTS = 200
GAP = 0.0  # seconds between two questions to one of so few hosts


def mixture(count: int) -> list[Wanted]:
    """The feeds of a cycle."""
    kinds = ["news"] + ["same"] * 3 + ["still"] * 16
    return [Wanted(kinds[number % 20], number // 20 if number % 20 == 0 else number) for number in range(count)]


async def cycle(port: int, count: int) -> dict[str, float]:
    """Poll each of the feeds once; gives processor seconds, the loop's delay, memory."""
    async with open_stage(interval=10 * SECONDS, gap=GAP) as stage:
        feeds = mixture(count)
        await stage.know(feeds, port, HOSTS, within=SECONDS)
        delays, begun = Delays(), spent()
        watching = asyncio.create_task(delays.watch())
        since = time.monotonic()
        await stage.ticks(lambda: time.monotonic() - since > SECONDS + 4)
        watching.cancel()
        cost = spent() - begun
        states = await stage.memory.ask(lambda store: store.feeds.active())
        stories = await stage.memory.ask(lambda store: store.stories.count())
        return {
            "feeds": len(states),
            "failed": sum(bool(state.error) for state in states),
            "stories": stories,
            "cpu": cost,
            "delay_p99": delays.at(0.99),
            "delay_max": delays.at(1),
            "memory": resident(),
        }


if __name__ == "__main__":
    configure(level="info")
    print(json.dumps(drive(cycle(int(sys.argv[1]), int(sys.argv[2])))))
