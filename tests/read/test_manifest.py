"""Manifests are taken entry by entry; a missing, misspelt or malformed entry is refused by its name."""

import datetime
import re
from pathlib import Path

import pytest

from kameoka_graph.read.manifest import (
    LAYOUTS,
    Contact,
    ManifestError,
    PlanManifest,
    PublicationManifest,
    read_plan_manifest,
    read_publication_manifest,
)
from kameoka_graph.read.plan_folder import PARSERS
from kameoka_graph.read.source import SourceRefusedError
from kameoka_graph.say import Language, Say

PLAN = """[plan]
municipality = "262064"
slug = "machizukuri-kyodo"
edition = 3

[[document]]
file = "source.txt"
layout = "progress-table"
sha256 = "371fd42502268d900656fb60c8250da0617bace6b0865853f98e11ca0a7c2da9"
rights_ja = "不明"
rights_en = "unknown"
"""
PUBLICATION = """[release]
version = "0.1.0"
date = 2026-11-22

[publication]
title_ja = "題"
title_en = "title"
description_ja = "説明"
description_en = "description"
license = "https://creativecommons.org/licenses/by/4.0/"
creator = "kameoka-graph"
"""


def plan_of(folder: Path, text: str) -> PlanManifest:
    """Read a plan's manifest with this text."""
    path = folder / "plan.toml"
    path.write_text(text, encoding="utf-8")
    return read_plan_manifest(path)


def publication_of(folder: Path, text: str) -> PublicationManifest:
    """Read a publication's manifest with this text."""
    path = folder / "publication.toml"
    path.write_text(text, encoding="utf-8")
    return read_publication_manifest(path)


def test_the_real_plan_is_identified(root: Path) -> None:
    """The real manifest gives the municipality, the name in IRIs and one document."""
    manifest = read_plan_manifest(root / "data/plans/262064-machizukuri-kyodo-3/plan.toml")
    assert manifest.municipality == "262064"
    assert manifest.name == "machizukuri-kyodo-3"
    assert [document.file for document in manifest.documents] == ["source.txt"]


def test_the_real_publication_is_described(root: Path) -> None:
    """The real publication has a version, a date and a licence."""
    manifest = read_publication_manifest(root / "data/publication.toml")
    assert re.fullmatch(r"\d+\.\d+\.\d+", manifest.version)
    assert isinstance(manifest.date, datetime.date)
    assert manifest.license == "https://creativecommons.org/licenses/by/4.0/"


def test_every_entry_of_a_plan_is_taken(tmp_path: Path) -> None:
    """A plan's manifest gives its entries as values."""
    manifest = plan_of(tmp_path, PLAN)
    assert (manifest.slug, manifest.edition) == ("machizukuri-kyodo", 3)
    assert manifest.documents[0].rights == Say("不明", "unknown")
    assert manifest.documents[0].layout == "progress-table"


def test_a_publication_may_leave_its_date_to_the_build(tmp_path: Path) -> None:
    """Without a date the manifest is valid, and gives none."""
    manifest = publication_of(tmp_path, PUBLICATION.replace("date = 2026-11-22\n", ""))
    assert manifest.date is None
    assert publication_of(tmp_path, PUBLICATION).date == datetime.date(2026, 11, 22)


def test_every_layout_has_a_parser() -> None:
    """What a manifest may name as a layout is what there are parsers for."""
    assert set(LAYOUTS) == set(PARSERS)


@pytest.mark.parametrize(
    ("old", "new", "entry", "ja", "en"),
    [
        ('municipality = "262064"\n', "", "plan.municipality", "がありません", "is missing"),
        ('"262064"', '"26206"', "plan.municipality", "6桁", "six digits"),
        ('"262064"', "262064", "plan.municipality", "262064 です", "is 262064"),
        ('"machizukuri-kyodo"', '"Machi"', "plan.slug", "英小文字", "lower-case"),
        ('"machizukuri-kyodo"', '"まち"', "plan.slug", "英小文字", "lower-case"),
        ("edition = 3", "edition = 0", "plan.edition", "1以上", "from 1"),
        ("edition = 3", "edition = true", "plan.edition", "1以上", "from 1"),
        ("edition = 3", 'edition = "3"', "plan.edition", "1以上", "from 1"),
        (
            "edition = 3",
            "edition = 3\nauthor = 1",
            "plan.author",
            "という項目はありません",
            "no entry",
        ),
        ('"source.txt"', '"../source.txt"', "document[1].file", "ファイルの名前", "name of a file"),
        ('"source.txt"', '"a\\u0000b"', "document[1].file", "ファイルの名前", "name of a file"),
        ('"progress-table"', '"pdf"', "document[1].layout", "progress-table", "progress-table"),
        ('"371f', '"371F', "document[1].sha256", "64桁", "64 hexadecimal"),
        ('"不明"', '" "', "document[1].rights_ja", "空でない文", "not empty"),
        ('rights_en = "unknown"\n', "", "document[1].rights_en", "がありません", "is missing"),
        (
            'rights_en = "unknown"',
            'rights_en = "u"\nsize = 1',
            "document[1].size",
            "項目",
            "no entry",
        ),
        (
            "[[document]]",
            "[document]",
            "document",
            "1つ以上の表 [[document]]",
            "one or more tables",
        ),
        ("[plan]", "plan = 3\n[other]", "plan", "表 [plan]", "a table [plan]"),
        ("[plan]", "[other]\n[plan]", "other", "という項目はありません", "no entry"),
    ],
)
def test_a_bad_entry_of_a_plan_is_named(
    tmp_path: Path, old: str, new: str, entry: str, ja: str, en: str
) -> None:
    """A missing, unknown or malformed entry is refused by its full name, in both languages."""
    assert old in PLAN
    with pytest.raises(ManifestError) as caught:
        plan_of(tmp_path, PLAN.replace(old, new, 1))
    say = caught.value.say
    assert entry in say.ja
    assert entry in say.en
    assert ja in say.ja
    assert en in say.en


