"""Messages reach Telegram as they are meant, and each of its errors becomes the right decision."""

import asyncio
import tomllib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.clock import SystemClock
from bot.pace import Pace, PaceStoppedError, Priority
from bot.transport import TelegramTransport, translated
from messages.model import Attachment, Button, Message
from services import errors
from services.errors import ChatShutError, DoubtfulError, TopicLostError, TransportError
from tests.fakes.telegram import TOKEN, BotApi
from tests.fakes.telegram_faults import Fault, broken, close, garbled, hang, refusal, refuse
from tests.fakes.telegram_http import HttpFront
from tests.fakes.telegram_inside import InProcessRequest
from tests.fakes.telegram_world import File

pytestmark = pytest.mark.filterwarnings("ignore:.*retry_after.*:DeprecationWarning")
CASES = tomllib.loads((Path(__file__).parents[1] / "data/telegram/errors.toml").read_text(encoding="utf-8"))["case"]
CHAT, OTHER = 11, 12
ALERT = Message("<b>CIFR</b> &amp; <i>more</i>", ((Button("Why", "why:1"), Button("Mute", "mute:CIFR")),))


@pytest.fixture
def api() -> BotApi:
    """A server that knows two chats."""
    api = BotApi()
    api.open(CHAT)
    api.open(OTHER)
    return api


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[ExtBot[int]]:
    """A bot in front of it whose pace is no obstacle."""
    line = InProcessRequest(api)
    pace = Pace(SystemClock(), per_second=10_000)
    async with ExtBot(TOKEN, request=line, get_updates_request=line, rate_limiter=pace) as bot:
        yield bot


@pytest.fixture
def transport(bot: ExtBot[int]) -> TelegramTransport:
    """The transport of alerts."""
    return TelegramTransport(bot, priority=Priority.ALERT)


async def test_send(api: BotApi, transport: TelegramTransport) -> None:
    """A message arrives formatted, with its buttons, without previews, and can be found by its id."""
    message_id = await transport.send(CHAT, ALERT, thread_id=5, silent=True)
    (bubble,) = api.shown(CHAT)
    assert (bubble.message_id, bubble.text, bubble.labels) == (message_id, "CIFR & more", ["Why", "Mute"])
    assert (bubble.preview, bubble.silent, bubble.thread_id) == (False, True, 5)
    assert [entity["type"] for entity in bubble.entities] == ["bold", "italic"]


async def test_edit(api: BotApi, transport: TelegramTransport) -> None:
    """An edit replaces text and buttons; one that changes nothing or finds nothing is no error."""
    message_id = await transport.send(CHAT, ALERT)
    await transport.edit(CHAT, message_id, ALERT)
    await transport.edit(CHAT, message_id, Message("<b>CIFR</b> two sources"))
    await transport.edit(OTHER, 999, ALERT)
    (bubble,) = api.shown(CHAT)
    assert (bubble.text, bubble.buttons) == ("CIFR two sources", [])


async def test_bad_markup(api: BotApi, transport: TelegramTransport) -> None:
    """Markup that Telegram can't read goes as plain text, sent or edited, and the log says so."""
    with capture_logs() as logs:
        await transport.send(CHAT, Message("<b>5 &lt; 6 <u>up</b>", ALERT.buttons))
        message_id = await transport.send(OTHER, ALERT)
        await transport.edit(OTHER, message_id, Message("<b>7"))
    assert (api.texts(CHAT), api.texts(OTHER)) == (["5 < 6 up"], ["7"])
    assert api.shown(OTHER)[0].entities == []
    assert [(line["log_level"], line["chat"]) for line in logs] == [("error", CHAT), ("error", OTHER)]


@pytest.mark.parametrize("words", ["message thread not found", "TOPIC_CLOSED", "TOPIC_DELETED"])
async def test_lost_topic(api: BotApi, transport: TelegramTransport, words: str) -> None:
    """A topic that is closed or gone is told apart from a chat that is."""
    api.fail(refusal(400, f"Bad Request: {words}"))
    with pytest.raises(TopicLostError):
        await transport.send(CHAT, ALERT, thread_id=5)
    assert api.history == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["words"])
