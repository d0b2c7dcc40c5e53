"""What a line above a list says of the calls below it."""

from ratings.calls import Bound, Call, named, same_company, same_firm
from ratings.facts import Fact
from ratings.model import Part, RatingMove, TargetMove
from ratings.recaps import matches
from ratings.sentences import Sentence
from ratings.tags import Tagged

Heading = tuple[RatingMove, str | None]  # what was done, and the firm that did it where one is named
_SECTIONS = {
    "upgrades_heading": RatingMove.UPGRADE,
    "downgrades_heading": RatingMove.DOWNGRADE,
    "initiations_heading": RatingMove.INITIATE,
}
_SIGNS = ("grade", "initia", "coverage")  # one of which each of those headings holds
_LONGEST = 60  # characters of a heading
_MARKS = tuple(".!?:;)”\"’'")
_FIGURES = frozenset({"rating", "prior", "money", "was", "by"})


def headed(sentence: Sentence) -> Heading | None:
    """What was done to the stocks of the list that a line heads, None if it heads none."""
    if sentence.part is Part.TITLE or len(sentence.text) > _LONGEST:
        return None
    lower = sentence.text.lower()
    if not any(sign in lower for sign in _SIGNS):
        return None
    return next(((move, None) for section, move in _SECTIONS.items() if matches(section, sentence.text)), None)


def is_heading(sentence: Tagged, bound: list[Bound]) -> bool:
    """Whether a line of a text only announces the call below it ("Gartner wins a two-notch upgrade")."""
    if not _is_unmarked(sentence) or len(sentence.text.rstrip()) > _LONGEST:
        return False
    return all(_FIGURES.isdisjoint(item.finding.slots) for item in bound)


def without_retold(line: list[Call], calls: list[Call]) -> list[Call]:
    """The calls of a line without those that the sentence below it tells again and names the firm for."""
    return [call for call in line if not any(_retells(call, other) for other in calls)]


def _retells(call: Call, other: Call) -> bool:
    """Whether a call is what another tells of the same stock, for another firm."""
    same = any(
        field in call.facts and field in other.facts and call.facts[field].value == other.facts[field].value
        for field in ("rating_current", "pt_current")
    )
    return same and same_company(call, other) and not same_firm(call, other)


def is_line(sentence: Tagged, bound: list[Bound]) -> bool:
    """Whether a line of a text tells a call of nobody, as those do that head a paragraph."""
    return _is_unmarked(sentence) and not any(item.firms for item in bound)


def _is_unmarked(sentence: Tagged) -> bool:
    """Whether a line of a text ends without a mark, as headings do."""
    return sentence.sentence.part is not Part.TITLE and not sentence.text.rstrip().endswith(_MARKS)


def opens_list(sentence: Tagged, bound: list[Bound]) -> bool:
    """Whether a sentence tells of new coverage of stocks that only the sentences after it name."""
    moves = [item.finding.token(sentence, "move") for item in bound if not item.companies]
    return any(move is not None and move.tag in ("initiate", "begin") for move in moves)


def apply(heading: Heading, calls: list[Call]) -> None:
    """Tells the calls below a heading what was done, where they state a rating and do not say so."""
    move, firm = heading
    for call in calls:
        if firm and (call.firm is None or call.firm.party.firm != firm):
            continue
        if "rating_current" in call.facts and "rating_action" not in call.facts and not _only_said(call):
            call.facts["rating_action"] = Fact(move, call.facts["rating_current"].evidence)


def _only_said(call: Call) -> bool:
    """Whether a rating is only said beside a target that moved ("which has a buy rating, raised its target")."""
    target = call.facts.get("pt_action")
    moved = target is not None and target.value in (TargetMove.RAISE, TargetMove.LOWER)
    return moved and call.facts["rating_current"].evidence.rule == "rated"


def sign(calls: list[Call], sentence: Tagged) -> None:
    """Gives a headline's calls that name no firm the one that its next sentence names alone ("…, says Baird")."""
    firms = [index for index, token in enumerate(sentence.tokens) if token.tag in ("firm", "broker")]
    if len(firms) == 1 and any(token.tag in ("said", "seeing") for token in sentence.tokens):
        for call in calls:
            call.firm = call.firm or named(sentence, firms[0])
