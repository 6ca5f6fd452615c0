"""Entries to an index, in memory or on disk, and words to the entries that have all of them.

The index holds pairs of neighbouring characters of the folded texts with their positions, so that
any run of two characters or more is found exactly where it stands; single characters; and words of
Latin letters, which are found by how they begin. Hits come in four tiers: a text that is just what
is looked for, a name that begins with it, names that have all the words, all others; within a tier
in the order of the entries. So the order depends on the entries alone, however the engine has laid
them out.
"""

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import tantivy
from tantivy import Occur, Query

from kameoka_graph.say import Say, ToldError
from kameoka_graph.search.entry import NAMES, Entry, Why, Wording
from kameoka_graph.search.words import Word, Words, latin_words
from kameoka_graph.state.folding import fold

DEEPEST: Final = 10_000
"""Hits that can be paged through; whoever wants more says more of what is looked for."""
MOST_COUNTED: Final = 500
"""Classes and years that are counted, the most frequent first; no data has as many."""
MEMORY: Final = 15_000_000
"""Bytes that the engine may use while it makes a small index."""
MEMORY_ON_DISK: Final = 200_000_000
"""Bytes that it may use while it makes one on disk."""
LONGEST_START: Final = 4
"""Characters of the start of a name that are kept as they are."""
START: Final = "^"
"""Mark of the start of a text; no folded text has it."""
_LOCK: Final = ".tantivy-"
"""How the engine's lock files are named."""


class BrokenIndexError(ToldError, OSError):
    """An index on disk that cannot be opened."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for."""

    words: Words
    """All of these words, if there are any."""
    type: str = ""
    """Only things of this class, e.g. mp:Activity."""
    year: int | None = None
    """Only things of this fiscal year."""
    skipped: int = 0
    """Hits that are left out, from the best."""
    size: int = 20
    """Hits that are wanted, at least one."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found."""

    entries: tuple[Entry, ...]
    """The hits wanted, the best first."""
    total: int
    """How many hits there are."""
    types: Mapping[str, int]
    """Hits by class, whatever class is wanted."""
    years: Mapping[int, int]
    """Hits by fiscal year, whatever year is wanted."""


