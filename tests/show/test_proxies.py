"""A client is known by the address that trusted machines tell of, and by nothing else."""

from ipaddress import ip_network

import pytest

from kameoka_graph.show.proxies import LISTED, NOBODY, STANDARD, Proxies

OURS = (ip_network("10.0.0.0/8"), ip_network("2001:db8:1::/48"))
SAID = [
    ("10.0.0.1", "192.0.2.7", "192.0.2.7"),
    ("10.0.0.1", "198.51.100.9, 192.0.2.7", "192.0.2.7"),
    ("10.0.0.1", "192.0.2.7, 10.0.0.2", "192.0.2.7"),
    ("10.0.0.1", "198.51.100.9, 192.0.2.7, 10.0.0.2, 10.0.0.3", "192.0.2.7"),
    ("10.0.0.1", "10.0.0.2", "10.0.0.2"),
    ("10.0.0.1", "192.0.2.7:4711", "192.0.2.7"),
    ("10.0.0.1", "[2001:db8::17]:4711", "2001:db8::17"),
    ("10.0.0.1", "2001:db8::17", "2001:db8::17"),
    ("2001:db8:1::5", "192.0.2.7", "192.0.2.7"),
    ("::ffff:10.0.0.1", "::ffff:192.0.2.7", "192.0.2.7"),
    ("192.0.2.1", "198.51.100.9", "192.0.2.1"),
    ("10.0.0.1", "", "10.0.0.1"),
    ("10.0.0.1", "unknown", "10.0.0.1"),
    ("10.0.0.1", "_hidden, 10.0.0.2", "10.0.0.2"),
    ("10.0.0.1", "192.0.2.7, <script>", "10.0.0.1"),
    ("nobody", "192.0.2.7", "nobody"),
]


@pytest.mark.parametrize(("peer", "told", "client"), SAID)
def test_the_last_hop_that_is_not_trusted_is_the_client(peer: str, told: str, client: str) -> None:
    """Going back from the connection, the first machine that is no proxy of ours is the client."""
    assert Proxies(OURS).client(peer, {"x-forwarded-for": told}) == client


@pytest.mark.parametrize(
    ("told", "client"),
    [
        ("for=192.0.2.7;proto=https;by=10.0.0.1", "192.0.2.7"),
        ('For="[2001:db8::17]:4711"', "2001:db8::17"),
        ("for=198.51.100.9, for=192.0.2.7, for=10.0.0.2", "192.0.2.7"),
        ("proto=https", "10.0.0.1"),
        ("for=unknown", "10.0.0.1"),
        ('for="', "10.0.0.1"),
    ],
)
def test_the_standard_header_is_read_where_it_is_named(told: str, client: str) -> None:
    """`Forwarded` is read as RFC 7239 writes it, where the operator says that it is the one."""
    assert Proxies(OURS, STANDARD).client("10.0.0.1", {"forwarded": told}) == client


@pytest.mark.parametrize("header", [LISTED, STANDARD])
def test_the_other_header_is_not_read(header: str) -> None:
    """What a client wrote into the header that the proxies do not write is not believed."""
    told = {"x-forwarded-for": "192.0.2.7", "forwarded": "for=192.0.2.7"}
    del told[header.lower()]
    assert Proxies(OURS, header).client("10.0.0.1", told) == "10.0.0.1"


def test_without_proxies_nobody_is_believed() -> None:
    """Where no proxy is trusted, the other end of the connection is the client."""
    assert NOBODY.client("10.0.0.1", {"x-forwarded-for": "192.0.2.7"}) == "10.0.0.1"
