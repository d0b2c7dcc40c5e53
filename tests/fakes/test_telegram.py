"""The simulator answers a real python-telegram-bot as Telegram does, in process and over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    LinkPreviewOptions,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import Application, CallbackQueryHandler, ChatMemberHandler, CommandHandler
from telegram.request import HTTPXRequest

from bot.pace import wait_seconds
from tests.fakes.clock import FakeClock
from tests.fakes.telegram import TOKEN, BotApi
from tests.fakes.telegram_faults import Fault, FloodLimits, broken, close, garbled, hang, refusal, refuse, too_many
from tests.fakes.telegram_http import HttpFront, bot_api_thread
from tests.fakes.telegram_inside import InProcessRequest, deliver

pytestmark = pytest.mark.filterwarnings("ignore:.*retry_after.*:DeprecationWarning")
USER, GROUP = 11, -100_500
BUTTONS = InlineKeyboardMarkup([[InlineKeyboardButton("Why", callback_data="why:1")]])


@pytest.fixture
def clock() -> FakeClock:
    """Time that stands still."""
    return FakeClock()


@pytest.fixture
def api(clock: FakeClock) -> BotApi:
    """A server that knows one user and one group."""
    api = BotApi(clock=clock)
    api.open(USER)
    api.open(GROUP)
    return api


@pytest.fixture(params=["inside", "http"])
async def bot(request: pytest.FixtureRequest, api: BotApi) -> AsyncIterator[Bot]:
    """A bot in front of the server, by either way in."""
    if request.param == "inside":
        async with Bot(TOKEN, request=InProcessRequest(api), get_updates_request=InProcessRequest(api)) as bot:
            yield bot
        return
    async with HttpFront(api) as front:
        line = HTTPXRequest(read_timeout=0.2)
        async with Bot(TOKEN, base_url=front.url, request=line, get_updates_request=HTTPXRequest()) as bot:
            yield bot


async def test_send_and_edit(api: BotApi, bot: Bot) -> None:
    """A message stands in its chat as sent, then as edited, with its markup read and its buttons."""
    off = LinkPreviewOptions(is_disabled=True)
    sent = await bot.send_message(
        USER, "<b>CIFR</b> &amp; co", "HTML", reply_markup=BUTTONS, disable_notification=True, link_preview_options=off
    )
    (bubble,) = api.shown(USER)
    assert (bubble.text, bubble.silent, bubble.preview, bubble.labels) == ("CIFR & co", True, False, ["Why"])
    assert (sent.text, sent.date, sent.chat.type) == ("CIFR & co", api.world.clock.now(), "private")
    await bot.edit_message_text("done", USER, sent.message_id)
    assert (api.texts(USER), bubble.earlier, bubble.buttons) == (["done"], ["CIFR & co"], [])
    await bot.edit_message_reply_markup(USER, sent.message_id, reply_markup=BUTTONS)
    assert bubble.labels == ["Why"]
    await bot.delete_message(USER, sent.message_id)
    assert api.shown() == []
    assert [shown.what for shown in api.history] == ["sent", "edited", "edited", "deleted"]


async def test_files(api: BotApi, bot: Bot) -> None:
    """Uploads arrive whole, with their captions."""
    sent = await bot.send_document(USER, b"ticker,firm\n", caption="<i>all</i>", parse_mode="HTML", filename="all.csv")
    await bot.send_photo(USER, b"\x89PNG", caption="chart")
    document, photo = api.shown(USER)
    assert (document.file.name, document.file.content, document.text) == ("all.csv", b"ticker,firm\n", "all")
    assert (photo.kind, photo.file.content) == ("photo", b"\x89PNG")
    assert sent.document is not None
    assert sent.document.file_name == "all.csv"


async def test_changed_files(api: BotApi, bot: Bot) -> None:
    """A picture can be changed for another, and put where there was none, but not for itself."""
    api.open(USER)
    chart = await bot.send_photo(USER, b"\x89PNG", caption="month", filename="m.png")
    await bot.edit_message_media(InputMediaPhoto(b"\x89PNG2", caption="year", filename="y.png"), USER, chart.message_id)
    text = await bot.send_message(USER, "words")
    await bot.edit_message_media(InputMediaDocument(b"1,2\n", filename="t.csv"), USER, text.message_id)
    photo, document = api.shown(USER)
    assert (photo.kind, photo.text, photo.file.content, photo.earlier) == ("photo", "year", b"\x89PNG2", ["month"])
    assert (document.kind, document.file.name) == ("document", "t.csv")
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_media(
            InputMediaPhoto(b"\x89PNG2", caption="year", filename="y.png"), USER, chart.message_id
        )
    with pytest.raises(BadRequest, match="no text in the message"):
        await bot.edit_message_text("words again", USER, chart.message_id)


async def test_commands_and_profile(bot: Bot) -> None:
    """The command menu is kept per language, and names are checked."""
    await bot.set_my_commands([("watch", "Follow tickers")])
    await bot.set_my_commands([("watch", "Aktien verfolgen")], language_code="de")
    assert [command.description for command in await bot.get_my_commands()] == ["Follow tickers"]
    assert [command.description for command in await bot.get_my_commands(language_code="de")] == ["Aktien verfolgen"]
    assert await bot.set_my_description("Ratings") is True
    assert await bot.delete_webhook() is True
    assert (await bot.get_webhook_info()).url == ""
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await bot.set_my_commands([("Watch List", "x")])


async def test_members(api: BotApi, bot: Bot) -> None:
    """Who is an administrator can be asked, and the bot can leave."""
    api.promote(GROUP, 7)
    api.say(GROUP, "hello", user_id=8)
    standings = [(await bot.get_chat_member(GROUP, user)).status for user in (7, 8, 9)]
    assert standings == ["administrator", "member", "left"]
    assert [member.user.id for member in await bot.get_chat_administrators(GROUP)] == [7]
    assert (await bot.get_chat(GROUP)).type == "supergroup"
    await bot.send_chat_action(GROUP, "typing")
    await bot.leave_chat(GROUP)
    with pytest.raises(Forbidden, match="not a member"):
        await bot.send_message(GROUP, "hello?")


REFUSED = {
    "empty": ({"text": ""}, "Message text is empty"),
    "only markup": ({"text": "<b> </b>", "parse_mode": "HTML"}, "Text must be non-empty"),
    "long": ({"text": "x" * 4097}, "Message is too long"),
    "bad markup": ({"text": "<b>x", "parse_mode": "HTML"}, "Can't parse entities: can't find end tag"),
    "unknown chat": ({"text": "x", "chat_id": 999}, "Chat not found"),
    "long data": (
        {"text": "x", "reply_markup": InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="é" * 33)]])},
        "Button_data_invalid",
    ),
    "idle button": (
        {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x"}]]}},
        "Text buttons are unallowed",
    ),
}


@pytest.mark.parametrize(("arguments", "words"), REFUSED.values(), ids=REFUSED)
async def test_refusals(api: BotApi, bot: Bot, arguments: dict[str, Any], words: str) -> None:
    """What Telegram refuses is refused in its words, and nobody sees it."""
    with pytest.raises(BadRequest, match=f"(?i){words}"):
        await bot.send_message(**({"chat_id": USER} | arguments))
    assert api.history == []


async def test_limit_after_markup(api: BotApi, bot: Bot) -> None:
    """The length counts once markup is read."""
    await bot.send_message(USER, f"<b>{'&amp;' * 4096}</b>", "HTML")
    assert api.texts(USER) == ["&" * 4096]


async def test_edit_refusals(bot: Bot) -> None:
    """Edits that change nothing or meet no message are refused."""
    sent = await bot.send_message(USER, "same", reply_markup=BUTTONS)
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_text("same", USER, sent.message_id, reply_markup=BUTTONS)
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_reply_markup(USER, sent.message_id, reply_markup=BUTTONS)
    with pytest.raises(BadRequest, match="to edit not found"):
        await bot.edit_message_text("x", USER, 999)
    with pytest.raises(BadRequest, match="to delete not found"):
        await bot.delete_message(USER, 999)


async def test_press_and_expire(api: BotApi, bot: Bot, clock: FakeClock) -> None:
    """A pressed button can be answered for a while, and then no more."""
    sent = await bot.send_message(USER, "alert", reply_markup=BUTTONS)
    query = api.press(USER, sent.message_id, "Why")
    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    assert (update.callback_query.id, update.callback_query.data) == (query, "why:1")
    await bot.answer_callback_query(query, "because")
    assert [(toast.chat_id, toast.text) for toast in api.toasts] == [(USER, "because")]
    late = api.press(USER, None, "why:1")
    clock.advance(61)
    with pytest.raises(BadRequest, match="too old"):
        await bot.answer_callback_query(late)
    with pytest.raises(LookupError, match=r"only \['Why'\]"):
        api.press(USER, None, "Mute")


async def test_blocked_and_moved(api: BotApi, bot: Bot) -> None:
    """Who blocked the bot or moved away can't be reached, until they come back."""
    api.block(USER)
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(USER, "x")
    api.say(USER, "/start")
    assert await bot.send_message(USER, "welcome back")
    api.migrate(-5, -100_777)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(-5, "x")
    assert moved.value.new_chat_id == -100_777
    api.kick(GROUP)
    with pytest.raises(Forbidden, match="kicked from the supergroup"):
        await bot.send_message(GROUP, "x")


