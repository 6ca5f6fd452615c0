"""A report counts, orders and explains what was found: for a person, as SHACL, and as JSON."""

import json

import pytest
from rdflib import BNode, Literal, URIRef
from rdflib.namespace import PROV, RDF, SH

from kameoka_graph.check.report import (
    SHOWN,
    Finding,
    Place,
    Report,
    Rule,
    Severity,
    ShapesViolatedError,
    as_graph,
    as_json,
    as_text,
    ordered,
)
from kameoka_graph.release.assembly import Assembly
from kameoka_graph.say import Language, Say
from kameoka_graph.state.iris import Iris

SHAPE = "https://plans.test/shapes/core#"
PLACE = Place("進捗表", 31, 397, "市民活動推進フォーラム")


def rule(number: int, severity: Severity) -> Rule:
    """Give a rule."""
    iri = f"{SHAPE}rule-{number}"
    return Rule(iri, number, Say("名", "name"), severity, Say("直す", "mend it"))


def finding(
    number: int, severity: Severity, focus: str = "a", place: Place | None = None
) -> Finding:
    """Give a finding of a rule about a thing."""
    about = rule(number, severity)
    iri = f"https://plans.test/{focus}"
    message = Say("悪い", "bad")
    return Finding(about, about.iri, iri, message, f"{SHAPE}path", "値", place)


@pytest.fixture
def report() -> Report:
    """Give a report of a violation, two warnings and seven pieces of information."""
    infos = [finding(28, Severity.INFO, f"i{n}") for n in range(SHOWN + 2)]
    warnings = [finding(21, Severity.WARNING, "w", PLACE), finding(22, Severity.WARNING, "w")]
    return ordered([*infos, *warnings, finding(17, Severity.VIOLATION)], 32)


def test_findings_are_ordered_by_gravity_rule_and_thing(report: Report) -> None:
    """The gravest come first, then by number, then by thing."""
    order = [(one.rule.severity, one.rule.number, one.focus[-2:]) for one in report.findings]
    assert order[:3] == [
        (Severity.VIOLATION, 17, "/a"),
        (Severity.WARNING, 21, "/w"),
        (Severity.WARNING, 22, "/w"),
    ]
    assert [focus for _, _, focus in order[3:]] == [f"i{n}" for n in range(SHOWN + 2)]


def test_findings_are_counted_by_severity(report: Report) -> None:
    """Each severity has its own count, and only violations make the report fail."""
    assert [report.count(severity) for severity in Severity] == [1, 2, SHOWN + 2]
    assert not report.holds
    assert Report(report.findings[1:], 32).holds


def test_a_violation_raises_only_when_asked(report: Report) -> None:
    """Raising is a second call, and the error carries the report."""
    with pytest.raises(ShapesViolatedError) as caught:
        report.must_hold()
    assert caught.value.report is report
    assert "違反が 1 件" in caught.value.say.ja
    assert "1 violation(s)" in caught.value.say.en
    Report(report.findings[1:], 32).must_hold()


def test_the_text_says_rule_place_quotation_and_what_to_do(report: Report) -> None:
    """A person reads the rule, the place with the quoted text, what is wrong, and the remedy."""
    text = as_text(report, Language.JA)
    assert text.startswith("32 の規則で確かめました: 違反 1 件、警告 2 件、情報 7 件\n")
    assert "[違反] 17. 名 — 1" in text
    assert (
        "  - 進捗表:31:397 「市民活動推進フォーラム」\n    悪い\n    <https://plans.test/w>\n  → 直す\n"
        in text
    )
    english = as_text(report, Language.EN)
    assert english.startswith(
        "Checked against 32 rules: violation: 1, warning: 2, information: 7\n"
    )
    assert "[warning] 21. name — 1" in english
    assert "  → mend it" in english


@pytest.mark.parametrize(
    ("language", "rest"),
    [
        (Language.JA, "ほか 2 件（--all ですべて表示）"),
        (Language.EN, "and 2 more (--all shows them)"),
    ],
)
def test_many_findings_of_a_rule_are_cut_unless_all_are_wanted(
    report: Report, language: Language, rest: str
) -> None:
    """The text shows the first few of a rule and says how many are left; with all it shows them."""
    text, whole = as_text(report, language), as_text(report, language, whole=True)
    assert rest in text
    assert rest not in whole
    assert (text.count("https://plans.test/i"), whole.count("https://plans.test/i")) == (5, 7)


