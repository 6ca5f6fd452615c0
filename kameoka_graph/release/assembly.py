"""Folders of data, ontology and shapes to checked named graphs: read, state and check."""

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from rdflib import Graph, URIRef

from kameoka_graph.catalogue.named import catalogue
from kameoka_graph.catalogue.queries_graph import queries_record, state_queries
from kameoka_graph.check.data import check_folder, concept_codes, must_be_right
from kameoka_graph.check.judge import judge
from kameoka_graph.check.report import Report, as_graph
from kameoka_graph.check.shapes import take_apart
from kameoka_graph.exchange.context import address as context_address
from kameoka_graph.read.data_folder import DataFolder, read_data_folder
from kameoka_graph.read.manifest import PublicationManifest, read_publication_manifest
from kameoka_graph.read.municipality import Municipality
from kameoka_graph.read.plan_folder import PlanFolder, read_plan_folders
from kameoka_graph.read.registry import Entry, write_registry
from kameoka_graph.read.table import CellError
from kameoka_graph.release.knowledge import record_knowledge, state_knowledge
from kameoka_graph.say import Say, ToldError
from kameoka_graph.state.calendar import state_calendar
from kameoka_graph.state.contents_graph import describe_contents
from kameoka_graph.state.context_graph import years_named
from kameoka_graph.state.derived_graph import derive
from kameoka_graph.state.iris import Iris, refuse_unpublishable
from kameoka_graph.state.meta_graph import (
    GraphRecord,
    record_document,
    record_graphs,
    record_itself,
    record_publication,
)
from kameoka_graph.state.municipality_graph import state_municipalities
from kameoka_graph.state.numbering import number
from kameoka_graph.state.profile_graph import record_conformance, state_profile
from kameoka_graph.state.source_graph import state_source
from kameoka_graph.state.vocabulary import load_vocabulary
from kameoka_graph.state.withdrawn_graph import record_withdrawn
from kameoka_graph.store.canonical import canonical_nquads
from kameoka_graph.store.embedded import Embedded
from kameoka_graph.store.reading import read_graphs

Progress = Callable[[Say], None]
"""Told what is being done, at the start of each stage."""

REGISTRY: Final = "registry.csv"
"""The file of a plan's folder that records the numbers of its elements."""
PUBLICATION_SHAPES: Final = "publication.ttl"
"""Shapes that only a release for publication must obey."""
CATALOGUE_SHAPES: Final = "catalogue.ttl"
"""Shapes that the catalogue of a release must obey, which is made once its files are there."""


