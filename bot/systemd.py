"""What systemd is told of the process: that it is ready, alive, stopping; nothing where no systemd asked."""

import contextlib
import os
import socket
from collections.abc import Mapping

MICROSECONDS = 1_000_000


class Systemd:
    """The other end of NOTIFY_SOCKET, as sd_notify(3) describes it."""

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        self._address = environ.get("NOTIFY_SOCKET", "")
        if self._address.startswith("@"):
            self._address = "\0" + self._address[1:]  # Linux' abstract sockets
        self._pid = environ.get("WATCHDOG_PID", "")
        self._limit = environ.get("WATCHDOG_USEC", "")

    @property
    def watchdog(self) -> float | None:
        """Seconds within which systemd wants to hear of us; None where it doesn't watch this process."""
        if not self._limit.isdecimal() or self._pid not in ("", str(os.getpid())):
            return None
        return int(self._limit) / MICROSECONDS or None

    def ready(self) -> None:
        """The bot has started."""
        self._tell("READY=1")

    def alive(self) -> None:
        """The watchdog may rest until next time."""
        self._tell("WATCHDOG=1")

    def stopping(self) -> None:
        """The bot is about to end."""
        self._tell("STOPPING=1")

    def _tell(self, state: str) -> None:
        if not self._address:
            return
        # A supervisor that can't be told is no reason to stop: it will act on its own.
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as wire:
            wire.setblocking(False)
            wire.sendto(state.encode(), self._address)
