"""When a phrase is no call: what is not told, about something else, or by nobody in particular."""

import re

from ratings.phrases import Finding
from ratings.tags import Party, Tagged
from ratings.untold import is_counted, is_of_anything, is_of_unknown, is_unreal, is_untold

_DEBT_RATERS = frozenset({"MCO", "SPGI"})
_SOMEBODY = re.compile(r"\b(?:[Aa]|[Aa]nother|[Oo]ne|[Ss]ome) (?:brokerage|broker|bank|firm|house)\b")
_OURS = re.compile(r"\b(?:[Oo]ur|[Ww]e)\b")
_CALLED = re.compile(r"[”\"’']? rating\b")  # what a rating's word is called
_TARGET_MOVED = re.compile(r"(?:up|down)grade (?:(?:company|stock|new|word) ){0,4}(?:bare_)?target\b")
_HOUSES = frozenset({"firm", "broker", "house"})
_FOR = (["upgrade", "on"], ["downgrade", "on"])
_FOR_SOMEBODY = re.compile(r" for ")  # "Few Analyst Upgrades for Bulls to Pick From"
_HELD_AGAINST = re.compile(
    r"\b(?:above|below|exceeds?|surpass(?:es|ed)|topp(?:s|ed)) (?:the |an? )?(?:[\w&.]+ ){0,3}[\w&.]+['’]s?,? $"
)
_SYMBOL = re.compile(r"\$[A-Z]{1,5}\b|\((?:[A-Za-z ]+: ?)?[A-Z]{1,5}\)")
_NOUNS = frozenset({"upgrade", "downgrade"})
_ANALYST_BEHIND = 2  # tokens behind a phrase within which an analyst is looked for ("Buy reiterated as analyst sees")
_REACH = 60  # characters before a phrase in which somebody is looked for
_SPEAKERS = frozenset({"house", "analyst", "thing", "stock"})
_TARGETS = frozenset({"target", "targets", "bare_target"})
_TELLERS = frozenset({"firm", "broker", "house", "analyst", "rating"})
_ACTORS = frozenset({"firm", "broker", "credit_rater", "other_rater"})
_OTHER_RATERS = frozenset({"credit_rater", "other_rater"})
_STOCK = frozenset({"stock", "thing"})
_FIGURES = frozenset({"money", "was", "by"})
_STOCK_TARGET = (["company", "bare_target", "raise"], ["company", "bare_target", "lower"])


def is_doubtful(sentence: Tagged, finding: Finding, named: bool, goes_on: bool) -> bool:
    """Whether a finding is left out.

    ``named`` says that its sentence names the firm, ``goes_on`` that the sentence belongs to a text that has named one.
    """
    tags = [token.tag for token in sentence.tokens]
    if (
        is_unreal(sentence, finding, tags)
        or _is_other_thing(sentence, finding, tags)
        or (goes_on and _is_of_sector(finding, tags))
    ):
        return True
    if (
        is_untold(sentence, finding)
        or is_of_unknown(finding, tags)
        or is_of_anything(sentence, finding)
        or (not named and is_counted(sentence, finding))
    ):
        return True
    if named:
        return _is_by_agency(finding, tags)
    if _by_somebody(sentence, finding) or _is_of_debt(sentence, finding):
        return True
    return _lacks_speaker(sentence, finding, tags) if goes_on else _is_by_nobody(sentence, finding, tags)


def _is_other_thing(sentence: Tagged, finding: Finding, tags: list[str]) -> bool:
    """Whether something else than a stock has a target or a rating."""
    if finding.phrase.kind != "target":
        return _is_other_rating(sentence, finding, tags)
    return _is_other_target(finding, tags) or _is_compared(sentence, finding)


