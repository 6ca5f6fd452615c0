"""Rows about several plans to the rows about each of them."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from kameoka_graph.exchange.table import KEY, Filled, Table
from kameoka_graph.exchange.taking import Intake, TakenRow

OF_PLAN: Final = frozenset({"plan-elements", "activities", "series", "statements", "anomalies"})
"""The tables whose rows are each about one plan."""
_PLAN: Final = re.compile(r"[0-9]{6}/plan/[^/]+")
_CODE: Final = re.compile(r"[0-9]{6}/")
_NAMED: Final = (KEY, "plan", "action_plan", "parent", "subject")


def share(intake: Intake, plans: Iterable[str]) -> dict[str, Intake]:
    """Give the rows about each of the plans that rows came in about, by ID of the plan.

    A row that names no plan is about the only one, or about the first that the tables are about.
    """
    known = tuple(plans)
    named = _named_first(intake, known)
    shared: dict[str, Intake] = {}
    for plan in known:
        rows = {
            name: tuple(
                _in_full(row, plan) if name in OF_PLAN else row
                for row in taken.rows
                if _belongs(taken.table, row.get, known, named) == plan
            )
            for name, taken in intake.tables.items()
        }
        about = any(rows[name] for name in rows.keys() & OF_PLAN)
        tables = {
            name: replace(taken, rows=rows[name])
            for name, taken in intake.tables.items()
            if (about and name in OF_PLAN) or rows[name]
        }
        if tables:
            shared[plan] = Intake(tables, (), ())
    return shared


def _in_full(row: TakenRow, plan: str) -> TakenRow:
    """Give a row with its ID in full; people may leave out that of the plan."""
    key = row.get(KEY)
    if not key or _CODE.match(key):
        return row
    return replace(row, cells={**row.cells, KEY: f"{plan}/{key}"})


def share_filled(tables: Iterable[Filled], plan: str, plans: Iterable[str]) -> dict[str, Filled]:
    """Give the rows of tables, as they are now, that are about one plan, by name."""
    known = tuple(plans)
    return {
        filled.table.name: Filled(
            filled.table,
            tuple(
                row
                for row in filled.rows
                if _belongs(filled.table, _getter(filled.table, row), known, plan) == plan
            ),
        )
        for filled in tables
    }


def _getter(table: Table, row: tuple[str, ...]) -> Callable[[str], str]:
    cells: Mapping[str, str] = dict(zip(table.names, row, strict=True))
    return lambda name: cells.get(name, "")


def _named_first(intake: Intake, plans: tuple[str, ...]) -> str:
    """Give the plan that rows are about which name none."""
    rows: Iterable[TakenRow] = (row for taken in intake.tables.values() for row in taken.rows)
    listed = [row.get(KEY) for row in intake.rows("plans") if row.get(KEY) in plans]
    named = (found[0] for row in rows if (found := _PLAN.match(row.get(KEY))))
    return next((one for one in (*listed, *named) if one in plans), plans[0] if plans else "")


def _belongs(table: Table, get: Callable[[str], str], plans: tuple[str, ...], unnamed: str) -> str:
    """Give the plan that a row is about; what stands around plans goes to the first of its city."""
    for name in _NAMED if table.name in OF_PLAN else (KEY,):
        found = _PLAN.match(get(name))
        if found and (found[0] in plans or table.name in OF_PLAN):
            return found[0]
    if table.name in OF_PLAN:
        return unnamed
    code = get(KEY)[:6]
    return next((plan for plan in plans if plan.startswith(code)), unnamed)
