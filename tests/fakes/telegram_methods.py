"""The Bot API's methods: each checks what Telegram checks, then changes or tells what Telegram knows."""

from collections.abc import Callable
from typing import Any

from tests.fakes.telegram_faults import ApiError
from tests.fakes.telegram_inline import answer_guest, answer_inline
from tests.fakes.telegram_json import BOT, bubble_json, member_json, user_json
from tests.fakes.telegram_params import CAPTION_LIMIT, Params, read_markup, read_message, read_text
from tests.fakes.telegram_world import Bubble, Chat, Toast, World

QUERY_SECONDS = 60.0  # how long a pressed button waits for its answer

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
QUERY_EXPIRED = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def open_chat(world: World, params: Params) -> Chat:
    """The chat a request is for, where the bot may still write."""
    chat_id = params.number("chat_id")
    chat = None if chat_id is None else world.chats.get(chat_id)
    if chat is None:
        raise ApiError(400, "Bad Request: chat not found")
    if chat.moved_to is not None:
        words = "Bad Request: group chat was upgraded to a supergroup chat"
        raise ApiError(400, words, migrate_to_chat_id=chat.moved_to)
    if chat.closed is not None:
        raise ApiError(403, chat.closed)
    return chat


def known_bubble(chat: Chat, params: Params, doing: str) -> Bubble:
    """The bot's message a request is about."""
    bubble = chat.bubbles.get(params.number("message_id") or 0)
    if bubble is None:
        raise ApiError(400, f"Bad Request: message to {doing} not found")
    return bubble


def new_bubble(world: World, chat: Chat, params: Params, text: str, entities: list[dict[str, Any]]) -> Bubble:
    """A message that now stands in its chat."""
    markup = read_markup(params)
    preview = params.data("link_preview_options") or {}
    bubble = Bubble(
        chat_id=chat.id,
        message_id=chat.next_id(),
        date=int(world.clock.now().timestamp()),
        text=text,
        html=params.text("text") or params.text("caption"),
        entities=entities,
        markup=markup,
        thread_id=params.number("message_thread_id"),
        silent=params.flag("disable_notification"),
        preview=not preview.get("is_disabled", False),
    )
    chat.bubbles[bubble.message_id] = bubble
    return bubble


def send_message(world: World, params: Params) -> Any:
    """sendMessage."""
    chat = open_chat(world, params)
    text, entities = read_message(params)
    bubble = new_bubble(world, chat, params, text, entities)
    world.show("sent", bubble)
    return bubble_json(chat, bubble)


def send_file(kind: str) -> Callable[[World, Params], Any]:
    """sendDocument and sendPhoto, which differ in name only."""

    def send(world: World, params: Params) -> Any:
        chat = open_chat(world, params)
        file = params.file(kind)
        if file is None or not file.content:
            raise ApiError(400, f"Bad Request: there is no {kind} in the request")
        text, entities = read_text(params, "caption", CAPTION_LIMIT)
        bubble = new_bubble(world, chat, params, text, entities)
        bubble.kind, bubble.file = kind, file
        world.files[f"file-{bubble.chat_id}-{bubble.message_id}"] = file
        world.show("sent", bubble)
        return bubble_json(chat, bubble)

    return send


def edit_text(world: World, params: Params) -> Any:
    """editMessageText."""
    chat = open_chat(world, params)
    bubble = known_bubble(chat, params, "edit")
    if bubble.kind != "text":
        raise ApiError(400, "Bad Request: there is no text in the message to edit")
    text, entities = read_message(params)
    markup = read_markup(params)
    if (text, entities, markup) == (bubble.text, bubble.entities, bubble.markup):
        raise ApiError(400, NOT_MODIFIED)
    bubble.earlier.append(bubble.text)
    bubble.text, bubble.entities, bubble.markup, bubble.html = text, entities, markup, params.text("text")
    world.show("edited", bubble)
    return bubble_json(chat, bubble)


def edit_media(world: World, params: Params) -> Any:
    """editMessageMedia, which can also put a picture or a file into a message that had none."""
    chat = open_chat(world, params)
    bubble = known_bubble(chat, params, "edit")
    media = params.within("media")
    file = media.file("media")
    if media.text("type") not in ("photo", "document") or file is None or not file.content:
        raise ApiError(400, "Bad Request: wrong file identifier/HTTP URL specified")
    text, entities = read_text(media, "caption", CAPTION_LIMIT)
    markup = read_markup(params)
    if (text, entities, markup, file) == (bubble.text, bubble.entities, bubble.markup, bubble.file):
        raise ApiError(400, NOT_MODIFIED)
    bubble.earlier.append(bubble.text)
    bubble.text, bubble.entities, bubble.markup, bubble.html = text, entities, markup, media.text("caption")
    bubble.kind, bubble.file = media.text("type"), file
    world.show("edited", bubble)
    return bubble_json(chat, bubble)


def edit_markup(world: World, params: Params) -> Any:
    """editMessageReplyMarkup."""
    chat = open_chat(world, params)
    bubble = known_bubble(chat, params, "edit")
    markup = read_markup(params)
    if markup == bubble.markup:
        raise ApiError(400, NOT_MODIFIED)
    bubble.markup = markup
    world.show("edited", bubble)
    return bubble_json(chat, bubble)


