"""Who and what: the firms and the companies that a phrase speaks of in its sentence."""

from collections.abc import Iterable, Sequence, Set

from ratings.model import Part
from ratings.phrases import Finding
from ratings.tags import Party, Tagged, Token, letters

_ROLES = {"firm": frozenset({"firm", "broker"}), "company": frozenset({"company", "broker"})}
_QUOTES = ('"', "'", "“", "‘")
_LINKS = frozenset({"comma", "and"})
_ENDS = frozenset({"after", "but", "semicolon", "stop", "colon", "said", "dash", "comma", "as"})
_VERBS = frozenset(
    [
        "upgrade",
        "downgrade",
        "initiate",
        "begin",
        "resume",
        "maintain",
        "raise",
        "lower",
        "adjust",
        "announce",
        "withdraw",
        "terminate",
        "said",
    ]
)
_BOTH_BEFORE = 4  # tokens before a phrase within which "both" speaks of its stocks
_BETWEEN = frozenset({"stock", "be", "day", "get", "legal"})  # between a subject and what is done to it
_OWNERS = ("'s", "’s")
_ASIDE = 5  # tokens of an aside between commas
_TARGETS = frozenset({"target", "targets", "bare_target"})
_OBJECTS = frozenset({"rating_noun", "target", "targets", "bare_target", "thing", "stock", "coverage", "company"})
_PASSIVE = frozenset({"to", "from", "at", "with"})
_TURNS = frozenset({"upgrade_noun", "downgrade_noun"})
_MOVES = frozenset({"upgrade", "downgrade", "raise", "lower"})
_MOVING = frozenset({"rise", "fall", "up", "down", "word"})
# Words before a firm that acts, not one that is spoken of.
_ACTING = frozenset({"at", "by", "from", "with", "after", "on", "but", "as", "open"})


def firms_of(sentence: Tagged, finding: Finding, taken: Set[int]) -> tuple[int, ...]:
    """The firms of a finding, as indexes of tokens: those its phrase names, else the nearest before, else one after.

    ``taken`` are the tokens that other findings speak of as companies.
    """
    for slot in ("firm", "firm_first", "firm_too"):
        if slot in finding.slots:
            return _parties(sentence, range(*finding.slots[slot]), "firm")
    for index in range(finding.start - 1, -1, -1):
        if not _is(sentence, index, "firm") or index in taken or _is_done_to(sentence, index):
            continue
        if _is_answered(sentence, index):
            continue
        if not _is_rated(sentence, index, finding):
            return tuple(sorted(_linked(sentence, index, -1, "firm")))
    after = range(finding.start, len(sentence.tokens))
    if (subject := _opened(sentence, finding)) is not None and subject not in taken:
        return (subject,)
    rated = {*taken, *(i for i in range(*finding.slots.get("company", (0, 0))) if not _is_doing(sentence, i))}
    return next(((i,) for i in after if _is(sentence, i, "firm") and i not in rated and _acts(sentence, i)), ())


def _is_done_to(sentence: Tagged, index: int) -> bool:
    """Whether a house is what another one lifts or cuts ("UBS lifts Wells Fargo, trims Citigroup")."""
    tags = [token.tag for token in sentence.tokens[max(0, index - 2) : index]]
    return len(tags) > 1 and tags[1] in _MOVES and tags[0] in _ROLES["firm"]


def _is_answered(sentence: Tagged, index: int) -> bool:
    """Whether a house's call is what another one speaks of ("Jefferies pushes back on Citi's downgrade of Nike")."""
    token, behind = sentence.tokens[index], sentence.tokens[index + 1 : index + 2]
    owns = sentence.text[token.end : token.end + 2] in _OWNERS and behind and behind[0].tag in _TURNS
    return bool(owns) and any(_is(sentence, other, "firm") for other in range(index))


def _opened(sentence: Tagged, finding: Finding) -> int | None:
    """The firm behind the comma of a sentence that opens with what it does ("Cutting Okta to Hold, Citi says …")."""
    verb = sentence.tokens[finding.start]
    if finding.start or not sentence.text[: verb.end].endswith("ing"):
        return None
    pairs = zip(sentence.tokens, sentence.tokens[1:], strict=False)
    found = (i for i, (one, other) in enumerate(pairs) if one.tag == "comma" and other.tag in _ROLES["firm"])
    return next((index + 1 for index in found), None)


