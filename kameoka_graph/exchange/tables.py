"""A store to its tables as files: CSV with its description in CSVW, and one workbook."""

from collections.abc import Iterable, Sequence
from typing import Final

from kameoka_graph.exchange.asked import Asked, ask
from kameoka_graph.exchange.csv_file import formula_like, write_csv
from kameoka_graph.exchange.csvw import GROUP, SPECIFICATIONS, describe, describe_all
from kameoka_graph.exchange.file import File, Part
from kameoka_graph.exchange.rows import fill
from kameoka_graph.exchange.table import Filled
from kameoka_graph.exchange.workbook import About, write_workbook
from kameoka_graph.say import Language, Say
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.answer import Store, Text, plain

WORKBOOK: Final = "tables.xlsx"
"""The name of the workbook; it holds whatever plans the data hold, so it is named after none."""
CSV: Final = "text/csv"
"""The media type of CSV (RFC 4180)."""
CSVW: Final = "application/csvm+json"
"""The media type of a description in CSVW (https://www.w3.org/TR/tabular-metadata/)."""
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""The media type of a workbook (ISO/IEC 29500)."""
_CSV_IS: Final = ("https://www.rfc-editor.org/rfc/rfc4180",)
_UNTITLED: Final = Say("計画のデータ", "Data of plans")


def write_tables(store: Store, iris: Iris) -> tuple[File, ...]:
    """Write every table of a store: first the workbook, then each CSV file and its description.

    Raises `StoreUnreachableError`, `SeparatorInValueError` and `CellTooLongError`.
    """
    asked = ask(store)
    tables = fill(asked, iris)
    about = _about(asked)
    files = [_workbook(tables, about)]
    for filled in tables:
        files += (_csv(filled), _description(filled, iris))
    return (*files, _group(tables, about, iris))


def _about(asked: Asked) -> About:
    records = asked["publication"]
    title = _both(one["title"] for one in records) or _UNTITLED
    first = {name: plain(term) for name, term in records[0].items()} if records else {}
    return About(
        title,
        first.get("date", ""),
        first.get("version", ""),
        first.get("license", ""),
        tuple(_sources(asked)),
    )


def _sources(asked: Asked) -> Iterable[tuple[str, Say]]:
    """Give each source document by name, with what is known of its terms."""
    documents = {plain(one["document"]): plain(one["name"]) for one in asked["rights"]}
    for document, name in documents.items():
        rights = _both(
            one["rights"] for one in asked["rights"] if plain(one["document"]) == document
        )
        if rights is not None:
            yield name, rights


def _both(terms: Iterable[object]) -> Say | None:
    """Give what is said in both languages, or None where one is missing."""
    said = {term.language: term.value for term in terms if isinstance(term, Text)}
    ja, en = (said.get(language.value, "") for language in (Language.JA, Language.EN))
    return Say(ja, en) if ja and en else None


def _workbook(tables: Sequence[Filled], about: About) -> File:
    names = Say(
        "、".join(filled.table.title.ja for filled in tables),
        ", ".join(filled.table.title.en.lower() for filled in tables),
    )
    return File(
        WORKBOOK,
        XLSX,
        write_workbook(tables, about),
        Say("すべての表（Excel）", "All tables (Excel)"),
        Say(
            f"すべての表を一つにまとめたワークブック。{names.ja}のシートと、列の説明があります。"
            "表計算ソフトで見るなら、文字がそのまま保たれるこのファイルを使ってください。",
            f"All tables in one workbook: {names.en}, with explanations of the columns. Use this "
            "file in spreadsheet programs; it keeps every text as it is.",
        ),
        Part.WHOLE,
        ("https://www.iso.org/standard/71691.html",),
    )


def _csv(filled: Filled) -> File:
    table, count = filled.table, len(filled.rows)
    said = Say(
        f"{table.description.ja}（{count:,}行、UTF-8（BOM付き））",
        f"{table.description.en} (Rows: {count:,}; UTF-8 with BOM.)",
    )
    return File(
        table.file,
        CSV,
        write_csv(filled),
        table.title,
        _warned(said, formula_like(filled)),
        table.part,
        _CSV_IS,
        table.metadata_file,
    )


def _warned(said: Say, count: int) -> Say:
    """Warn of cells that a spreadsheet program may take for formulas; CSV cannot mark them."""
    if not count:
        return said
    return Say(
        f"{said.ja}数式とみなされかねない記号で始まるセルが{count:,}個あります。文言は変えていません。"
        f"表計算ソフトでは {WORKBOOK} を使ってください。",
        f"{said.en} {count:,} cells begin with a sign that may be taken for a formula; their "
        f"wording was not changed. In spreadsheet programs, use {WORKBOOK}.",
    )


def _description(filled: Filled, iris: Iris) -> File:
    table = filled.table
    return File(
        table.metadata_file,
        CSVW,
        describe(table, iris),
        Say(
            f"{table.title.ja}の表の説明（CSVW）",
            f"Description of the table of {table.name} (CSVW)",
        ),
        Say(
            f"{table.file} の列の意味と型。CSVW の処理系が、この表を検査し、RDF にできます。",
            f"What the columns of {table.file} mean; processors of CSVW check the table by it and "
            "make RDF of it.",
        ),
        table.part,
        SPECIFICATIONS,
    )


def _group(tables: Sequence[Filled], about: About, iris: Iris) -> File:
    return File(
        GROUP,
        CSVW,
        describe_all((filled.table for filled in tables), about.title, iris),
        Say("すべての表の説明（CSVW）", "Description of all tables (CSVW)"),
        Say(
            "すべての表の列の意味と型、表から表への参照。",
            "What the columns of all tables mean, and the references between tables.",
        ),
        Part.WHOLE,
        SPECIFICATIONS,
    )
