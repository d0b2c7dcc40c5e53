"""What is too long for one message is sent as several, and none of it is lost."""

from hypothesis import given
from hypothesis import strategies as st

from messages.html import plain, size
from messages.model import CAPTION_LIMIT, LIMIT, Attachment, Button, Message
from messages.parts import parts, shortened

BUTTONS = ((Button("Why", "why:1"),),)
PICTURE = Attachment(name="x.png", content=b"x", picture=True)
LENGTHS = st.integers(0, 3 * LIMIT) | st.sampled_from([CAPTION_LIMIT, CAPTION_LIMIT + 1, LIMIT, LIMIT + 1])


@given(LENGTHS, st.sampled_from(["x", "ab ", "<b>b</b>\n"]), st.sampled_from([None, PICTURE]))
def test_parts(length: int, pattern: str, attachment: Attachment | None) -> None:
    """Each part fits, together they say it all, and only the last has buttons."""
    html = pattern * (length // len(pattern)) + "."
    pieces = parts(Message(html, BUTTONS, attachment))
    assert "".join(plain(piece.html) for piece in pieces) == plain(html)
    assert all(size(piece.html) <= (CAPTION_LIMIT if piece.attachment else LIMIT) for piece in pieces)
    assert [bool(piece.buttons) for piece in pieces] == [False] * (len(pieces) - 1) + [True]
    assert [piece.attachment for piece in pieces if piece.attachment] == ([attachment] if attachment else [])


@given(LENGTHS, st.sampled_from([None, PICTURE]))
def test_shortened(length: int, attachment: Attachment | None) -> None:
    """As much as fits is kept, with buttons and attachment."""
    message = shortened(Message("x" * length, BUTTONS, attachment))
    assert len(message.html) == min(length, CAPTION_LIMIT if attachment else LIMIT)
    assert (message.buttons, message.attachment) == (BUTTONS, attachment)
