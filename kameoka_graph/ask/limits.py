"""What an operator sets for public queries: time, memory, places in the queue, and size."""

from dataclasses import dataclass
from typing import Final

MIB: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of public queries; the defaults fit a machine with two cores and 4 GiB of memory.

    A query starts in the quick lane. One that is not done after `quick` seconds goes on in the slow
    lane, where the system gives it only the processor time that nobody else wants.
    """

    deadline: float = 10.0
    """Seconds from the start of a query's evaluation to the last byte of its answer."""
    quick: float = 0.1
    """Seconds that a query may take in the quick lane."""
    patience: float = 10.0
    """Seconds that a query waits for its turn before it is turned away."""
    quick_workers: int = 4
    """Queries evaluated at once in the quick lane."""
    slow_workers: int = 2
    """Queries evaluated at once in the slow lane; one client has at most all but one of them."""
    queue: int = 40
    """Queries of all clients that run or wait; a server needs more threads than this."""
    share: int = 16
    """Queries of one client that run or wait."""
    memory: int = 512 * MIB
    """Bytes that one worker may take beyond the store, which all workers share."""
    body: int = 32 * MIB
    """Bytes of the longest answer."""
    rows: int | None = None
    """Rows (or triples) after which an answer is cut, and said to be; None never cuts."""
    cache: int = 64 * MIB
    """Bytes of answers that are kept to be given again; 0 keeps none."""
    query_length: int = 256 * 1024
    """Characters of the longest query."""
    nesting: int = 64
    """How deep brackets of any kind may nest."""
    tokens: int = 10_000
    """Tokens of a query outside the data of VALUES: no chain of operators or clauses is longer."""
    endpoints: tuple[str, ...] = ()
    """Addresses that SERVICE may name, letter by letter; none: no query leaves this machine."""
