"""The table of a plan: action plans by fiscal years, as its document prints it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kameoka_graph.ask.naming import Name
from kameoka_graph.ask.plan_view import PlanView
from kameoka_graph.formats import CSV, HTML, JSON
from kameoka_graph.say import Language
from kameoka_graph.show.edition import Body, Edition
from kameoka_graph.show.families.plans import plan_at, plan_paths
from kameoka_graph.show.family import Family, Outcome, Wanted
from kameoka_graph.show.render import Reader
from kameoka_graph.show.sheet import Cell, write_sheet

HEADING = "行動計画"
"""Heading of the column of action plans."""


def _write(edition: Edition, wanted: Wanted) -> Outcome:
    if wanted.form is not HTML:
        wanted = replace(wanted, reader=Reader(Language.JA))
    plan = plan_at(edition, wanted.rest, wanted.language)
    if plan is None:
        return None
    path = f"matrix/{wanted.rest}"
    if wanted.form is HTML:
        return edition.html(
            wanted.reader, "matrix.html", path, plan.name.iri, plan=plan, start="matrix/"
        )
    content = _sheet(plan) if wanted.form is CSV else _json(plan)
    return Body(wanted.form, content, None, plan.name.iri, f"{path}.{wanted.form.name}")


def _sheet(plan: PlanView) -> bytes:
    """Write the table with each cell as printed: mark and wording, entries apart by a space."""
    heads = [HEADING, *(year.name.label for year in plan.years)]
    return write_sheet(heads, _rows(plan))


def _rows(plan: PlanView) -> Iterable[Sequence[Cell]]:
    for row in plan.rows:
        yield (
            _printed(plan, [row.action_plan.name], " "),
            *(_printed(plan, cell, "") for cell in row.cells),
        )


def _printed(plan: PlanView, names: Sequence[Name], between: str) -> str:
    return " ".join(f"{name.mark}{between}{plan.texts[name.iri]}" for name in names)


def _json(plan: PlanView) -> bytes:
    """Write the table with the identifiers of all that stands in it."""
    table = {
        "plan": _thing(plan, plan.name),
        "years": [
            {
                "id": year.name.iri,
                "name": year.name.label,
                "year": year.year,
                "covered": year.covered,
                "printed": year.printed,
            }
            for year in plan.years
        ],
        "rows": [
            {
                "action_plan": _thing(plan, row.action_plan.name),
                "cells": [[_thing(plan, entry) for entry in cell] for cell in row.cells],
            }
            for row in plan.rows
        ],
    }
    return (json.dumps(table, ensure_ascii=False, indent=1) + "\n").encode()


def _thing(plan: PlanView, name: Name) -> dict[str, str]:
    marked = {"mark": name.mark} if name.mark else {}
    return {"id": name.iri, **marked, "text": plan.texts.get(name.iri, name.label)}


MATRIX = Family("matrix/", (HTML, CSV, JSON), _write, plan_paths)
