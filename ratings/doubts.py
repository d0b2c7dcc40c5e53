"""When a phrase is no call: what is only possible, an average, about something else, or by nobody in particular."""

import re

from ratings.phrases import Finding
from ratings.tags import Party, Tagged

_DEBT_RATERS = frozenset({"MCO", "SPGI"})
_SOMEBODY = re.compile(r"\b(?:[Aa]|[Aa]nother|[Oo]ne|[Ss]ome) (?:brokerage|broker|bank|firm|house)\b")
_REACH = 60  # characters before a phrase in which somebody is looked for
_SPEAKERS = frozenset({"house", "analyst", "thing", "stock"})
_OTHER_RATERS = frozenset({"credit_rater", "other_rater"})
_STOCK = frozenset({"stock", "thing"})
_UNREAL = frozenset({"may", "not", "consensus"})


def is_doubtful(sentence: Tagged, finding: Finding, named: bool, goes_on: bool) -> bool:
    """Whether a finding is left out.

    ``named`` says that its sentence names the firm, ``goes_on`` that the sentence belongs to a text that has named one.
    """
    tags = [token.tag for token in sentence.tokens]
    before = tags[max(0, finding.start - 2) : finding.start]
    if not _UNREAL.isdisjoint(before) or "denied" in tags or "consensus" in tags[finding.start : finding.end]:
        return True
    if finding.phrase.kind == "target" and _is_other_target(finding, tags):
        return True
    if finding.phrase.kind == "rating" and _is_other_rating(finding, tags):
        return True
    if named:
        return False
    if _by_somebody(sentence, finding) or _is_of_debt(sentence, finding):
        return True
    if goes_on:
        target = finding.token(sentence, "target")
        plain = target is not None and (target.tag == "target" or {"money", "was"} <= finding.slots.keys())
        of_rating = "rating_noun" in tags[: finding.start]  # "the rating stays at Hold": the one that was spoken of
        return finding.phrase.needs == "firm" and not plain and not of_rating and _SPEAKERS.isdisjoint(tags)
    return _is_by_nobody(sentence, finding)


def _is_of_debt(sentence: Tagged, finding: Finding) -> bool:
    """Whether somebody who rates debt, or funds, or conduct, stands before a phrase, or beside it."""
    before = sentence.tokens[: finding.start]
    listed = {token.value.ticker for token in before if token.tag == "company" and isinstance(token.value, Party)}
    return not _DEBT_RATERS.isdisjoint(listed) or any(token.tag in _OTHER_RATERS for token in sentence.tokens)


def _is_other_target(finding: Finding, tags: list[str]) -> bool:
    """Whether the target is one of sales, of a coin, of an index."""
    at = finding.slots.get("target", (finding.start, 0))[0]
    around = {*tags[max(0, at - 2) : at], *tags[at + 1 : at + 4]}
    if "other_asset" in around and "company" not in tags[finding.start : finding.end]:
        return True
    if "company" not in tags and tags[at + 1 : at + 2] == ["on"] and tags[at + 2 : at + 3] in (["word"], ["metric"]):
        return _STOCK.isdisjoint(tags[at + 2 : at + 10])
    return tags[at] != "target" and "metric" in tags[max(0, at - 1) : at]


def _is_other_rating(finding: Finding, tags: list[str]) -> bool:
    """Whether a sector, an index or a product is rated or upgraded, and no company."""
    inside = tags[finding.start : finding.end]
    if "company" not in inside and "other_asset" in {*inside, *tags[max(0, finding.start - 2) : finding.start]}:
        return "company" not in tags[max(0, finding.start - 2) : finding.start]
    if "rating" in finding.slots:
        return False
    beside = zip(inside, tags[finding.start + 1 : finding.end + 1], strict=False)
    return any(one in ("company", "broker", "thing") and other == "metric" for one, other in beside)


def _by_somebody(sentence: Tagged, finding: Finding) -> bool:
    """Whether a house or an analyst stands before a phrase whom the sentence leaves unnamed on purpose."""
    before = sentence.text[: sentence.tokens[finding.start].start]
    return bool(_SOMEBODY.search(before[-_REACH:]))


def _is_by_nobody(sentence: Tagged, finding: Finding) -> bool:
    """Whether a headline that names no firm leaves open whether a firm stands behind it at all."""
    analysts = [
        sentence.text[token.start : token.end] for token in sentence.tokens[: finding.end] if token.tag == "analyst"
    ]
    one = any(not words.lower().endswith("s") for words in analysts)
    if analysts and not one:
        return True
    if finding.phrase.needs == "firm" and not one:
        return True
    target = finding.token(sentence, "target")
    if finding.phrase.kind == "rating" or "company" in finding.slots:
        return False
    if target is None or target.tag != "bare_target":
        return target is None or target.tag == "targets"
    shift = finding.token(sentence, "shift")
    return not one or shift is None or shift.start > target.start
