"""How Telegram writes down what it knows."""

from typing import Any

from tests.fakes.telegram_world import Bubble, Chat

BOT: dict[str, Any] = {
    "id": 4242,
    "is_bot": True,
    "first_name": "Ratingwire",
    "username": "ratingwire_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}


def user_json(user_id: int, language_code: str = "en") -> dict[str, Any]:
    """A person as updates carry one."""
    return {"id": user_id, "is_bot": False, "first_name": f"User {user_id}", "language_code": language_code}


def member_json(user: dict[str, Any], status: str) -> dict[str, Any]:
    """Someone's standing in a chat."""
    member: dict[str, Any] = {"user": user, "status": status}
    if status == "kicked":
        member["until_date"] = 0
    if status == "administrator":
        member |= dict.fromkeys(ADMINISTRATOR_RIGHTS, True) | {"is_anonymous": False, "can_be_edited": False}
    return member


ADMINISTRATOR_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_post_messages",
)


def bubble_json(chat: Chat, bubble: Bubble) -> dict[str, Any]:
    """A message of the bot as its methods and updates give it back."""
    message: dict[str, Any] = {
        "message_id": bubble.message_id,
        "date": bubble.date,
        "chat": chat.as_json(),
        "from": BOT,
    }
    if bubble.kind == "text":
        message |= {"text": bubble.text, "entities": bubble.entities}
    else:
        message |= {"caption": bubble.text, "caption_entities": bubble.entities} | file_json(bubble)
    if bubble.markup:
        message["reply_markup"] = bubble.markup
    if bubble.thread_id is not None:
        message |= {"message_thread_id": bubble.thread_id, "is_topic_message": True}
    return message


def file_json(bubble: Bubble) -> dict[str, Any]:
    """The file of a message, with made-up ids."""
    assert bubble.file is not None
    key = f"{bubble.chat_id}-{bubble.message_id}"
    file = {"file_id": f"file-{key}", "file_unique_id": f"unique-{key}", "file_size": len(bubble.file.content)}
    if bubble.kind == "photo":
        return {"photo": [file | {"width": 1008, "height": 576}]}
    return {"document": file | {"file_name": bubble.file.name}}
