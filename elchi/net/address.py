"""Which addresses may be asked: those of the public internet, over http and https."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from elchi.errors import ReportError

if TYPE_CHECKING:
    from httpx import URL

Resolve = Callable[[str, int], list[str]]
"""From a host and a port to the addresses that the name server gives. Raises OSError where it gives none."""

LONGEST = 2_000
"""Characters of an address: longer ones are traps more often than pages."""
_NET = ipaddress.ip_network
_CLOSED = tuple(map(_NET, ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20")))
"""Ranges of special use (IANA registries) that not every version of Python knows for such."""
_UNICAST, _NAT64 = _NET("2000::/3"), _NET("64:ff9b::/96")
"""What of IPv6 was given out to the public (RFC 4291), and where all of IPv4 lies in it (RFC 6052)."""


def parsed(url: str) -> URL:
    """An address, its host in the letters of the name server. Raises ReportError where it is none of http or https."""
    import httpx

    if len(url) > LONGEST:
        raise ReportError(url[:60] + "…", f"the address is longer than {LONGEST:,} characters")
    try:
        own = httpx.URL(url)
        named, port = own.host, own.port
    except (httpx.InvalidURL, ValueError, TypeError) as e:
        raise ReportError(url, "this is no address") from e
    if own.scheme not in ("http", "https"):
        raise ReportError(url, "only addresses of http and https are fetched")
    if not named or not 0 < (port or 80) < 65_536:
        raise ReportError(url, "the address names no host")
    return own


def host(url: str) -> str:
    """The host of an address and, where it is not a usual one, its port: what is asked one thing at a time. Cut where
    it is longer than a host's name can be."""
    try:
        parts = urlsplit(url)
        name, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    return (name if port in (None, 80, 443) else f"{name}:{port}")[:260]


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet: not to a machine itself, its network, a provider's inner
    network, a group of machines or no one, and to none of these in the clothes of IPv6 (mapped, 6to4, NAT64)."""
    try:
        own = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if own.version == 6:
        inner = own.ipv4_mapped or own.sixtofour
        if own in _NAT64:
            inner = ipaddress.IPv4Address(int(own) & 0xFFFF_FFFF)
        if inner:
            return is_public(str(inner))
        if own not in _UNICAST:
            return False
    return own.is_global and not own.is_multicast and not any(own in closed for closed in _CLOSED)


def lookup(name: str, port: int) -> list[str]:
    """The addresses of a host, as the system finds them. Raises OSError where there are none."""
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)))


def checked(name: str, port: int, resolve: Resolve, allow_private: bool) -> list[str]:
    """The addresses of a host that may be connected to: these, and no others that are asked for later, for a name
    server may answer differently then. Raises ReportError where there are none, or one of them is not public."""
    try:
        found = resolve(name, port)
    except (OSError, UnicodeError) as e:
        raise ReportError(name, "the name server knows no such host") from e
    if not allow_private and (inner := [one for one in found if not is_public(one)]):
        raise ReportError(name, f"the host lies at {inner[0]}, which is not of the public internet")
    if not found:
        raise ReportError(name, "the name server gives no address")
    return found


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address, or is it."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]").partition("%")[0]).is_loopback
    except ValueError:
        return False
