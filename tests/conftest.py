"""What tests share: the real plan, read, stated and released once, and a guard on the network."""

import ipaddress
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from kameoka_graph.read.document import Plan
from kameoka_graph.read.plan_folder import PlanFolder, read_plan_folder
from kameoka_graph.release.assembly import Assembly, Inputs, assemble
from kameoka_graph.release.folder import Release, write_release
from kameoka_graph.state.iris import Iris, read_base
from kameoka_graph.state.numbering import Numbering, number
from kameoka_graph.store.embedded import Embedded

ROOT = Path(__file__).resolve().parent.parent
PLAN_FOLDER = ROOT / "data" / "plans" / "262064-machizukuri-kyodo-3"
BASE = "https://plans.test"

settings.register_profile(
    "repeatable", database=None, deadline=None, derandomize=True, print_blob=False
)
settings.load_profile("repeatable")


class NetworkError(AssertionError):
    """A test that reached for another machine."""


def _is_near(host: object) -> bool:
    """Tell whether a host is this machine; a name other than localhost is not."""
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    text = host.decode() if isinstance(host, bytes) else str(host)
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


@pytest.fixture(scope="session", autouse=True)
def network_guard() -> Iterator[None]:
    """Let sockets connect to this machine only, and names be looked up for it only."""

    def guarded(connect: Callable[..., Any]) -> Callable[..., Any]:
        def checked(self: socket.socket, address: Any) -> Any:
            if self.family != getattr(socket, "AF_UNIX", None) and not _is_near(address[0]):
                raise NetworkError(address)
            return connect(self, address)

        return checked

    def look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        if not _is_near(host):
            raise NetworkError(host)
        return getaddrinfo(host, *arguments, **options)

    getaddrinfo = socket.getaddrinfo
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))
        patch.setattr(socket, "getaddrinfo", look_up)
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """Give the top folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def plan_folder() -> PlanFolder:
    """Give Kameoka's plan as its folder gives it."""
    return read_plan_folder(PLAN_FOLDER)


@pytest.fixture(scope="session")
def plan(plan_folder: PlanFolder) -> Plan:
    """Give Kameoka's plan, parsed."""
    return plan_folder.plan


@pytest.fixture(scope="session")
def text(plan: Plan) -> str:
    """Give the text of the real source."""
    return plan.source.text


@pytest.fixture(scope="session")
def iris() -> Iris:
    """Give the IRIs below the base of the tests."""
    return read_base(BASE)


@pytest.fixture(scope="session")
def numbering(plan_folder: PlanFolder) -> Numbering:
    """Give the numbers of the real plan's elements."""
    return number(plan_folder.plan, plan_folder.registry)


@pytest.fixture(scope="session")
def inputs(iris: Iris) -> Inputs:
    """Give the real data, ontology and shapes, to be stated below the base of the tests."""
    return Inputs(ROOT / "data", ROOT / "ontology", ROOT / "shapes", iris)


@pytest.fixture(scope="session")
def assembly(inputs: Inputs) -> Assembly:
    """Give everything that a release of the real data is written from."""
    return assemble(inputs)


@pytest.fixture(scope="session")
def release(assembly: Assembly, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Give a release of the real data, in a folder of its own."""
    return write_release(assembly, tmp_path_factory.mktemp("release") / "releases")


@pytest.fixture(scope="session")
def store(release: Release) -> Embedded:
    """Give the store of the release."""
    return release.open()
