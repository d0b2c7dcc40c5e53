"""From a sentence's words to its tagged tokens, ready for phrases to be looked for."""

from functools import cache

from ratings.chunks import join_chunks
from ratings.sentences import Sentence
from ratings.tables import table
from ratings.tags import Tagged, letters, tag
from ratings.unlisted import name_unlisted


def tagged_sentence(sentence: Sentence) -> Tagged:
    """A sentence as tagged tokens; where it may tell of a call, what belongs together is joined."""
    tagged = tag(sentence)
    return tagged if _telling().isdisjoint(tagged.tags) else join_chunks(name_unlisted(tagged))


@cache
def _telling() -> frozenset[str]:
    """The classes of which every phrase holds one."""
    return frozenset(letters()[name] for name in table("gate")["classes"])