class UnregisteredError(ToldError, ValueError):
    """A plan with elements that its registry has no number for; `added` are those it lacks."""

    def __init__(self, registry: Path, added: tuple[Entry, ...]) -> None:
        """Tell how many elements `registry` lacks, and which is the first."""
        super().__init__(
            Say(
                f"{registry}: {len(added)} 件の要素に番号がありません（最初は "
                f"{added[0].path}「{added[0].text}」）。kameoka-graph build --register "
                "で番号を記録してください。",
                f"{registry}: {len(added)} element(s) have no number (the first is "
                f"{added[0].path} “{added[0].text}”); record them with kameoka-graph build "
                "--register.",
            )
        )
        self.added = added


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a release is made from."""

    data: Path
    """Folder with `plans/`, `publication.toml` and the shared tables."""
    ontology: Path
    """Folder with `mp.ttl`, `voc.ttl` and `reused.ttl`."""
    shapes: Path
    """Folder with the shapes."""
    iris: Iris
    """The base that IRIs are made below."""
    for_publication: bool = False
    """Whether the base must be one that others can resolve, and the publication shapes apply."""
    register: bool = False
    """Whether new elements get their numbers recorded in the registry."""


@dataclass(frozen=True, slots=True)
class Assembly:
    """Everything that a release is written from."""

    iris: Iris
    """The base."""
    publication: PublicationManifest
    """What the release says of itself."""
    plans: tuple[PlanFolder, ...]
    """The plans, read."""
    graphs: Mapping[URIRef, Graph]
    """The named graphs, the report among them."""
    nquads: bytes
    """The same as canonical N-Quads."""
    report: Report
    """What checking found."""
    registries: Mapping[Path, str]
    """Registries that lack numbers, with the text that has them; written with the release."""


def assemble(inputs: Inputs, progress: Progress = lambda say: None) -> Assembly:
    """Read, state and check.

    Raises what the stages raise, but a violation of the shapes is in the report.
    """
    if inputs.for_publication:
        refuse_unpublishable(inputs.iris)
    progress(Say("計画を読んでいます", "reading the plans"))
    publication = read_publication_manifest(inputs.data / "publication.toml")
    plans = read_plan_folders(inputs.data)
    progress(Say("RDF にしています", "stating them as RDF"))
    graphs, records = state(inputs, plans, publication)
    progress(Say("規則で確かめています", "checking them against the shapes"))
    report = check(inputs, graphs)
    report_name = inputs.iris.graph("report")
    graphs = {**graphs, report_name: as_graph(report, inputs.iris)}
    meta = inputs.iris.graph("meta")
    others = {name: graph for name, graph in graphs.items() if name != meta}
    graphs[meta] += record_graphs(records, others, inputs.iris)
    graphs[meta] += describe_contents(others, inputs.iris)
    record_itself(graphs[meta], meta)
    nquads = canonical_nquads(graphs)
    registries = _registries(plans)
    return Assembly(inputs.iris, publication, plans, graphs, nquads, report, registries)


def state(
    inputs: Inputs, plans: tuple[PlanFolder, ...], publication: PublicationManifest
) -> tuple[dict[URIRef, Graph], list[GraphRecord]]:
    """State every graph but the report, and what the record says of each.

    Raises `DataWrongError` where a table has a cell that cannot be taken.
    """
    iris = inputs.iris
    meta = record_publication(publication, iris)
    graphs, records = _vocabularies(inputs)
    data = read_data_folder(inputs.data, plans)
    codes = concept_codes(graphs[iris.graph("voc")], iris)
    must_be_right(check_folder(data, publication, codes))
    for folder in plans:
        name, graph, document = _state_plan(inputs, folder, data.municipalities)
        graphs[name] = graph
        meta += document
        title = folder.plan.title.text
        records.append(
            GraphRecord(
                name,
                Say(f"{title}（出典の記載）", f"{title} (as the source states it)"),
                "stated",
                iris.source(folder.plan.source.short),
            )
        )
    for made in list(state_knowledge(data, graphs, iris)):
        graphs[made.record.name] = made.graph
        records.append(made.record)
    meta += record_knowledge(data, iris) + record_conformance(iris)
    graphs[iris.graph("ontology")] += state_profile(
        graphs,
        context_address(iris),
        [iris.plan(one.manifest.municipality, one.manifest.name) for one in plans],
        iris,
    )
    _shared(graphs, records, data, iris)
    queries = queries_record(iris)
    graphs[queries.name] = state_queries(catalogue(), iris)
    records.append(queries)
    graphs[iris.graph("meta")] = meta
    return graphs, records


def check(inputs: Inputs, graphs: Mapping[URIRef, Graph]) -> Report:
    """Check named graphs against the shapes; for publication also against the shapes for that.

    What was derived by rule is not judged: siblings are compared by the class that was stated, not
    by every wider one.
    """
    iris = inputs.iris
    files = [
        path
        for path in shape_files(inputs.shapes)
        if path.name != CATALOGUE_SHAPES
        and (inputs.for_publication or path.name != PUBLICATION_SHAPES)
    ]
    judged = {
        name: graph
        for name, graph in graphs.items()
        if name not in {iris.graph("shapes"), iris.graph("inferred")}
    }
    store = Embedded.in_memory(canonical_nquads(judged), iris.root, iris.prefixes)
    report = judge(judged.values(), take_apart(load_vocabulary(files, iris), iris), store)
    return replace(report, files=tuple(str(iris.at(f"shapes/{path.stem}")) for path in files))


def check_files(inputs: Inputs, paths: Sequence[Path]) -> Report:
    """Check files of RDF, together with the vocabulary, against the shapes."""
    graphs, _ = _vocabularies(inputs)
    for path in paths:
        graphs.update(read_graphs(path, inputs.iris))
    return check(inputs, graphs)


def shape_files(folder: Path) -> list[Path]:
    """Give the Turtle files of a folder, by name."""
    return sorted(folder.glob("*.ttl"))


def release_date(publication: PublicationManifest, source_date_epoch: str | None) -> datetime.date:
    """Give a release's date: the manifest's, else `SOURCE_DATE_EPOCH`; never the clock's."""
    if publication.date is not None:
        return publication.date
    if source_date_epoch is None or not re.fullmatch("[0-9]{1,11}", source_date_epoch):
        raise UndatedError
    return datetime.datetime.fromtimestamp(int(source_date_epoch), tz=datetime.UTC).date()


class UndatedError(ToldError, ValueError):
    """A release that nobody gave a date."""

    def __init__(self) -> None:
        """Tell where a date can be given."""
        super().__init__(
            Say(
                "公開日がありません。publication.toml の [release] に date を書くか、"
                "環境変数 SOURCE_DATE_EPOCH を設定してください。",
                "The release has no date; write date in [release] of publication."
                "toml, or set SOURCE_DATE_EPOCH.",
            )
        )


