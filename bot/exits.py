"""How the process ends: its exit codes, as sysexits.h has them, and the refusal to start."""

# So that a supervisor can tell a mistake in the settings from a crash, and not restart for ever.
EXIT_CONFIG = 78
EXIT_DATA = 74
EXIT_BUSY = 75  # another copy runs: trying again later may do


class RefusedStartError(Exception):
    """The bot can't start, or go on, as it is set up; the message tells what to change."""
