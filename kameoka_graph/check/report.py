"""What checking found, as frozen values; and a report as text, as SHACL in RDF, and as JSON."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import PROV, RDF, SH, XSD

from kameoka_graph.say import Language, Say, ToldError, excerpt
from kameoka_graph.state.iris import Iris

SHOWN: Final = 5
"""Findings of one rule that the readable report shows unless all are asked for."""


class Severity(StrEnum):
    """How grave a finding is; the value is the local name of its SHACL term."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"

    @property
    def say(self) -> Say:
        """Its name for people."""
        return _SEVERITY_NAMES[self]


_SEVERITY_NAMES: Final = {
    Severity.VIOLATION: Say("違反", "violation"),
    Severity.WARNING: Say("警告", "warning"),
    Severity.INFO: Say("情報", "information"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that data is checked against."""

    iri: str
    """IRI of its node shape."""
    number: int
    """Its number in the list of rules."""
    title: Say
    """Its name."""
    severity: Severity
    """How grave a finding of it is."""
    remedy: Say
    """What to do about a finding."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a source document the thing that a finding is about is stated."""

    document: str
    """The document's title."""
    line: int
    """From 1."""
    column: int
    """From 1, in code points."""
    quote: str
    """The exact wording."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of checking one thing against one rule."""

    rule: Rule
    """The rule."""
    shape: str
    """IRI of the shape that failed: the rule's, or one of its property shapes."""
    focus: str
    """IRI of the thing."""
    message: Say
    """What is wrong."""
    path: str | None = None
    """IRI of the property concerned."""
    value: str | None = None
    """The value concerned, as text."""
    place: Place | None = None
    """Where the thing is stated, if it is quoted from a document."""


class ShapesViolatedError(ToldError, ValueError):
    """Data that violates the shapes; `report` has the findings."""

    def __init__(self, report: "Report") -> None:
        """Tell how many violations `report` has."""
        count = report.count(Severity.VIOLATION)
        super().__init__(
            Say(
                f"違反が {count} 件あるため、公開データを作りません。"
                "kameoka-graph validate で内容を確かめてください。",
                f"No release is made: {count} violation(s). Run kameoka-graph validate to read "
                "them.",
            )
        )
        self.report = report


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, ordered by severity, rule and thing."""

    findings: tuple[Finding, ...]
    """The findings."""
    rules: int
    """How many rules were checked."""
    files: tuple[str, ...] = ()
    """IRIs of the files of rules that were checked, where these are known."""

    def count(self, severity: Severity) -> int:
        """Count the findings of one severity."""
        return sum(finding.rule.severity is severity for finding in self.findings)

    @property
    def holds(self) -> bool:
        """Whether there is no violation."""
        return self.count(Severity.VIOLATION) == 0

    def must_hold(self) -> None:
        """Raise `ShapesViolatedError` where there is a violation."""
        if not self.holds:
            raise ShapesViolatedError(self)


def ordered(findings: Iterable[Finding], rules: int) -> Report:
    """Make a report of findings in any order."""
    grave = list(Severity)
    return Report(
        tuple(
            sorted(
                findings,
                key=lambda f: (
                    grave.index(f.rule.severity),
                    f.rule.number,
                    f.focus,
                    f.shape,
                    f.value or "",
                ),
            )
        ),
        rules,
    )


def as_text(report: Report, language: Language, *, whole: bool = False) -> str:
    """Write the report for a person: by rule, each finding with place, quotation and remedy."""
    lines = [_summary(report).to(language)]
    for rule, group in groupby(report.findings, key=lambda finding: finding.rule):
        found = list(group)
        lines += [
            "",
            f"[{rule.severity.say.to(language)}] {rule.number}. {rule.title.to(language)} — "
            f"{len(found)}",
        ]
        for finding in found if whole else found[:SHOWN]:
            lines += _finding_lines(finding, language)
        if len(found) > SHOWN and not whole:
            rest = len(found) - SHOWN
            lines.append(
                "  "
                + Say(
                    f"ほか {rest} 件（--all ですべて表示）", f"and {rest} more (--all shows them)"
                ).to(language)
            )
        lines.append("  → " + rule.remedy.to(language))
    return "\n".join(lines) + "\n"


def _summary(report: Report) -> Say:
    counts = [(severity.say, report.count(severity)) for severity in Severity]
    ja = "、".join(f"{name.ja} {count} 件" for name, count in counts)
    en = ", ".join(f"{name.en}: {count}" for name, count in counts)
    return Say(
        f"{report.rules} の規則で確かめました: {ja}", f"Checked against {report.rules} rules: {en}"
    )


def _finding_lines(finding: Finding, language: Language) -> list[str]:
    where = finding.focus
    if finding.place is not None:
        place = finding.place
        where = f"{place.document}:{place.line}:{place.column} 「{excerpt(place.quote, 40)}」"
    lines = [f"  - {where}", f"    {finding.message.to(language)}"]
    return lines if finding.place is None else [*lines, f"    <{finding.focus}>"]


def as_graph(report: Report, iris: Iris) -> Graph:
    """Write the report as SHACL, every node with an IRI.

    https://www.w3.org/TR/shacl/#validation-report
    """
    graph = Graph()
    top = iris.at("graph/report#report")
    graph.add((top, RDF.type, SH.ValidationReport))
    graph.add((top, SH.conforms, Literal(not report.findings, datatype=XSD.boolean)))
    for file in report.files:
        graph.add((top, PROV.used, URIRef(file)))
    for finding in report.findings:
        _state(graph, top, finding, iris)
    return graph


def _state(graph: Graph, top: URIRef, finding: Finding, iris: Iris) -> None:
    key = "\0".join(
        (finding.shape, finding.focus, finding.path or "", finding.value or "", finding.message.en)
    )
    result = iris.at(f"graph/report#result-{hashlib.sha256(key.encode()).hexdigest()[:16]}")
    graph.add((top, SH.result, result))
    graph.add((result, RDF.type, SH.ValidationResult))
    graph.add((result, SH.focusNode, URIRef(finding.focus)))
    graph.add((result, SH.sourceShape, URIRef(finding.shape)))
    graph.add((result, SH.resultSeverity, SH[finding.rule.severity.value]))
    graph.add((result, SH.resultMessage, Literal(finding.message.ja, lang="ja")))
    graph.add((result, SH.resultMessage, Literal(finding.message.en, lang="en")))
    if finding.path is not None:
        graph.add((result, SH.resultPath, URIRef(finding.path)))
    if finding.value is not None:
        graph.add((result, SH.value, Literal(finding.value)))


def as_json(report: Report) -> str:
    """Write the report as JSON: counts by severity, and each finding with rule, place, messages."""
    document = {
        "holds": report.holds,
        "rules": report.rules,
        "counts": {severity.value: report.count(severity) for severity in Severity},
        "findings": [_plain(finding) for finding in report.findings],
    }
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _plain(finding: Finding) -> Mapping[str, object]:
    place = finding.place
    return {
        "rule": {
            "iri": finding.rule.iri,
            "number": finding.rule.number,
            "title": _both(finding.rule.title),
        },
        "severity": finding.rule.severity.value,
        "shape": finding.shape,
        "focus": finding.focus,
        "path": finding.path,
        "value": finding.value,
        "message": _both(finding.message),
        "remedy": _both(finding.rule.remedy),
        "place": None
        if place is None
        else {
            "document": place.document,
            "line": place.line,
            "column": place.column,
            "quote": place.quote,
        },
    }


def _both(say: Say) -> dict[str, str]:
    return {"ja": say.ja, "en": say.en}