async def test_errors(api: BotApi, transport: TelegramTransport, case: dict[str, Any]) -> None:
    """Each answer means what its row says, for a new message and for an edit."""
    fault = refusal(case["status"], case["words"], **case.get("parameters", {}))
    message_id = await transport.send(CHAT, ALERT)
    api.fail(fault, method=None, times=None)
    for attempt in (transport.send(CHAT, ALERT), transport.edit(CHAT, message_id, Message("x"))):
        with pytest.raises(TransportError) as caught:
            await attempt
        assert type(caught.value) is getattr(errors, case["means"])
        assert caught.value.chat_id == CHAT
        for name, value in case.get("tells", {}).items():
            assert getattr(caught.value, name) == pytest.approx(value, abs=1)  # the pace adds its margin


BREAKS: dict[str, tuple[Fault, type[TransportError]]] = {
    "nobody listens": (refuse(), TransportError),
    "cut before": (close(accepted=False), DoubtfulError),
    "cut after": (close(accepted=True), DoubtfulError),
    "no answer": (hang(), DoubtfulError),
    "half an answer": (garbled(), DoubtfulError),
    "a gateway's page": (broken(), DoubtfulError),
}


@pytest.mark.parametrize(("fault", "means"), BREAKS.values(), ids=BREAKS)
async def test_breaks(api: BotApi, transport: TelegramTransport, fault: Fault, means: type[TransportError]) -> None:
    """A broken connection leaves doubt unless the message surely never left."""
    api.fail(fault)
    with pytest.raises(TransportError) as caught:
        await transport.send(CHAT, ALERT)
    assert type(caught.value) is means
    assert (means is DoubtfulError) or api.history == []


UNSENT: list[TelegramError] = [PaceStoppedError("stopped before it was sent")]
for cause in (httpx.ConnectError(""), httpx.ConnectTimeout(""), httpx.PoolTimeout("")):
    UNSENT.append(TimedOut() if isinstance(cause, httpx.TimeoutException) else NetworkError("httpx"))
    UNSENT[-1].__cause__ = cause


@pytest.mark.parametrize("error", UNSENT, ids=lambda error: type(error.__cause__).__name__)
def test_surely_unsent(error: TelegramError) -> None:
    """What never left can be sent again without doubt."""
    assert type(translated(error, CHAT)) is TransportError


async def test_real_refusal(api: BotApi) -> None:
    """A closed port is told apart from a cut connection by the real HTTP client too."""
    async with HttpFront(api) as front:
        line = HTTPXRequest()
        pace = Pace(SystemClock(), per_second=10_000)
        async with ExtBot(TOKEN, base_url=front.url, request=line, rate_limiter=pace) as bot:
            transport = TelegramTransport(bot, priority=Priority.ALERT)
            api.fail(close(accepted=True))
            with pytest.raises(DoubtfulError):
                await transport.send(CHAT, ALERT)
            await front.stop()
            with pytest.raises(TransportError) as caught:
                await transport.send(CHAT, ALERT)
    assert type(caught.value) is TransportError
    assert len(api.texts(CHAT)) == 1


async def test_no_secrets(api: BotApi, transport: TelegramTransport) -> None:
    """A gateway that repeats the address it was asked for gives no token away, and its page is cut short."""
    api.fail(refusal(502, f"no route to /bot{TOKEN}/sendMessage " + "x" * 1000))
    with pytest.raises(DoubtfulError) as caught:
        await transport.send(CHAT, ALERT)
    assert TOKEN not in str(caught.value)
    assert len(caught.value.reason) <= 200


async def test_too_long(api: BotApi, transport: TelegramTransport) -> None:
    """What is too long comes as several messages, the buttons under the last; an edit keeps what one can hold."""
    text = "\n".join(f"line {number}" for number in range(1000))
    message_id = await transport.send(CHAT, Message(text, ALERT.buttons), reply_to=77)
    bubbles = api.shown(CHAT)
    assert "\n".join(bubble.text for bubble in bubbles) == text
    assert [bool(bubble.buttons) for bubble in bubbles] == [False] * (len(bubbles) - 1) + [True]
    assert message_id == bubbles[-1].message_id
    await transport.edit(CHAT, message_id, Message(text, ALERT.buttons))
    assert api.shown(CHAT)[-1].text == bubbles[0].text
    assert api.shown(CHAT)[-1].buttons


