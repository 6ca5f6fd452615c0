"""A file of rules is shown rule by rule: what it asks, how, and what it finds in the release."""

from collections import Counter

import pytest

from kameoka_graph.ask.description import describe
from kameoka_graph.ask.shapes_view import SHOWN, RuleView, ShapesView, view_shapes
from kameoka_graph.check.report import Report
from kameoka_graph.release.assembly import Assembly
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.embedded import Embedded

FILES = ("core", "progress-table", "curation", "publication", "catalogue")


@pytest.fixture(scope="module")
def views(store: Embedded, iris: Iris) -> dict[str, ShapesView]:
    """Give the views of all files in Japanese."""
    found = {}
    for name in (*FILES, "prefixes"):
        description = describe(store, iris.at(f"shapes/{name}"))
        assert description is not None
        found[name] = view_shapes(store, description, Language.JA, iris)
    return found


@pytest.fixture(scope="module")
def report(assembly: Assembly) -> Report:
    """Give the report of the release."""
    return assembly.report


def rule(view: ShapesView, name: str) -> RuleView:
    """Find a rule."""
    (found,) = (one for one in (*view.rules, *view.common) if one.anchor == name)
    return found


def test_every_rule_stands_on_one_page(views: dict[str, ShapesView]) -> None:
    """The numbers 1 to 35 are each the number of one rule of one file."""
    numbers = Counter(one.number for name in FILES for one in views[name].rules)
    assert numbers == Counter(range(1, 36))


def test_every_rule_says_what_why_and_what_to_do(views: dict[str, ShapesView]) -> None:
    """Label, reason, message and remedy are in both languages; target and severity are there."""
    for name in FILES:
        for one in views[name].rules:
            for texts in (one.labels, one.reasons, one.messages, one.remedies):
                assert [text.language for text in texts] == ["ja", "en"]
            assert one.targets
            assert one.severity in {"Violation", "Warning", "Info"}
            assert one.conditions or one.clauses


def test_findings_are_those_of_the_report(views: dict[str, ShapesView], report: Report) -> None:
    """Each rule has as many findings as the report of the release has of it."""
    counted = Counter(finding.rule.iri for finding in report.findings)
    shown = {one.name.iri: one.findings for name in FILES for one in views[name].rules}
    assert sum(shown.values()) == len(report.findings)
    assert {iri: count for iri, count in shown.items() if count} == counted


def test_some_findings_are_shown_and_all_can_be_asked_for(
    views: dict[str, ShapesView], store: Embedded
) -> None:
    """A rule shows a few findings in the reader's language, and its query gives all."""
    found = rule(views["curation"], "status-stated")
    assert 0 < len(found.found) <= SHOWN
    assert {one.message.language for one in found.found} == {"ja"}
    rows = store.select(found.query).records()
    assert len({row["thing"] for row in rows}) == found.findings


def test_a_rule_without_findings_asks_nothing(views: dict[str, ShapesView]) -> None:
    """Where there is no finding there is no query for them."""
    found = rule(views["core"], "plan-identity")
    assert (found.findings, found.found, found.query) == (0, (), "")


def test_paths_are_written_as_in_sparql(views: dict[str, ShapesView]) -> None:
    """A path over several steps is written as SPARQL writes it."""
    paths = {one.anchor: one.path for one in rule(views["core"], "one-plan").clauses}
    assert paths["one-plan-parent"] == "dcterms:isPartOf"
    assert paths["one-plan-reached"] == "dcterms:isPartOf+"


def test_lists_are_shown_in_their_order(views: dict[str, ShapesView], iris: Iris) -> None:
    """The members of a list of shapes are named in the order of the list."""
    parent = next(
        one for one in rule(views["core"], "one-plan").clauses if one.anchor == "one-plan-parent"
    )
    either = next(one for one in parent.conditions if one.name.iri.endswith("#or"))
    assert [getattr(one, "iri", "") for one in either.values] == [
        str(iris.at("shapes/core#a-plan")),
        str(iris.at("shapes/core#an-element")),
    ]


def test_sparql_is_shown(views: dict[str, ShapesView]) -> None:
    """A constraint in SPARQL shows its query."""
    (clause,) = rule(views["curation"], "no-interpretation-in-source").clauses
    assert "GRAPH" in clause.select


def test_what_a_file_adds_to_others_is_on_its_page(views: dict[str, ShapesView]) -> None:
    """Clauses that a profile adds to a core rule stand on both pages, anchored on its own."""
    added = {one.number: one.clauses for one in views["progress-table"].added}
    assert set(added) == {1, 2, 5, 10}
    assert all(clause.anchor for clauses in added.values() for clause in clauses)
    core = rule(views["core"], "fiscal-year")
    assert sorted(bool(one.anchor) for one in core.clauses) == [False, True]


def test_prefixes_are_declared(views: dict[str, ShapesView], iris: Iris) -> None:
    """The file of prefixes shows each with its namespace."""
    declared = {prefix: space for _, prefix, space in views["prefixes"].prefixes}
    assert declared["mp"] == str(iris.at("ns/mp#"))
    assert views["prefixes"].rules == ()


def test_counts_add_up(views: dict[str, ShapesView]) -> None:
    """The counts by severity are of the rules and findings that the page shows."""
    view = views["curation"]
    assert sum(rules for _, rules, _ in view.counts) == len(view.rules)
    assert sum(found for _, _, found in view.counts) == sum(one.findings for one in view.rules)


def test_rules_that_were_not_checked_say_so(views: dict[str, ShapesView]) -> None:
    """Rules for publication are not checked in a release for trying, and no findings are not claimed."""
    assert {name for name in FILES if not views[name].checked} == {"publication", "catalogue"}
