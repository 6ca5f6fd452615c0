"""What rows may refer to is found by the way they write it, with its sort and its wording."""

from collections import Counter

import pytest

from kameoka_graph.read.data_folder import DataFolder, read_data_folder
from kameoka_graph.read.plan_folder import PlanFolder
from kameoka_graph.release.assembly import Inputs
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.reference import (
    References,
    Sort,
    plan_iri,
    references,
    things_below_id,
)


@pytest.fixture(scope="module")
def data(inputs: Inputs, plan_folder: PlanFolder) -> DataFolder:
    """Give the real data folder."""
    return read_data_folder(inputs.data, (plan_folder,))


@pytest.fixture(scope="module")
def things(data: DataFolder, plan_folder: PlanFolder, iris: Iris) -> References:
    """Give everything that rows about the real plan may refer to."""
    return references(plan_folder, data.curations[0], things_below_id(data, iris), iris)


def test_everything_can_be_referred_to(things: References) -> None:
    """The plan, its 45 elements and 48 entries, 20 series and 24 entities can be referred to."""
    assert Counter(thing.sort for thing in things.values()) == {
        Sort.PLAN: 1,
        Sort.ELEMENT: 45,
        Sort.ENTRY: 48,
        Sort.SERIES: 20,
        Sort.ENTITY: 24,
    }


@pytest.mark.parametrize(
    ("reference", "sort", "wording", "tail"),
    [
        ("action-plan/2/fy/2023/activity/3", Sort.ENTRY, "市民活動推進フォーラム", None),
        ("pillar/2/measure/3", Sort.ELEMENT, "企業との連携手法の検討", None),
        ("series/center-unyo-kentokai", Sort.SERIES, "センターの運用検討会", None),
        ("/262064", Sort.ENTITY, "亀岡市", "id/262064"),
        (
            "/262064/fund/kameoka-nawashiro",
            Sort.ENTITY,
            "亀岡NAWASHIRO基金",
            "id/262064/fund/kameoka-nawashiro",
        ),
        (
            "/262064/plan/machizukuri-kyodo-3",
            Sort.PLAN,
            "第3次亀岡市まちづくり協働推進実施計画",
            "id/262064/plan/machizukuri-kyodo-3",
        ),
    ],
    ids=["entry", "measure", "series", "city", "fund", "plan"],
)
def test_a_reference_leads_to_its_thing(
    things: References, iris: Iris, reference: str, sort: Sort, wording: str, tail: str | None
) -> None:
    """Without a slash a reference stands below the plan, with one below `id/`."""
    thing = things[reference]
    assert (thing.sort, thing.wording) == (sort, wording)
    assert thing.iri == iris.at(tail or f"id/262064/plan/machizukuri-kyodo-3/{reference}")


def test_the_plan_has_its_iri(plan_folder: PlanFolder, iris: Iris) -> None:
    """A plan's IRI is made of its municipality, name and edition."""
    assert plan_iri(plan_folder, iris) == iris.at("id/262064/plan/machizukuri-kyodo-3")