def companies_of(
    sentence: Tagged, finding: Finding, firms: Sequence[int], stop: int, raters: Set[int]
) -> tuple[int, ...]:
    """The companies of a finding, as indexes of tokens: the object after its verb, else the nearest before it.

    ``stop`` is where the next finding begins, ``raters`` are the tokens that earlier findings speak of as firms.
    """
    if "company" in finding.slots:
        named = _parties(sentence, range(*finding.slots["company"]), "company")
        found = tuple(index for index in named if not _is_doing(sentence, index))
        if found or not named:
            return _with_list(sentence, found)
    if pair := _pair(sentence, finding):
        return pair
    subject = _subject(sentence, finding)
    if subject is None:
        subject = _passive(sentence, finding)
    if subject is not None and subject not in firms:
        return tuple(sorted(_linked(sentence, subject, -1, "company") - set(firms)))
    for index in range(finding.start, max(stop, finding.end)):
        tag = sentence.tokens[index].tag
        if index >= finding.end and (tag in _ENDS or (tag == "on" and _before(sentence, index) == "and")):
            break
        if index not in firms and (sentence.tokens[index].tag == "company" or _is_object(sentence, index, finding)):
            return tuple(sorted(_linked(sentence, index, 1, "company")))
    rating = {*raters, *firms}
    before = [i for i in range(finding.start - 1, -1, -1) if i not in rating and _may_be_rated(sentence, i)]
    before = [index for index in before if sentence.tokens[index].tag == "company"] or before
    spoken_of = [index for index in before if not _is_reason(sentence, index)] or before
    return tuple(sorted(_linked(sentence, spoken_of[0], -1, "company") - set(firms))) if spoken_of else ()


def _is_doing(sentence: Tagged, index: int) -> bool:
    """Whether a listed broker is the one that acts on another ("as Deutsche Bank upgrades")."""
    if sentence.tokens[index].tag != "broker" or not _before_verb(sentence, index):
        return False
    verb = sentence.tokens[index + 1]
    return verb.tag in ("upgrade", "downgrade") and sentence.text[verb.start : verb.end].endswith("s")


def _with_list(sentence: Tagged, found: tuple[int, ...]) -> tuple[int, ...]:
    """The companies of a phrase, and those before them that a headline names with them ("Okta, Dover cut at Baird")."""
    if sentence.sentence.part is not Part.TITLE or not found or sentence.tokens[found[0]].tag != "company":
        return found
    return (*sorted(_linked(sentence, found[0], -1, "company") - {*found}), *found)


def rates_next(sentence: Tagged, finding: Finding, companies: Sequence[int]) -> bool:
    """Whether what stands where a company would is the next firm ("Baird went to Hold, and Stifel to Sell")."""
    tags = {sentence.tokens[index].tag for index in companies}
    return "company" in finding.slots and tags == {"broker"} and _before(sentence, companies[0]) != "on"


def _before(sentence: Tagged, index: int) -> str:
    return sentence.tokens[index - 1].tag if index else ""


def _subject(sentence: Tagged, finding: Finding) -> int | None:
    """The company right before a phrase, to which what the phrase says is done ("Okta stock downgraded on …")."""
    index = _right_before(sentence, finding)
    return index if index >= 0 and sentence.tokens[index].tag == "company" else None


def _right_before(sentence: Tagged, finding: Finding) -> int:
    """Where what a phrase is about would stand: before the words between a subject and what is done to it."""
    index = finding.start - 1
    while index > 0 and sentence.tokens[index].tag in _BETWEEN:
        index -= 1
    return index


def _is_rated(sentence: Tagged, index: int, finding: Finding) -> bool:
    """Whether a listed broker before a phrase is the one that is rated, and not the one that rates."""
    if index == _passive(sentence, finding):
        return True
    if not index or sentence.tokens[index].tag != "broker" or sentence.tokens[index - 1].tag != "on":
        return False
    if sentence.tokens[finding.start].tag in _TURNS and index == finding.start + 2:
        return True  # "the upgrade of Citigroup to Outperform"
    before, rated = sentence.tokens[index - 1], sentence.tokens[index]
    if sentence.text[before.start : before.end].lower() == "on":
        return any(token.tag == "house" for token in sentence.tokens[: index - 1])
    printed = sentence.text[: rated.end].endswith(")")  # "resumed its analysis of JPMorgan (NYSE: JPM)"
    return printed and any(_is(sentence, other, "firm") for other in range(index - 1))


def _passive(sentence: Tagged, finding: Finding) -> int | None:
    """The listed broker right before a phrase, where it is not the one that rates ("KeyCorp upgraded to Buy").

    In prose it is the one, unless it "was" upgraded: what is done to a stock in a sentence of its own, somebody does.
    """
    if (house := _was_rated(sentence, finding)) is not None:
        return house
    if sentence.sentence.part is not Part.TITLE and "firm" not in finding.slots:
        return None
    verb = sentence.tokens[finding.start]
    following = sentence.tokens[finding.start + 1].tag if finding.start + 1 < len(sentence.tokens) else ""
    if verb.tag not in ("upgrade", "downgrade") or not sentence.text[: verb.end].endswith("ed"):
        return None
    index = _right_before(sentence, finding)
    alone = letters()["company"] not in sentence.tags
    found = index >= 0 and sentence.tokens[index].tag == "broker" and alone and following in _PASSIVE
    return index if found and not _goes_on_rating(sentence, finding.end) else None


