"""Which addresses are the open internet's, and which are somebody's inside."""

import ipaddress
import socket

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Python's is_global takes these for global. Each reaches, or may reach, a machine inside; none serves feeds.
INSIDE = tuple(
    ipaddress.ip_network(network)
    for network in (
        "168.63.129.16/32",  # Azure's metadata
        "192.0.0.0/24",  # protocol assignments, some clouds' metadata among them
        "192.88.99.0/24",  # 6to4 relays
        "::/96",  # an IPv4 address in disguise
        "2002::/16",  # 6to4: another disguise
        "5f00::/16",  # segment routing
        "64:ff9b:1::/48",  # local NAT64
        "fec0::/10",  # the old site-local addresses
    )
)
NAT64 = ipaddress.ip_network("64:ff9b::/96")


def public(spelled: str) -> bool:
    """Whether an IP address belongs to the open internet."""
    try:
        address = ipaddress.ip_address(spelled.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return public(str(address.ipv4_mapped))
        if address in NAT64:  # how a network without IPv4 reaches the rest: what counts is who is reached
            return public(str(ipaddress.IPv4Address(address.packed[-4:])))
    return is_outside(address)


def is_outside(address: Address) -> bool:
    """Whether an address as it stands is global, unicast and in none of the networks above."""
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    return not any(address.version == network.version and address in network for network in INSIDE)


def inside(host: str) -> bool:
    """Whether a host as an address spells it ("localhost", "[::1]", "10.0.0.1:80") is surely none of the internet's."""
    name = host.partition("]")[0].removeprefix("[") if host.startswith("[") else host.partition(":")[0]
    return name == "localhost" or (looks_numeric(name) and not public(name))


def looks_numeric(name: str) -> bool:
    """Whether it is an address and no name."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class PrivateAddressError(OSError):
    """The host's address lies in a private network."""


def guarded_socket(info: tuple[int, int, int, str, tuple[object, ...]]) -> socket.socket:
    """A socket for an address that was resolved and is about to be connected to: the last moment to check it.

    Whatever was spelled in the URL, redirected to or answered by DNS, the address here is the one that is used.
    Raises PrivateAddressError.
    """
    family, kind, protocol, _, address = info
    if not public(str(address[0])):
        raise PrivateAddressError("the host's address lies in a private network")
    return socket.socket(family, kind, protocol)
