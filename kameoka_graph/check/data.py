"""The data folder to all that is wrong in its tables: the check of the editor and of the build."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

from rdflib import Graph
from rdflib.namespace import SKOS

from kameoka_graph.check.context import check_context
from kameoka_graph.check.curation import Known, check_curation
from kameoka_graph.check.links import check_links
from kameoka_graph.read.data_folder import DataFolder, read_data_folder
from kameoka_graph.read.manifest import PublicationManifest, read_publication_manifest
from kameoka_graph.read.plan_folder import read_plan_folders
from kameoka_graph.read.table import CellError
from kameoka_graph.say import Say, ToldError
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.reference import references, things_below_id
from kameoka_graph.state.vocabulary import load_vocabulary

SCHEMES: Final = ("activity-kind", "status", "anomaly", "severity")
"""The schemes whose codes tables use."""
SHOWN: Final = 5
"""Errors that the message of `DataWrongError` tells; the others are counted."""
_ANY_BASE: Final = Iris("http://127.0.0.1")
"""A base to look things up with; no IRI of it gets out."""


class DataWrongError(ToldError, ValueError):
    """Tables with cells that cannot be taken; `errors` has all of them."""

    def __init__(self, errors: tuple[CellError, ...]) -> None:
        """Tell the first of `errors` and how many there are."""
        first, rest = errors[:SHOWN], len(errors[SHOWN:])
        more = Say(f"\nほか {rest} 件", f"\nand {rest} more") if rest else Say("", "")
        super().__init__(
            Say(
                f"データに {len(errors)} 件の誤りがあります。kameoka-graph check で全部を"
                "見られます。\n" + "\n".join(one.say.ja for one in first) + more.ja,
                f"{len(errors)} error(s) in the data; kameoka-graph check shows them all.\n"
                + "\n".join(one.say.en for one in first)
                + more.en,
            )
        )
        self.errors = errors


def check_data(data: Path, ontology: Path) -> tuple[CellError, ...]:
    """Tell everything that is wrong in the tables below `data`, by file and row.

    Raises what reading a manifest or a document raises: there is no plan to hold tables against.
    """
    publication = read_publication_manifest(data / "publication.toml")
    try:
        folder = read_data_folder(data, read_plan_folders(data))
    except CellError as error:
        return (error,)
    concepts = load_vocabulary([ontology / "voc.ttl"], _ANY_BASE)
    return check_folder(folder, publication, concept_codes(concepts, _ANY_BASE))


def check_folder(
    data: DataFolder, publication: PublicationManifest, codes: Mapping[str, Collection[str]]
) -> tuple[CellError, ...]:
    """Tell everything that is wrong in the tables of a folder that was read.

    Where a table cannot be read at all, rows that could refer to it are not judged.
    """
    iris = _ANY_BASE
    unread = any(curation.unread for curation in data.curations)
    if unread or data.context.unread or data.agents.unread:
        return data.wrong
    things = things_below_id(data, iris)
    wrong = [
        *data.wrong,
        *_check_agents(data, publication),
        *check_context(data.context, things, iris),
        *check_links(data.links, things, data.agents.names),
    ]
    for folder, curation in zip(data.plans, data.curations, strict=True):
        entities = {f"/{name}" for name in data.context.entity_names}
        known = Known(
            references(folder, curation, things, iris),
            data.agents.names,
            codes,
            curation.series | entities,
        )
        wrong += check_curation(folder, curation, known)
    return tuple(sorted(wrong, key=lambda error: (error.file, error.row)))


def must_be_right(errors: tuple[CellError, ...]) -> None:
    """Raise `DataWrongError` where there is an error."""
    if errors:
        raise DataWrongError(errors)


def concept_codes(concepts: Graph, iris: Iris) -> dict[str, tuple[str, ...]]:
    """Give the codes of each scheme that tables use."""
    return {
        scheme: tuple(
            sorted(
                str(concepts.value(concept, SKOS.notation))
                for concept in concepts.subjects(SKOS.inScheme, iris.at(f"voc/{scheme}"))
            )
        )
        for scheme in SCHEMES
    }


def _check_agents(data: DataFolder, publication: PublicationManifest) -> tuple[CellError, ...]:
    file, there = str(data.path / "publication.toml"), sorted(data.agents.names)
    named = [("creator", publication.creator)]
    named += [("publisher", publication.publisher)] if publication.publisher else []
    return tuple(
        CellError(
            file,
            0,
            entry,
            agent,
            Say(
                f"agents.csv にありません。あるのは {'、'.join(there)} です。",
                f"agents.csv has no such agent; it has {', '.join(there)}.",
            ),
        )
        for entry, agent in named
        if agent not in data.agents.names
    )
