"""What is told without a call being told: only possible, past, counted, or without its stock."""

import re

from ratings.model import Part
from ratings.phrases import Finding
from ratings.tags import Tagged, Token

_TURNS = frozenset({"upgrade", "downgrade", "upgrade_noun", "downgrade_noun"})
_TURN_NOUNS = frozenset({"upgrade_noun", "downgrade_noun"})
_NAME_WORDS = 3
_UNREAL = frozenset({"may", "not", "consensus"})
_COUNTED = re.compile(
    r"(?<![\w-])(?:[Ss]everal|[Mm]ultiple|[Mm]any|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|\d+) (?:analyst |rating )?$"
)
_COUNTED_BEHIND = re.compile(
    r" (?:by|at|from) (?:two|three|four|five|several|multiple|many|\d+) (?:\w+ )?(?:firms|brok|houses|banks|analysts)"
)
# "on analyst upgrades and strong sales", "These upgrades follow": the noun, and not what somebody does.
_PLURAL = re.compile(
    r"(?:^|[ (])(?:on|of|for|after|amid|with|from|following|the|The|these|These|those|such|more|its|their) "
    r"(?:Sell-Side |Wall Street )?(?:(?!bank|broker|firm|house)[a-z-]+ ){0,2}$"
)
# "the talk is of tariffs and downgrades": a verb in prose has an object.
_NO_OBJECT = frozenset({"stop", "end", "comma", "but", "as", "after", "semicolon", "and", "close"})
# "upgrades one drug stock", "cuts the latter"
_UNTOLD = re.compile(
    r" (?i:(?:one|another|the other|these|two|three|four|five)\b(?! of\b)(?: [\w-]+){0,3} (?:stocks?|names?)"
    r"|(?:the )?latter)\b"
)
# "a downgrade of Okta is possible should its plan fail"
_POSSIBLE = re.compile(
    r"\b(?:is|are|was|were|be|remains?|seems?|looks?|becomes?) (?:\w+ly )?"
    r"(?:possible|likely|probable|imminent|conceivable|on the (?:cards|table)|in (?:the cards|store|play)|a risk)\b"
)
_HAD_BEEN = re.compile(r"\bhad been(?: [\w-]+){0,4}$")  # "had been neutral": what was before


def is_unreal(sentence: Tagged, finding: Finding, tags: list[str]) -> bool:
    """Whether what is told is only possible or imagined, denied, an average, or what had been."""
    if not _UNREAL.isdisjoint(tags[max(0, finding.start - 2) : finding.start]) or "denied" in tags:
        return True
    rating = finding.phrase.kind == "rating"
    if rating and finding.start == 0 and tags[finding.end : finding.end + 1] == ["may"]:
        return True  # "A downgrade from Goldman would hurt"
    move = finding.token(sentence, "move")
    if move and move.tag in _TURN_NOUNS and _POSSIBLE.search(sentence.text[move.end :].partition(",")[0]):
        return True
    told = finding.token(sentence, "rating") or sentence.tokens[finding.start]
    if "prior" not in finding.slots and _HAD_BEEN.search(sentence.text, 0, told.end):
        return True
    return "suppose" in tags[: finding.start] or "consensus" in tags[finding.start : finding.end]


def is_untold(sentence: Tagged, finding: Finding) -> bool:
    """Whether what is done to a stock is told without saying which."""
    move = finding.token(sentence, "move")
    return move is not None and "company" not in finding.slots and _UNTOLD.match(sentence.text, move.end) is not None


def is_of_unknown(finding: Finding, tags: list[str]) -> bool:
    """Whether names that no table knows open a headline and are moved ("Spirit Aero downgraded to Hold")."""
    before, after = tags[: finding.start], tags[finding.start + 1 : finding.start + 2]
    opening = 0 < len(before) <= _NAME_WORDS and set(before) == {"name"}
    return opening and tags[finding.start] in _TURNS and after in (["comma"], ["at"], ["by"], ["to"], ["from"], ["and"])


def is_of_anything(sentence: Tagged, finding: Finding) -> bool:
    """Whether what is done to a stock may be done to its target as well ("UBS lifts Okta", but "UBS cuts Okta")."""
    if finding.slots.keys() != {"move", "company"}:
        return False
    move = finding.token(sentence, "move")
    words = sentence.text[move.start : move.end].lower() if move and move.tag in ("raise", "lower") else "cut"
    return not words.startswith(("cut", "raise"))


def is_counted(sentence: Tagged, finding: Finding) -> bool:
    """Whether calls are only counted ("gets several downgrades")."""
    move = finding.token(sentence, "move")
    if move is None or move.tag not in _TURNS:
        return False
    before = sentence.text[: move.start]
    if sentence.text[move.start : move.end].endswith("grades") and (
        _PLURAL.search(before) or _has_no_object(sentence, move)
    ):
        return True
    return _COUNTED.search(before) is not None or _COUNTED_BEHIND.match(sentence.text, move.end) is not None


def _has_no_object(sentence: Tagged, move: Token) -> bool:
    """Whether in prose nothing is there for a verb's form to be done to, so that it is the plural of the noun."""
    behind = [token.tag for token in sentence.tokens if token.start >= move.end]
    return sentence.sentence.part is not Part.TITLE and (behind or ["end"])[0] in _NO_OBJECT
