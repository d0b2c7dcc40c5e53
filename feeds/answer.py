"""What an outlet's answer says besides its body; pure."""

import datetime as dt
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from feeds.errors import FeedError, FeedGoneError, FetchError
from feeds.hub import announced
from feeds.model import Terms, Validators
from feeds.timing import clamped

MEANINGS = {
    401: "the outlet wants a login",
    403: "the outlet refuses us; it may block bots",
    404: "there is nothing at this address; check it",
    429: "the outlet finds that we ask too often",
    451: "the outlet may not show it to us by law",
}

STALE = re.compile(r"(?:^|[\s,])no-(?:store|cache)(?![\w=-])")
MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,20})")
AGE = re.compile(r"\d{1,10}", re.ASCII)
TOO_OFTEN = 600.0  # seconds to stay away where an outlet says "too often", and not for how long


def next_validators(headers: Mapping[str, str]) -> Validators:
    """What to ask with next time."""
    return Validators(etag=headers.get("ETag"), modified=headers.get("Last-Modified"))


def terms(headers: Mapping[str, str], *, links: str = "", moved: str | None = None, base: str = "") -> Terms:
    """What the headers say about the looks to come; ``links``: all Link headers, ``base``: the answer's address."""
    hub, topic = announced(links, base)
    return Terms(fresh=fresh_for(headers), moved=moved, hub=hub, topic=topic)


def fresh_for(headers: Mapping[str, str]) -> float:
    """The seconds for which the outlet calls its answer fresh, less those that it has already spent in a cache."""
    control = headers.get("Cache-Control", "").lower()
    if not control and "Expires" not in headers:
        return 0.0
    if STALE.search(control):
        return 0.0
    if (age := MAX_AGE.search(control)) is not None:
        spent = headers.get("Age", "").strip()
        return clamped(float(age[1]) - (float(spent) if AGE.fullmatch(spent) else 0.0))
    until, sent = http_date(headers.get("Expires", "")), http_date(headers.get("Date", ""))
    return 0.0 if until is None or sent is None else clamped((until - sent).total_seconds())


def conditions(known: Validators) -> dict[str, str]:
    """The headers that ask for a body only if it changed."""
    wanted = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
    return {name: value for name, value in wanted.items() if value is not None}


def refusal(url: str, status: int, headers: Mapping[str, str]) -> FeedError:
    """The error for a status that brings no body."""
    if status == 410:
        return FeedGoneError(url, "the outlet says that it is gone for good (410)")
    meaning = MEANINGS.get(status, "the outlet has a fault of its own" if status >= 500 else "no answer to use")
    pause = retry_after(headers)
    return FetchError(url, f"{meaning} ({status})", TOO_OFTEN if pause is None and status == 429 else pause)


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
