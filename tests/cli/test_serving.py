"""Addresses to listen on, before anything is served: free, taken, and as others see them."""

import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from kameoka_graph.cli.serving import (
    AddressTakenError,
    ServerDiedError,
    base_of,
    free_port,
    refuse_taken,
)


@pytest.fixture
def taken() -> Iterator[int]:
    """Give a port that another program listens on."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        yield listener.getsockname()[1]


def test_free_port_can_be_listened_on() -> None:
    """A port that is called free can be listened on."""
    port = free_port("127.0.0.1")
    refuse_taken("127.0.0.1", port)
    with closing(socket.create_server(("127.0.0.1", port))) as listener:
        assert listener.getsockname()[1] == port


def test_taken_port_is_refused(taken: int) -> None:
    """A port that another program listens on is named in both languages, with what to do."""
    with pytest.raises(AddressTakenError) as error:
        refuse_taken("127.0.0.1", taken)
    say = error.value.say
    assert say.ja.startswith(f"127.0.0.1:{taken} で待ち受けできません")
    assert say.en.startswith(f"Cannot listen on 127.0.0.1:{taken} (")
    assert "--port" in say.ja
    assert "--port" in say.en


def test_port_may_be_taken_again_at_once(taken: int) -> None:
    """A port whose last connections are only just closed can be listened on again."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]
        with closing(socket.create_connection(("127.0.0.1", port))):
            accepted, _ = listener.accept()
            accepted.close()
    assert port != taken
    refuse_taken("127.0.0.1", port)


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1"])
def test_address_of_another_machine_is_refused(host: str) -> None:
    """An address that is not this machine's is refused, of either kind."""
    with pytest.raises(AddressTakenError):
        refuse_taken(host, 0)


@pytest.mark.parametrize(
    ("host", "base"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("localhost", "http://localhost:80"),
        ("::1", "http://[::1]:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),  # noqa: S104 - only named
        ("::", "http://[::1]:80"),
    ],
)
def test_base_is_an_address_that_this_machine_finds(host: str, base: str) -> None:
    """The base of IRIs names a host that can be asked, also where the server listens on all."""
    assert base_of(host, 80) == base


def test_server_that_keeps_dying_is_told() -> None:
    """A server that ends without being told to says so in both languages."""
    say = ServerDiedError().say
    assert "止まった" in say.ja
    assert "kept dying" in say.en
