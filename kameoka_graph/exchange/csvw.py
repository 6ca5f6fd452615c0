"""How a table is laid out to its description in CSVW, from which processors check it and make RDF.

In minimal mode they give triples that are all in the graph: every column with a meaning says what
the graph says, and the others are suppressed. See https://www.w3.org/TR/tabular-metadata/ and
https://www.w3.org/TR/csv2rdf/.
"""

import json
from collections.abc import Iterable
from typing import Any, Final

from kameoka_graph.exchange.judged import expanded
from kameoka_graph.exchange.table import (
    KEY,
    NO,
    YES,
    Column,
    Datatype,
    ForeignKey,
    Knowledge,
    Meaning,
    Table,
)
from kameoka_graph.say import Say
from kameoka_graph.state.iris import Iris

CONTEXT: Final = ["http://www.w3.org/ns/csvw", {"@language": "ja"}]
"""What a description begins with."""
GROUP: Final = "csv-metadata.json"
"""The name of the description of all tables together, as CSVW looks for it in a folder."""
SPECIFICATIONS: Final = (
    "https://www.w3.org/TR/tabular-metadata/",
    "https://www.w3.org/TR/csv2rdf/",
)
"""What a description follows."""
_DIALECT: Final = {
    "encoding": "utf-8",
    "lineTerminators": ["\r\n"],
    "quoteChar": '"',
    "doubleQuote": True,
    "delimiter": ",",
    "header": True,
    "headerRowCount": 1,
    "skipInitialSpace": False,
    "trim": False,
}
_BOOLEAN: Final = {"base": "boolean", "format": f"{YES}|{NO}"}


def describe(table: Table, iris: Iris) -> bytes:
    """Describe one table by itself; it refers to no other."""
    own = (key for key in table.foreign_keys if key.table == table.name)
    return _json({"@context": CONTEXT, **_table(table, own, iris)})


def describe_all(tables: Iterable[Table], title: Say, iris: Iris) -> bytes:
    """Describe tables together, with the references from one to another."""
    described = [_table(table, table.foreign_keys, iris) for table in tables]
    return _json({"@context": CONTEXT, "dc:title": _said(title), "tables": described})


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _said(say: Say) -> list[dict[str, str]]:
    return [{"@value": say.ja, "@language": "ja"}, {"@value": say.en, "@language": "en"}]


def _table(table: Table, keys: Iterable[ForeignKey], iris: Iris) -> dict[str, Any]:
    """Describe a table with those of its references that hold for every row.

    The specification has no exception for an empty cell, so a column that may be empty is told as
    a reference only by its meaning.
    """
    schema: dict[str, Any] = {
        "aboutUrl": iris.root + table.about,
        "primaryKey": KEY,
        "columns": [
            *(_column(column, iris) for column in table.columns),
            *(
                {"name": f"implied_{number}", "virtual": True, **_says(meaning, iris)}
                for number, meaning in enumerate(table.implied, 1)
            ),
        ],
    }
    references = [
        {
            "columnReference": key.column,
            "reference": {"resource": f"{key.table}.csv", "columnReference": KEY},
        }
        for key in keys
        if table.columns[table.at(key.column)].required
    ]
    if references:
        schema["foreignKeys"] = references
    return {
        "url": table.file,
        "dc:title": _said(table.title),
        "dc:description": _said(table.description),
        "dialect": _DIALECT,
        "tableSchema": schema,
    }


def _column(column: Column, iris: Iris) -> dict[str, Any]:
    """Describe a column.

    Its Japanese title stands under `und` as well, so that the header matches for processors that
    take it to be in the language of the cells.
    """
    described: dict[str, Any] = {
        "name": column.name,
        "titles": {"und": column.title.ja, "ja": column.title.ja, "en": column.title.en},
        "dc:description": _said(column.description),
        "dc:type": {"@id": _knowledge(column.knowledge, iris)},
        "datatype": _BOOLEAN if column.datatype is Datatype.BOOLEAN else column.datatype.value,
    }
    if column.required:
        described["required"] = True
    if column.separator:
        described["separator"] = column.separator
    if column.meaning is None:
        described["suppressOutput"] = True
        return described
    if column.meaning.language:
        described["lang"] = column.meaning.language
    return described | _says(column.meaning, iris)


def _knowledge(knowledge: Knowledge, iris: Iris) -> str:
    return str(iris.concept("knowledge", knowledge.value))


def _says(meaning: Meaning, iris: Iris) -> dict[str, str]:
    said = {"propertyUrl": expanded(meaning.property, iris)}
    if meaning.about:
        said["aboutUrl"] = iris.root + meaning.about
    if meaning.value:
        said["valueUrl"] = meaning.value if meaning.whole else iris.root + meaning.value
    return said
