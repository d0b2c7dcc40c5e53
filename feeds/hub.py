"""WebSub: which hub tells of a feed's changes, and whether what it tells is its own word (https://www.w3.org/TR/websub)."""

import hashlib
import hmac
import html
import re

from feeds.links import safe_link

LONGEST = 8_192  # characters of a Link header that are looked at
LINK = re.compile(r"<([^<>]{1,2048})>((?:\s*;\s*[\w*-]{1,20}\s*=\s*(?:\"[^\"<>]{0,200}\"|[^\s\",;<>]{1,200}))*)")
RELATION = re.compile(r";\s*rel\s*=\s*\"?([^\";]{1,200})", re.IGNORECASE)
ELEMENT = re.compile(r"<(?:\w{1,20}:)?link\b([^<>]{1,3000})>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""\b(rel|href)\s*=\s*(?:"([^"]{0,2048})"|'([^']{0,2048})')""", re.IGNORECASE)
DIGESTS = frozenset({"sha1", "sha256", "sha384", "sha512"})  # those that the standard names


def announced(header: str, base: str) -> tuple[str | None, str | None]:
    """The hub and the topic that a Link header names."""
    if "<" not in header:
        return None, None
    found = ((RELATION.search(link[2]), link[1]) for link in LINK.finditer(header[:LONGEST]))
    return chosen([(relation[1], target) for relation, target in found if relation], base)


def embedded(head: str, base: str) -> tuple[str | None, str | None]:
    """The hub and the topic that a feed's own links name; ``head`` is what stands before its entries."""
    links = []
    for element in ELEMENT.finditer(head):
        found = {name.lower(): html.unescape(one or other) for name, one, other in ATTRIBUTE.findall(element[1])}
        links.append((found.get("rel", ""), found.get("href", "")))
    return chosen(links, base)


def chosen(links: list[tuple[str, str]], base: str) -> tuple[str | None, str | None]:
    """The first hub and the first "self" among links with their relations."""
    named: dict[str, str] = {}
    for relations, target in links:
        link = safe_link(target, base)
        for relation in relations.lower().split():
            if link is not None:
                named.setdefault(relation, link)
    hub = named.get("hub")
    return hub, (named.get("self") or base) if hub else None


def signed(header: str, secret: str, body: bytes) -> bool:
    """Whether a hub's X-Hub-Signature proves that it knows the secret."""
    method, _, proof = header.strip().partition("=")
    if method.lower() not in DIGESTS:
        return False
    wanted = hmac.new(secret.encode(), body, getattr(hashlib, method.lower())).hexdigest()
    return hmac.compare_digest(wanted.encode(), proof.strip().lower().encode("ascii", "replace"))
