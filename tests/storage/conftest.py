"""A store of its own for each test; a second engine would be one more parameter here."""

from collections.abc import Iterator

import pytest

from storage.store import Store


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store(":memory:")
    yield store
    store.close()
