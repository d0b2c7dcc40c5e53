"""What systemd hears of the process."""

import os
import socket
from pathlib import Path

import pytest

from bot.systemd import Systemd


def test_told(tmp_path: Path) -> None:
    """Ready, alive, stopping: each is one datagram."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(tmp_path / "notify"))
        ear.settimeout(5)
        systemd = Systemd({"NOTIFY_SOCKET": str(tmp_path / "notify")})
        systemd.ready()
        systemd.alive()
        systemd.stopping()
        assert [ear.recv(100) for _ in range(3)] == [b"READY=1", b"WATCHDOG=1", b"STOPPING=1"]


def test_abstract_socket() -> None:
    """An address with an @ stands for one that is no file."""
    name = f"ratingwire-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind("\0" + name)
        ear.settimeout(5)
        Systemd({"NOTIFY_SOCKET": "@" + name}).ready()
        assert ear.recv(100) == b"READY=1"


@pytest.mark.parametrize("environ", [{}, {"NOTIFY_SOCKET": "/nowhere/at/all"}], ids=["none", "gone"])
def test_nobody_listens(environ: dict[str, str]) -> None:
    """Without a systemd nothing happens, least of all an error, and nothing is to be told again and again."""
    supervisor = Systemd(environ)
    supervisor.ready()
    assert supervisor.watchdog is None


WATCHDOGS = [
    ({}, None),
    ({"WATCHDOG_USEC": "30000000"}, 30.0),
    ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": str(os.getpid())}, 30.0),
    ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"}, None),
    ({"WATCHDOG_USEC": "0"}, None),
    ({"WATCHDOG_USEC": "soon"}, None),
]


@pytest.mark.parametrize(("environ", "seconds"), WATCHDOGS)
def test_watchdog(environ: dict[str, str], seconds: float | None) -> None:
    """Its interval is known where it watches this process, and only there."""
    assert Systemd(environ).watchdog == seconds
