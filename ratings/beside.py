"""What the words beside a name say about it: whether a company is spoken of."""

import re

_BEHIND = re.compile(
    r"['’]s\b|['’]?[ \u00a0](?i:stock|shares|shareholders|investors)\b"
    r"|[ \u00a0]?\((?:[A-Za-z ]{2,14}:[ \u00a0]?)?[A-Z.\-]{1,6}[) ]"
    r"|[ \u00a0](?i:(?:(?:gets|wins|earns|receives|is|was|started|initiated|reinstated)[ \u00a0])?(?:an?[ \u00a0])?"
    r"(?:upgrad|downgrad|initiated|started|resumed|price target|pt\b|tgt\b"
    r"|(?:kept|reiterated|maintained|raised|cut|lowered|lifted|slashed|reduced|boosted|upped) (?:at|to)\b"
    r"|at (?:buy|hold|sell|neutral|out|over|under)"
    r"|(?:assumed|resumed|retained|reinstated|restarted|maintained|reiterated) (?:at|with|as|by)\b"
    r"|(?:is |are )?still (?:an? )?(?:buy|hold|sell|neutral|outperform|overweight|underweight|underperform)\b"
    r"|to (?:an? )?(?:neutral|outperform|overweight|underweight|underperform|equal|market|sector|peer|in-line)\b"
    r"|to (?:an? )?(?:buy|hold|sell|reduce|add|accumulate)(?: (?:from|at|by|with|after|as|on)\b|[,;.:]|$)))"
)
_BEFORE = re.compile(
    r"\b(?:(?:upgrad|downgrad|initiat|reiterat|resum|reinstat|assum|cover)\w+"
    r"|(?:ratings?|buy|hold|sell|neutral|outperform|overweight|underweight|underperform|weight|perform|pt|targets?"
    r"|coverage|bullish|bearish|positive|negative|cautious|shares|stock|stake|estimates|upgrade|downgrade)"
    r"\s(?:on|of|for|in))\s$",
    re.IGNORECASE,
)
_MOVES = re.compile(r"\b(?:lift|raise|hike|cut|boost|lower|trim|prefer|like|favor)s $", re.IGNORECASE)
# A longer word in small letters: a name that follows on it has its capital for being a name.
_SMALL = re.compile(
    r"(?<!\S)(?!(?:price|profit|target|raises|cuts|lifts|hikes|lowers|boosts|trims|sets|from|with|into|over|amid|than"
    r"|after|this|that|says|ahead|onto|upon|when|while)\b)[a-z]{4,}[ \u00a0]$"
)
_REACH = 40  # characters before a word that are looked at


def spoken(text: str, start: int, end: int) -> bool:
    """Whether the words beside ``text[start:end]`` say that it is a company."""
    return bool(_BEHIND.match(text, end) or _BEFORE.search(text, max(0, start - _REACH), start))


def moved(text: str, start: int) -> bool:
    """Whether a word of raising or cutting stands before a place, as in "lifts MU"."""
    return bool(_MOVES.search(text, max(0, start - _REACH), start))


def amid(text: str, start: int) -> bool:
    """Whether a place follows on a longer word in small letters, so that a capital there makes a name."""
    return bool(_SMALL.search(text, max(0, start - _REACH), start))
