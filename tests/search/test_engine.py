"""The index finds what has all the words, counts it, and orders it by the entries alone."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kameoka_graph.release.folder import Release
from kameoka_graph.search.engine import DEEPEST, BrokenIndexError, Found, Index, Sought, write_index
from kameoka_graph.search.entry import Entry, Why, Wording
from kameoka_graph.search.marking import matches
from kameoka_graph.search.words import Words, read_words

CHARACTERS = "市民取り組み掘起こし繋寄附々カかaB9 　・-'"
TEXTS = st.text(st.sampled_from(CHARACTERS), max_size=12)


def entry(number: int, *names: str, kind: str = "mp:Activity", years: Sequence[int] = ()) -> Entry:
    """Give an entry with some names."""
    texts = tuple(Wording(Why.NAME, "ja", name) for name in names)
    return Entry(f"https://plans.test/id/{number}", kind, texts, tuple(years))


def find(index: Index, typed: str, size: int = 500, **wanted: object) -> Found:
    """Find what was typed."""
    return index.find(Sought(read_words(typed), size=size, **wanted))  # type: ignore[arg-type]  # cases are data


def ends(found: Found) -> list[str]:
    """Give what the IRIs of the hits end in."""
    return [one.thing.rpartition("/plan/machizukuri-kyodo-3/")[2] for one in found.entries]


@pytest.fixture(scope="module")
def index(release: Release) -> Index:
    """Give the index of the release of the real data."""
    return release.open_index()


COUNTS = [
    ("取り組み", "取組"),
    ("取組", "取り組み"),
    ("掘り起こし", "掘り起し"),
    ("つながり", "繋がり"),
    ("寄付", "寄附"),
    ("ＮＡＷＡＳＨＩＲＯ", "nawashiro"),
    ("ﾌｫｰﾗﾑ", "フォーラム"),
    ("Ｎ基金", "N基金"),
    ("亀岡nawashiro基金", "亀岡 NAWASHIRO 基金"),
    ("２０２３年度", "2023年度"),
    ("Training", "training"),
]


@pytest.mark.parametrize(("one", "other"), COUNTS)
def test_spellings_find_the_same(index: Index, one: str, other: str) -> None:
    """Two spellings of the same words find the same things in the same order."""
    assert ends(find(index, one)) == ends(find(index, other)) != []


HITS = [
    ("新規採用職員研修", 7),
    ("しんきさいよう", 7),
    ("シンキサイヨウ", 7),
    ("training newly", 7),
    ("N基金", 13),
    ("参画", 2),
    ("参加", 1),
    ("財線", 1),
    ("財政基盤", 1),
    ("nawas", 4),
    ("awashiro", 0),
    ("研修 職員 新規", 7),
    ("研修 基金", 0),
    ("議会", 0),
]


@pytest.mark.parametrize(("typed", "total"), HITS)
def test_words_find_what_has_all_of_them(index: Index, typed: str, total: int) -> None:
    """Words find the things that have all of them, in a name, a reading or another text."""
    found = find(index, typed)
    assert found.total == len(found.entries) == total


def test_a_year_finds_its_entries_and_its_wording(index: Index) -> None:
    """R5 finds the entries of that year, and those of other years whose wording has R5."""
    found = ends(find(index, "R5 センター"))
    assert "action-plan/2/fy/2023/activity/2" in found
    assert "action-plan/2/fy/2024/activity/1" in found
    assert ends(find(index, "R5"))[0].endswith("fiscal-year/2023")


def test_a_character_finds(index: Index) -> None:
    """A word of one character is found."""
    assert [one.wordings[0].text for one in find(index, "層").entries] == [
        "住民との意識醸成と新たな担い手となる層の掘り起こし",
        "階層名",
    ]


def test_the_best_come_first() -> None:
    """What is just the words comes first, then what begins with them, names that have them, the rest."""
    by_reading = Entry(
        "https://plans.test/id/0", "mp:Aim", (Wording(Why.READING, "ja", "はきほん"),)
    )
    index = Index.in_memory(
        [by_reading, entry(1, "まちのきほん"), entry(2, "きほんの計画"), entry(3, "きほん")]
    )
    assert [one.thing[-1] for one in find(index, "きほん").entries] == ["3", "2", "1", "0"]


def test_filters_narrow_and_are_counted(index: Index) -> None:
    """A class and a year narrow the hits; each is counted as if it were not wanted itself."""
    found = find(index, "基金", type="mp:Activity", year=2020)
    assert found.total == 2
    assert found.types["mp:Activity"] == 2
    assert found.years[2025] == 2
    everything = find(index, "基金")
    assert sum(everything.types.values()) == everything.total


def test_no_words_are_all_entries(index: Index) -> None:
    """Without words every entry of the class and the year is a hit, in the order of the plan."""
    found = index.find(Sought(Words(()), "mp:Activity", 2023))
    assert found.total == 11
    assert ends(found)[0] == "action-plan/1/fy/2023/activity/1"


def test_pages_follow_each_other(index: Index) -> None:
    """Pages, laid one after the other, are all the hits, each once and in order."""
    whole = ends(find(index, "市民活動"))
    paged = [
        one
        for at in range(0, len(whole), 7)
        for one in ends(find(index, "市民活動", 7, skipped=at))
    ]
    assert paged == whole
    assert len(set(whole)) == len(whole) > 20


def test_beyond_the_last_hit_there_is_nothing(index: Index) -> None:
    """A page after the last one is empty, however far away it is."""
    assert find(index, "市民", skipped=5_000).entries == ()
    assert find(index, "市民", skipped=DEEPEST * 1_000_000).entries == ()


def test_an_index_on_disk_finds_the_same(index: Index, release: Release, tmp_path: Path) -> None:
    """An index on disk finds the same things in the same order as one in memory."""
    entries = find(index, "", size=1000).entries
    write_index(entries, tmp_path / "search")
    opened = Index.on_disk(tmp_path / "search")
    assert len(opened) == len(index) == len(entries)
    for typed in ("市民", "基金 N", "training", "R5", ""):
        assert find(opened, typed) == find(index, typed)


def test_an_index_can_be_read_by_others(tmp_path: Path) -> None:
    """The files of an index can be read by everybody, and opening it writes nothing beside them."""
    folder = tmp_path / "search"
    write_index([entry(1, "市民")], folder)
    before = {file.name: file.stat().st_mtime_ns for file in folder.iterdir()}
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o644}
    assert len(Index.on_disk(folder)) == 1
    assert {file.name: file.stat().st_mtime_ns for file in folder.iterdir()} == before


@pytest.mark.skipif(not hasattr(os, "fork") or os.geteuid() != 0, reason="becomes another user")
def test_an_index_of_somebody_else_can_be_opened(tmp_path: Path) -> None:
    """Somebody who may not write in the folder can search the index."""
    folder = tmp_path / "search"
    write_index([entry(1, "市民")], folder)
    for one in (folder, *tmp_path.parents[:2], tmp_path):
        one.chmod(0o755)
    child = os.fork()
    if child == 0:  # pragma: no cover - another process
        os.setuid(65534)
        try:
            os._exit(find(Index.on_disk(folder), "市民").total)
        except BaseException:  # noqa: BLE001 - the status tells it
            os._exit(99)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1


def test_a_broken_index_is_told(tmp_path: Path) -> None:
    """An index whose files are missing or are none is refused in words."""
    with pytest.raises(BrokenIndexError, match="cannot be opened"):
        Index.on_disk(tmp_path / "nowhere")
    (tmp_path / "meta.json").write_text("{}", encoding="utf-8")
    with pytest.raises(BrokenIndexError, match="kameoka-graph build"):
        Index.on_disk(tmp_path)


def test_no_entries_are_no_hits() -> None:
    """An index of nothing finds nothing."""
    found = find(Index.in_memory([]), "市民")
    assert (found.entries, found.total, found.types, found.years) == ((), 0, {}, {})


def test_an_entry_comes_back_as_it_was(index: Index) -> None:
    """What is found is the entry that was given, quotation marks and signs included."""
    given_entry = Entry(
        "https://plans.test/id/1",
        'mp:"\\',
        (Wording(Why.QUOTATION, "", '"\\\n\u2028<&>\U0001f600'), Wording(Why.NAME, "ja", "名")),
        (2020, 2021),
        ("https://plans.test/id/0",),
    )
    assert find(Index.in_memory([given_entry]), "名").entries == (given_entry,)


HOSTILE = [
    '"',
    "*",
    "AND",
    "市民 AND 活動",
    "name:市民",
    "\\",
    "(((((((",
    "/.*/",
    "a*" * 100,
    "[a TO z]",
    "市" * 10_000,
    " ".join("市民活動") * 1000,
    "\x00\x01\x1f",
    "\u202e\u2066市民\u2069",
    "\ud83d",
    "<script>alert(1)</script>",
    "%' OR 1=1 --",
    "^市",
    "民$",
    "a.b",
    "++++",
    "\U0001f600",
    "é́́́́" * 50,
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_any_text_is_only_text(index: Index, typed: str) -> None:
    """Whatever is typed is looked for as text; nothing of it is an operator, and nothing fails."""
    found = find(index, typed)
    assert found.total == len(found.entries) <= len(index)


@settings(max_examples=60)
@given(st.lists(TEXTS, min_size=1, max_size=6), TEXTS)
def test_the_index_finds_what_a_look_at_each_text_finds(texts: list[str], typed: str) -> None:
    """The index finds exactly the entries in whose texts each word stands."""
    index = Index.in_memory([entry(at, text) for at, text in enumerate(texts)])
    words = read_words(typed).words
    expected = {
        f"https://plans.test/id/{at}"
        for at, text in enumerate(texts)
        if all(matches(text, word) for word in words)
    }
    assert {one.thing for one in find(index, typed).entries} == expected
