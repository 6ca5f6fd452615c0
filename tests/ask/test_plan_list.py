"""The list of plans is paged, and says how many there are."""

import pytest

from kameoka_graph.ask.plan_list import SIZE, list_plans
from kameoka_graph.say import Language
from kameoka_graph.state.iris import Iris
from kameoka_graph.store.embedded import Embedded

MP = "https://plans.test/ns/mp#"


def plan_lines(number: int) -> str:
    """Give what a source says of a plan of a made-up municipality."""
    plan = f"<https://plans.test/id/{number:06d}/plan/x-1>"
    graph = "<https://plans.test/graph/source/x> ."
    return (
        f"{plan} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{MP}Plan> {graph}\n"
        f'{plan} <{MP}printedPeriod> "令和2年度～6年度"@ja {graph}\n'
        f'{plan} <http://www.w3.org/2000/01/rdf-schema#label> "計画{number}"@ja {graph}\n'
        f"{plan} <http://www.w3.org/ns/prov#hadPrimarySource> <https://plans.test/source/x> {graph}\n"
        f"{plan} <http://purl.org/dc/terms/publisher> <https://plans.test/id/{number:06d}> {graph}\n"
    )


@pytest.fixture(scope="module")
def many() -> Embedded:
    """Give a store with more plans than one page has."""
    lines = "".join(plan_lines(number) for number in range(SIZE + 20))
    return Embedded.in_memory(lines.encode(), "https://plans.test/", {})


def test_the_real_plan_is_listed(store: Embedded, iris: Iris) -> None:
    """The list of the real data has its one plan, with city and period."""
    found = list_plans(store, Language.JA, iris, 1)
    assert found is not None
    assert (found.total, found.pages) == (1, 1)
    (line,) = found.lines
    assert (line.name.label, line.publisher.label, line.period) == (
        "第3次亀岡市まちづくり協働推進実施計画",
        "亀岡市",
        "令和2年度～6年度",
    )


def test_many_plans_stand_on_pages(many: Embedded, iris: Iris) -> None:
    """Each plan is on one page, and there is none before the first and after the last."""
    pages = [list_plans(many, Language.EN, iris, page) for page in (1, 2)]
    labels = [line.name.label for page in pages if page is not None for line in page.lines]
    assert labels == [f"計画{number}" for number in range(SIZE + 20)]
    assert list_plans(many, Language.EN, iris, 0) is None
    assert list_plans(many, Language.EN, iris, 3) is None


def test_a_store_without_plans_has_an_empty_page(iris: Iris) -> None:
    """Where there is no plan there is one empty page."""
    found = list_plans(Embedded.in_memory(b"", "https://plans.test/", {}), Language.JA, iris, 1)
    assert found is not None
    assert (found.lines, found.total, found.pages) == ((), 0, 1)
