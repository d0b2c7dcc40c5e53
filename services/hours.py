"""Which hours of Wall Street's day a moment lies in."""

import datetime as dt

from feeds.timing import Hours
from services.calendar import EXCHANGE_ZONE, is_trading

EARLY, CLOSE, EVENING = 4, 16, 20  # o'clock in New York: trading before the market opens, its close, the end of it all


def hours(moment: dt.datetime) -> Hours:
    """Market and pre-market hours, late trading, or the quiet of nights, weekends and holidays."""
    there = moment.astimezone(EXCHANGE_ZONE)
    if not EARLY <= there.hour < EVENING or not is_trading(there.date()):
        return Hours.QUIET
    return Hours.OPEN if there.hour < CLOSE else Hours.LATE
