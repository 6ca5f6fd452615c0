"""Clients get places in turn, and what they have used is remembered for a while."""

import threading
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kameoka_graph.ask.turns import CLIENTS, Debts, Lane, NoPlaceError, Places

LONG = 60.0
"""Seconds that nothing here should take."""


def test_places_are_bounded_in_all_and_for_each_client() -> None:
    """A client has no more places than its share, and all together no more than there are."""
    places = Places(3, 2)

    with places.one("a"), places.one("a"):
        with pytest.raises(NoPlaceError), places.one("a"):
            pass
        with places.one("b"):
            assert places.taken() == 3
            with pytest.raises(NoPlaceError), places.one("c"):
                pass
    assert places.taken() == 0


def queue_up(lane: Lane, clients: str, got: list[str]) -> list[threading.Thread]:
    """Have clients wait for a slot one after the other; each notes its name when it has one."""

    def wait(client: str) -> None:
        lane.take(client, LONG)
        got.append(client)
        lane.give_back(client)

    threads = []
    for place, client in enumerate(clients, 1):
        threads.append(threading.Thread(target=wait, args=(client,)))
        threads[-1].start()
        until(lambda place=place: lane.waiting() == place)  # type: ignore[misc]  # a default binds the loop variable
    return threads


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + LONG
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.001)


@pytest.mark.parametrize(
    ("waiting", "order"), [("aaaab", "abaaa"), ("aabbcc", "abcabc"), ("abc", "abc"), ("aaa", "aaa")]
)
def test_who_waits_gets_a_slot_client_by_client(waiting: str, order: str) -> None:
    """A client with many waiting does not push out another client's one."""
    lane = Lane(1, 1)
    got: list[str] = []
    lane.take("x", LONG)
    threads = queue_up(lane, waiting, got)

    lane.give_back("x")
    for thread in threads:
        thread.join(LONG)

    assert "".join(got) == order
    assert lane.running() == lane.waiting() == 0


def test_one_client_never_has_all_slots_where_its_share_is_less() -> None:
    """A client waits for its own slot while another client gets the free one."""
    lane = Lane(2, 1)
    got: list[str] = []
    assert lane.try_take("a")
    assert not lane.try_take("a")

    threads = queue_up(lane, "a", got)
    assert lane.try_take("b")
    assert not lane.try_take("c")
    lane.give_back("a")
    threads[0].join(LONG)

    assert got == ["a"]
    lane.give_back("b")


def test_waiting_ends_with_patience() -> None:
    """Who waits too long is turned away, and waits no more."""
    lane = Lane(1, 1)
    lane.take("a", LONG)

    with pytest.raises(NoPlaceError):
        lane.take("b", 0.01)

    assert lane.waiting() == 0


def test_waiting_ends_when_it_has_lost_its_sense() -> None:
    """What the watch raises ends the waiting."""
    lane = Lane(1, 1)
    lane.take("a", LONG)

    def watch() -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        lane.take("b", LONG, watch)

    assert lane.waiting() == 0


def test_closing_turns_away_all_who_wait() -> None:
    """Nobody waits for a lane that is closed."""
    lane = Lane(1, 1)
    lane.take("a", LONG)
    turned: list[str] = []

    def wait(client: str) -> None:
        try:
            lane.take(client, LONG)
        except NoPlaceError:
            turned.append(client)

    threads = [threading.Thread(target=wait, args=(client,)) for client in "abc"]
    for thread in threads:
        thread.start()
    until(lambda: lane.waiting() == 3)
    lane.close()
    for thread in threads:
        thread.join(LONG)

    assert sorted(turned) == ["a", "b", "c"]


@given(
    st.integers(1, 4), st.integers(1, 4), st.lists(st.tuples(st.booleans(), st.sampled_from("abc")))
)
def test_slots_are_never_more_than_there_are(
    slots: int, share: int, steps: list[tuple[bool, str]]
) -> None:
    """Whatever is taken and given back, slots and shares hold."""
    lane = Lane(slots, share)
    held: list[str] = []
    for takes, client in steps:
        if takes:
            free = len(held) < slots and held.count(client) < share
            assert lane.try_take(client) == free
            held += [client] * free
        elif client in held:
            lane.give_back(client)
            held.remove(client)
        assert lane.running() == len(held)


def test_debts_are_borne_up_to_a_point_and_fade() -> None:
    """A client is heavy once it has used more than is borne, until that has faded."""
    debts = Debts(bearable=1.0, fading=0.0, most=3.0)
    debts.add("a", -5.0)
    debts.add("a", 0.9)
    assert not debts.is_heavy("a")
    debts.add("a", 0.2)
    assert debts.is_heavy("a")
    assert not debts.is_heavy("b")

    fading = Debts(bearable=1.0, fading=1e9, most=3.0)
    fading.add("a", 100.0)
    time.sleep(0.001)
    assert not fading.is_heavy("a")


def test_faded_debts_are_forgotten() -> None:
    """Many clients over time do not fill the memory."""
    debts = Debts(bearable=1.0, fading=1e9, most=1.0)

    for number in range(CLIENTS * 2):
        debts.add(str(number), 0.5)

    assert debts.known() <= CLIENTS + 1
