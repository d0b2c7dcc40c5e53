"""What can go wrong with a feed; each class is a different decision of whoever polls it."""

import re

LOGIN = re.compile(r"(?<=//)[^/?#@]*(?:@[^/?#@]*)*@")


class FeedError(Exception):
    """The feed could not be read this time; ``reason`` says what happened and what would help.

    ``url`` is the feed's address without login and query, which may hold keys, so that it may be logged.
    """

    def __init__(self, url: str, reason: str, *more: object) -> None:
        self.url = LOGIN.sub("", url).partition("?")[0]
        self.reason = reason
        super().__init__(self.url, reason, *more)  # all of it, so that it survives the way out of a process pool

    def __str__(self) -> str:
        return f"{self.url}: {self.reason}"


class FetchError(FeedError):
    """No usable answer came: try again later, not before ``retry_after`` seconds where the outlet asked for them."""

    def __init__(self, url: str, reason: str, retry_after: float | None = None) -> None:
        super().__init__(url, reason, retry_after)
        self.retry_after = retry_after


class FeedGoneError(FeedError):
    """The outlet says that the feed is gone for good (410): retire it and tell the owner."""


class NotAFeedError(FeedError):
    """An answer came, but it is no whole feed: store nothing of it, its validators least of all."""