def delete_message(world: World, params: Params) -> Any:
    """deleteMessage."""
    chat = open_chat(world, params)
    bubble = known_bubble(chat, params, "delete")
    del chat.bubbles[bubble.message_id]
    world.show("deleted", bubble)
    return True


def answer_query(world: World, params: Params) -> Any:
    """answerCallbackQuery."""
    query_id = params.text("callback_query_id")
    pressed = world.queries.get(query_id)
    if pressed is None or world.clock.monotonic() - pressed[0] > QUERY_SECONDS:
        raise ApiError(400, QUERY_EXPIRED)
    if len(params.text("text")) > 200:
        raise ApiError(400, "Bad Request: MESSAGE_TOO_LONG")
    world.toasts.append(Toast(pressed[1], query_id, params.text("text"), params.flag("show_alert")))
    return True


def command_key(world: World, params: Params) -> tuple[str, str]:
    """Whom a command menu is for."""
    scope = params.data("scope") or {"type": "default"}
    if "chat_id" in scope and int(scope["chat_id"]) not in world.chats:
        raise ApiError(400, "Bad Request: chat not found")
    return "/".join(str(value) for value in scope.values()), params.text("language_code")


def set_commands(world: World, params: Params) -> Any:
    """setMyCommands."""
    commands = params.data("commands") or []
    if len(commands) > 100:
        raise ApiError(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        name = command["command"].removeprefix("/")
        if not (name.isascii() and name.replace("_", "").isalnum() and name == name.lower() and len(name) <= 32):
            raise ApiError(400, "Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise ApiError(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[command_key(world, params)] = commands
    return True


def get_commands(world: World, params: Params) -> Any:
    """getMyCommands."""
    return world.commands.get(command_key(world, params), [])


def profile_key(name: str, params: Params) -> str:
    """A text that the bot says of itself, and for which clients."""
    return "/".join(filter(None, (name, params.text("language_code"))))


def get_profile(name: str) -> Callable[[World, Params], Any]:
    """getMyDescription and getMyShortDescription."""
    return lambda world, params: {name: world.profile.get(profile_key(name, params), "")}


def set_profile(name: str, limit: int) -> Callable[[World, Params], Any]:
    """setMyDescription and setMyShortDescription."""

    def set_text(world: World, params: Params) -> Any:
        text = params.text(name)
        if len(text) > limit:
            raise ApiError(400, f"Bad Request: {name} is too long")
        world.profile[profile_key(name, params)] = text
        return True

    return set_text


def get_chat(world: World, params: Params) -> Any:
    """getChat, with what python-telegram-bot insists on."""
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    required = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(gifts, False)}
    return open_chat(world, params).as_json() | required


def get_member(world: World, params: Params) -> Any:
    """getChatMember."""
    chat, user_id = open_chat(world, params), params.number("user_id") or 0
    status = "administrator" if user_id in chat.administrators else "member" if user_id in chat.members else "left"
    return member_json(chat.members.get(user_id, user_json(user_id)), status)


def get_administrators(world: World, params: Params) -> Any:
    """getChatAdministrators."""
    chat = open_chat(world, params)
    if chat.type == "private":
        raise ApiError(400, "Bad Request: there are no administrators in the private chat")
    people = (chat.members.get(user_id, user_json(user_id)) for user_id in sorted(chat.administrators))
    return [member_json(person, "administrator") for person in people]


def leave_chat(world: World, params: Params) -> Any:
    """leaveChat."""
    chat = open_chat(world, params)
    if chat.type == "private":
        raise ApiError(400, "Bad Request: chat member status can't be changed in private chats")
    chat.closed = f"Forbidden: bot is not a member of the {chat.type} chat"
    return True


def send_action(world: World, params: Params) -> Any:
    """sendChatAction."""
    open_chat(world, params)
    return True


def set_webhook(world: World, params: Params) -> Any:
    """setWebhook; what people do still waits, for a test that carries it there."""
    if not params.text("url").startswith("https://"):
        raise ApiError(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
    return True


def delete_webhook(world: World, params: Params) -> Any:
    """deleteWebhook; there never is one, but what waits can be dropped."""
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    return True


WEBHOOK = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}


def get_file(world: World, params: Params) -> Any:
    """getFile."""
    file_id = params.text("file_id")
    if file_id not in world.files:
        raise ApiError(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
    return {"file_id": file_id, "file_unique_id": file_id, "file_path": f"documents/{file_id}"}


METHODS: dict[str, Callable[[World, Params], Any]] = {
    "getMe": lambda world, params: BOT,
    "sendMessage": send_message,
    "sendDocument": send_file("document"),
    "sendPhoto": send_file("photo"),
    "sendChatAction": send_action,
    "editMessageText": edit_text,
    "editMessageMedia": edit_media,
    "editMessageReplyMarkup": edit_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_query,
    "answerInlineQuery": answer_inline,
    "answerGuestQuery": answer_guest,
    "setMyCommands": set_commands,
    "getMyCommands": get_commands,
    "setMyDescription": set_profile("description", 512),
    "setMyShortDescription": set_profile("short_description", 120),
    "getMyDescription": get_profile("description"),
    "getMyShortDescription": get_profile("short_description"),
    "getFile": get_file,
    "getChat": get_chat,
    "getChatMember": get_member,
    "getChatAdministrators": get_administrators,
    "leaveChat": leave_chat,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": lambda world, params: WEBHOOK,
}
