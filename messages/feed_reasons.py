"""Why a feed could not be read, in the language spoken here: feeds say and storage keeps it in English."""

import re
from functools import cache

from messages.tongue import mark, tr

REASONS = (
    # the way to the outlet
    mark("no whole answer within {seconds} s; the outlet may be overloaded"),
    mark("the host's address lies in a private network; set polling.private_hosts if feeds may live there"),
    mark("the host's address lies in a private network"),
    mark("there is no host of that name; check the address"),
    mark("no secure connection: the host's certificate is not valid"),
    mark("nobody answers at that address; the outlet may be down"),
    mark("the host does not take the connection ({reason})"),
    mark("the address, or the one redirected to, is not valid"),
    mark("only http and https addresses are read"),
    mark("that is no web address"),
    mark("more than {count} redirects; the address may be wrong"),
    mark("the answer was cut short"),
    mark("the outlet's answer is not sound HTTP ({kind})"),
    # what the outlet says
    mark("the outlet wants a login ({status})"),
    mark("the outlet refuses us; it may block bots ({status})"),
    mark("there is nothing at this address; check it ({status})"),
    mark("the outlet finds that we ask too often ({status})"),
    mark("the outlet may not show it to us by law ({status})"),
    mark("the outlet has a fault of its own ({status})"),
    mark("no answer to use ({status})"),
    mark("the outlet says that it is gone for good (410)"),
    mark("the outlet answered a question that was not asked (304)"),
    mark("the outlet says that nothing changed (304), though we have seen nothing yet"),
    # what it sends
    mark("no page to read, but {kind}"),
    mark("the answer is empty; it may be a passing fault of the outlet"),
    mark("the answer is larger than {bytes} bytes; raise polling.max_bytes if it may be"),
    mark("the answer is packed as {kind}, though only gzip was asked for"),
    mark("the answer says that it is gzip, and is not"),
    mark("the answer is cut short within its gzip"),
    mark("the answer is JSON, but broken or cut short"),
    mark("the answer is JSON, but no JSON Feed; the address may be wrong"),
    mark("the answer is neither XML nor JSON; the address may be wrong"),
    mark("the answer is a web page; the address may be wrong, or the outlet blocks bots"),
    mark("the answer is XML, but {tag} is no feed; the address may be wrong, or the outlet blocks bots"),
    mark("the feed is cut short: {tag} is unclosed"),
    mark("the feed declares too many namespaces; it may be an attack"),
    mark("the feed holds a tag with too many attributes; it may be an attack"),
    mark("the feed can't be read ({kind})"),
    mark("the feed is broken beyond repair: {reason}"),
    # the reading of it
    mark("parsing it took longer than {seconds} s"),
    mark("parsing it ended its process"),
    mark("reading it took longer than {seconds} s"),
    mark("reading it ended its process"),
    mark("it is larger than {bytes} bytes"),
    mark("it is not sound XML"),
    mark("it is XML, but no OPML"),
)
_PLACE = re.compile(r"\\{(\w+)\\}")


def feed_reason(told: str) -> str:
    """The reason as people read it, not yet escaped; as it was told where it is none of those known."""
    for text, pattern in _patterns():
        if found := pattern.fullmatch(told):
            return tr(text, **found.groupdict())
    return told


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each reason with what it looks like once its places are filled."""
    return tuple((text, re.compile(_PLACE.sub(r"(?P<\1>.*)", re.escape(text)), re.DOTALL)) for text in REASONS)
