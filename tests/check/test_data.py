"""The editor's check tells every wrong cell of the data at once, and the build refuses the same."""

import shutil
from pathlib import Path

import pytest

from kameoka_graph.check.data import SCHEMES, DataWrongError, check_data, concept_codes
from kameoka_graph.release.assembly import Assembly, Inputs, assemble
from kameoka_graph.state.iris import Iris

CURATED = "plans/262064-machizukuri-kyodo-3/curated"


@pytest.fixture
def data(root: Path, tmp_path: Path) -> Path:
    """Give a copy of the real data that a test may spoil."""
    return Path(shutil.copytree(root / "data", tmp_path / "data"))


def spoil(path: Path, old: str, new: str) -> None:
    """Replace the first `old` in a file, which must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_real_data_is_right(root: Path) -> None:
    """Nothing is wrong in any table of the real data."""
    assert check_data(root / "data", root / "ontology") == ()


def test_wrong_cells_of_all_tables_are_told_at_once(root: Path, data: Path) -> None:
    """Errors in judgements, context, links and agents are told together, by file and row."""
    spoil(data / CURATED / "statuses.csv", ",0.6,", ",60%,")
    spoil(data / "context/facts.csv", "dcterms:issued", "dcterms:isued")
    spoil(data / "links/kameoka.sssom.tsv", "agent:proposal", "agent:nobody")
    spoil(data / "agents.csv", "machine-draft,software", "machine-draft,robot")
    errors = check_data(data, root / "ontology")
    assert {(Path(error.file).name, error.column) for error in errors} == {
        ("statuses.csv", "confidence"),
        ("facts.csv", "property"),
        ("kameoka.sssom.tsv", "author_id"),
        ("agents.csv", "type"),
    }
    assert list(errors) == sorted(errors, key=lambda error: (error.file, error.row))


def test_the_build_refuses_what_the_check_tells(data: Path, inputs: Inputs) -> None:
    """A build with one wrong cell is refused as a whole, with the same errors."""
    spoil(data / CURATED / "statuses.csv", ",0.6,", ",60%,")
    spoiled = Inputs(data, inputs.ontology, inputs.shapes, inputs.iris)
    with pytest.raises(DataWrongError) as refused:
        assemble(spoiled)
    told = check_data(data, inputs.ontology)
    assert [one.say for one in refused.value.errors] == [one.say for one in told]
    assert "1 件の誤り" in refused.value.say.ja
    assert "60%" in refused.value.say.en


def test_a_long_list_is_cut_in_the_message_only(data: Path, root: Path) -> None:
    """The message tells five errors and counts the others; the error has all."""
    path = data / CURATED / "statuses.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",0.6,", ",60%,"), encoding="utf-8")
    error = DataWrongError(check_data(data, root / "ontology"))
    assert len(error.errors) == 8
    assert error.say.ja.count("60%") == 5
    assert "ほか 3 件" in error.say.ja
    assert "and 3 more" in error.say.en


@pytest.mark.parametrize(
    "file", [f"{CURATED}/series.csv", "context/entities.csv", "agents.csv"], ids=["a", "b", "c"]
)
def test_one_unreadable_table_is_one_error(root: Path, data: Path, file: str) -> None:
    """A table that cannot be read is told alone: rows that refer to it are not blamed."""
    (data / file).write_text("x\n", encoding="utf-8")
    (error,) = check_data(data, root / "ontology")
    assert error.file == str(data / file)


def test_a_wrong_row_is_not_told_again_by_others(root: Path, data: Path) -> None:
    """A series whose only row is wrong by itself is told once, though other rows name it."""
    spoil(
        data / CURATED / "series.csv",
        "series/center-unyo-kentokai,センターの運用検討会",
        "series/center-unyo-kentokai,",
    )
    (error,) = check_data(data, root / "ontology")
    assert (Path(error.file).name, error.column) == ("series.csv", "series_label")


def test_a_wrong_registry_is_told(root: Path, data: Path) -> None:
    """The registry, which the program writes, is told alone when someone has spoilt it."""
    path = data / "plans/262064-machizukuri-kyodo-3/registry.csv"
    spoil(path, "Theme", "Topic")
    (error,) = check_data(data, root / "ontology")
    assert (error.file, error.column) == (str(path), "class")


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("creator", 'creator = "somebody"'),
        ("publisher", 'creator = "kameoka-graph"\npublisher = "somebody"'),
    ],
)
def test_creator_and_publisher_must_be_agents(
    root: Path, data: Path, entry: str, text: str
) -> None:
    """The creator and the publisher that the publication names must be in the table of agents."""
    spoil(data / "publication.toml", 'creator = "kameoka-graph"', text)
    (error,) = check_data(data, root / "ontology")
    assert (error.column, error.value) == (entry, "somebody")
    assert "kameoka-graph、machine-draft、proposal" in error.say.ja


def test_data_without_judgements_is_right(root: Path, data: Path) -> None:
    """The folders of judgements, context and links may be missing."""
    for folder in (CURATED, "context", "links"):
        shutil.rmtree(data / folder)
    assert check_data(data, root / "ontology") == ()


def test_data_without_judgements_can_be_built(data: Path, inputs: Inputs) -> None:
    """A plan that nobody has judged yet is stated, its municipality named, and nothing violated."""
    for folder in (CURATED, "context", "links"):
        shutil.rmtree(data / folder)
    built = assemble(Inputs(data, inputs.ontology, inputs.shapes, inputs.iris))
    assert built.report.holds
    assert len(built.graphs[inputs.iris.graph("context/localgovjp")]) == 6
    assert len(built.graphs[inputs.iris.graph("links")]) == 0


def test_codes_are_those_of_the_schemes(assembly: Assembly, iris: Iris) -> None:
    """The codes that tables may use are those of the published concepts."""
    codes = concept_codes(assembly.graphs[iris.graph("voc")], iris)
    assert set(codes) == set(SCHEMES)
    assert [len(codes[scheme]) for scheme in SCHEMES] == [12, 7, 10, 3]
    assert codes["severity"] == ("high", "low", "medium")