def _lacks_speaker(sentence: Tagged, finding: Finding, tags: list[str]) -> bool:
    """Whether a sentence that names no firm leaves open whether it speaks of the firm that the text named."""
    if _is_own_target(finding, tags):
        return True
    target = finding.token(sentence, "target")
    opens = target is not None and finding.slots["target"][0] == 0
    if finding.phrase.needs != "firm" or opens or _is_complete(tags) or (target and _OURS.search(sentence.text)):
        return False
    if _goes_back(sentence, finding, tags):
        return False
    plain = target is not None and (target.tag == "target" or {"money", "was"} <= finding.slots.keys())
    # "the rating stays at Hold": the one that was spoken of.
    of_rating = "rating_noun" in tags[: finding.start] or tags[finding.start] == "coverage"
    return not plain and not of_rating and _SPEAKERS.isdisjoint(tags)


def _goes_back(sentence: Tagged, finding: Finding, tags: list[str]) -> bool:
    """Whether a sentence only goes on with what was told ("That is up from Hold", "repeats the Buy rating on Okta")."""
    if finding.start == 0 and finding.slots.keys() == {"prior"}:
        return True
    rating = finding.token(sentence, "rating")
    return rating is not None and "company" in tags and _CALLED.match(sentence.text, rating.end) is not None


def _is_by_agency(finding: Finding, tags: list[str]) -> bool:
    """Whether an agency that rates debt acts, so that the house behind it is rated ("Fitch upgraded Union Bank")."""
    before = [tag for tag in tags[: finding.start] if tag in _ACTORS]
    if finding.phrase.kind != "rating" or before[-1:] != ["credit_rater"]:
        return False
    return not any(slot.startswith("firm") for slot in finding.slots) and not _has_actor(tags[: finding.start])


def _has_actor(tags: list[str]) -> bool:
    """Whether a house does something by itself, not its credit analysts ("Citi follows S&P, downgrades Ford")."""
    beside = zip(tags, [*tags[1:], ""], strict=True)
    return any(tag in ("firm", "broker") and after != "credit_rater" for tag, after in beside)


def _is_of_debt(sentence: Tagged, finding: Finding) -> bool:
    """Whether somebody who rates debt, or funds, or conduct, stands before a phrase, or beside it."""
    before = sentence.tokens[: finding.start]
    listed = {token.value.ticker for token in before if token.tag == "company" and isinstance(token.value, Party)}
    return not _DEBT_RATERS.isdisjoint(listed) or any(token.tag in _OTHER_RATERS for token in sentence.tokens)


def _is_other_target(finding: Finding, tags: list[str]) -> bool:
    """Whether the target is one of sales, of a coin, of an index."""
    at = finding.slots.get("target", (finding.start, 0))[0]
    verb = finding.slots.get("shift", (0, 0))[0]
    around = {*tags[max(verb if verb < at else 0, at - 2) : at], *tags[at + 1 : at + 4]}
    if "other_asset" in around and "company" not in tags[finding.start : finding.end]:
        return True
    if "other_asset" in tags and "company" not in tags and _is_bare(finding, tags):
        return True
    if tags[finding.end : finding.end + 2] in (["on", "other_asset"], ["be", "consensus"]):
        return True
    told = "company" in tags or "rating" in tags or ("money" in finding.slots and not _HOUSES.isdisjoint(tags))
    if not told and tags[at + 1 : at + 2] == ["on"] and tags[at + 2 : at + 3] in (["word"], ["metric"]):
        return _STOCK.isdisjoint(tags[at + 2 : at + 10])
    return tags[at] != "target" and "metric" in tags[max(0, at - 1) : at]


def _is_bare(finding: Finding, tags: list[str]) -> bool:
    """Whether a target's figure has no currency, as those of indexes have none."""
    return "money" in finding.slots and tags[finding.slots["money"][0]] == "number"


def _is_compared(sentence: Tagged, finding: Finding) -> bool:
    """Whether a price is only held against a target in force ("traded above TD's price target of $23")."""
    if "shift" in finding.slots:
        return False
    before = sentence.text[: sentence.tokens[finding.start].start]
    return _HELD_AGAINST.search(before[-_REACH:]) is not None


