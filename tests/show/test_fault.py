"""A fault says what happened in three forms and two languages, and shows nothing that a person could be tricked with."""

import json
from http import HTTPStatus

import pytest

from kameoka_graph.formats import CSV, GRAPHS, TURTLE
from kameoka_graph.say import Language
from kameoka_graph.show.fault import Fault, broken, not_acceptable, not_found, unknown_format

FAULTS = [
    (not_found("/page/x"), HTTPStatus.NOT_FOUND),
    (not_acceptable(GRAPHS), HTTPStatus.NOT_ACCEPTABLE),
    (unknown_format("exe", GRAPHS), HTTPStatus.BAD_REQUEST),
    (broken(), HTTPStatus.INTERNAL_SERVER_ERROR),
]


@pytest.mark.parametrize(("fault", "status"), FAULTS, ids=lambda one: str(getattr(one, "name", "")))
def test_problem_details_carry_both_languages(fault: Fault, status: HTTPStatus) -> None:
    """As JSON a fault is RFC 9457 problem details, with the Japanese beside the English."""
    document = json.loads(fault.problem())
    assert document["type"] == "about:blank"
    assert document["status"] == status == fault.status
    assert (document["title"], document["title_ja"]) == (fault.title.en, fault.title.ja)
    assert (document["detail"], document["detail_ja"]) == (fault.detail.en, fault.detail.ja)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("fault", "status"), FAULTS, ids=lambda one: str(getattr(one, "name", "")))
def test_text_is_in_the_language(fault: Fault, status: HTTPStatus, language: Language) -> None:
    """As text a fault starts with its status and speaks the language asked for."""
    lines = fault.text(language).decode().splitlines()
    assert lines[:2] == [f"{status.value} {fault.title.to(language)}", fault.detail.to(language)]


def test_what_can_be_had_is_listed() -> None:
    """Where no format was acceptable, all forms list those there are."""
    fault = not_acceptable((TURTLE, CSV))
    assert json.loads(fault.problem())["available"] == ["text/turtle", "text/csv"]
    assert "  text/turtle (ttl)\n  text/csv (csv)\n" in fault.text(Language.EN).decode()
    assert "available" not in json.loads(not_found("/x").problem())


def test_an_address_is_shown_but_cannot_deceive() -> None:
    """Of an address that is repeated, control characters become visible and the length is bounded."""
    fault = not_found("/page/\u202e\r\nx" + "y" * 1000)
    assert "U+202E␍⏎x" in fault.detail.en
    assert len(fault.detail.ja) < 400
    assert "\n" not in fault.detail.ja


def test_an_internal_fault_tells_nothing_of_the_inside() -> None:
    """What went wrong inside is for the operator's record."""
    assert broken() == broken()
    assert "operator" in broken().detail.en
