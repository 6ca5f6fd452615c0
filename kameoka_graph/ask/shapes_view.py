"""A file of SHACL rules to the view of its page: what each rule asks, how, and what it finds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kameoka_graph.ask.description import Description
from kameoka_graph.ask.labels import names_of
from kameoka_graph.ask.naming import LABEL, Name, Names, ending
from kameoka_graph.ask.query import view_query
from kameoka_graph.ask.statements import Statements
from kameoka_graph.ask.vocabulary_view import Header, view_header
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.terms import PREFIXES, SHACL
from kameoka_graph.state.terms import Term as Own
from kameoka_graph.store.answer import Blank, Iri, Quad, Store, Term, Text, plain

SHOWN: Final = 5
"""Findings of a rule that its page shows."""

_TARGETS: Final = (
    f"{SHACL}targetClass",
    f"{SHACL}targetSubjectsOf",
    f"{SHACL}targetObjectsOf",
    f"{SHACL}targetNode",
)
_CLAUSES: Final = (f"{SHACL}property", f"{SHACL}sparql")
_TOLD_APART: Final = frozenset(
    {
        *_TARGETS,
        *_CLAUSES,
        f"{SHACL}message",
        f"{SHACL}name",
        f"{SHACL}path",
        f"{SHACL}prefixes",
        f"{SHACL}select",
        f"{SHACL}severity",
    }
)
"""Properties of shapes that their page shows in its own way; the others of SHACL are conditions."""
_FIRST: Final = f"{PREFIXES['rdf']}first"
_REST: Final = f"{PREFIXES['rdf']}rest"
_TYPE: Final = f"{PREFIXES['rdf']}type"
_COMMENT: Final = f"{PREFIXES['rdfs']}comment"
_IDENTIFIER: Final = f"{PREFIXES['dcterms']}identifier"
_DEFINED: Final = f"{PREFIXES['rdfs']}isDefinedBy"
_NODE_SHAPE: Final = f"{SHACL}NodeShape"
_MARKS: Final = {
    f"{SHACL}zeroOrMorePath": "{}*",
    f"{SHACL}oneOrMorePath": "{}+",
    f"{SHACL}zeroOrOnePath": "{}?",
    f"{SHACL}inversePath": "^{}",
}
"""How SPARQL writes the paths of SHACL."""
_GRAVE: Final = ("Violation", "Warning", "Info")


@dataclass(frozen=True, slots=True)
class Target:
    """What a rule is about."""

    how: Name
    """E.g. sh:targetClass."""
    what: Name
    """The class or property."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a clause: a property of SHACL with what it asks for."""

    name: Name
    """E.g. sh:minCount."""
    values: tuple[Name | Text, ...]
    """What it asks for; the members of a list in their order."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a rule: conditions on a property, or a query in SPARQL."""

    anchor: str
    """Its fragment, if it stands in this document."""
    iri: Iri
    """It itself."""
    names: tuple[Text, ...]
    """What it is called, in the reader's language first, as all texts here."""
    messages: tuple[Text, ...]
    """What it says where it is not met."""
    path: str
    """The property that it follows, as SPARQL writes it; empty where it follows none."""
    path_name: Name | None
    """The property, if the path is just one."""
    conditions: tuple[Condition, ...]
    """What it asks."""
    select: str
    """Its query; empty where it has none."""


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of a rule."""

    thing: Name
    """What it is about."""
    message: Text
    """What is wrong."""
    result: Iri
    """The result in the report."""


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule, or a condition that rules have in common."""

    name: Name
    """The rule."""
    anchor: str
    """Its fragment, if it stands in this document; rules may get clauses from another."""
    number: int
    """Its number; 0 for what rules have in common."""
    labels: tuple[Text, ...]
    """What it is called, in the reader's language first, as all texts here."""
    reasons: tuple[Text, ...]
    """Why it is so."""
    severity: str
    """`Violation`, `Warning` or `Info`; empty for what rules have in common."""
    severity_name: Name | None
    """The severity as a term."""
    messages: tuple[Text, ...]
    """What it says where it is not met."""
    remedies: tuple[Text, ...]
    """What to do then."""
    targets: tuple[Target, ...]
    """What it is about."""
    conditions: tuple[Condition, ...]
    """What it asks itself."""
    clauses: tuple[Clause, ...]
    """What it asks in parts."""
    findings: int
    """How many findings of it this release has."""
    found: tuple[Found, ...]
    """Some of them."""
    query: str
    """A query for all of them; empty where there is none."""


