"""The stages in order: read, stated, checked; what stops a build leaves everything as it was."""

import datetime
import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import BNode, Graph, Literal
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, RDF, VOID

from kameoka_graph.read.manifest import ManifestError
from kameoka_graph.read.progress_table import PlanSyntaxError
from kameoka_graph.read.registry import read_registry
from kameoka_graph.read.source import SourceRefusedError
from kameoka_graph.read.table import CellError
from kameoka_graph.release.assembly import (
    Assembly,
    Inputs,
    UndatedError,
    UnregisteredError,
    assemble,
    check_files,
    release_date,
    shape_files,
)
from kameoka_graph.release.folder import write_release
from kameoka_graph.say import Say
from kameoka_graph.state.iris import BadBaseError, Iris, read_base
from kameoka_graph.state.meta_graph import DATASET
from kameoka_graph.state.numbering import number
from kameoka_graph.store.answer import Text
from kameoka_graph.store.embedded import Embedded

REAL = "371fd42502268d900656fb60c8250da0617bace6b0865853f98e11ca0a7c2da9"


@pytest.fixture
def copied(tmp_path: Path, inputs: Inputs) -> Inputs:
    """Give inputs whose data a test may change."""
    data = Path(shutil.copytree(inputs.data, tmp_path / "data"))
    return replace(inputs, data=data)


@pytest.fixture
def bare(copied: Inputs) -> Inputs:
    """Give inputs with a plan and nothing that was judged or gathered about it."""
    shutil.rmtree(copied.data / "context")
    shutil.rmtree(copied.data / "links")
    shutil.rmtree(folder_of(copied) / "curated")
    return copied


def folder_of(copied: Inputs) -> Path:
    """Give the folder of Kameoka's plan in copied data."""
    return copied.data / "plans" / "262064-machizukuri-kyodo-3"


def files_below(folder: Path) -> dict[str, bytes]:
    """Give all files below a folder with their bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# --- what a build gives


def test_the_18_cells_are_counted_by_a_query(store: Embedded) -> None:
    """Entries per action plan and fiscal year are the 18 numbers of the model."""
    rows = store.select(
        """PREFIX mp: <ns/mp#> PREFIX dcterms: <http://purl.org/dc/terms/>
        PREFIX schema: <http://schema.org/>
        SELECT ?plan ?start (COUNT(*) AS ?n) WHERE {
          ?entry a mp:Activity ; dcterms:isPartOf ?row ; mp:fiscalYear ?year .
          ?row schema:position ?plan . ?year schema:startDate ?start .
        } GROUP BY ?plan ?start ORDER BY ?plan ?start"""
    )
    counts = [int(row[2].value) for row in rows.rows if isinstance(row[2], Text)]
    assert counts == [2, 3, 3, 5, 5, 5, 1, 1, 1, 3, 1, 1, 2, 3, 3, 3, 3, 3]


def test_only_2025_is_reported_outside_the_period(store: Embedded) -> None:
    """Years that a document reports outside its plan's period are 2025 alone."""
    rows = store.select(
        """PREFIX mp: <ns/mp#> PREFIX prov: <http://www.w3.org/ns/prov#>
        SELECT DISTINCT ?year WHERE {
          ?plan prov:hadPrimarySource ?document . ?document mp:reportsFiscalYear ?year .
          FILTER NOT EXISTS { ?plan mp:coversFiscalYear ?year } }"""
    )
    assert [str(row[0]) for row in rows.rows] == ["https://plans.test/id/fiscal-year/2025"]


def test_each_graph_is_recorded_with_its_true_size(assembly: Assembly) -> None:
    """The record names every graph of the release, itself among them, with the triples that it has."""
    record = assembly.graphs[assembly.iris.graph("meta")]
    recorded = set(record.objects(assembly.iris.at(DATASET), VOID.subset))
    assert recorded - set(record.subjects(RDF.type, VOID.Linkset)) == set(assembly.graphs)
    for name, graph in assembly.graphs.items():
        assert record.value(name, VOID.triples) == Literal(len(graph)), name
        kind = assembly.iris.concept("knowledge", assembly.iris.knowledge(str(name)))
        assert list(record.objects(name, DCTERMS.type)) == [kind], name


def test_the_dump_holds_every_graph(assembly: Assembly) -> None:
    """The canonical dump has as many quads as the graphs have triples."""
    assert assembly.nquads.count(b"\n") == sum(map(len, assembly.graphs.values()))


