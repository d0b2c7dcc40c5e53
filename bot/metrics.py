"""The bot's figures, as Prometheus reads them."""

from collections.abc import Callable, Iterable, Iterator
from typing import ParamSpec, TypeVar

from prometheus_client import CollectorRegistry, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot import VERSION
from bot.pace import Pace
from bot.pulse import PATIENCE, Pulse
from services.health import Figures
from services.ports import Workshop

P = ParamSpec("P")
T = TypeVar("T")

QUANTILES = (0.5, 0.95, 1.0)
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """A registry of our own: what libraries count of themselves stays out of it."""

    def __init__(self, pace: Pace, pulse: Pulse) -> None:
        self._registry = CollectorRegistry()
        self._live = _Live(pace, pulse)
        self._registry.register(self._live)
        build = Gauge("ratingwire_build_info", "The version that runs.", ["version"], registry=self._registry)
        build.labels(version=VERSION).set(1)
        self.reading = Histogram(
            "ratingwire_reading_seconds",
            "How long a feed, an article or a story took to be read.",
            ["work"],
            registry=self._registry,
            buckets=BUCKETS,
        )

    def page(self, figures: Figures) -> bytes:
        """All of it as text."""
        self._live.figures = figures
        return generate_latest(self._registry)


class TimedWorkshop:
    """A workshop whose work is timed."""

    def __init__(self, workshop: Workshop, reading: Histogram) -> None:
        self._workshop = workshop
        self._reading = reading

    async def do(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The answer of ``work(...)``, or its exception."""
        with self._reading.labels(work=getattr(work, "__name__", "work")).time():
            return await self._workshop.do(work, *args, **kwargs)


class _Live(Collector):
    """What is asked for at the moment it is shown."""

    def __init__(self, pace: Pace, pulse: Pulse) -> None:
        self._pace = pace
        self._pulse = pulse
        self.figures: Figures | None = None

    def describe(self) -> Iterable[Metric]:
        """Nothing is known before the first page."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Every figure."""
        yield CounterMetricFamily("ratingwire_sends", "Messages that Telegram took.", value=self._pace.sent)
        yield CounterMetricFamily("ratingwire_refusals", "Answers 429 from Telegram.", value=self._pace.refused)
        yield _gauge("ratingwire_pace", "Messages a second that may go out at the most.", self._pace.rate)
        yield _gauge("ratingwire_pace_waiting", "Messages that wait for their turn.", self._pace.waiting)
        silent = self._pulse.silent()
        alive = {part: float(part not in silent) for part in PATIENCE}
        yield _by("ratingwire_alive", "Whether a part gave a sign of life lately.", "part", alive)
        if self.figures is not None:
            yield from _remembered(self.figures)


def _remembered(figures: Figures) -> Iterator[Metric]:
    yield _by("ratingwire_outbox", "Messages in the outbox, sent ones aside.", "state", figures.queue)
    yield _gauge("ratingwire_oldest_alert_seconds", "For how long the oldest alert has been due.", figures.oldest)
    yield _by("ratingwire_feeds", "Feeds in use.", "state", figures.feeds)
    yield _quantiles("ratingwire_finding_seconds", "From a story's publication to our seeing it.", figures.finding)
    yield _quantiles("ratingwire_sending_seconds", "From an alert's being queued to its being sent.", figures.sending)


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, text, value=value)


def _by(name: str, text: str, label: str, values: dict[str, int] | dict[str, float]) -> Metric:
    family = GaugeMetricFamily(name, text, labels=[label])
    for value, count in values.items():
        family.add_metric([value], count)
    return family


def _quantiles(name: str, text: str, seconds: list[float]) -> Metric:
    """Of the newest, since those of all time would hide a bad hour."""
    family = GaugeMetricFamily(name, text, labels=["quantile"])
    ordered = sorted(seconds)
    for quantile in QUANTILES if ordered else ():
        family.add_metric([str(quantile)], ordered[min(int(quantile * len(ordered)), len(ordered) - 1)])
    return family
