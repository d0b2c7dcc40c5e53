"""Two thousand hosts of which two hundred never answer: whether the others are looked at on time."""

import json
import sys
import time

from benchmarks.feeds.past import Wanted
from benchmarks.feeds.stage import open_stage
from bot.logs import configure
from bot.process import drive

INTERVAL = 10.0
SECONDS = 40.0
HANGING, ALL = 200, 2000


async def hanging(port: int) -> dict[str, float]:
    """The lateness of looks at hosts that are well, in intervals."""
    feeds = [Wanted("hang" if number < HANGING else "still", number) for number in range(ALL)]
    looks: dict[str, list[float]] = {}
    async with open_stage(interval=INTERVAL, gap=0.5) as stage:
        fetch = stage.fetcher.fetch

        async def noting(url: str, *more: object) -> object:
            looks.setdefault(url, []).append(time.monotonic())
            return await fetch(url, *more)  # type: ignore[arg-type]

        stage.fetcher.fetch = noting  # type: ignore[method-assign,assignment]
        await stage.know(feeds, port, ALL, within=INTERVAL)
        since = time.monotonic()
        await stage.ticks(lambda: time.monotonic() - since > SECONDS, wait=False)
    late = sorted(
        after - before - INTERVAL
        for url, times in looks.items()
        if "/still/" in url
        for before, after in zip([since, *times], [*times, since + SECONDS], strict=True)
    )
    return {"looks": len(late), "late_p99": late[int(0.99 * len(late))] / INTERVAL, "late_max": late[-1] / INTERVAL}


if __name__ == "__main__":
    configure(level="error")
    print(json.dumps(drive(hanging(int(sys.argv[1])))))
