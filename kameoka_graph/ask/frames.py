"""Messages between processes: a JSON object and bytes, each with its length before it."""

import json
import struct
from socket import socket
from typing import Any, Final, TypeVar

HEAD: Final = struct.Struct("!II")
"""Length of the object, length of the bytes."""
LONGEST: Final = 1 << 16
"""Bytes of the longest object."""

Header = dict[str, Any]
Taken = TypeVar("Taken", int, bytes)


class FrameError(OSError):
    """The other end is gone, or does not keep to the format."""


def send(connection: socket, header: Header, body: bytes = b"") -> None:
    """Send a message."""
    written = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    head = HEAD.pack(len(written), len(body)) + written
    if len(body) < LONGEST:
        connection.sendall(head + body)
    else:
        connection.sendall(head)
        connection.sendall(body)


class Receiver:
    """Reads one message; after a time-out it goes on where it was."""

    def __init__(self, connection: socket, longest: int) -> None:
        """Read from `connection` a message of which the bytes are at most `longest`."""
        self._connection = connection
        self._longest = longest
        self._start = b""
        self._read = 0
        self._whole = bytearray()

    def receive(self) -> tuple[Header, bytes]:
        """Give the message; raises TimeoutError, and `FrameError` where none will come."""
        try:
            return self._receive()
        except (ConnectionError, ValueError) as error:
            raise FrameError from error

    def _receive(self) -> tuple[Header, bytes]:
        while not self._whole:
            self._start += _some(self._connection.recv(LONGEST))
            self._begin()
        with memoryview(self._whole) as whole:
            while self._read < len(whole):
                self._read += _some(self._connection.recv_into(whole[self._read :]))
            header_length, _ = HEAD.unpack_from(whole)
            end = HEAD.size + header_length
            header = json.loads(bytes(whole[HEAD.size : end]))
            return header, bytes(whole[end:])

    def _begin(self) -> None:
        """Once the lengths are known, make room for the whole message."""
        if len(self._start) < HEAD.size:
            return
        header_length, body_length = HEAD.unpack_from(self._start)
        size = HEAD.size + header_length + body_length
        if header_length > LONGEST or body_length > self._longest or len(self._start) > size:
            raise FrameError
        self._read = len(self._start)
        self._whole = bytearray(size)
        self._whole[: self._read] = self._start


def _some(taken: Taken) -> Taken:
    """Give what was read; nothing means that the other end is gone."""
    if not taken:
        raise FrameError
    return taken