@dataclass(frozen=True, slots=True)
class ShapesView:
    """A file of rules."""

    header: Header
    """What it says of itself."""
    checked: bool
    """Whether the report of this release covers it."""
    requires: tuple[Name, ...]
    """Files of rules that it is to be used with."""
    others: tuple[Name, ...]
    """The other files of rules."""
    rules: tuple[RuleView, ...]
    """Its rules, by number."""
    common: tuple[RuleView, ...]
    """Conditions that rules have in common, by name."""
    added: tuple[RuleView, ...]
    """Rules of other files, each with what this file adds to it."""
    prefixes: tuple[tuple[str, str, str], ...]
    """Anchor, prefix and namespace of what it declares for SPARQL."""

    @property
    def counts(self) -> tuple[tuple[str, int, int], ...]:
        """For each severity, how many rules there are and how many findings of them."""
        return tuple(
            (
                severity,
                sum(rule.severity == severity for rule in self.rules),
                sum(rule.findings for rule in self.rules if rule.severity == severity),
            )
            for severity in _GRAVE
        )


def view_shapes(
    store: Store, description: Description, language: Language, iris: Iris
) -> ShapesView:
    """View a described file of rules, with what the release's report says of each rule."""
    rows = store.select(view_query("shapes")).records()
    quads: list[Quad] = [
        (row["subject"], Iri(plain(row["predicate"])), row["object"], None) for row in rows
    ]
    return _Shapes(store, quads, description.thing, language, iris).view()


