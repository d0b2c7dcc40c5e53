"""The benchmark's outlets, started and told what to serve."""

import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def outlets(count: int, news: int) -> Iterator[int]:
    """Outlets at so many addresses of loopback, with so many feeds that have news; gives their port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.feeds.server", str(count), str(news)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.stdin.close()
        process.wait(timeout=10)


def turn_page(port: int, edition: int) -> None:
    """Have the feeds with news serve another edition."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/edition/{edition}", timeout=10) as answer:
        answer.read()
