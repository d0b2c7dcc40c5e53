"""Reading the calls that a story tells of."""

import datetime as dt
from collections.abc import Sequence

from ratings.calls import Bound, Call, Context, Named, bind, read_calls
from ratings.completing import completing
from ratings.dates import is_written, stated_date
from ratings.facts import Fact, Facts, facts_of
from ratings.gaps import lacks_facts
from ratings.gate import Signs
from ratings.headings import Heading, apply, headed, is_heading, is_line, opens_list, sign, without_retold
from ratings.horizons import find_horizon
from ratings.merging import merged
from ratings.model import Part, RatingAction, RatingMove, Story
from ratings.pairing import in_order, row_length
from ratings.people import find_analysts
from ratings.phrases import Finding, find
from ratings.reading import tagged_sentence
from ratings.recaps import (
    averages,
    is_of_index,
    is_roundup,
    only_recalls,
    opens_others,
    own_rater,
    recalls,
    tells_behind,
)
from ratings.sentences import Line, Sentence, lines, split
from ratings.shorthand import Shorthand
from ratings.spreading import of_both, share, spread, with_short_names
from ratings.tags import Party, Tagged, Token, tagged
from ratings.words import lowered

__all__ = ["extract", "lacks_facts"]

_LOOK_BACK = 6  # sentences without a call in which its firm or company may have been named
_OPENING = 10  # tokens within which a sentence names who speaks
_NAMED = frozenset({"firm", "company"})
_MARGIN = 4  # characters around a headline that is printed again
_DATELINE = 30  # characters within which a dateline ends
_FRESH = dt.timedelta(days=4)


def extract(story: Story) -> tuple[RatingAction, ...]:
    """The calls that a story tells of, the text's first; what it does not state is None. Never raises on any text."""
    signs = Signs(story)
    return Reader(story).read(signs) if signs else ()


