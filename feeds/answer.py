"""What an outlet's answer says besides its body; pure."""

import datetime as dt
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from feeds.errors import FeedError, FeedGoneError, FetchError
from feeds.model import Validators
from feeds.timing import clamped

MEANINGS = {
    401: "the outlet wants a login",
    403: "the outlet refuses us; it may block bots",
    404: "there is nothing at this address; check it",
    429: "the outlet finds that we ask too often",
    451: "the outlet may not show it to us by law",
}


def next_validators(headers: Mapping[str, str]) -> Validators:
    """What to ask with next time."""
    return Validators(etag=headers.get("ETag"), modified=headers.get("Last-Modified"))


def conditions(known: Validators) -> dict[str, str]:
    """The headers that ask for a body only if it changed."""
    wanted = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
    return {name: value for name, value in wanted.items() if value is not None}


def refusal(url: str, status: int, headers: Mapping[str, str]) -> FeedError:
    """The error for a status that brings no body."""
    if status == 410:
        return FeedGoneError(url, "the outlet says that it is gone for good (410)")
    meaning = MEANINGS.get(status, "the outlet has a fault of its own" if status >= 500 else "no answer to use")
    return FetchError(url, f"{meaning} ({status})", retry_after(headers))


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds that the outlet wants us to wait, clamped to two days; None where it doesn't say.

    A date counts from the answer's own ``Date``, so that a wrong clock on either side does no harm.
    """
    wish = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"-?\d{1,20}", wish):
        return clamped(float(wish))
    until, sent = http_date(wish), http_date(headers.get("Date", ""))
    return None if until is None or sent is None else clamped((until - sent).total_seconds())


def http_date(printed: str) -> dt.datetime | None:
    """The moment that a header prints."""
    try:
        moment = parsedate_to_datetime(printed)
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=dt.UTC)
