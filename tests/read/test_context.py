"""What other publications say is read into rows; every wrong cell is told."""

from pathlib import Path

import pytest

from kameoka_graph.read.context import COLUMNS, Context, ValueKind, read_context


def read(folder: Path, file: str, *rows: str) -> Context:
    """Read a folder with one table of these rows."""
    (folder / file).write_text("\n".join([",".join(COLUMNS[file]), *rows]), encoding="utf-8")
    return read_context(folder)


@pytest.fixture(scope="module")
def context(root: Path) -> Context:
    """Give the real context."""
    return read_context(root / "data/context")


def test_the_real_tables_are_right(context: Context) -> None:
    """No cell of the real tables is wrong."""
    assert context.wrong == ()
    counts = [len(context.pages), len(context.entities), len(context.facts), len(context.left_out)]
    assert counts == [13, 24, 110, 25]


def test_no_page_is_without_use(context: Context) -> None:
    """Each real page is one that a name or a fact rests on."""
    used = {fact.page for fact in context.facts} | {entity.page for entity in context.entities}
    assert used == context.page_names


def test_an_empty_folder_says_nothing(tmp_path: Path) -> None:
    """Each table may be missing."""
    context = read_context(tmp_path)
    assert (context.pages, context.facts, context.wrong) == ((), (), ())


def test_two_types_are_parted(tmp_path: Path) -> None:
    """A thing of two types has both."""
    context = read(tmp_path, "entities.csv", "262064,org:FormalOrganization|org:Site,亀岡市,p")
    assert context.entities[0].types == ("org:FormalOrganization", "org:Site")


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("https://www.city.kameoka.kyoto.jp/", ValueKind.IRI),
        ("262064/org/shogai-gakushu-bu", ValueKind.THING),
        ("fiscal-year/2010", ValueKind.THING),
        ("市民協働の方向性", ValueKind.TEXT),
        ("2012-03-17", ValueKind.DATE),
        ("2008-03", ValueKind.MONTH),
        ("1955", ValueKind.YEAR),
        ("35.01361111", ValueKind.NUMBER),
        ("-3", ValueKind.INTEGER),
    ],
)
def test_each_kind_of_value_is_taken(tmp_path: Path, value: str, kind: ValueKind) -> None:
    """A value that fits its kind is taken as it is written."""
    context = read(tmp_path, "facts.csv", f"p,262064,skos:note,{value},{kind},")
    assert context.wrong == ()
    assert (context.facts[0].value, context.facts[0].kind) == (value, kind)


@pytest.mark.parametrize(
    ("file", "row", "column", "ja"),
    [
        ("pages.csv", "P,https://a.jp/,題,,,", "page", "英小文字"),
        ("pages.csv", "p,a.jp,題,,,", "url", "http:// か https://"),
        ("pages.csv", "p,https://a.jp/,,,,", "title", "空です"),
        ("pages.csv", "p,https://a.jp/,題,2022年1月,,", "page_date", "2026-11-22 の形"),
        ("pages.csv", "p,https://a.jp/,題,,昨日,", "retrieved", "2026-11-22 の形"),
        ("entities.csv", "/262064,org:Site,亀岡市,p", "entity", "先頭に / を書かない"),
        ("entities.csv", "262064,org:Site,,p", "label", "空です"),
        ("facts.csv", "p,262064,skos:note,x,word,", "value_kind", "iri、thing、text"),
        ("facts.csv", "p,262064,skos:note,2008-3,month,", "value", "2008-03 の形"),
        ("facts.csv", "p,262064,skos:note,www.a.jp,iri,", "value", "http:// か https://"),
        ("facts.csv", "p,262064,skos:note,2012-02-30,date,", "value", "暦にない"),
        ("facts.csv", "p,262064,skos:note,,text,ja", "value", "空です"),
        ("facts.csv", "p,262064,skos:note,2018,year,ja", "lang", "空欄に"),
        ("facts.csv", "p,262064,skos:note,x,text,日本語", "lang", "ja や en の形"),
        ("left-out.csv", "262064,法人番号,1,理由,why", "claim", "「日本語 / 英語」"),
        ("left-out.csv", "262064,法人番号 / number,1,理由,", "why_en", "空です"),
    ],
)
def test_a_wrong_cell_is_told(tmp_path: Path, file: str, row: str, column: str, ja: str) -> None:
    """A cell that does not fit its column is told with row and column, and its row left out."""
    context = read(tmp_path, file, row)
    (error,) = context.wrong
    assert (Path(error.file).name, error.row, error.column) == (file, 2, column)
    assert ja in error.say.ja
    assert (context.pages, context.entities, context.facts, context.left_out) == ((), (), (), ())


def test_an_unreadable_table_is_known(tmp_path: Path) -> None:
    """A table with another header is told, and known to be unread."""
    (tmp_path / "facts.csv").write_text("page\n", encoding="utf-8")
    context = read_context(tmp_path)
    assert context.unread == {"facts.csv"}
    assert len(context.wrong) == 1