FAULTS: dict[str, tuple[Fault, type[TelegramError], bool]] = {
    "429": (too_many(7), RetryAfter, False),
    "502": (broken(), NetworkError, False),
    "500 after accepting": (broken(500, accepted=True), NetworkError, True),
    "half an answer": (garbled(), TelegramError, True),
    "hang after accepting": (hang(), TimedOut, True),
    "hang before": (hang(accepted=False), TimedOut, False),
    "cut after accepting": (close(accepted=True), NetworkError, True),
    "cut before": (close(accepted=False), NetworkError, False),
    "other words": (refusal(400, "Bad Request: message thread not found"), BadRequest, False),
}


@pytest.mark.parametrize(("fault", "error", "accepted"), FAULTS.values(), ids=FAULTS)
async def test_faults(api: BotApi, bot: Bot, fault: Fault, error: type[TelegramError], accepted: bool) -> None:
    """A fault meets the request it is for, once, and the ledgers tell what was seen and what was answered."""
    api.fail(fault, chat_id=USER)
    await bot.send_message(GROUP, "fine")
    with pytest.raises(error):
        await bot.send_message(USER, "x")
    assert api.texts(USER) == ["x"] * accepted
    await bot.send_message(USER, "again")
    assert [told.status for told in api.calls("sendMessage")] == [
        200,
        fault.answer.status if fault.answer.way == "answer" else None,
        200,
    ]


