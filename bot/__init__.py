"""The application: command line, settings, wiring, scheduler, transport. The one composition root."""

import os

VERSION = "0.1.0"

# python-telegram-bot gives durations as timedelta with it, and warns at every 429 without.
os.environ.setdefault("PTB_TIMEDELTA", "true")
