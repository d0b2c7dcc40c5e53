"""Why a call was not told at once, or not at all, as a clause that follows "Not sent here:"."""

from messages.filter_reasons import filter_reason, notice_reason
from messages.html import short
from messages.tongue import tr, trn

_WORDS = 200


def reason(told: str) -> str:
    """The clause for a word that services note, with what belongs to it ("limit 5")."""
    word, _, rest = told.partition(" ")
    detail = short(rest, _WORDS) if rest else ""
    known = (
        _waiting(word, detail)
        or _unwanted(word, detail)
        or _wished_away(word, detail)
        or _no_news(word)
        or _undelivered(word, detail)
    )
    return known or short(told, _WORDS)


def _waiting(word: str, detail: str) -> str | None:
    match word:
        case "quiet":
            return tr("it came in the quiet hours of this chat")
        case "paused":
            return tr("alerts were paused here")
        case "limit":
            return trn(
                "the day's limit of {count} alert was reached",
                "the day's limit of {count} alerts was reached",
                int(detail),
            )
    return None


def _unwanted(word: str, detail: str) -> str | None:
    match word:
        case "off":
            return tr("alerts were off here")
        case "unwatched":
            return tr("this chat does not watch the stock")
        case "elsewhere":
            return tr("this chat does not watch {ticker}", ticker=detail)
        case "muted":
            return tr("the stock is muted here")
        case "known":
            return tr("it was known before this chat began to watch the stock")
        case "missed":
            return tr("it came with a feed's first look, or while alerts were off or the stock was muted here")
    return None


def _wished_away(word: str, detail: str) -> str | None:
    match word:
        case "muted_firm":
            return tr("{firm} is muted here", firm=detail)
        case "muted_all":
            return tr("everything is muted here")
        case "filter":
            return filter_reason(detail)
        case "notify":
            return notice_reason(detail)
    return None


def _no_news(word: str) -> str | None:
    match word:
        case "retracted":
            return tr("it was retracted: there was no such call")
        case "stale":
            return tr("stories only recall it, and nobody told of it as news")
        case "quant":
            return tr("the rater is a model, not a research firm")
        case "old":
            return tr("it was old news when it was first seen")
    return None


def _undelivered(word: str, detail: str) -> str | None:
    match word:
        case "expired":
            return tr("it could not be delivered before it was too old")
        case "refused":
            return tr("Telegram would not take it: {reason}", reason=detail)
        case "gone":
            return tr("this chat could not be reached: {reason}", reason=detail)
    return None
