"""A citation says the same in every form, and nothing in it can break out of its field."""

import json

import pytest

from kameoka_graph.show.citation import BIBTEX, CITATIONS, CSL, RIS, Citation, write_citation

CITATION = Citation(
    title="亀岡市の計画",
    author="kameoka_graph プロジェクト",
    version="0.1.0 (2026-11-22-abc)",
    date="2026-11-22",
    iri="https://plans.test/id/dataset/all",
    license="https://creativecommons.org/licenses/by/4.0/",
)


@pytest.mark.parametrize("form", CITATIONS, ids=lambda form: form.name)
def test_every_form_has_title_version_and_iri(form: object) -> None:
    """Each form has the title, the version and the IRI."""
    text = write_citation(CITATION, form).decode()  # type: ignore[arg-type]  # one of CITATIONS
    for part in (CITATION.title, CITATION.version, CITATION.iri):
        assert part in text


def test_people_get_a_sentence() -> None:
    """The sentence has author, year, title, version and IRI."""
    assert CITATION.text() == (
        "kameoka_graph プロジェクト (2026). 亀岡市の計画. 0.1.0 (2026-11-22-abc). "
        "https://plans.test/id/dataset/all"
    )


def test_csl_is_json() -> None:
    """CSL-JSON has the date in parts."""
    (item,) = json.loads(write_citation(CITATION, CSL))
    assert item["issued"] == {"date-parts": [[2026, 11, 22]]}
    assert item["type"] == "dataset"


NASTY = Citation("a}, b = {\n%$", "x\r\nER  - ", "1", "2026-01-02", "https://plans.test/", "")


def test_bibtex_fields_stay_closed() -> None:
    """Braces and signs of TeX in a title are escaped."""
    text = write_citation(NASTY, BIBTEX).decode()
    assert r"a\}, b = \{" in text
    assert r"\%\$" in text


def test_ris_fields_stay_on_their_line() -> None:
    """A line break in a name does not begin another field."""
    lines = write_citation(NASTY, RIS).decode().split("\r\n")
    assert [line[:2] for line in lines] == [
        "TY",
        "TI",
        "AU",
        "PY",
        "DA",
        "ET",
        "UR",
        "C1",
        "ER",
        "",
    ]
