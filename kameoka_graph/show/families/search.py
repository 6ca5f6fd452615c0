"""Searching: the page with its form, the same as JSON and CSV, and what browsers add it by."""

import csv
import io
import json
from collections.abc import Iterable
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from markupsafe import escape

from kameoka_graph.ask.naming import Name
from kameoka_graph.ask.search_view import (
    LARGEST,
    SIZE,
    Choice,
    Hit,
    Question,
    Reason,
    SearchView,
    search,
)
from kameoka_graph.formats import CSV, HTML, Carries, Format
from kameoka_graph.say import Say, excerpt
from kameoka_graph.search.entry import Why
from kameoka_graph.search.words import MAX_CHARACTERS, MAX_WORDS, read_year
from kameoka_graph.show.edition import Body, Edition
from kameoka_graph.show.family import Family, Outcome, Wanted
from kameoka_graph.show.fault import Fault

JSON: Final = Format("json", "application/json", "JSON", Carries.ROWS)
"""Hits for programs."""
DESCRIPTION: Final = Format(
    "xml", "application/opensearchdescription+xml", "OpenSearch", Carries.PAGE
)
"""OpenSearch 1.1 description document, by which browsers offer to search a site."""
WHY: Final = {
    Why.NAME: Say("名称", "name"),
    Why.PREFERRED: Say("整えた名称", "name put in order"),
    Why.READING: Say("よみ", "reading"),
    Why.ALTERNATIVE: Say("別名", "other name"),
    Why.CODE: Say("符号", "code"),
    Why.QUOTATION: Say("原文", "source text"),
    Why.DEFINITION: Say("定義", "definition"),
}
"""What texts by which things are found are called."""
SPELLINGS: Final = ("取り組み", "取組")
"""Two spellings of one word, which the page gives as an example."""
EXAMPLES: Final = (
    ("基金", "ja", Say("2 文字の言葉", "a word of two characters")),
    ("しんきさいよう", "ja", Say("よみがな", "a reading in kana")),
    ("寄付", "ja", Say("原典の「寄附」も見つかります", "found as the source spells it, too")),
    ("R5 市民活動", "ja", Say("年度と言葉", "a fiscal year and a word")),
    ("nawashiro", "en", Say("英字の名前", "a name in Latin letters")),
    ("training", "en", Say("英語", "English")),
)
"""Words to try, with their language and what they show."""
COLUMNS: Final = ("iri", "label", "language", "type", "years", "path", "found_by", "found_in")
"""Columns of the hits as CSV."""
_DIGITS: Final = 6
"""Digits of the highest page number that is read."""
_OPEN_SEARCH: Final = """\
<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>{name}</ShortName>
<Description>{description}</Description>
<InputEncoding>UTF-8</InputEncoding>
<Url type="text/html" template="{address}?q={{searchTerms}}&amp;page={{startPage?}}"/>
<Url type="application/json" template="{address}.json?q={{searchTerms}}&amp;page={{startPage?}}"/>
</OpenSearchDescription>
"""


def _write(edition: Edition, wanted: Wanted) -> Outcome:
    """Write the hits for `q`, of the class `type` and the fiscal year `year`."""
    question = _question(wanted)
    if isinstance(question, Fault):
        return question
    view = search(edition.index, edition.store, question, wanted.language, edition.iris)
    if wanted.form is HTML:
        return _page(edition, wanted, view)
    text = _as_json(edition, view) if wanted.form is JSON else _as_csv(view)
    return Body(wanted.form, text.encode(), wanted.language)


def _question(wanted: Wanted) -> Question | Fault:
    given = wanted.parameters
    year, page = given.get("year", "").strip(), _number(given.get("page", ""), 1)
    size = _number(given.get("size", ""), SIZE)
    which = read_year(year) if year else None
    if year and which is None:
        return _unread("year", year, Say("2023、R5、令和5年度", "2023, R5, 令和5年度"))
    if page is None:
        return _unread("page", given["page"], Say("1 からの整数", "a whole number from 1"))
    if size is None or size > LARGEST:
        return _unread(
            "size",
            given["size"],
            Say(f"1 から {LARGEST} までの整数", f"a whole number from 1 to {LARGEST}"),
        )
    return Question(given.get("q", ""), given.get("type", "").strip(), which, page, size)


def _number(text: str, default: int) -> int | None:
    """Read a whole number from 1; gives None for what is none."""
    if not text:
        return default
    read = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    return (int(text) or None) if read else None


