"""What an article would add to a story that was read from its headline."""

from collections.abc import Sequence

from ratings.calls import bind
from ratings.gate import Signs
from ratings.model import Part, RatingAction, RatingMove, Story, TargetMove
from ratings.phrases import find
from ratings.reading import tagged_sentence
from ratings.recaps import announces, is_roundup
from ratings.sentences import LONGEST_SENTENCE, Sentence, sentences

_NAMES_RATING = {RatingMove.UPGRADE, RatingMove.DOWNGRADE, RatingMove.INITIATE, RatingMove.REINSTATE}
_NAMES_TARGET = {TargetMove.RAISE, TargetMove.LOWER, TargetMove.ANNOUNCE}
_ANNOUNCERS = frozenset({"firm", "broker", "analyst"})
_SPEAKERS = frozenset({"firm", "broker", "analyst", "rating"})


def lacks_facts(story: Story, actions: Sequence[RatingAction]) -> bool:
    """Whether a story without text tells or announces calls whose facts its article would add.

    ``actions`` are those read from the story.
    """
    if story.text:
        return False
    if is_roundup(story.title) or _announces(story.title):
        return True
    return any(_is_partial(action) for action in actions if not action.stale) if actions else _hints(story)


def _announces(title: str) -> bool:
    """Whether a title announces the calls of somebody whom it names."""
    if not announces(title):
        return False
    whole = tagged_sentence(Sentence(Part.TITLE, 0, title[:LONGEST_SENTENCE]))
    return "Wall Street" in title or any(token.tag in _ANNOUNCERS for token in whole.tokens)


def _is_partial(action: RatingAction) -> bool:
    no_rating = action.rating_action in _NAMES_RATING and action.rating_current is None
    no_target = action.pt_action in _NAMES_TARGET and action.pt_current is None
    return action.firm is None or action.ticker is None or no_rating or no_target


def _hints(story: Story) -> bool:
    """Whether a sentence tells of a call without saying whose or on what."""
    signs = Signs(story)
    for sentence in sentences(story) if signs else ():
        if signs.within(sentence):
            tagged = tagged_sentence(sentence)
            speakers = any(token.tag in _SPEAKERS for token in tagged.tokens)
            if speakers and any(item.is_open for item in bind(tagged, find(tagged))):
                return True
    return False
