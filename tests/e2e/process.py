"""The bot as its host runs it: a process of its own, fed by the environment."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parents[2]


class BotProcess:
    """``python -m bot run``; its log goes to a file beside its data."""

    def __init__(self, folder: Path, **settings: object) -> None:
        """``settings`` such as polling__interval=1 become RATINGWIRE_POLLING__INTERVAL=1."""
        self._folder = folder
        clean = {name: value for name, value in os.environ.items() if not name.startswith("RATINGWIRE_")}
        given = {f"RATINGWIRE_{name.upper()}": str(value) for name, value in settings.items()}
        config = folder / "config.toml"
        config.write_text("")
        self._environment = clean | given | {"RATINGWIRE_CONFIG": str(config), "PYTHONWARNINGS": "error"}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        """All it has written so far, over every start."""
        return (self._folder / "log").read_text(encoding="utf-8")

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """What runs now."""
        assert self._process is not None
        return self._process

    def start(self) -> None:
        """Start it."""
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"], cwd=ROOT, env=self._environment, stdout=log, stderr=log
            )

    def end(self, number: signal.Signals) -> int:
        """Send it a signal, wait until it is gone, and give its exit code."""
        assert self._process is not None
        self._process.send_signal(number)
        code = self._process.wait(timeout=10)
        self._process = None
        return code

    def wait(self) -> int:
        """Wait until it ends by itself."""
        assert self._process is not None
        code = self._process.wait(timeout=20)
        self._process = None
        return code

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None and self._process.poll() is None:
            self.end(signal.SIGKILL)
        if error is not None:
            print(self.log)