class Reader:
    """Reads one story from its title to its end, keeping in mind whom it speaks of and whether it recalls."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._published = story.published.date() if story.published else None
        rater = own_rater(story.publisher)
        self._shorthand = Shorthand(story)
        self._context = Context(firm=Named(Party(firm=rater)) if rater else None)
        self._recalling = only_recalls(story)
        self._roundup = is_roundup(story.title)
        self._of_index = is_of_index(story.title) and not _names_stock(story.title)
        self._title = lowered(story.title).strip()
        self._passed: list[Line | Sentence] = []
        self._calls: list[Call] = []
        self._more: list[Call] = []  # of those calls
        self._analysts: dict[str, Fact] = {}
        self._surnames: dict[str, str] = {}  # and the firm that each of them speaks for
        self._heading: Heading | None = None
        self._line: list[Call] = []  # told by the line above, which names no firm
        self._waiting: tuple[Tagged, list[Bound]] | None = None  # calls on a company that is yet to be named

    def read(self, signs: Signs) -> tuple[RatingAction, ...]:
        """The story's calls; ``signs`` are the gate's."""
        for line in lines(self._story):
            if self._retells(line):
                continue
            if signs.within(line) or self._waiting or self._roundup or line.part is Part.TITLE:
                for sentence in split(line):
                    self._look_at(sentence, signs)
            else:  # is cut into sentences where a call below it looks back at them
                self._passed.append(line)
        if self._calls:
            self._catch_up(open_call=False)
        return merged([*self._calls, *self._more], self._analysts)

    def _look_at(self, sentence: Sentence, signs: Signs) -> None:
        """Reads a sentence where it tells of calls, and else passes over it."""
        found = self._with_people(tagged_sentence(sentence)) if signs.within(sentence) else None
        if self._roundup and self._is_title(sentence) and not (found and _tells_behind(found)):
            return
        self._heading = (headed(sentence) if found else None) or self._heading
        if self._waiting:
            self._settle(*self._waiting, sentence)
        findings = find(found) if found else []
        told = len(self._calls)
        if found and findings and not averages(sentence.text):
            self._read(found, findings)
        else:
            self._pass(sentence)
        if found and self._calls and self._context.in_text and not self._tells_of_others(self._calls[told:]):
            self._complete(found)

    def _read(self, sentence: Tagged, findings: Sequence[Finding]) -> None:
        in_text = sentence.sentence.part is not Part.TITLE
        if in_text is not self._context.in_text:
            self._context = self._context._replace(in_text=in_text)
        renamed = with_short_names(self._shorthand.told(sentence), self._calls, self._shorthand.parties)
        if renamed is not sentence:
            sentence, findings = renamed, find(renamed)
        bound = bind(sentence, findings)
        if self._of_index:
            bound = [item for item in bound if _is_of_stock(item)]
        if not bound:
            self._passed.append(sentence.sentence)
            return
        self._catch_up(any(item.is_open for item in bound))
        self._recalling = self._recalling or (in_text and opens_others(sentence.text))
        named = any(item.firms for item in bound)
        if in_text and named and self._context.company is None and not any(item.companies for item in bound):
            self._waiting = sentence, bound
        self._take(sentence, bound)

    def _tells_of_others(self, calls: Sequence[Call]) -> bool:
        """Whether calls are on another stock than the one that the story speaks of by now."""
        company = self._context.company
        return company is not None and any(call.company.party != company.party for call in calls)

    def _complete(self, sentence: Tagged) -> None:
        """Takes what else a sentence says of the call that its story speaks of."""
        more = [] if self._recalling else list(completing(sentence, self._context, self._calls))
        if more and not recalls(sentence.text) and not averages(sentence.text):
            self._more += more

    def _take(self, sentence: Tagged, bound: list[Bound]) -> None:
        """Adds the calls that a sentence tells of."""
        context = self._context._replace(firm=None) if is_heading(sentence, bound) else self._signed(sentence)
        calls, self._context = read_calls(sentence, bound, context)
        if not calls and self._context.firm and opens_list(sentence, bound):
            self._heading = RatingMove.INITIATE, self._context.firm.party.firm
        elif self._heading:
            apply(self._heading, calls)
        if calls:
            calls = share(calls, _row(sentence, bound), self._calls)
            calls = calls if any(item.firms for item in bound) else of_both(sentence.text, calls, self._calls)
            self._date(calls, sentence)
            _set_horizon(calls, sentence)
            spread(sentence.text, calls, self._calls)
        if self._line and any(item.firms for item in bound):
            self._calls[-len(self._line) :] = without_retold(self._line, calls)
        self._line = calls if is_line(sentence, bound) else []
        self._calls += calls
        self._meet(sentence)

    def _retells(self, line: Line) -> bool:
        """Whether a line of the text only is the headline again, which may be less exact than the text."""
        if line.part is Part.TITLE or abs(len(line.text) - len(self._title)) > _MARGIN:
            return False
        return lowered(line.text).strip() == self._title

    def _is_title(self, sentence: Sentence) -> bool:
        """Whether a sentence is the headline, or the headline again above the text."""
        return sentence.part is Part.TITLE or lowered(sentence.text).strip() == self._title

    def _with_people(self, sentence: Tagged) -> Tagged:
        """The sentence without firms and stocks that are the surname of an analyst who was named ("Wells cut …")."""
        if not self._surnames:
            return sentence
        tokens = [
            token._replace(tag="name", value=None) if token.tag in _NAMED and self._firm_of(sentence, token) else token
            for token in sentence.tokens
        ]
        return tagged(sentence.sentence, tokens)

    def _firm_of(self, sentence: Tagged, token: Token) -> str | None:
        return self._surnames.get(sentence.text[token.start : token.end])

    def _signed(self, sentence: Tagged) -> Context:
        """The context of a sentence; an analyst who was named with a firm speaks for it ("Moore reiterated …")."""
        for token in sentence.tokens[:_OPENING] if self._surnames else ():
            if token.tag == "name" and (firm := self._firm_of(sentence, token)):
                return self._context._replace(firm=Named(Party(firm=firm)), signed=True)
        return self._context._replace(signed=False) if self._context.signed else self._context

    def _pass(self, sentence: Sentence) -> None:
        """Keeps a sentence without calls for later; in a headline it may say whose the calls before it are."""
        self._passed.append(sentence)
        if sentence.part is Part.TITLE and self._calls:
            sign(self._calls, tagged_sentence(sentence))

    def _settle(self, waiting: Tagged, bound: list[Bound], sentence: Sentence) -> None:
        """Reads the calls that wait for their company, if the sentence after them begins with it."""
        self._waiting = None
        self._context = self._context.after(tagged_sentence(sentence))
        if self._context.company:
            self._take(waiting, bound)

    def _catch_up(self, open_call: bool) -> None:
        """Takes from the sentences just passed over whom they speak of, and whether a recap begins there."""
        for sentence in self._last_passed():
            if (open_call or "nalyst" in sentence.text) and not averages(sentence.text):
                found = tagged_sentence(sentence)
                self._context = self._context.after(found)
                self._meet(found)
            self._recalling = self._recalling or (self._context.in_text and opens_others(sentence.text))

    def _last_passed(self) -> list[Sentence]:
        """The headline's sentences that were passed over and the last of the text's, of which none is kept longer."""
        recent: list[Sentence] = []
        while self._passed and len(recent) < _LOOK_BACK:
            passed = self._passed.pop()
            recent[:0] = split(passed) if isinstance(passed, Line) else [passed]
        titles = [passed for passed in self._passed if isinstance(passed, Sentence) and passed.part is Part.TITLE]
        self._passed.clear()
        return [*titles, *recent[-_LOOK_BACK:]]

    def _date(self, calls: Sequence[Call], sentence: Tagged) -> None:
        day, words = stated_date(sentence.text, self._published)
        recalled = self._recalling or recalls(sentence.text)
        stated = words is not None and not _is_dateline(sentence.text, words.end())
        fresh = day is not None and self._published is not None and day >= self._published - _FRESH
        for call in calls:
            call.recalled = recalled
            if words is not None and stated:
                if day:
                    call.facts["date"] = Fact(day, sentence.evidence(words.start(), words.end(), "date"))
                call.recalled = recalled or (is_written(words) and not fresh)

    def _meet(self, sentence: Tagged) -> None:
        """Notes the analysts whom a sentence names, with their firm."""
        firm = self._context.firm.party.firm if self._context.firm else None
        found = find_analysts(sentence.text) if firm and self._context.in_text else None
        if found and firm:
            people, start, end = found
            self._analysts.setdefault(firm, Fact(people, sentence.evidence(start, end, "analysts")))
            self._surnames |= {name.rpartition(" ")[2]: firm for name in people}


def _tells_behind(title: Tagged) -> bool:
    """Whether a roundup's title also tells a call of a firm that it names, behind a colon."""
    return tells_behind(title.text) and any(token.tag in ("firm", "broker") for token in title.tokens)


