"""Where a request comes from, as far as limits tell one origin from another."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from starlette.requests import HTTPConnection

_OF_ONE_HOUSEHOLD = 64  # bits of an IPv6 address that a provider gives a household; it chooses the others freely


def address_of(connection: HTTPConnection) -> str:
    """The address of the other side: IPv4 whole, also where it comes as IPv6, and of IPv6 the network of one household;
    '' where there is none. Behind a proxy it is what the trusted proxy says."""
    return origin(connection.client.host if connection.client else "")


def origin(host: str) -> str:
    """What a host's address is counted as."""
    try:
        found: IPv4Address | IPv6Address = ip_address(host.split("%")[0])
    except ValueError:
        return host
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ip_network((found, _OF_ONE_HOUSEHOLD), strict=False))
    return str(found)