def _make_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for part in _PARTS:
        builder.add_text_field(
            f"{part}_pairs", tokenizer_name="whitespace", index_option="position"
        )
        builder.add_text_field(f"{part}_words", tokenizer_name="whitespace", index_option="basic")
        builder.add_text_field(
            f"{part}_characters", tokenizer_name="whitespace", index_option="basic"
        )
    builder.add_text_field("name_starts", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("whole", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("type", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_unsigned_field("year", indexed=True, fast=True)
    builder.add_unsigned_field("order", fast=True)
    builder.add_bytes_field("entry", stored=True)
    return builder.build()


_PARTS: Final = ("name", "other")
_SCHEMA: Final = _make_schema()


class Index:
    """Entries that can be searched."""

    def __init__(self, index: tantivy.Index) -> None:
        """Search a finished index, all of whose files are opened at once."""
        index.config_reader(reload_policy="manual")
        index.reload()
        self._searcher = index.searcher()

    @classmethod
    def in_memory(cls, entries: Iterable[Entry]) -> "Index":
        """Index entries, given in their order, in memory."""
        index = tantivy.Index(_SCHEMA)
        _write(index, entries, MEMORY)
        return cls(index)

    @classmethod
    def on_disk(cls, folder: Path) -> "Index":
        """Open an index that `write_index` made; raises `BrokenIndexError`.

        Nothing is written in the folder, which may belong to somebody else: for as long as it is
        being opened, the engine gets a folder of its own for its locks, with links to the files.
        """
        try:
            with tempfile.TemporaryDirectory(prefix="kameoka-graph-search-") as own:
                for file in folder.iterdir():
                    if not file.name.startswith(_LOCK):
                        Path(own, file.name).symlink_to(file.resolve())
                return cls(tantivy.Index.open(own))
        except (OSError, ValueError) as error:
            raise BrokenIndexError(
                Say(
                    f"{folder}: 検索の索引を開けません（{error}）。この版を kameoka-graph build で"
                    "作り直してください。",
                    f"{folder}: the index for searching cannot be opened ({error}); make this "
                    "release again with kameoka-graph build.",
                )
            ) from error

    def __len__(self) -> int:
        """Give the number of entries."""
        return int(self._searcher.num_docs)

    def find(self, sought: Sought) -> Found:
        """Find the entries that have all the words, of the class and the year that are wanted.

        Counts are exact. Without words every entry of the class and the year is a hit.
        """
        by_words = [_anywhere(word) for word in sought.words.words]
        by_type = [_term("type", sought.type)] if sought.type else []
        by_year = [_term("year", sought.year)] if sought.year is not None else []
        types, years = self._counts(by_words, by_type, by_year)
        total = types.get(sought.type, 0) if sought.type else sum(types.values())
        filters = [*by_type, *by_year]
        entries = self._page(sought, _tiers(sought.words, by_words, filters)) if total else ()
        return Found(tuple(entries), total, types, years)

    def _counts(
        self, words: list[Query], by_type: list[Query], by_year: list[Query]
    ) -> tuple[dict[str, int], dict[int, int]]:
        """Count hits by class, whatever class is wanted, and by year, whatever year is wanted.

        Each entry has one class, so that the hits of all classes are all hits.
        """
        if by_type or by_year:
            types = self._count(_all([*words, *by_year]), "type")
            years = self._count(_all([*words, *by_type]), "year")
        else:
            types = years = self._count(_all(words), "type", "year")
        return types["type"], years["year"]

    def _count(self, hits: Query, *fields: str) -> dict[str, dict[Any, int]]:
        asked = {field: {"terms": {"field": field, "size": MOST_COUNTED}} for field in fields}
        counted = self._searcher.aggregate(hits, asked)
        return {
            field: {
                bucket["key"]: bucket["doc_count"]
                for bucket in sorted(
                    counted[field]["buckets"], key=lambda one: (-one["doc_count"], one["key"])
                )
            }
            for field in fields
        }

    def _page(self, sought: Sought, tiers: Iterable[list[Query]]) -> Iterator[Entry]:
        """Give the hits wanted: tier after tier, those of the better tiers left out."""
        skipped, wanted = min(sought.skipped, DEEPEST), sought.size
        better: list[Query] = []
        for tier in tiers:
            found = self._searcher.search(
                _all(tier, better),
                limit=wanted,
                offset=skipped,
                order_by_field="order",
                order=tantivy.Order.Asc,
            )
            for _, address in found.hits:
                yield _entry(self._searcher.doc(address)["entry"][0])
            wanted -= len(found.hits)
            if not wanted:
                return
            skipped = max(0, skipped - _counted(found))
            better.append(_all(tier))


def _counted(found: tantivy.SearchResult) -> int:
    return int(found.count)  # type: ignore[attr-defined]  # the engine's stubs leave it out


def write_index(entries: Iterable[Entry], folder: Path) -> None:
    """Write an index of entries, given in their order, in a folder that is made for it.

    What it finds depends on the entries alone; its bytes differ from run to run.
    """
    folder.mkdir()
    _write(tantivy.Index(_SCHEMA, path=str(folder)), entries, MEMORY_ON_DISK)
    for file in folder.iterdir():
        file.chmod(0o644)


def _write(index: tantivy.Index, entries: Iterable[Entry], memory: int) -> None:
    writer = index.writer(memory, num_threads=1)
    for order, entry in enumerate(entries):
        writer.add_document(_document(entry, order))
    writer.commit()
    writer.wait_merging_threads()


def _document(entry: Entry, order: int) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("type", entry.type)
    document.add_unsigned("order", order)
    document.add_bytes("entry", _written(entry))
    for year in entry.years:
        document.add_unsigned("year", year)
    for part in _PARTS:
        texts = [one.text for one in entry.wordings if (one.why in NAMES) == (part == "name")]
        forms = list(dict.fromkeys(filter(None, map(fold, texts))))
        for form in forms:
            document.add_text(f"{part}_pairs", " ".join(_pairs(START + form)))
            document.add_text("whole", form)
            if part == "name":
                starts = [form[:length] for length in range(1, LONGEST_START + 1)]
                document.add_text("name_starts", " ".join(dict.fromkeys(starts)))
        words = dict.fromkeys(word for text in texts for word in latin_words(text))
        document.add_text(f"{part}_words", " ".join(words))
        document.add_text(f"{part}_characters", " ".join(sorted({*"".join(forms)})))
    return document


def _written(entry: Entry) -> bytes:
    texts = [(one.why.value, one.language, one.text) for one in entry.wordings]
    whole = (entry.thing, entry.type, texts, entry.years, entry.path)
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def _entry(written: Sequence[int]) -> Entry:
    thing, kind, wordings, years, path = json.loads(bytes(written))
    texts = tuple(Wording(Why(why), language, text) for why, language, text in wordings)
    return Entry(thing, kind, texts, tuple(years), tuple(path))


def _pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)]


def _tiers(words: Words, by_words: list[Query], filters: list[Query]) -> Iterator[list[Query]]:
    """Give what the hits of each tier fulfil, the best tier first.

    A word that stands in a name stands anywhere, so it is not asked for twice.
    """
    if words.words:
        first, others = words.words[0], by_words if words.words[0].is_latin else by_words[1:]
        yield [_term("whole", words.whole), *by_words, *filters]
        yield [*_beginning(first.text), *others, *filters]
        yield [*(_in("name", word) for word in words.words), *filters]
    yield [*by_words, *filters]


def _beginning(text: str) -> list[Query]:
    """Give the queries for names that begin with a text."""
    start = _term("name_starts", text[:LONGEST_START])
    return [start] if len(text) <= LONGEST_START else [start, _run("name_pairs", START + text)]


def _anywhere(word: Word) -> Query:
    """Give the query for a word in any text, or for the year that it names."""
    ways = [_in(part, word) for part in _PARTS]
    if word.year is not None:
        ways.append(_term("year", word.year))
    return Query.boolean_query([(Occur.Should, way) for way in ways])


def _in(part: str, word: Word) -> Query:
    """Give the query for a word in the names, or in the other texts."""
    if word.is_latin:  # letters and digits alone, so nothing in it is an operator
        return Query.regex_query(_SCHEMA, f"{part}_words", f"{word.text}.*")
    if len(word.text) == 1:
        return _term(f"{part}_characters", word.text)
    return _run(f"{part}_pairs", word.text)


def _run(field: str, text: str) -> Query:
    """Give the query for a run of characters: every second pair of it, and the last."""
    pairs = _pairs(text)
    if len(pairs) == 1:
        return _term(field, pairs[0])
    chosen = sorted({*range(0, len(pairs), 2), len(pairs) - 1})
    return Query.phrase_query(_SCHEMA, field, [(at, pairs[at]) for at in chosen])


def _term(field: str, value: str | int) -> Query:
    return Query.term_query(_SCHEMA, field, value, index_option="basic")


def _all(queries: Iterable[Query], none: Iterable[Query] = ()) -> Query:
    """Give the query that is fulfilled where all of some are, and none of others."""
    clauses = [(Occur.Must, one) for one in queries] or [(Occur.Must, Query.all_query())]
    return Query.boolean_query(clauses + [(Occur.MustNot, one) for one in none])
