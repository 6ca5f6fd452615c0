"""The page that walks a plan from its themes to its entries."""

from kameoka_graph.ask.chain_view import view_chain
from kameoka_graph.show.edition import Edition
from kameoka_graph.show.families.plans import plan_at, plan_paths
from kameoka_graph.show.family import PAGE_ONLY, Family, Outcome, Wanted


def _write(edition: Edition, wanted: Wanted) -> Outcome:
    plan = plan_at(edition, wanted.rest, wanted.language)
    if plan is None:
        return None
    view = view_chain(edition.store, plan, wanted.language, edition.iris)
    path = f"chain/{wanted.rest}"
    return edition.html(wanted.reader, "chain.html", path, plan.name.iri, view=view)


CHAIN = Family("chain/", PAGE_ONLY, _write, plan_paths)
