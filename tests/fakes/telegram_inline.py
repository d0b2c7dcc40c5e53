"""Questions from other chats: typed behind the bot's name, or a mention of it as a guest."""

from typing import Any

from tests.fakes.telegram_faults import ApiError
from tests.fakes.telegram_params import Params, read_text
from tests.fakes.telegram_world import Offer, World

MOST = 50


def answer_inline(world: World, params: Params) -> Any:
    """answerInlineQuery."""
    query_id = params.text("inline_query_id")
    if query_id not in world.typed:
        raise ApiError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    results = params.data("results") or []
    if len(results) > MOST or len({result["id"] for result in results}) < len(results):
        raise ApiError(400, "Bad Request: RESULTS_TOO_MUCH or RESULT_ID_DUPLICATE")
    button = params.data("button") or {}
    world.offered[query_id] = [_offer(result) for result in results]
    world.typed[query_id] = str(button.get("text", ""))
    return True


def answer_guest(world: World, params: Params) -> Any:
    """answerGuestQuery."""
    query_id = params.text("guest_query_id")
    if query_id not in world.typed:
        raise ApiError(400, "Bad Request: guest query not found")
    world.offered[query_id] = [_offer(params.data("result"))]
    return {"inline_message_id": query_id}


def _offer(result: dict[str, Any]) -> Offer:
    if not 1 <= len(result["id"].encode()) <= 64 or not result["title"]:
        raise ApiError(400, "Bad Request: RESULT_ID_INVALID")
    content = result["input_message_content"]
    values = {"text": content["message_text"], "parse_mode": content.get("parse_mode")}
    text, _ = read_text(Params(values, {}), "text", 4096)
    return Offer(title=result["title"], description=result.get("description", ""), text=text)
