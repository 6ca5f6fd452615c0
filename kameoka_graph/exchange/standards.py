"""A store to the files that other standards define: schema.org, StratML, IMI, JSON-LD, JSON Lines.

The store is asked once; every file is made from the same facts.
"""

from kameoka_graph.exchange.context import write_context
from kameoka_graph.exchange.facts import everything
from kameoka_graph.exchange.file import File
from kameoka_graph.exchange.imi import write_imi
from kameoka_graph.exchange.json_lines import write_json_lines
from kameoka_graph.exchange.schema_org import write_schema_org
from kameoka_graph.exchange.stratml import write_stratml
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.answer import Store


def write_standards(store: Store, iris: Iris) -> tuple[File, ...]:
    """Write every file that another standard defines.

    Raises `stratml.UnwritableError` for a text that XML cannot carry.
    """
    facts = everything(store, iris)
    return (
        write_json_lines(facts),
        write_schema_org(facts),
        write_imi(facts),
        *write_stratml(facts),
        write_context(iris),
    )