def _is_of_sector(finding: Finding, tags: list[str]) -> bool:
    """Whether a rating that is kept goes on into something else than a stock ("stays overweight consumer goods")."""
    move = finding.slots.get("move")
    if finding.phrase.kind != "rating" or "company" in tags or not move or tags[move[0]] != "maintain":
        return False
    return tags[finding.end : finding.end + 1] in (["word"], ["name"], ["metric"], ["other_asset"])


def _is_complete(tags: list[str]) -> bool:
    """Whether a sentence tells a rating and a target together, as only research does."""
    return "rating" in tags and "money" in tags and not _TARGETS.isdisjoint(tags)


def _is_own_target(finding: Finding, tags: list[str]) -> bool:
    """Whether the target is one that a company sets itself: without a figure, and without anybody who rates."""
    at = finding.slots.get("target", (finding.start, 0))[0]
    bare = "target" in finding.slots and tags[at] == "bare_target"
    return bare and _FIGURES.isdisjoint(finding.slots) and _TELLERS.isdisjoint(tags)


def _is_other_rating(sentence: Tagged, finding: Finding, tags: list[str]) -> bool:
    """Whether a sector, an index or a product is rated or upgraded, and no company."""
    inside = tags[finding.start : finding.end]
    before = tags[max(0, finding.start - 2) : finding.start]
    if before == ["metric", "on"]:  # "Estimates for Okta cut by Baird"
        return True
    if "company" not in inside and "both" not in tags and "other_asset" in {*inside, *before}:
        return "company" not in before
    if tags[finding.start] in _NOUNS and _TARGET_MOVED.match(" ".join(tags[finding.start :])):
        return True
    if "rating" in finding.slots:
        # "Wall Street is starting to buy"
        return tags[finding.start] == "begin" and tags[finding.slots["rating"][0] - 1] == "to"
    if tags[finding.start : finding.start + 2] in _FOR and _FOR_SOMEBODY.match(
        sentence.text, sentence.tokens[finding.start].end
    ):
        return True
    if _is_list(tags[max(0, finding.start - 2) : finding.start + 3]):
        return True
    beside = zip(inside, tags[finding.start + 1 : finding.end + 1], strict=False)
    return any(one in ("company", "broker", "thing") and other == "metric" for one, other in beside)


def _is_list(tags: list[str]) -> bool:
    """Whether calls are only counted up ("the top upgrades, downgrades and initiations")."""
    triples = zip(tags, tags[1:], tags[2:], strict=False)
    return any(one in _NOUNS and link in ("comma", "and") and other in _NOUNS for one, link, other in triples)


def _by_somebody(sentence: Tagged, finding: Finding) -> bool:
    """Whether a house or an analyst stands before a phrase whom the sentence leaves unnamed on purpose."""
    before = sentence.text[: sentence.tokens[finding.start].start]
    return bool(_SOMEBODY.search(before[-_REACH:]))


def _is_by_nobody(sentence: Tagged, finding: Finding, tags: list[str]) -> bool:
    """Whether a headline that names no firm leaves open whether a firm stands behind it at all."""
    analysts = [
        sentence.text[token.start : token.end]
        for token in sentence.tokens[: finding.end + _ANALYST_BEHIND]
        if token.tag == "analyst"
    ]
    one = any(not words.lower().endswith("s") for words in analysts)
    if "analyst" in tags[: finding.end] and not one:
        return True
    if finding.phrase.needs == "firm" and not one and not (finding.phrase.kind == "target" and _is_complete(tags)):
        return True
    target = finding.token(sentence, "target")
    if finding.phrase.kind == "rating" or "company" in finding.slots:
        return False
    if target is None or target.tag != "bare_target":
        return target is None or target.tag == "targets"
    if tags[max(0, finding.start - 1) : finding.start + 2] in _STOCK_TARGET and _SYMBOL.search(sentence.text):
        return False  # "$OKTA - Okta target lifted on new deals"
    shift = finding.token(sentence, "shift")
    return not one or shift is None or shift.start > target.start
