"""From a sentence's words to its tagged tokens, ready for phrases to be looked for."""

from functools import cache, lru_cache

from ratings.abroad import name_abroad
from ratings.chunks import join_chunks
from ratings.houses import name_house
from ratings.model import Part
from ratings.namesakes import tell_namesakes
from ratings.sentences import Sentence
from ratings.subjects import tell_subjects
from ratings.tables import table
from ratings.tags import Tagged, letters, tag
from ratings.unlisted import name_subject, name_unlisted


def tagged_sentence(sentence: Sentence) -> Tagged:
    """A sentence as tagged tokens; where it may tell of a call, what belongs together is joined."""
    _, tokens, tags = _tagged(sentence.part, sentence.text)
    return Tagged(sentence, tokens, tags)


# A sentence is looked at again when the next call is met and for what its story lacks, and outlets print each other's.
@lru_cache(maxsize=128)
def _tagged(part: Part, text: str) -> Tagged:
    tagged = tell_subjects(tell_namesakes(name_abroad(tag(Sentence(part, 0, text)))))
    if _telling().isdisjoint(tagged.tags):
        return name_subject(tagged)
    return join_chunks(name_unlisted(name_subject(name_house(tagged))))


@cache
def _telling() -> frozenset[str]:
    """The classes of which every phrase holds one."""
    return frozenset(letters()[name] for name in table("gate")["classes"])