async def test_refused_connection(api: BotApi) -> None:
    """Nobody listening is told apart from a broken connection by its cause."""
    api.fail(refuse(), times=None)
    async with Bot(TOKEN, request=InProcessRequest(api), get_updates_request=InProcessRequest(api)) as bot:
        for _ in range(2):
            with pytest.raises(NetworkError, match="ConnectError"):
                await bot.send_message(USER, "x")
        api.heal()
        assert await bot.send_message(USER, "x")


async def test_flood(clock: FakeClock) -> None:
    """A strict server takes 30 a second in all and three for one chat, and says how long to wait."""
    api = BotApi(clock=clock, flood=FloodLimits())
    async with Bot(TOKEN, request=InProcessRequest(api), get_updates_request=InProcessRequest(api)) as bot:
        for chat_id in range(1, 31):
            api.open(chat_id)
            await bot.send_message(chat_id, "x")
        with pytest.raises(RetryAfter) as all_told:
            await bot.send_message(1, "x")
        clock.advance(1.5)
        for _ in range(3):
            await bot.send_message(1, "x")
        with pytest.raises(RetryAfter) as one_told:
            await bot.send_message(1, "x")
    assert [wait_seconds(told.value) for told in (all_told, one_told)] == [3, 1]


async def test_wrong_token(api: BotApi) -> None:
    """Another token opens nothing."""
    line = InProcessRequest(api)
    with pytest.raises(InvalidToken):
        await Bot("1:wrong", request=line, get_updates_request=line).get_me()


