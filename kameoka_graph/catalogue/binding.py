"""The text of a query and terms for its parameters to the text with them bound.

A parameter is a `VALUES ?name { … }` block with a default, so that each file runs as it stands;
binding replaces what stands between the braces by terms that are written safely. Nothing of what a
person typed becomes part of a query's text.
"""

import re
from collections.abc import Iterable
from typing import Final

from kameoka_graph.store.answer import Term, written

_BLOCK: Final = re.compile(r"VALUES \?(\w+) \{[^}]*\}")


def bind(query: str, **parameters: Iterable[Term]) -> str:
    """Bind parameters of a query to the terms given for each.

    Raises KeyError for a parameter that the query does not have.
    """
    blocks = {name: " ".join(map(written, terms)) for name, terms in parameters.items()}
    names = [found[1] for found in _BLOCK.finditer(query)]
    for name in blocks:
        if names.count(name) != 1:
            raise KeyError(name)

    def filled(found: re.Match[str]) -> str:
        name = found[1]
        return f"VALUES ?{name} {{ {blocks[name]} }}" if name in blocks else found[0]

    return _BLOCK.sub(filled, query)
