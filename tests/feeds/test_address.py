"""Which addresses are the open internet's."""

import pytest

from feeds.address import PrivateAddressError, guarded_socket, public
from tests.feeds.rows import cases


@pytest.mark.parametrize("address", cases("addresses", "inside"))
def test_inside(address: str) -> None:
    """No spelling of a private, local or reserved address passes, nor anything that is no address."""
    assert not public(address)


@pytest.mark.parametrize("address", cases("addresses", "outside"))
def test_outside(address: str) -> None:
    """Public addresses pass, also where IPv6 wraps them."""
    assert public(address)


def test_guard() -> None:
    """A socket is made for a public address only."""
    guarded_socket((2, 1, 6, "", ("93.184.215.14", 80))).close()
    with pytest.raises(PrivateAddressError):
        guarded_socket((2, 1, 6, "", ("127.0.0.1", 80)))
