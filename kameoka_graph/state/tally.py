"""Named graphs to the counts that VoID asks for: what the triples of their merge are made of."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, XSD
from rdflib.term import Node

LANG_STRING: Final = RDF.langString
"""The datatype of texts with a language."""


@dataclass(frozen=True, slots=True)
class Part:
    """What the triples with one property are, or those about things of one class with it."""

    triples: int
    """How many there are."""
    classes: dict[URIRef, int]
    """Triples by the class of what they point at."""
    datatypes: dict[URIRef, int]
    """Triples by the datatype of their literal."""


@dataclass(frozen=True, slots=True)
class Use:
    """How a property is used."""

    triples: int
    """Triples with it."""
    subjects: int
    """Different things that they speak of."""
    objects: int
    """Different values."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts over the merge of some graphs, in which each triple is counted once."""

    triples: int
    """Triples."""
    subjects: frozenset[Node]
    """What they speak of."""
    objects: int
    """Different values."""
    members: dict[URIRef, tuple[Node, ...]]
    """The things of each class."""
    properties: dict[URIRef, Use]
    """Each property."""
    cells: dict[URIRef, dict[URIRef, Part]]
    """By class and property: the triples about things of the class with the property."""


def tally(graphs: Iterable[Graph]) -> Tally:
    """Count the merge of `graphs`."""
    merged = {triple for graph in graphs for triple in graph}
    classes: dict[Node, list[URIRef]] = defaultdict(list)
    members: dict[URIRef, list[Node]] = defaultdict(list)
    uses: dict[URIRef, tuple[list[Node], list[Node]]] = defaultdict(lambda: ([], []))
    for subject, predicate, value in merged:
        assert isinstance(predicate, URIRef)  # noqa: S101 - tells mypy what RDF guarantees
        subjects, objects = uses[predicate]
        subjects.append(subject)
        objects.append(value)
        if predicate == RDF.type and isinstance(value, URIRef):
            classes[subject].append(value)
            members[value].append(subject)
    distinct = {name: (set(subjects), set(objects)) for name, (subjects, objects) in uses.items()}
    return Tally(
        len(merged),
        frozenset().union(*(subjects for subjects, _ in distinct.values())),
        len(set().union(*(objects for _, objects in distinct.values()))),
        {name: tuple(things) for name, things in members.items()},
        {
            name: Use(len(uses[name][0]), len(subjects), len(objects))
            for name, (subjects, objects) in distinct.items()
        },
        _cells(uses, classes),
    )


def _cells(
    uses: dict[URIRef, tuple[list[Node], list[Node]]], classes: Mapping[Node, list[URIRef]]
) -> dict[URIRef, dict[URIRef, Part]]:
    cells: dict[URIRef, dict[URIRef, Part]] = defaultdict(dict)
    for name, (subjects, objects) in uses.items():
        values: dict[URIRef, list[Node]] = defaultdict(list)
        for subject, value in zip(subjects, objects, strict=True):
            for one in classes.get(subject, ()):
                values[one].append(value)
        for one, found in values.items():
            cells[one][name] = _part(found, classes)
    return dict(cells)


def _part(values: list[Node], classes: Mapping[Node, list[URIRef]]) -> Part:
    targets: Counter[URIRef] = Counter()
    datatypes: Counter[URIRef] = Counter()
    for value in values:
        if isinstance(value, Literal):
            datatypes[LANG_STRING if value.language else value.datatype or XSD.string] += 1
        else:
            for one in classes.get(value, ()):
                targets[one] += 1
    return Part(len(values), dict(targets), dict(datatypes))