class _Shapes:
    """The rules of one file, among those of all files."""

    def __init__(
        self, store: Store, quads: list[Quad], thing: Iri, language: Language, iris: Iris
    ) -> None:
        self.store, self.thing, self.language, self.iris = store, thing, language, iris
        self.said = Statements(quads)
        found = store.select(view_query("findings")).records()
        self.findings = {plain(row["shape"]): int(plain(row["findings"])) for row in found}
        wanted = {term for quad in quads for term in quad if isinstance(term, Iri)}
        self.names: Names = names_of(store, wanted, language, str(iris.mp(Own.MARKER)))

    def view(self) -> ShapesView:
        shapes = self.said.pointing(Iri(_NODE_SHAPE), _TYPE)
        own = [shape for shape in shapes if self.anchor(shape)]
        rules = [shape for shape in own if self.said.text(shape, _IDENTIFIER)]
        added = [
            shape
            for shape in shapes
            if shape not in own and any(self.anchor(one) for one in self._clauses(shape))
        ]
        files = set(self.said.pointing(Iri(f"{PREFIXES['owl']}Ontology"), _TYPE))
        requires = self.said.things(self.thing, f"{PREFIXES['dcterms']}requires")
        return ShapesView(
            header=view_header(self.store, self.said, self.thing, self.language, self.iris),
            checked=self.thing in self._checked(),
            requires=tuple(self.names[one] for one in requires),
            others=tuple(self.names[one] for one in sorted(files - {self.thing})),
            rules=self._by_number(self.rule(shape) for shape in rules),
            common=tuple(self.rule(shape) for shape in own if shape not in rules),
            added=self._by_number(self.rule(shape, whole=False) for shape in added),
            prefixes=tuple(self._prefixes()),
        )

    def rule(self, shape: Iri, *, whole: bool = True) -> RuleView:
        """View a rule; without `whole` only what this file adds to it."""
        said, language = self.said, self.language
        clauses = [one for one in self._clauses(shape) if whole or self.anchor(one)]
        severity = next(iter(said.things(shape, f"{SHACL}severity")), None)
        shapes = self._shapes_of(shape)
        count = sum(self.findings.get(one, 0) for one in shapes) if whole else 0
        return RuleView(
            name=self.names[shape],
            anchor=self.anchor(shape),
            number=int(said.text(shape, _IDENTIFIER) or 0),
            labels=said.texts(shape, LABEL, language),
            reasons=said.texts(shape, _COMMENT, language),
            severity="" if severity is None else severity.removeprefix(SHACL),
            severity_name=None if severity is None else self.names[severity],
            messages=said.texts(shape, f"{SHACL}message", language),
            remedies=said.texts(shape, str(self.iris.mp(Own.REMEDY)), language),
            targets=tuple(
                Target(self.names[Iri(how)], self.names[what])
                for how in _TARGETS
                for what in said.things(shape, how)
            ),
            conditions=tuple(self._conditions(shape)),
            clauses=tuple(self._clause(one) for one in clauses),
            findings=count,
            found=self._found(shapes) if count else (),
            query=_all_findings(shapes) if count else "",
        )

    def anchor(self, shape: Iri) -> str:
        start = f"{self.thing}#"
        return shape.removeprefix(start) if shape.startswith(start) else ""

    def _checked(self) -> set[str]:
        return {plain(row["file"]) for row in self.store.select(view_query("checked")).records()}

    def _by_number(self, rules: Iterable[RuleView]) -> tuple[RuleView, ...]:
        return tuple(sorted(rules, key=lambda rule: (rule.number, rule.name.iri)))

    def _clauses(self, shape: Iri) -> tuple[Iri, ...]:
        return tuple(one for which in _CLAUSES for one in self.said.things(shape, which))

    def _shapes_of(self, shape: Iri) -> tuple[Iri, ...]:
        """Give what a result of the rule may name as its source: the rule or one of its parts."""
        return (shape, *self._clauses(shape))

    def _clause(self, clause: Iri) -> Clause:
        path = next(iter(self.said.values(clause, f"{SHACL}path")), None)
        return Clause(
            anchor=self.anchor(clause),
            iri=clause,
            names=self.said.texts(clause, f"{SHACL}name", self.language),
            messages=self.said.texts(clause, f"{SHACL}message", self.language),
            path="" if path is None else self._path(path),
            path_name=self.names[path] if isinstance(path, Iri) else None,
            conditions=tuple(self._conditions(clause)),
            select=self.said.text(clause, f"{SHACL}select"),
        )

    def _conditions(self, shape: Iri) -> Iterator[Condition]:
        for predicate in self.said.predicates(shape):
            if predicate.startswith(SHACL) and predicate not in _TOLD_APART:
                values = [
                    member
                    for value in self.said.values(shape, predicate)
                    for member in self._members(value)
                ]
                shown = (
                    one if isinstance(one, Text) else self.names[one]
                    for one in values
                    if not isinstance(one, Blank)
                )
                yield Condition(self.names[predicate], tuple(shown))

    def _members(self, value: Term) -> Iterator[Term]:
        """Yield the members of a list, or what is none itself."""
        if not isinstance(value, Blank):
            yield value
            return
        while first := self.said.values(value, _FIRST):
            yield from first
            value = next(iter(self.said.values(value, _REST)))

    def _path(self, path: Term) -> str:
        if isinstance(path, Iri):
            return self._short(path)
        for kind, mark in _MARKS.items():
            for inner in self.said.values(path, kind):
                return mark.format(self._path(inner))
        choice = self.said.values(path, f"{SHACL}alternativePath")
        if choice:
            return f"({' | '.join(self._path(one) for one in self._members(choice[0]))})"
        return " / ".join(self._path(one) for one in self._members(path))

    def _short(self, iri: Iri) -> str:
        space = self.iris.prefixes["mp"]
        return f"mp:{iri.removeprefix(space)}" if iri.startswith(space) else ending(iri)

    def _found(self, shapes: tuple[Iri, ...]) -> tuple[Found, ...]:
        rows = self.store.select(view_query("found", shape=shapes)).records()
        told = [
            (Iri(plain(row["thing"])), row["message"], Iri(plain(row["result"])))
            for row in rows
            if isinstance(row["message"], Text) and row["message"].language == self.language
        ]
        things = {thing for thing, _, _ in told}
        names = names_of(self.store, things, self.language, str(self.iris.mp(Own.MARKER)))
        return tuple(
            Found(names[thing], message, result)
            for thing, message, result in told[:SHOWN]
            if isinstance(message, Text)
        )

    def _prefixes(self) -> Iterator[tuple[str, str, str]]:
        for one in self.said.things(self.thing, f"{SHACL}declare"):
            yield (
                self.anchor(one),
                self.said.text(one, f"{SHACL}prefix"),
                self.said.text(one, f"{SHACL}namespace"),
            )


def _all_findings(shapes: Iterable[Iri]) -> str:
    """Write a query for all findings of some shapes, for the page of queries."""
    listed = " ".join(f"<{shape}>" for shape in shapes)
    return (
        f"PREFIX sh: <{SHACL}>\n"
        "SELECT ?thing ?message WHERE {\n"
        f"  VALUES ?shape {{ {listed} }}\n"
        "  ?result sh:sourceShape ?shape ; sh:focusNode ?thing ; sh:resultMessage ?message .\n"
        "} ORDER BY ?thing\n"
    )