async def test_second_poller(bot: Bot) -> None:
    """Who polls second throws out who polled first."""
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0)
    second = asyncio.create_task(bot.get_updates(timeout=30))
    done, _ = await asyncio.wait({first, second}, return_when=asyncio.FIRST_COMPLETED)
    assert [type(task.exception()) for task in done] == [Conflict]
    for task in {first, second} - done:
        task.cancel()


async def test_confirmed_updates(api: BotApi, bot: Bot) -> None:
    """An update comes again until a later one is asked for."""
    api.say(USER, "one")
    api.say(USER, "two")
    first = await bot.get_updates(limit=1)
    again = await bot.get_updates()
    assert [update.update_id for update in again] == [first[0].update_id, first[0].update_id + 1]
    rest = await bot.get_updates(offset=first[0].update_id + 1, allowed_updates=["callback_query"])
    assert [update.message.text for update in rest if update.message] == ["two"]
    api.say(USER, "unheard")
    assert await bot.get_updates(offset=rest[-1].update_id + 1) == ()


def talkative(application: Application[Any, Any, Any, Any, Any, Any]) -> list[str]:
    """Handlers that answer a command, a button and a block, and note what they heard."""
    heard: list[str] = []

    async def start(update: Update, _: Any) -> None:
        assert update.effective_message is not None
        heard.append(f"start in {update.effective_message.chat.type} ({update.effective_user.language_code})")
        await update.effective_message.reply_text("hi", reply_markup=BUTTONS)

    async def pressed(update: Update, _: Any) -> None:
        assert update.callback_query is not None
        await update.callback_query.answer("ok")
        await update.callback_query.edit_message_text(f"you pressed {update.callback_query.data}")

    async def standing(update: Update, _: Any) -> None:
        assert update.my_chat_member is not None
        heard.append(update.my_chat_member.new_chat_member.status)

    application.add_handler(CommandHandler("start", start))
    application.add_handler(CallbackQueryHandler(pressed))
    application.add_handler(ChatMemberHandler(standing))
    return heard


async def test_application(api: BotApi) -> None:
    """A whole application lives on the simulator, by real long polling."""
    line = InProcessRequest(api)
    application = Application.builder().token(TOKEN).request(line).get_updates_request(InProcessRequest(api)).build()
    heard = talkative(application)
    async with application:
        await application.start()
        await application.updater.start_polling(timeout=30)
        api.say(USER, "/start now", language_code="de")
        await api.until(lambda: api.texts(USER) == ["hi"])
        api.press(USER, None, "Why")
        await api.until(lambda: api.texts(USER) == ["you pressed why:1"])
        await application.updater.stop()
        await application.stop()
    assert heard == ["start in private (de)"]


async def test_deliver(api: BotApi) -> None:
    """A test can also hand the updates over itself."""
    line = InProcessRequest(api)
    application = Application.builder().token(TOKEN).request(line).updater(None).build()
    heard = talkative(application)
    async with application:
        api.say(GROUP, "/start", user_id=5)
        api.block(USER)
        api.unblock(USER)
        await deliver(api, application)
    assert heard == ["start in supergroup (en)", "kicked", "member"]
    assert api.texts(GROUP) == ["hi"]


def test_thread() -> None:
    """A test that isn't asynchronous can drive a server that other processes talk to, also through an outage."""
    with bot_api_thread() as server:

        async def echo() -> str:
            async with Bot(server.token, base_url=server.url) as bot:
                (update,) = await bot.get_updates(timeout=5)
                await bot.send_message(update.message.chat.id, update.message.text)
                url = server.url
                await asyncio.to_thread(server.stop)
                with pytest.raises(NetworkError):
                    await bot.send_message(1, "lost")
                await asyncio.to_thread(server.start)
                await bot.send_message(1, "back")
                return url

        server.say(1, "over there?")
        assert asyncio.run(echo()) == server.url
        assert server.wait_for(lambda api: api.texts(1)) == ["over there?", "back"]
        with pytest.raises(AssertionError, match="sent to 1: over there"):
            server.wait_for(lambda api: False, timeout=0.01)
