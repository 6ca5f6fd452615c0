"""What rows of tables may refer to: things by the way rows write them, with sort and wording."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rdflib import URIRef

from kameoka_graph.read.curation import Curation
from kameoka_graph.read.data_folder import DataFolder
from kameoka_graph.read.document import Kind
from kameoka_graph.read.plan_folder import PlanFolder
from kameoka_graph.read.sheet import SERIES
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.numbering import number


class Sort(StrEnum):
    """What sort of thing a reference leads to."""

    PLAN = "plan"
    ELEMENT = "element"
    ENTRY = "entry"
    SERIES = "series"
    ENTITY = "entity"


@dataclass(frozen=True, slots=True)
class Referent:
    """A thing that rows refer to."""

    iri: URIRef
    """Its IRI."""
    sort: Sort
    """What it is."""
    wording: str
    """Its wording in the source, or its name, as it is now."""


References = Mapping[str, Referent]
"""Things by how rows refer to them, e.g. action-plan/1/aim/2 or /262064/fund/kameoka-nawashiro."""


def plan_iri(folder: PlanFolder, iris: Iris) -> URIRef:
    """Give the IRI of a plan."""
    return iris.plan(folder.manifest.municipality, folder.manifest.name)


def things_below_id(data: DataFolder, iris: Iris) -> References:
    """Give everything below `id/` that rows may name: municipalities, plans and entities.

    Names are written as in the tables of `context/`, without a leading slash.
    """
    things: dict[str, Referent] = {}
    for folder in data.plans:
        code = folder.manifest.municipality
        if code in data.municipalities:
            name = data.municipalities[code].name
            things[code] = Referent(iris.municipality(code), Sort.ENTITY, name)
        things[f"{code}/plan/{folder.manifest.name}"] = Referent(
            plan_iri(folder, iris), Sort.PLAN, folder.plan.title.text
        )
    for entity in data.context.entities:
        iri = iris.at(f"id/{entity.name}")
        things.setdefault(entity.name, Referent(iri, Sort.ENTITY, entity.label))
    return things


def references(
    folder: PlanFolder, curation: Curation, things: References, iris: Iris
) -> References:
    """Give everything that the rows about one plan may refer to."""
    plan = plan_iri(folder, iris)
    numbering = number(folder.plan, folder.registry)
    found = {f"/{name}": thing for name, thing in things.items()}
    for element, _ in folder.plan.walk():
        sort = Sort.ENTRY if element.kind is Kind.ACTIVITY else Sort.ELEMENT
        path = numbering[element]
        found[path] = Referent(iris.below(plan, path), sort, element.text.text)
    for row in curation.of(SERIES):
        iri = iris.below(plan, row.value)
        found.setdefault(row.value, Referent(iri, Sort.SERIES, row.value_text))
    return found
