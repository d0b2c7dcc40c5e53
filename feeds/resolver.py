"""Names to addresses, on threads of their own: a name server that hangs keeps nobody else waiting."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor

from aiohttp.abc import AbstractResolver, ResolveResult

SECONDS = 5.0  # for one name
THREADS = 32


class Resolver(AbstractResolver):
    """The machine's own resolver within a time limit; raises OSError where there is no answer."""

    def __init__(self, *, seconds: float = SECONDS, threads: int = THREADS) -> None:
        self._seconds = seconds
        self._threads = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="names")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Every address of a name."""
        loop = asyncio.get_running_loop()
        asked = loop.run_in_executor(self._threads, look_up, host, port, family)
        try:
            found = await asyncio.wait_for(asked, self._seconds)
        except TimeoutError as error:
            raise OSError("the name server does not answer") from error
        return [
            ResolveResult(hostname=host, host=address, port=port, family=kind, proto=0, flags=socket.AI_NUMERICHOST)
            for kind, address in found
        ]

    async def close(self) -> None:
        """Give up what is still being asked."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def look_up(host: str, port: int, family: int) -> list[tuple[socket.AddressFamily, str]]:
    """The addresses of a name with their families, each once."""
    answers = socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    return list(dict.fromkeys((kind, str(place[0])) for kind, _, _, _, place in answers))
