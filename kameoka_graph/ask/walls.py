"""Walls round a process that evaluates queries: no network, files or programs, bounded memory.

Two walls stand against the network, so that one may fall. No new file descriptor can be had, and on
Linux the kernel refuses the calls that open sockets, start programs or write files (seccomp).
"""

import contextlib
import ctypes
import os
import platform
import resource
import signal
import socket
import struct
import sys
from pathlib import Path
from typing import Final

PR_SET_PDEATHSIG: Final = 1
PR_SET_NO_NEW_PRIVS: Final = 38
SECCOMP_SET_MODE_FILTER: Final = 1
SECCOMP_FILTER_FLAG_TSYNC: Final = 1
"""The filter holds for threads that run already as well."""

_LOAD: Final = 0x20
_IF_EQUAL: Final = 0x15
_IF_AT_LEAST: Final = 0x35
_IF_ANY_BIT: Final = 0x45
_RETURN: Final = 0x06
_ALLOW: Final = 0x7FFF0000
_KILL: Final = 0x80000000
_REFUSE: Final = 0x00050000 | 13
"""The call fails with EACCES."""
_NUMBER: Final = 0
_ARCHITECTURE: Final = 4
_THIRD_ARGUMENT: Final = 32
"""Where these stand in `struct seccomp_data`."""
_X32: Final = 0x40000000
"""Numbers from here on are those of another way to call the same kernel."""
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_X86_64: Final = """
    2 41 42 43 49 50 53 57 58 59 62 76 82 83 84 85 86 87 88 90 91 92 93 94 101 133 165 258 259
    260 263 264 265 266 268 288 310 311 316 321 322 425 437 438
"""
_AARCH64: Final = """
    33 34 35 36 37 38 40 45 53 54 117 129 198 199 200 201 202 203 221 242 270 271 276 280 281 425
    437 438
"""
_MACHINES: Final = {
    "x86_64": (0xC000003E, 317, 257, tuple(map(int, _X86_64.split())), (41, 42, 49)),
    "aarch64": (0xC00000B7, 277, 56, tuple(map(int, _AARCH64.split())), (198, 200, 203)),
}
"""By machine: its mark, the numbers of `seccomp` and `openat`, and the calls that are refused.

These make or connect sockets, start or trace processes and send them signals, change files and
folders, or open files in ways that the filter cannot see into. Last come those among them that are
needed to ask another endpoint: `socket`, `connect`, and `bind`, by which names are looked up.
"""


class WallsError(OSError):
    """Walls that cannot be put up here, so that no public query may be evaluated."""


def die_with_parent(parent: int) -> None:
    """End this process when its parent ends, where the system can, and at once if it has ended."""
    if sys.platform == "linux":
        _libc().prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)


def volunteer_first() -> None:
    """Be the first that the system ends when its memory runs out."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def enclose(*, files: bool) -> None:
    """Put up the walls against network, programs and files; `files` leaves reading files open.

    Raises `WallsError` if a socket can still be had.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    filtered = _filter_calls()
    if files and not filtered:
        reason = "a store on disk needs seccomp (Linux on x86_64 or aarch64)"
        raise WallsError(reason)
    if not files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    try:
        socket.socket().close()
    except OSError:
        return
    reason = "a socket can still be opened"
    raise WallsError(reason)


def enclose_but_for_network() -> None:
    """Put up the walls against programs and writing files, where the system can.

    For a worker that asks other endpoints: it reads files to look up names and to trust servers.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _filter_calls(network=True)


def cap_memory(size: int) -> None:
    """Let this process take `size` bytes beyond what it has; on exceeding, allocation fails."""
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
        limit = pages * resource.getpagesize() + size
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _filter_calls(*, network: bool = False) -> bool:
    """Have the kernel refuse calls; tell whether it does. `network` leaves the network open."""
    machine = _MACHINES.get(platform.machine()) if sys.platform == "linux" else None
    if machine is None or struct.calcsize("P") != 8:  # noqa: PLR2004 - bytes of a pointer
        return False
    mark, seccomp, openat, refused, reaching = machine
    if network:
        refused = tuple(call for call in refused if call not in reaching)
    program = _program(mark, openat, refused)
    code = ctypes.create_string_buffer(b"".join(program), 8 * len(program))
    head = ctypes.create_string_buffer(
        struct.pack("HxxxxxxP", len(program), ctypes.addressof(code))
    )
    libc = _libc()
    return bool(
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        and libc.syscall(seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, head) == 0
    )


def _program(mark: int, openat: int, refused: tuple[int, ...]) -> list[bytes]:
    """Write the filter: which machine, which call, and for `openat` whether it would write."""
    left = len(refused) + 4
    return [
        _step(_LOAD, _ARCHITECTURE),
        _step(_IF_EQUAL, mark, yes=1),
        _step(_RETURN, _KILL),
        _step(_LOAD, _NUMBER),
        _step(_IF_AT_LEAST, _X32, yes=left),
        *(_step(_IF_EQUAL, call, yes=left - place) for place, call in enumerate(refused, 1)),
        _step(_IF_EQUAL, openat, no=2),
        _step(_LOAD, _THIRD_ARGUMENT),
        _step(_IF_ANY_BIT, _WRITING, yes=1),
        _step(_RETURN, _ALLOW),
        _step(_RETURN, _REFUSE),
    ]


def _step(code: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("HBBI", code, yes, no, value)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