def test_published_data_have_no_blank_nodes_outside_lists(assembly: Assembly) -> None:
    """Every node can be cited, but for the cells of RDF lists and the paths of shapes."""
    for name, graph in assembly.graphs.items():
        blank = {node for node in graph.all_nodes() if isinstance(node, BNode)}
        if name != assembly.iris.graph("shapes"):
            assert all((node, RDF.first, None) in graph for node in blank), name


def test_lists_are_whole(assembly: Assembly) -> None:
    """Each list of the shapes ends properly."""
    graph = assembly.graphs[assembly.iris.graph("shapes")]
    heads = set(graph.subjects(RDF.first)) - set(graph.objects(None, RDF.rest))
    assert heads
    assert all(len(Collection(graph, head)) > 0 for head in heads)


def test_progress_is_told_stage_by_stage(bare: Inputs) -> None:
    """Each stage is told before it starts, in both languages."""
    told: list[Say] = []
    assemble(bare, told.append)
    assert [say.en for say in told] == [
        "reading the plans",
        "stating them as RDF",
        "checking them against the shapes",
    ]
    assert all(say.ja for say in told)


def test_another_base_gives_the_same_data_elsewhere(assembly: Assembly, inputs: Inputs) -> None:
    """Below another base the same quads are stated, but for the base itself."""
    other = assemble(replace(inputs, iris=read_base("http://127.0.0.1:8000/data")))
    assert other.nquads.count(b"\n") == assembly.nquads.count(b"\n")
    assert b"https://plans.test" not in other.nquads
    assert len(other.report.findings) == len(assembly.report.findings)


# --- registry


def test_new_elements_stop_a_build_until_they_are_registered(copied: Inputs) -> None:
    """A plan without numbers is refused with the first element that lacks one, and nothing is written."""
    (folder_of(copied) / "registry.csv").unlink()
    before = files_below(copied.data)
    with pytest.raises(UnregisteredError) as caught:
        assemble(copied)
    assert len(caught.value.added) == 93
    assert "theme/1" in caught.value.say.ja
    assert "--register" in caught.value.say.en
    assert files_below(copied.data) == before


def _built(inputs: Inputs) -> Assembly:
    """Assemble and write a release beside the data."""
    assembly = assemble(inputs)
    write_release(assembly, inputs.data.parent / "releases")
    return assembly


def test_registering_records_the_numbers_once(copied: Inputs, assembly: Assembly) -> None:
    """With --register a release records the numbers of new elements; the next build finds them."""
    registry = folder_of(copied) / "registry.csv"
    real = registry.read_bytes()
    registry.unlink()
    built = _built(replace(copied, register=True))
    assert registry.read_bytes() == real
    assert built.nquads == assembly.nquads
    assert number(built.plans[0].plan, read_registry(registry)).added == ()
    assert [path.name for path in registry.parent.iterdir() if path.name.startswith(".")] == []


def test_registering_keeps_withdrawn_numbers(bare: Inputs) -> None:
    """Numbers that no element uses any more stay in the registry, and new ones follow them."""
    registry = folder_of(bare) / "registry.csv"
    text = registry.read_text(encoding="utf-8")
    changed = text.replace("theme/3,Theme,,活動の充実", "theme/9,Theme,,昔のテーマ、活動の充実")
    registry.write_text(changed, encoding="utf-8")
    _built(replace(bare, register=True))
    themes = [e.path for e in read_registry(registry) if e.path.startswith("theme/")]
    assert themes == ["theme/1", "theme/2", "theme/9", "theme/10"]