@pytest.mark.parametrize("documents", ["document = []\n", "document = [1]\n", "document = 1\n"])
def test_a_plan_needs_a_document(tmp_path: Path, documents: str) -> None:
    """Something other than tables of documents is refused."""
    with pytest.raises(ManifestError, match=r"\[\[document\]\]"):
        plan_of(tmp_path, documents + PLAN.partition("[[document]]")[0])


@pytest.mark.parametrize(
    ("old", "new", "entry"),
    [
        ('"0.1.0"', '"0.1"', "release.version"),
        ("2026-11-22", '"2026-11-22"', "release.date"),
        ("2026-11-22", "2026-11-22T10:00:00", "release.date"),
        ("2026-11-22", "2026-11-22\nby = 1", "release.by"),
        ('"題"', '""', "publication.title_ja"),
        ('"https:', '"ftp:', "publication.license"),
        ('"kameoka-graph"', '"Kameoka Graph"', "publication.creator"),
        ("creator", "creater", "publication.creator"),
        ('description_en = "description"', 'description_en = "d"\nx = 1', "publication.x"),
        ("[publication]", "[other]\n[publication]", "other"),
        ("creator =", 'publisher = "A B"\ncreator =', "publication.publisher"),
        ("creator =", 'keywords_ja = "市"\ncreator =', "publication.keywords_ja"),
        ("creator =", 'keywords_en = [" "]\ncreator =', "publication.keywords_en"),
        ("[publication]", '[contact]\nname_ja = "課"\n[publication]', "contact.name_en"),
        (
            "[publication]",
            '[contact]\nname_ja = "課"\nname_en = "x"\nemail = "a@b c"\n[publication]',
            "contact.email",
        ),
        (
            "[publication]",
            '[contact]\nname_ja = "課"\nname_en = "x"\nurl = "javascript:1"\n[publication]',
            "contact.url",
        ),
        ("[publication]", '[contact]\nname_ja = "課"\nname_en = "x"\n[publication]', "[contact]"),
        (
            "[publication]",
            '[contact]\nname_ja = "課"\nname_en = "x"\nurl = "https://a.jp"\nfax = 1\n[publication]',
            "contact.fax",
        ),
    ],
)
def test_a_bad_entry_of_a_publication_is_named(
    tmp_path: Path, old: str, new: str, entry: str
) -> None:
    """A publication's entries are checked one by one as well."""
    assert old in PUBLICATION
    with pytest.raises(ManifestError) as caught:
        publication_of(tmp_path, PUBLICATION.replace(old, new, 1))
    assert entry in caught.value.say.ja
    assert entry in caught.value.say.en


@pytest.mark.parametrize(
    "text",
    ["[plan", "a = 1\na = 2", "edition = " + "9" * 5000, "a = " + "[" * 5000],
    ids=["broken", "twice", "huge-number", "deep"],
)
def test_what_is_no_toml_is_refused(tmp_path: Path, text: str) -> None:
    """Text that cannot be read as TOML is refused with the reader's own words."""
    with pytest.raises(ManifestError) as caught:
        plan_of(tmp_path, text)
    assert "TOML として読めません" in caught.value.say.ja
    assert "cannot be read as TOML" in caught.value.say.en


def test_a_manifest_in_another_encoding_is_refused(tmp_path: Path) -> None:
    """A manifest is UTF-8 as any other file."""
    path = tmp_path / "plan.toml"
    path.write_bytes('title = "計画のまち"'.encode("cp932"))
    with pytest.raises(SourceRefusedError, match="Shift_JIS"):
        read_plan_manifest(path)


def test_the_publisher_is_the_creator_unless_another_is_named(tmp_path: Path) -> None:
    """Without an entry the creator publishes; with one, the agent that it names."""
    assert publication_of(tmp_path, PUBLICATION).published_by == "kameoka-graph"
    named = publication_of(tmp_path, PUBLICATION + 'publisher = "kameoka-shi"\n')
    assert (named.creator, named.published_by) == ("kameoka-graph", "kameoka-shi")


def test_a_contact_is_there_only_where_it_is_stated(tmp_path: Path, root: Path) -> None:
    """Nobody is made up to be asked: without a table there is no contact, as for the real data."""
    assert read_publication_manifest(root / "data/publication.toml").contact is None
    stated = '[contact]\nname_ja = "協働課"\nname_en = "Collaboration"\nemail = "data@city.test"\n'
    contact = publication_of(tmp_path, PUBLICATION + stated).contact
    assert contact == Contact(Say("協働課", "Collaboration"), "data@city.test", "")


def test_keywords_are_words_in_each_language(tmp_path: Path) -> None:
    """Keywords may be left out; those that are there keep their order."""
    none = publication_of(tmp_path, PUBLICATION).keywords
    assert none == {Language.JA: (), Language.EN: ()}
    some = publication_of(tmp_path, PUBLICATION + 'keywords_ja = ["市", "計画"]\n').keywords
    assert some == {Language.JA: ("市", "計画"), Language.EN: ()}