def _was_rated(sentence: Tagged, finding: Finding) -> int | None:
    """The listed broker of which a phrase says that it was moved ("Morgan Stanley was cut to Neutral")."""
    verb, following = sentence.tokens[finding.start], sentence.tokens[finding.start + 1 : finding.start + 2]
    if verb.tag not in _MOVES or not following or following[0].tag not in _PASSIVE:
        return None
    index = _before_aside(sentence, _right_before(sentence, finding))
    be = any(token.tag == "be" for token in sentence.tokens[index + 1 : finding.start])
    return index if be and index >= 0 and sentence.tokens[index].tag == "broker" else None


def _before_aside(sentence: Tagged, index: int) -> int:
    """The place before an aside that ends at a place ("Barclays, in contrast, was raised to Buy"), else the place."""
    tags = [token.tag for token in sentence.tokens[max(0, index - _ASIDE) : index + 1]]
    if tags[-1:] != ["comma"] or "comma" not in tags[:-1]:
        return index
    return index - (len(tags) - 1 - max(n for n, tag in enumerate(tags[:-1]) if tag == "comma")) - 1


def _goes_on_rating(sentence: Tagged, start: int) -> bool:
    """Whether behind a place somebody goes on to move a target ("downgraded to Hold and cut its target")."""
    tags = [token.tag for token in sentence.tokens[start:]]
    triples = zip(tags, tags[1:], tags[2:], strict=False)
    return any(one == "and" and verb in _VERBS and what in _TARGETS for one, verb, what in triples)


def _pair(sentence: Tagged, finding: Finding) -> tuple[int, ...]:
    """The two companies before a phrase that speaks of both ("… after Citi downgraded both stocks")."""
    if letters()["both"] not in sentence.tags[max(0, finding.start - _BOTH_BEFORE) : finding.end + 1]:
        return ()
    tags = [token.tag for token in sentence.tokens]
    first = {party(sentence.tokens[i]): i for i in range(finding.start - 1, -1, -1) if tags[i] == "company"}
    return tuple(sorted(list(first.values())[:2])) if len(first) > 1 else ()


def _is_reason(sentence: Tagged, index: int) -> bool:
    """Whether a company only explains a move of another ("Intel rises on Nvidia stake")."""
    tags = [token.tag for token in sentence.tokens[max(0, index - 2) : index]]
    return len(tags) > 1 and tags[1] in ("on", "after") and tags[0] in _MOVING


def party(token: Token) -> Party:
    """What a firm's or a company's token stands for."""
    assert isinstance(token.value, Party)
    return token.value


def _is_object(sentence: Tagged, index: int, finding: Finding) -> bool:
    """Whether a listed broker stands where a company would."""
    if not _is(sentence, index, "company") or _before_verb(sentence, index):
        return False
    inside = index < finding.end and not _acts(sentence, index)
    return inside or (index > finding.start and sentence.tokens[index - 1].tag == "on")


def _may_be_rated(sentence: Tagged, index: int) -> bool:
    """Whether a token before a phrase may be the company that it speaks of: no listed broker that rates another."""
    tag = sentence.tokens[index].tag
    done_to = sentence.tokens[index + 2].tag if index + 2 < len(sentence.tokens) else ""
    return (tag == "company" and _before(sentence, index) != "by") or (
        tag == "broker" and not (_before_verb(sentence, index) and done_to in _OBJECTS)
    )


def _acts(sentence: Tagged, index: int) -> bool:
    """Whether the firm at an index says or does something, rather than being spoken of."""
    before = _before(sentence, index)
    if before in ("colon", "dash") and index == len(sentence.tokens) - 1:  # "… target raised to $90: Citi"
        return True
    return before in _ACTING or _before_verb(sentence, index) or sentence.tokens[index].tag == "firm"


def _before_verb(sentence: Tagged, index: int) -> bool:
    return index + 1 < len(sentence.tokens) and sentence.tokens[index + 1].tag in _VERBS


def _parties(sentence: Tagged, indexes: Iterable[int], role: str) -> tuple[int, ...]:
    return tuple(index for index in indexes if _is(sentence, index, role))


def _is(sentence: Tagged, index: int, role: str) -> bool:
    return sentence.tokens[index].tag in _ROLES[role]


def _linked(sentence: Tagged, index: int, step: int, role: str) -> set[int]:
    """A party and those that stand with it in a list, in one direction."""
    found = {index}
    while True:
        index += step
        links = 0
        while 0 <= index < len(sentence.tokens) and sentence.tokens[index].tag in _LINKS:
            index += step
            links += 1
        if not links or not 0 <= index < len(sentence.tokens) or not _is(sentence, index, role):
            return found
        house = role == "company" and sentence.tokens[index].tag == "broker"
        if house and (_before_verb(sentence, index) or _before(sentence, index) in ("at", "by", "to", "with")):
            return found
        start = sentence.tokens[index].start
        if sentence.text[max(0, start - 1) : start] in _QUOTES:  # "Apple (AAPL), 'META wants a bite'"
            return found
        found.add(index)