def test_numbers_are_not_lost_to_a_write_that_is_cut_off(
    bare: Inputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that ends while it records numbers leaves the registry as it was."""
    registry = folder_of(bare) / "registry.csv"
    text = registry.read_text(encoding="utf-8")
    registry.write_text(text.rpartition("action-plan/3/fy/2025/")[0], encoding="utf-8")
    before = registry.read_bytes()

    def cut_off(_: Path, __: Path) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", cut_off)
        with pytest.raises(KeyboardInterrupt):
            _built(replace(bare, register=True))
    assert registry.read_bytes() == before
    _built(replace(bare, register=True))
    assert len(read_registry(registry)) == 93


# --- what stops a build


@pytest.mark.parametrize(
    ("file", "old", "new", "error"),
    [
        ("source.txt", "令和2年度～", "令和2年度~~", ManifestError),
        ("plan.toml", REAL, "0" * 64, ManifestError),
        ("plan.toml", '"262064"', '"262065"', CellError),
        ("plan.toml", "source.txt", "none.txt", SourceRefusedError),
        ("registry.csv", "theme/2,", "theme/1,", CellError),
    ],
    ids=["source", "digest", "municipality", "file", "registry"],
)
def test_a_bad_input_stops_the_build_and_changes_nothing(
    bare: Inputs, file: str, old: str, new: str, error: type[Exception]
) -> None:
    """A mistake in any file raises, and no file is written or changed, even when registering."""
    path = folder_of(bare) / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    before = files_below(bare.data)
    with pytest.raises(error):
        assemble(replace(bare, register=True))
    assert files_below(bare.data) == before


def test_a_plan_that_fits_no_rule_stops_the_build(copied: Inputs) -> None:
    """A text of another layout is refused before anything is stated."""
    folder = folder_of(copied)
    (folder / "source.txt").write_bytes(b"plan\n")
    manifest = (folder / "plan.toml").read_text(encoding="utf-8")
    digest = hashlib.sha256(b"plan\n").hexdigest()
    (folder / "plan.toml").write_text(manifest.replace(REAL, digest), encoding="utf-8")
    with pytest.raises(PlanSyntaxError):
        assemble(copied)


def test_a_private_base_is_refused_before_anything_is_read(inputs: Inputs, tmp_path: Path) -> None:
    """For publication the base is looked at first."""
    with pytest.raises(BadBaseError):
        assemble(replace(inputs, data=tmp_path / "none", for_publication=True))


def test_publication_adds_its_own_shapes(inputs: Inputs, assembly: Assembly) -> None:
    """For publication more rules are checked, on a base that others can resolve."""
    public = replace(
        inputs, iris=read_base("https://data.city.kameoka.kyoto.jp"), for_publication=True
    )
    published = assemble(public).report
    assert published.rules > assembly.report.rules
    assert published.holds
    assert [path.name for path in shape_files(inputs.shapes)].count("publication.ttl") == 1


def test_a_violation_is_in_the_report_and_does_not_raise(bare: Inputs) -> None:
    """A build whose data violate a rule gives its report, so that it can be read."""
    shapes = Path(shutil.copytree(bare.shapes, bare.data.parent / "shapes"))
    text = (shapes / "progress-table.ttl").read_text(encoding="utf-8")
    (shapes / "progress-table.ttl").write_text(
        text.replace("sh:severity sh:Warning", "sh:severity sh:Violation"), encoding="utf-8"
    )
    report = assemble(replace(bare, shapes=shapes)).report
    assert not report.holds


@pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning")
@pytest.mark.parametrize(("kind", "holds"), [("pass", True), ("fail", False)])
def test_files_of_rdf_are_judged_with_the_vocabulary(
    inputs: Inputs, root: Path, kind: str, holds: bool
) -> None:
    """Somebody's own file is checked against the shapes, and breaks them or not."""
    path = root / "tests" / "shapes" / kind / "core-municipality-code.trig"
    found = {one.rule.number for one in check_files(inputs, [path]).findings}
    assert (17 not in found) is holds


# --- dates


@pytest.mark.parametrize(
    ("stated", "epoch", "date"),
    [
        (datetime.date(2026, 11, 22), None, datetime.date(2026, 11, 22)),
        (datetime.date(2026, 11, 22), "0", datetime.date(2026, 11, 22)),
        (None, "0", datetime.date(1970, 1, 1)),
        (None, "1795305600", datetime.date(2026, 11, 22)),
        (None, "99999999999", datetime.date(5138, 11, 16)),
    ],
    ids=["manifest", "manifest-first", "zero", "epoch", "far"],
)
def test_the_date_is_stated_or_the_epoch_never_the_clock(
    assembly: Assembly, stated: datetime.date | None, epoch: str | None, date: datetime.date
) -> None:
    """The manifest's date comes first, then SOURCE_DATE_EPOCH in UTC."""
    assert release_date(replace(assembly.publication, date=stated), epoch) == date


@pytest.mark.parametrize("epoch", [None, "", "today", "-1", "1.5", "１", "9" * 30])
def test_a_release_without_a_date_is_refused(assembly: Assembly, epoch: str | None) -> None:
    """Without either date, or with an epoch that is no number of seconds, there is no release."""
    with pytest.raises(UndatedError) as caught:
        release_date(replace(assembly.publication, date=None), epoch)
    assert "SOURCE_DATE_EPOCH" in caught.value.say.ja
    assert "SOURCE_DATE_EPOCH" in caught.value.say.en


def test_derived_triples_are_not_judged(assembly: Assembly, iris: Iris) -> None:
    """What was derived by rule is in the release, yet no finding is about a derived class."""
    inferred: Graph = assembly.graphs[iris.graph("inferred")]
    assert len(inferred) > 100
    assert assembly.report.holds