def _names_stock(title: str) -> bool:
    """Whether a title names a stock, which may be called like a metal or an index ("Barrick Gold target raised")."""
    return any(token.tag == "company" for token in tagged_sentence(Sentence(Part.TITLE, 0, title)).tokens)


def _is_of_stock(bound: Bound) -> bool:
    """Whether a phrase tells of a stock's rating, or of the target in figures of a stock that its sentence names."""
    return bound.finding.phrase.kind == "rating" or (bool(bound.companies) and "money" in bound.finding.slots)


def _row(sentence: Tagged, bound: Sequence[Bound]) -> list[Facts]:
    """What a sentence that names no stock says of each of several, where it has a target or a rating for each."""
    for item in () if any(item.companies for item in bound) else bound:
        if (length := row_length(sentence, item.finding)) > 1:
            return in_order(sentence, item.finding, facts_of(sentence, item.finding, None), length)
    return []


def _set_horizon(calls: Sequence[Call], sentence: Tagged) -> None:
    """Gives the targets of a sentence the horizon that it states."""
    with_target = [call for call in calls if "pt_action" in call.facts]
    if with_target and (found := find_horizon(sentence.text)):
        horizon, words = found
        for call in with_target:
            call.facts["pt_horizon"] = Fact(horizon, sentence.evidence(words.start(), words.end(), "horizon"))


def _is_dateline(text: str, end: int) -> bool:
    """Whether a date that ends at a place opens its sentence as a dateline does ("Feb 18 - …")."""
    return end < _DATELINE and text[end : end + 3].strip()[:1] in ("-", "–", "—")
