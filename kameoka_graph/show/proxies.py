"""A connection's other end and a request's header to the client behind proxies that are trusted.

`X-Forwarded-For` and `Forwarded` (RFC 7239) can be written by anybody: a hop is believed only as
far as the machine that tells of it is trusted. Only the one header is read that the proxies are
known to write, for they may pass on the other one as a client sent it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

from werkzeug.http import parse_list_header, parse_options_header

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address
LISTED: Final = "X-Forwarded-For"
"""The header that most proxies write: addresses, the one nearest to the client first."""
STANDARD: Final = "Forwarded"
"""The header of RFC 7239."""


@dataclass(frozen=True, slots=True)
class Proxies:
    """The machines whose word is believed."""

    networks: tuple[Network, ...] = ()
    """Where they are; none: nothing is believed."""
    header: str = LISTED
    """The header that they write."""

    def client(self, peer: str, headers: Mapping[str, str]) -> str:
        """Give the address of the client: going back from the connection, the first not trusted."""
        client = peer
        if self.networks:
            for hop in reversed(self._hops(headers.get(self.header.lower(), ""))):
                told = _address(hop)
                if told is None or not self._trusts(client):
                    break
                client = str(told)
        return client

    def _trusts(self, address: str) -> bool:
        known = _address(address)
        return known is not None and any(known in network for network in self.networks)

    def _hops(self, told: str) -> Sequence[str]:
        listed = parse_list_header(told)
        if self.header == LISTED:
            return listed
        return [parse_options_header(f"hop; {element}")[1].get("for", "") for element in listed]


NOBODY: Final = Proxies()
"""No proxy is believed."""


def _address(text: str) -> Address | None:
    """Read an address, with or without a port: `192.0.2.1:80`, `[2001:db8::1]:80`."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