def _unread(parameter: str, text: str, expected: Say) -> Fault:
    shown = excerpt(text, 40)
    return Fault(
        HTTPStatus.BAD_REQUEST,
        Say("検索の条件が読めません", "The search cannot be read"),
        Say(
            f"{parameter}=「{shown}」が読めません。{expected.ja}のように書いてください。",
            f"{parameter}=“{shown}” cannot be read; write {expected.en}.",
        ),
    )


def _page(edition: Edition, wanted: Wanted, view: SearchView) -> Body:
    question = view.question
    given = [
        ("q", question.typed),
        ("type", question.type),
        ("size", wanted.parameters.get("size")),
    ]
    kept = {name: value for name, value in given if value}
    if question.year is not None:
        kept["year"] = str(question.year)

    def changed(**changes: str) -> str:
        """Give the address of this search with some parameters changed, empty ones left out."""
        carried = {"lang": wanted.language.value} if wanted.reader.keeps else {}
        whole = {name: value for name, value in {**kept, **changes, **carried}.items() if value}
        address = edition.site.addresses.file("search")
        return f"{address}?{urlencode(whole)}" if whole else address

    at = kept | ({"page": str(question.page)} if question.page > 1 else {})
    return edition.html(
        wanted.reader,
        "search.html",
        "search",
        parameters=at,
        view=view,
        why={code.value: say.to(wanted.language) for code, say in WHY.items()},
        changed=changed,
        most=(MAX_CHARACTERS, MAX_WORDS),
        spellings=SPELLINGS,
        examples=EXAMPLES,
    )


def _as_json(edition: Edition, view: SearchView) -> str:
    question = view.question
    document = {
        "query": question.typed,
        "words": [word.text for word in view.words.words],
        "type": question.type or None,
        "year": question.year,
        "total": view.total,
        "page": question.page,
        "size": question.size,
        "pages": view.pages,
        "hits": [_hit(edition, hit) for hit in view.hits],
        "types": [_counted(choice) for choice in view.types],
        "years": [_counted(choice) for choice in view.years],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _hit(edition: Edition, hit: Hit) -> dict[str, object]:
    addresses = edition.site.addresses.plain
    return {
        "iri": hit.thing,
        "page": addresses.absolute(addresses.page(hit.thing)),
        **_text(hit.title),
        "type": {"code": hit.code, **_named(hit.type)},
        "years": [int(year.iri.rpartition("/")[2]) for year in hit.years],
        "path": [_named(one) for one in hit.path],
        "found_by_year": hit.by_year,
        "found_by": [{"why": one.why.value, **_text(one)} for one in hit.reasons],
    }


def _named(name: Name) -> dict[str, str]:
    return {"iri": name.iri, "label": name.label, "language": name.language}


def _text(reason: Reason) -> dict[str, object]:
    """Give a text with the ranges that match, in code points."""
    marks, at = [], 0
    for piece in reason.pieces:
        if piece.marked:
            marks.append([at, at + len(piece.text)])
        at += len(piece.text)
    return {"label": _joined(reason), "language": reason.language, "marks": marks}


def _joined(reason: Reason) -> str:
    return "".join(piece.text for piece in reason.pieces)


def _counted(choice: Choice) -> dict[str, object]:
    return {"code": choice.code, **_named(choice.name), "count": choice.count}


def _as_csv(view: SearchView) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(_row(hit) for hit in view.hits)
    return text.getvalue()


def _row(hit: Hit) -> Iterable[str]:
    title, years = _joined(hit.title), " ".join(year.iri.rpartition("/")[2] for year in hit.years)
    path = " › ".join(one.label for one in hit.path)
    why = " ".join(one.why.value for one in hit.reasons)
    where = " / ".join(map(_joined, hit.reasons))
    return (hit.thing, title, hit.title.language, hit.code, years, path, why, where)


def _describe(edition: Edition, wanted: Wanted) -> Outcome:
    """Describe the search in OpenSearch, for browsers."""
    addresses, title = edition.site.addresses.plain, edition.site.title.to(wanted.language)
    text = _OPEN_SEARCH.format(
        name=escape(title[:16]),
        description=escape(title),
        address=escape(addresses.absolute(addresses.file("search"))),
    )
    return Body(DESCRIPTION, text.encode(), wanted.language)


SEARCH: Final = Family(
    "search", (HTML, JSON, CSV), _write, parameters=("q", "type", "year", "page", "size")
)
OPEN_SEARCH: Final = Family("opensearch.xml", (DESCRIPTION,), _describe, by_accept=False)
