"""The parser of progress tables: the ground truth of the real plan, any valid table, and a stop on all else."""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kameoka_graph.read.document import Kind, Plan, Source
from kameoka_graph.read.progress_table import CIRCLED, YEAR_EXPECTED, PlanSyntaxError, parse
from kameoka_graph.read.source import line_and_column

Facts = tuple[Kind, int, str, str | None, str | None, int | None]


def source(text: str) -> Source:
    """Give a text as if it had been read from a file."""
    data = text.encode()
    return Source("plan.txt", text, hashlib.sha256(data).hexdigest(), len(data))


def attempt(text: str) -> Plan | PlanSyntaxError:
    """Give what was read, or the error that stopped the reading."""
    try:
        return parse(source(text))
    except PlanSyntaxError as error:
        return error


def facts(plan: Plan) -> list[Facts]:
    """Give what was read of each element, in printed order."""
    return [
        (
            e.kind,
            e.position,
            e.text.text,
            None if e.mark is None else e.mark.text,
            e.level_name,
            e.fiscal_year,
        )
        for e, _ in plan.walk()
    ]


def texts(plan: Plan, kind: Kind) -> list[str]:
    """Give the wordings of one kind, in printed order."""
    return [element.text.text for element, _ in plan.walk() if element.kind is kind]


# --- ground truth


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        (Kind.THEME, 3),
        (Kind.PILLAR, 5),
        (Kind.MEASURE, 13),
        (Kind.ACTION_PLAN, 3),
        (Kind.AIM, 7),
        (Kind.CONCRETE_ACTION, 14),
        (Kind.ACTIVITY, 48),
    ],
)
def test_the_real_plan_has_the_known_counts(plan: Plan, kind: Kind, count: int) -> None:
    """Each kind of element occurs as often in the real plan as the model says."""
    assert len(texts(plan, kind)) == count


def test_the_real_plan_has_the_known_counts_below_each_parent(plan: Plan) -> None:
    """Measures per pillar, and aims and concrete actions per action plan, are as the model says."""
    below = Counter((p.text.text, e.kind) for e, p in plan.walk() if p is not None)
    pillars = texts(plan, Kind.PILLAR)
    action_plans = texts(plan, Kind.ACTION_PLAN)
    assert [below[name, Kind.MEASURE] for name in pillars] == [3, 3, 3, 2, 2]
    assert [below[name, Kind.AIM] for name in action_plans] == [2, 2, 3]
    assert [below[name, Kind.CONCRETE_ACTION] for name in action_plans] == [5, 5, 4]


def test_the_real_plan_has_the_known_cells(plan: Plan) -> None:
    """The 18 cells, none of them blank, hold 23, 8 and 17 entries, as many in each as the model says."""
    rows = [e for e, _ in plan.walk() if e.kind is Kind.ACTION_PLAN]
    years = [column.fiscal_year for column in plan.columns]
    cells = [[sum(p.fiscal_year == year for p in row.parts) for year in years] for row in rows]
    assert cells == [[2, 3, 3, 5, 5, 5], [1, 1, 1, 3, 1, 1], [2, 3, 3, 3, 3, 3]]
    assert [sum(row) for row in cells] == [23, 8, 17]
    assert sum(len(row) for row in cells) == 18
    assert all(count for row in cells for count in row)


def test_the_real_plan_has_23_distinct_activity_texts(plan: Plan) -> None:
    """The 48 entries are printed in 23 different wordings."""
    assert len(set(texts(plan, Kind.ACTIVITY))) == 23


def test_the_real_plan_covers_five_years_and_reports_six(plan: Plan) -> None:
    """The period states R2 to R6, the table has a column for R7 as well."""
    assert plan.period.text == "令和2年度～6年度"
    assert plan.covers == (2020, 2021, 2022, 2023, 2024)
    assert [c.fiscal_year for c in plan.columns] == [2020, 2021, 2022, 2023, 2024, 2025]
    assert [c.heading.text for c in plan.columns] == [f"令和{n}年度" for n in range(2, 8)]


def test_the_real_plan_is_named_as_printed(plan: Plan) -> None:
    """Title, document title and headings are the printed ones."""
    assert plan.title.text == "第3次亀岡市まちづくり協働推進実施計画"
    assert plan.document_title.text == "行動計画（アクションプラン）進捗表"
    assert [heading.text for heading in plan.headings] == [
        "第3次実施計画のテーマ",
        "協働推進のための取り組みと施策",
        "行動計画・ねらい",
        "重点目標・事業概要",
    ]