async def test_half_sent(api: BotApi, transport: TelegramTransport) -> None:
    """Where only the first of several messages arrived, there is doubt, whatever stopped the rest."""
    api.fail(refusal(400, "Bad Request: not enough rights to send text messages to the chat"), times=1)
    with pytest.raises(TransportError) as none:
        await transport.send(CHAT, Message("x" * 5000))
    assert type(none.value) is ChatShutError
    first = asyncio.create_task(transport.send(CHAT, Message("x" * 5000)))
    await api.until(lambda: api.texts(CHAT))
    api.fail(refusal(400, "Bad Request: not enough rights to send text messages to the chat"), times=1)
    with pytest.raises(DoubtfulError):
        await first


PICTURE = Attachment(name="cifr.png", content=b"\x89PNG", picture=True)
TABLE = Attachment(name="all.csv", content=b"ticker,firm\n")


@pytest.mark.parametrize(("attachment", "kind"), [(PICTURE, "photo"), (TABLE, "document")], ids=["picture", "file"])
async def test_attachment(api: BotApi, transport: TelegramTransport, attachment: Attachment, kind: str) -> None:
    """A picture or a file arrives with its name, its formatted caption and its buttons, and can be replaced."""
    message_id = await transport.send(CHAT, replace(ALERT, attachment=attachment), thread_id=5, silent=True)
    (bubble,) = api.shown(CHAT)
    assert (bubble.message_id, bubble.kind, bubble.file) == (
        message_id,
        kind,
        File(attachment.name, attachment.content),
    )
    assert (bubble.text, bubble.labels, bubble.silent, bubble.thread_id) == ("CIFR & more", ["Why", "Mute"], True, 5)
    newer = replace(attachment, content=b"newer")
    await transport.edit(CHAT, message_id, Message("<b>newer", attachment=newer))
    await transport.edit(CHAT, message_id, Message("<b>newer</b>", attachment=newer))
    await transport.edit(CHAT, message_id, Message("<b>newer</b>", attachment=newer))
    (bubble,) = api.shown(CHAT)
    assert (bubble.text, bubble.file, bubble.buttons) == ("newer", File(attachment.name, b"newer"), [])
    assert bubble.earlier == ["CIFR & more", "newer"]


async def test_long_caption(api: BotApi, transport: TelegramTransport) -> None:
    """A text too long for a caption follows its picture, with the buttons; in an edit it is cut."""
    message = Message("word " * 400, ALERT.buttons, PICTURE)
    message_id = await transport.send(CHAT, message)
    picture, text = api.shown(CHAT)
    assert (picture.text, picture.buttons, text.message_id) == ("", [], message_id)
    assert text.text == ("word " * 400).strip()
    await transport.edit(CHAT, picture.message_id, message)
    assert 1000 < len(api.shown(CHAT)[0].text) <= 1024


class NotingPace(Pace):
    """Notes the priority at which each message came."""

    def __init__(self) -> None:
        super().__init__(SystemClock(), per_second=10_000)
        self.seen: list[int] = []

    async def process_request(self, *given: Any, endpoint: str, rate_limit_args: int | None, **named: Any) -> Any:
        """Let it pass, noted."""
        if endpoint != "getMe":
            self.seen.append(rate_limit_args or 0)
        return await super().process_request(*given, endpoint=endpoint, rate_limit_args=rate_limit_args, **named)


@pytest.mark.parametrize(
    ("priority", "edits"),
    [(Priority.REPLY, Priority.REPLY), (Priority.ALERT, Priority.EDIT), (Priority.DIGEST, Priority.DIGEST)],
)
async def test_priorities(api: BotApi, priority: Priority, edits: Priority) -> None:
    """Messages wait at the transport's priority, and edits of alerts behind what is new."""
    line, pace = InProcessRequest(api), NotingPace()
    async with ExtBot(TOKEN, request=line, get_updates_request=line, rate_limiter=pace) as bot:
        transport = TelegramTransport(bot, priority=priority)
        message_id = await transport.send(CHAT, ALERT)
        await transport.edit(CHAT, message_id, Message("x"))
    assert pace.seen == [priority, edits]