def test_a_report_without_findings_says_so() -> None:
    """Where nothing was found, the counts are the whole text."""
    text = as_text(ordered([], 32), Language.EN)
    assert text == "Checked against 32 rules: violation: 0, warning: 0, information: 0\n"


def test_the_graph_is_a_report_of_shacl(report: Report, iris: Iris) -> None:
    """Each finding is a result with shape, focus, severity, path, value and both messages."""
    graph = as_graph(report, iris)
    top = iris.at("graph/report#report")
    assert graph.value(top, SH.conforms) == Literal(False)
    results = set(graph.objects(top, SH.result))
    assert len(results) == len(report.findings)
    (violation,) = graph.subjects(SH.resultSeverity, SH.Violation)
    assert set(graph.predicate_objects(violation)) == {
        (RDF.type, SH.ValidationResult),
        (SH.focusNode, URIRef("https://plans.test/a")),
        (SH.sourceShape, URIRef(f"{SHAPE}rule-17")),
        (SH.resultSeverity, SH.Violation),
        (SH.resultMessage, Literal("悪い", lang="ja")),
        (SH.resultMessage, Literal("bad", lang="en")),
        (SH.resultPath, URIRef(f"{SHAPE}path")),
        (SH.value, Literal("値")),
    }


def test_every_result_has_an_iri(assembly: Assembly, iris: Iris) -> None:
    """The report on the real plan has no blank nodes, and as many results as findings."""
    graph = as_graph(assembly.report, iris)
    assert not any(isinstance(node, BNode) for node in graph.all_nodes())
    assert len(set(graph.objects(None, SH.result))) == len(assembly.report.findings)


def test_the_graph_names_the_files_that_were_checked(iris: Iris) -> None:
    """Which files of rules a report covers is said, so that no finding is told from not checked."""
    file = "https://plans.test/shapes/core"
    graph = as_graph(Report((), 14, (file,)), iris)
    assert graph.value(iris.at("graph/report#report"), PROV.used) == URIRef(file)


def test_a_report_without_findings_conforms(iris: Iris) -> None:
    """Where nothing was found, the data conform."""
    graph = as_graph(ordered([], 32), iris)
    assert graph.value(iris.at("graph/report#report"), SH.conforms) == Literal(True)
    assert len(graph) == 2


def test_a_result_without_path_and_value_has_none(iris: Iris) -> None:
    """What a finding does not know is not stated."""
    about = rule(1, Severity.INFO)
    bare = Finding(about, about.iri, "https://plans.test/a", Say("悪い", "bad"))
    predicates = set(as_graph(ordered([bare], 1), iris).predicates())
    assert predicates & {SH.resultPath, SH.value} == set()


def test_the_json_says_all_of_it(report: Report) -> None:
    """The JSON has the counts and each finding with rule, place and both messages."""
    document = json.loads(as_json(report))
    assert document["holds"] is False
    assert document["counts"] == {"Violation": 1, "Warning": 2, "Info": SHOWN + 2}
    assert document["findings"][1] == {
        "rule": {"iri": f"{SHAPE}rule-21", "number": 21, "title": {"ja": "名", "en": "name"}},
        "severity": "Warning",
        "shape": f"{SHAPE}rule-21",
        "focus": "https://plans.test/w",
        "path": f"{SHAPE}path",
        "value": "値",
        "message": {"ja": "悪い", "en": "bad"},
        "remedy": {"ja": "直す", "en": "mend it"},
        "place": {
            "document": "進捗表",
            "line": 31,
            "column": 397,
            "quote": "市民活動推進フォーラム",
        },
    }
    assert document["findings"][0]["place"] is None


def test_every_severity_has_a_name_in_both_languages() -> None:
    """Each severity is named for people."""
    assert [severity.say.ja for severity in Severity] == ["違反", "警告", "情報"]
    assert all(severity.say.en for severity in Severity)
