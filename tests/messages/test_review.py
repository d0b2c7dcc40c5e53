"""What owners read when a deed can't be done."""

import pytest

from messages.review import refused

REASONS = [
    ("Two calls can be merged: /merge 12 15", "Two calls can be merged: <code>/merge 12 15</code>"),
    ("It can be: <b>, Buy & Hold", "It can be: &lt;b&gt;, Buy &amp; Hold"),
]


@pytest.mark.parametrize(("reason", "html"), REASONS)
def test_refused(reason: str, html: str) -> None:
    """A command that would work can be copied as it stands; nothing else becomes markup."""
    assert refused(reason).html == html