def test_levels_carry_the_printed_names(plan: Plan) -> None:
    """Each level carries its name as the document prints it; entries of a year have none."""
    names = {(e.kind, e.level_name) for e, _ in plan.walk()}
    assert names == {
        (Kind.THEME, "テーマ"),
        (Kind.PILLAR, "取り組み"),
        (Kind.MEASURE, "施策"),
        (Kind.ACTION_PLAN, "行動計画"),
        (Kind.AIM, "ねらい"),
        (Kind.CONCRETE_ACTION, "具体的な行動"),
        (Kind.ACTIVITY, None),
    }


def test_marks_are_kept_as_printed(plan: Plan) -> None:
    """Marks are the printed characters, and restart in every list."""
    marks = {
        kind: [e.mark.text for e, _ in plan.walk() if e.kind is kind and e.mark] for kind in Kind
    }
    assert marks[Kind.THEME] == ["（1）", "（2）", "（3）"]
    assert marks[Kind.PILLAR] == ["1.", "2.", "3.", "4.", "5."]
    assert marks[Kind.MEASURE][:4] == ["（1）", "（2）", "（3）", "（1）"]
    assert marks[Kind.ACTION_PLAN] == ["【行動計画1】", "【行動計画2】", "【行動計画3】"]
    assert marks[Kind.AIM] == list("①②①②①②③")
    assert set(marks[Kind.ACTIVITY]) == {"・"}


def test_a_dot_inside_a_wording_is_no_bullet(plan: Plan) -> None:
    """A ・ that follows a character of the text belongs to the text."""
    assert "職員向け市民活動支援制度・活用団体の周知" in texts(plan, Kind.ACTIVITY)


def test_the_entry_of_the_model_stands_where_it_says(plan: Plan) -> None:
    """The third entry of action plan 2 in fiscal 2023 stands at 1579 to 1590."""
    entry = next(
        e for e, p in plan.walk() if p and e.fiscal_year == 2023 and e.text.span.start == 1579
    )
    assert (entry.text.text, entry.text.span.end, entry.position) == (
        "市民活動推進フォーラム",
        1590,
        3,
    )


# --- any valid table

INK = "あいうえおのと亀岡市民活動・、。×（）～「」ABC霧"
WORD = st.text(alphabet=INK, min_size=1, max_size=8)
LEVEL = st.text(alphabet="取組施策方針事業", min_size=1, max_size=4)
GAP = st.sampled_from(["", "\n", "\n \n", "\u3000\n\n"])


@st.composite
def phrases(draw: st.DrawFn) -> str:
    """Draw a wording: words with single spaces, none after a space starting like a bullet."""
    words = draw(st.lists(WORD, min_size=1, max_size=3))
    return " ".join([words[0], *(word.lstrip("・") or "あ" for word in words[1:])])


