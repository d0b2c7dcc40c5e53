"""What a regular expression needs: the strings of which every match of it holds one."""

import re

Needs = list[frozenset[str]]

_TOKEN = re.compile(
    r"(?P<flags>\(\?[aimsux]+\))|(?P<look>\(\?<?[=!])|(?P<open>\((?:\?(?:P<\w+>|>|[imsx]*:))?)|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<edge>[\^$]|\\[bBAZ])|\[(?P<set>\^?\]?(?:\\.|[^\\\]])*)\]|(?P<any>\.|\\[a-zA-Z])|\\?(?P<letter>.)",
    re.DOTALL,
)
_TIMES = re.compile(r"(?:([?*])|(\+)|\{(\d*)(?:,\d*)?\})[?+]?")
_PLAIN_SET = re.compile(r"[^\\^\-]{1,8}")
_FOREIGN = re.compile(r"\(\?(?:P=|#|\(|\w*-)|\\[0-9xuUN]")


def needs(pattern: str) -> Needs:
    """Sets of strings as the expression writes them: every match holds one of each set, but for its case.

    An expression that refers back, or holds anything else that is not understood here, is taken to need nothing.
    """
    return [] if _FOREIGN.search(pattern) else _branches(pattern, 0)[0]


def best(sets: Needs) -> frozenset[str] | None:
    """The set that says most: the one whose shortest string is longest."""
    return max(sets, key=lambda strings: (min(map(len, strings)), -len(strings)), default=None)


def _branches(pattern: str, at: int) -> tuple[Needs, int]:
    """What an alternation needs that begins at a place, and the place behind it."""
    branches: list[Needs] = []
    while True:
        branch, at = _sequence(pattern, at)
        branches.append(branch)
        if at >= len(pattern) or pattern[at] == ")":
            break
        at += 1
    if len(branches) == 1:
        return branches[0], at + 1
    chosen = [best(branch) for branch in branches]
    whole = [strings for strings in chosen if strings]
    return [frozenset().union(*whole)] if len(whole) == len(branches) else [], at + 1


def _sequence(pattern: str, at: int) -> tuple[Needs, int]:
    """What a row of expressions needs that begins at a place, and the place of what ends it."""
    found: Needs = []
    run = ""
    while at < len(pattern) and pattern[at] not in "|)":
        token = _TOKEN.match(pattern, at)
        assert token
        kind = token.lastgroup or ""
        inner, at = _atom(pattern, token)
        times = _TIMES.match(pattern, at)
        at = times.end() if times else at
        optional = bool(times and (times[1] or times[3] in ("", "0")))
        if kind == "letter" and not optional:
            run += token["letter"]
        if run and (times or kind not in ("letter", "edge", "flags")):
            found.append(frozenset({run}))
            run = ""
        if not optional:
            found += inner
    return [*found, frozenset({run})] if run else found, at


def _atom(pattern: str, token: re.Match[str]) -> tuple[Needs, int]:
    """What an expression needs that is no plain letter, and the place behind it."""
    kind, end = token.lastgroup, token.end()
    if kind in ("open", "look"):
        inner, end = _branches(pattern, end)
        return inner if kind == "open" else [], end
    if kind == "set" and _PLAIN_SET.fullmatch(token["set"]):
        return [frozenset(token["set"])], end
    return [], end
