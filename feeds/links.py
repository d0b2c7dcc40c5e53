"""Links of entries: made absolute and safe to show, and brought to one form for comparison."""

import functools
import re
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

LONGEST = 2048  # characters
UNSAFE = re.compile(r"[\x00-\x1f\x7f-\xa0\\\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
UNQUOTED = re.compile(r"[ <>\"`{}|^]")
TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|li_fat_id|mc_[ce]id|mkt_tok|"
    r"_hsenc|_hsmi|_ga|_gl|vero_id|yptr|guccounter|guce_referrer\w*|ncid|cmpid|cmp|sr_share|soc_src|soc_trk|"
    r"ref|ref_src|referrer|feed_item_type|source_feed|mod|siteid|\.?tsrc|xtor",
    re.IGNORECASE,
)
TRACKING_MARK = re.compile(r"(?:utm_|xtor=|:~:|ref=|rss$)", re.IGNORECASE)
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# What stands before the name of one and the same site: for telephones, for caches, for each country.
SAME_HOST = re.compile(r"^(?:www\d?\.|m\.|mobile\.|amp\.|[a-z]{2}\.(?=finance\.yahoo\.com$))")
PORTS = {"http": 80, "https": 443}
# A host that is in its one form already, and a port that has to be said.
PLAIN = re.compile(
    r"https?://((?:[a-z0-9-]{1,63}\.){0,9}[a-z0-9-]{1,63}"
    r"(?::(?!(?:80|443)[/?#])(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}))?)[/?#]"
)


def safe_link(link: str, base: str) -> str | None:
    """The link as it may be shown: absolute, http(s), without a login, at most LONGEST characters; else None.

    A relative link is resolved against ``base``, the feed's own address.
    """
    link = link.strip()
    if not link or len(link) > LONGEST or UNSAFE.search(link):
        return None
    try:
        parts = urlsplit(link if SCHEME.match(link) else urljoin(base, link))
        netloc = host_port(parts)
    except ValueError:
        return None
    if parts.scheme not in PORTS or not netloc or UNQUOTED.search(netloc):
        return None
    safe = UNQUOTED.sub(quoted, urlunsplit((parts.scheme, netloc, parts.path, parts.query, parts.fragment)))
    return safe if len(safe) <= LONGEST and is_stable(safe, netloc) else None


def is_stable(link: str, netloc: str) -> bool:
    """Whether a link's host is read again as it was written: full stops of other scripts can hide an empty name."""
    try:
        return host_port(urlsplit(link)) == netloc
    except ValueError:
        return False


def quoted(character: re.Match[str]) -> str:
    """The percent form of one ASCII character."""
    return f"%{ord(character[0]):02X}"


def host_port(parts: SplitResult) -> str:
    """Host (in ASCII, so that look-alike letters show) and port, without a login; "" where there is no host."""
    host = (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host.encode("idna").decode("ascii")
    return host if parts.port in (None, PORTS.get(parts.scheme)) or not host else f"{host}:{parts.port}"


def canonical(link: str) -> str:
    """The one form of all spellings of a link: no scheme, "www.", "m.", tracking parameters or closing slash."""
    parts = urlsplit(link)
    query = urlencode(
        [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not tracks(name)]
    )
    fragment = "" if TRACKING_MARK.match(parts.fragment) else parts.fragment
    host = SAME_HOST.sub("", host_port(parts))
    return urlunsplit(("", "", f"{host}{parts.path.rstrip('/')}", query, fragment))


def tracks(parameter: str) -> bool:
    """Whether a query parameter says where the reader came from rather than what is read."""
    return TRACKING.fullmatch(parameter) is not None


def host(link: str) -> str:
    """The host of an address, in lower case; "" where it has none."""
    try:
        return urlsplit(link).hostname or ""
    except ValueError:
        return ""


@functools.lru_cache(maxsize=20_000)
def site(link: str) -> str:
    """Whom an address asks: its host, with the port where that is not the usual one."""
    if plain := PLAIN.match(link):
        return plain[1]
    try:
        return host_port(urlsplit(link))
    except ValueError:
        return ""