@dataclass(frozen=True)
class Table:
    """A plan in the layout, and what is to be read from it."""

    text: str
    expected: list[Facts]
    covers: tuple[int, ...]
    years: list[int]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Draw a whole plan in the layout of a progress table."""
    lists = {n: st.lists(phrases(), min_size=1, max_size=n) for n in (3, 12)}
    space = draw(st.sampled_from([" ", "\u3000", "  "]))
    upper, lower, theme = draw(LEVEL), draw(LEVEL), draw(LEVEL)
    first, length = draw(st.integers(1, 20)), draw(st.integers(1, 5))
    numbers = sorted(draw(st.sets(st.integers(1, 30), min_size=1, max_size=5)))
    years = [2018 + n for n in numbers]
    expected: list[Facts] = []

    def marked(kind: Kind, texts: list[str], mark: Callable[[int], str], level: str | None) -> str:
        expected.extend((kind, n, t, mark(n), level, None) for n, t in enumerate(texts, 1))
        return space.join(f"{mark(n)}{t}" for n, t in enumerate(texts, 1))

    title, name = draw(WORD), draw(phrases())
    lines = [f"{title}{space}{name}〔計画期間：令和{first}年度～{first + length}年度〕", draw(GAP)]
    themes = marked(Kind.THEME, draw(lists[3]), lambda n: f"（{n}）", theme)
    lines += [f"【{draw(WORD)}の{theme}】{themes}", f"{draw(WORD)}の{upper}と{lower}", draw(GAP)]
    for position, pillar in enumerate(draw(lists[3]), 1):
        lines.append(f"{position}. {pillar}")
        expected.append((Kind.PILLAR, position, pillar, f"{position}.", upper, None))
        for n, measure in enumerate(draw(st.lists(phrases(), max_size=3)), 1):
            lines.append(f" - （{n}）{measure}")
            expected.append((Kind.MEASURE, n, measure, f"（{n}）", lower, None))
    lines += [draw(GAP), "\t".join([draw(WORD), draw(WORD), *(f"令和{n}年度" for n in numbers)])]
    for position, text in enumerate(draw(lists[3]), 1):
        mark = f"【行動計画{position}】"
        expected.append((Kind.ACTION_PLAN, position, text, mark, "行動計画", None))
        aims = marked(Kind.AIM, draw(lists[12]), lambda n: CIRCLED[n - 1], "ねらい")
        actions = marked(Kind.CONCRETE_ACTION, draw(lists[3]), lambda n: CIRCLED[n - 1], "行動")
        cells = [f"{mark}{space}{text}{space}【ねらい】{space}{aims}", f"【行動】{actions}"]
        for year in years:
            entries = draw(st.lists(phrases(), max_size=3))
            expected.extend(
                (Kind.ACTIVITY, n, t, "・", None, year) for n, t in enumerate(entries, 1)
            )
            cells.append(space.join(f"・{entry}" for entry in entries))
        lines.append("\t".join(cells))
    covers = tuple(range(2018 + first, 2018 + first + length + 1))
    end = draw(st.sampled_from(["", "\n", "\n\n \n"]))
    return Table("\n".join(lines) + end, expected, covers, years)


@given(tables())
def test_any_valid_table_is_read_as_it_was_built(table: Table) -> None:
    """A plan built in the layout gives back its elements, years and period, and its whole text."""
    plan = parse(source(table.text))
    assert facts(plan) == table.expected
    assert plan.covers == table.covers
    assert [column.fiscal_year for column in plan.columns] == table.years
    assert plan.rebuild() == table.text


@given(tables())
def test_pieces_of_any_valid_table_tile_its_text(table: Table) -> None:
    """Whatever the table, its pieces follow each other without gap or overlap."""
    at = 0
    for piece in parse(source(table.text)).pieces():
        assert piece.span.start == at
        assert table.text[at : piece.span.end] == piece.text
        at = piece.span.end
    assert at == len(table.text)


# --- anything else

THEMES = (
    "（1）主体性をもって自らのまちの将来像を探り、協働を手段として動き出す"
    "（2）協働を当然のものと受け止めたまちづくりを進める"
    "（3）活動の充実と成果を求め繋がり拡大を進める"
)
AIMS = "【ねらい】 ①新たな市民活動の担い手の発掘 ②市職員による市民活動と協働の意義の再考"
EDITS = st.lists(
    st.tuples(
        st.integers(0, 2200),
        st.integers(0, 12),
        st.text(
            alphabet="【】（）〔〕①②㊿・\t\n \u3000\u00a0.-0129：～のと令和明治年度あA", max_size=4
        ),
    ),
    min_size=1,
    max_size=4,
)


@given(edits=EDITS)
def test_the_parser_is_total(text: str, edits: list[tuple[int, int, str]]) -> None:
    """The real text, edited anyhow, is read without loss or refused with a place inside it."""
    for start, length, new in edits:
        text = text[:start] + new + text[start + length :]
    found = attempt(text)
    if isinstance(found, Plan):
        assert found.rebuild() == text
        return
    lines = text.split("\n")
    assert 1 <= found.line <= len(lines)
    assert 1 <= found.column <= len(lines[found.line - 1]) + 1
    assert found.expected.ja
    assert found.expected.en


@given(cut=st.integers(0, 2142))
def test_a_text_that_is_cut_off_is_refused_or_read_whole(text: str, cut: int) -> None:
    """The start of the real text is never read in part: it parses to its last character or not at all."""
    found = attempt(text[:cut])
    assert isinstance(found, PlanSyntaxError) or found.rebuild() == text[:cut]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_no_text_breaks_the_parser(text: str) -> None:
    """Any text at all is refused, for none is a whole plan."""
    with pytest.raises(PlanSyntaxError):
        parse(source(text))


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "ja", "en"),
    [
        ("令和2年度～6年度〕", "明和9年度～6年度〕", 4, 44, "実在する元号", "an era that exists"),
        (
            "令和2年度～6年度〕",
            "令和0年度～6年度〕",
            4,
            44,
            "その元号にある年",
            "a year that the era has",
        ),
        ("令和2年度～6年度〕", "令和6年度～2年度〕", 4, 44, "始まりより後", "not before the start"),
        ("令和2年度～6年度〕", "そのうち〕", 4, 44, "のような年度", "such as 令和2年度"),
        ("〔計画期間：", "〔期間：", 4, 38, "「〔計画期間：」", "“〔計画期間：”"),
        ("6年度〕", "6年度", 4, 44, "計画期間と「〕」", "the period and “〕”"),
        (
            " 行動計画（アクション",
            "行動計画（アクション",
            4,
            1,
            "計画の名称と空白",
            "the title of the plan",
        ),
        ("進捗表〔", "進捗表", 4, 21, "〔計画期間：…〕", "〔計画期間：…〕"),
        ("6年度〕", "6年度〕x", 4, 54, "行の終わり", "the end of the line"),
        ("【第3次", "第3次", 6, 1, "テーマの見出し", "the heading of the themes"),
        ("のテーマ】", "のテーマ", 6, 2, "「】」", "“】”"),
        ("】（1）主体", "】主体", 6, 14, "（1）から始まるテーマ", "themes marked （1）"),
        (THEMES, "", 6, 14, "（1）から始まるテーマ", "themes marked （1）"),
        (AIMS, "【ねらい】", 31, 34, "【ねらい】と①", "【ねらい】 and aims"),
        ("（2）協働を", "（3）協働を", 6, 49, "続き番号 2", "number 2 of"),
        ("（3）活動の", "（2）活動の", 6, 75, "続き番号 3", "number 3 of"),
        ("（3）活動の充実と成果を求め繋がり拡大を進める", "（3）", 6, 78, "文言", "a wording"),
        ("取り組みと施策", "取り組み、施策", 7, 1, "取り組みと施策", "取り組みと施策"),
        ("2. 活動", "1. 活動", 13, 1, "続き番号 2", "number 2 of"),
        ("2. 活動", "3. 活動", 13, 1, "続き番号 2", "number 2 of"),
        ("1. 目指", "目指", 9, 1, "「1. 」", "“1. ”"),
        (" - （2）課題", " - （1）課題", 11, 4, "続き番号 2", "number 2 of"),
        (" - （2）課題", " - 課題", 11, 4, "続き番号 2", "number 2 of"),
        (
            "行動計画・ねらい\t重点目標",
            "行動計画・ねらい 重点目標",
            31,
            490,
            "列が余っています",
            "this row has 8",
        ),
        ("\t令和3年度", "\t令和2年度", 30, 26, "前の列より後", "after that of the column before"),
        ("\t令和3年度", "\t明和9年度", 30, 26, "実在する元号", "an era that exists"),
        ("\t令和3年度", "\t令和0年度", 30, 26, "その元号にある年", "a year that the era has"),
        ("\t令和3年度", "\t", 30, 26, "令和2年度", "令和2年度"),
        ("重点目標・事業概要", " ", 30, 10, "列の見出し", "a column heading"),
        ("\t令和7年度", "", 31, 490, "列が余っています", "this row has 8"),
        ("\t令和7年度", "\t令和7年度\t令和8年度", 31, 572, "列が足りません", "columns are missing"),
        ("【行動計画2】", "【行動計画1】", 32, 1, "続き番号 2", "number 2 of"),
        ("【行動計画2】", "【行動計画】", 32, 1, "続き番号 2", "number 2 of"),
        ("【行動計画1】", "行動計画1", 31, 1, "【行動計画1】", "【行動計画1】"),
        ("【行動計画3】", "行動計画3", 33, 1, "表の終わり", "the end of the table"),
        ("【ねらい】 ①新たな市民", "①新たな市民", 31, 65, "【ねらい】", "【ねらい】"),
        ("②市職員", "①市職員", 31, 51, "続き番号 2", "number 2 of"),
        ("②市職員", "③市職員", 31, 51, "続き番号 2", "number 2 of"),
        ("①新たな市民", "新たな市民", 31, 35, "【ねらい】", "【ねらい】"),
        ("【具体的な行動】 ①市民参加", "①市民参加", 31, 72, "【具体的な行動】", "【具体的な行動】"),
        ("②多様な市民", "①多様な市民", 31, 99, "続き番号 2", "number 2 of"),
        (
            "\t・職員向け市民活動広報",
            "\t職員向け市民活動広報",
            31,
            172,
            "「・」で始まる",
            "starts with “・”",
        ),
    ],
)
def test_what_fits_no_rule_stops_with_its_place(
    text: str, old: str, new: str, line: int, column: int, ja: str, en: str
) -> None:
    """Text that fits no rule is refused with file, line, column, what was read and what was expected."""
    assert old in text
    changed = text.replace(old, new, 1)
    with pytest.raises(PlanSyntaxError) as caught:
        parse(source(changed))
    error = caught.value
    assert (error.file, error.line, error.column) == ("plan.txt", line, column)
    assert ja in error.expected.ja
    assert en in error.expected.en
    assert error.say.ja.startswith(f"plan.txt:{line}:{column}: 「{error.read}」を読みました。")
    assert error.say.en.startswith(f"plan.txt:{line}:{column}: read “{error.read}”; expected ")


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("", "計画の名称と空白"),
        ("〕\n", "テーマの見出し【…】"),
        ("進める\n", "「…取り組みと施策」の見出し"),
        ("施策\n", "「1. 」から始まる取り組み"),
        ("研究\n", "タブで区切った表の見出し"),
        ("令和7年度\n", "【行動計画1】から始まる行"),
    ],
    ids=["start", "title", "themes", "heading", "pillars", "table-heading"],
)
def test_a_text_that_ends_early_is_refused_at_its_end(text: str, end: str, expected: str) -> None:
    """Where a part is missing, the message says that the file ends and which part was expected."""
    cut = text[: text.rindex(end) + len(end)] if end else ""
    if end == "進める\n":
        cut = text[: text.index(end) + len(end)]
    with pytest.raises(PlanSyntaxError) as caught:
        parse(source(cut))
    assert caught.value.read == ""
    assert expected in caught.value.expected.ja
    assert "ファイルの終わりを読みました" in caught.value.say.ja
    assert "read the end of the file" in caught.value.say.en


def test_full_width_spaces_separate_items(text: str) -> None:
    """Full-width spaces between items and around cells are layout, not wording."""
    spaced = text.replace(" ②", "\u3000②").replace(" ・", "\u3000・").replace("】 ", "】\u3000")
    plan = parse(source(spaced))
    assert facts(plan) == facts(parse(source(text)))
    assert plan.rebuild() == spaced


def test_a_full_width_space_cannot_open_a_measure(text: str) -> None:
    """A measure that is indented by a full-width space fits no rule."""
    changed = text.replace(" - （1）一人", "\u3000- （1）一人", 1)
    with pytest.raises(PlanSyntaxError) as caught:
        parse(source(changed))
    assert (caught.value.line, caught.value.column) == (10, 1)


def test_a_blank_cell_lists_nothing(text: str) -> None:
    """A cell without entries is a year for which nothing is listed, not an error."""
    plan = parse(source(text.replace("\t・市民活動団体アンケートの実施\t", "\t \t", 1)))
    assert len(texts(plan, Kind.ACTIVITY)) == 47
    row = plan.elements[-2]
    assert [e for e in row.parts if e.fiscal_year == 2020] == []


def test_numbers_of_any_length_are_refused_as_text(text: str) -> None:
    """A number with thousands of digits is no mark, and does not break the conversion."""
    digits = "9" * 5000
    for old in ("（2）協働を", "2. 活動", "（2）課題", "【行動計画2】"):
        changed = text.replace(old, old.replace("2", digits), 1)
        found = attempt(changed)
        if isinstance(found, Plan):
            assert digits in found.elements[0].text.text
        else:
            assert line_and_column(changed, changed.index(digits))[0] == found.line


def test_every_reason_of_the_years_has_its_sentence() -> None:
    """Whatever a year is refused for, there is a sentence that says what was expected."""
    assert set(YEAR_EXPECTED) == {"form", "era", "number", "order"}
    assert all(say.ja and say.en for say in YEAR_EXPECTED.values())


def test_circled_numbers_run_from_1_to_50() -> None:
    """The circled numbers are fifty different characters in order."""
    assert len(CIRCLED) == len(set(CIRCLED)) == 50
    assert (CIRCLED[0], CIRCLED[19], CIRCLED[20], CIRCLED[35]) == ("①", "⑳", "㉑", "㊱")
