"""How long each host wants us to wait between two of its pages, asked once a day."""

from feeds.decode import decode
from feeds.errors import FeedError
from feeds.links import site
from feeds.robots import crawl_delay
from services.manners import Manners
from services.ports import Clock, Outlets

AGENT = "ratingwire"
DAY = 86_400.0
REMEMBERED = 10_000  # hosts


class CrawlDelays:
    """The robots.txt of hosts whose articles are read."""

    def __init__(self, outlets: Outlets, clock: Clock, manners: Manners) -> None:
        self._outlets = outlets
        self._clock = clock
        self._manners = manners
        self._known: dict[str, tuple[float, float]] = {}  # host -> monotonic second of the answer, seconds wanted

    async def of(self, url: str) -> float:
        """The seconds that an address's host wants; 0 where it doesn't say. Raises RestingError."""
        host, now = site(url), self._clock.monotonic()
        asked, wanted = self._known.get(host, (now - DAY, 0.0))
        if now - asked < DAY:
            return wanted
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[host] = (now, wanted)  # whoever comes meanwhile asks no second time
        self._known[host] = (now, await self._ask(f"{url.partition(':')[0]}://{host}/robots.txt"))
        return self._known[host][1]

    async def _ask(self, url: str) -> float:
        try:
            async with self._manners.turn(url):
                page = await self._outlets.page(url)
        except FeedError:
            return 0.0
        return crawl_delay(decode(page.body, page.content_type), AGENT)