def _vocabularies(inputs: Inputs) -> tuple[dict[URIRef, Graph], list[GraphRecord]]:
    iris = inputs.iris
    titled = (
        ("ontology", [inputs.ontology / "mp.ttl"], Say("語彙", "the vocabulary")),
        (
            "alignments",
            [inputs.ontology / "mp-align.ttl"],
            Say("語彙と他の語彙との対応", "alignments of the vocabulary"),
        ),
        (
            "voc",
            [inputs.ontology / "voc.ttl", inputs.ontology / "reused.ttl"],
            Say("概念の一覧と年度", "concept schemes and fiscal years"),
        ),
        ("shapes", shape_files(inputs.shapes), Say("検証の規則", "the shapes")),
    )
    graphs = {iris.graph(name): load_vocabulary(files, iris) for name, files, _ in titled}
    return graphs, [GraphRecord(iris.graph(name), title, "vocabulary") for name, _, title in titled]


def _state_plan(
    inputs: Inputs, folder: PlanFolder, municipalities: Mapping[str, Municipality]
) -> tuple[URIRef, Graph, Graph]:
    iris, manifest = inputs.iris, folder.manifest
    _refuse_unknown_code(folder, municipalities)
    plan_iri = iris.plan(manifest.municipality, manifest.name)
    numbering = number(folder.plan, folder.registry)
    if numbering.added and not inputs.register:
        raise UnregisteredError(folder.path / REGISTRY, numbering.added)
    source = state_source(folder.plan, plan_iri, numbering, iris)
    publisher = iris.municipality(manifest.municipality)
    record = record_document(folder.plan, manifest.documents[0], plan_iri, publisher, iris)
    record += record_withdrawn(plan_iri, folder.registry, numbering, iris)
    return iris.graph(f"source/{folder.plan.source.short}"), source, record


def _registries(plans: tuple[PlanFolder, ...]) -> dict[Path, str]:
    """Give the registries that new elements are to be recorded in, with their new text."""
    numberings = ((folder, number(folder.plan, folder.registry)) for folder in plans)
    return {
        folder.path / REGISTRY: write_registry((*folder.registry, *numbering.added))
        for folder, numbering in numberings
        if numbering.added
    }


def _refuse_unknown_code(folder: PlanFolder, municipalities: Mapping[str, Municipality]) -> None:
    code = folder.manifest.municipality
    if code not in municipalities:
        raise CellError(
            str(folder.path / "plan.toml"),
            0,
            "municipality",
            code,
            Say(
                "この全国地方公共団体コードは municipalities.csv にありません。"
                "検査数字まで6桁で確かめてください。",
                "this local government code is not in municipalities.csv; check all six digits.",
            ),
        )


def _shared(
    graphs: dict[URIRef, Graph], records: list[GraphRecord], data: DataFolder, iris: Iris
) -> None:
    """State what all plans share: years, municipalities, and what follows from all by rule."""
    years = {year for folder in data.plans for year in folder.plan.covers}
    years |= {column.fiscal_year for folder in data.plans for column in folder.plan.columns}
    graphs[iris.graph("voc")] += state_calendar(years | years_named(data.context), iris)
    _add_municipalities(graphs, records, data, iris)
    inferred, derivable = (
        iris.graph("inferred"),
        [g for name, g in graphs.items() if name != iris.graph("shapes")],
    )
    graphs[inferred] = derive(derivable, graphs[iris.graph("ontology")], iris)
    records += [
        GraphRecord(inferred, Say("規則から導いたもの", "what follows by rule"), "derived"),
        GraphRecord(
            iris.graph("meta"), Say("公開の記録", "the record of the publication"), "record"
        ),
        GraphRecord(iris.graph("report"), Say("検証の結果", "the report of checking"), "record"),
    ]


def _add_municipalities(
    graphs: dict[URIRef, Graph], records: list[GraphRecord], data: DataFolder, iris: Iris
) -> None:
    """Add the municipalities to what is said of the list that they are taken from."""
    listed = iris.graph("context/localgovjp")
    codes = sorted({folder.manifest.municipality for folder in data.plans})
    stated = state_municipalities((data.municipalities[code] for code in codes), iris)
    if listed in graphs:
        graphs[listed] += stated
        return
    graphs[listed] = stated
    title = Say(
        "自治体の名称とコード（localgovjp）", "names and codes of municipalities (localgovjp)"
    )
    page = URIRef("https://github.com/code4fukui/localgovjp")
    records.append(GraphRecord(listed, title, "context", page))
