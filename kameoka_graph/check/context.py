"""The tables of `context/` to what is wrong with them: pages, things and terms that are not."""

from collections.abc import Collection, Iterable

from kameoka_graph.read.cell import same_as, unknown
from kameoka_graph.read.context import Context, ValueKind
from kameoka_graph.read.table import CellError, Row
from kameoka_graph.say import Say
from kameoka_graph.state.context_graph import FISCAL_YEAR, prefixes, term_named, terms_under
from kameoka_graph.state.iris import Iris


def check_context(context: Context, things: Collection[str], iris: Iris) -> tuple[CellError, ...]:
    """Tell everything that is wrong with what rows refer to.

    Args:
        context: The rows.
        things: What stands below `id/`, apart from fiscal years.
        iris: Any base.
    """
    check = _Check(context, frozenset(things) | context.entity_names, iris)
    check.repeated()
    for entity in context.entities:
        check.page(entity.row, entity.page)
        for name in entity.types:
            check.term(entity.row, "type", name, is_class=True)
    for fact in context.facts:
        check.page(fact.row, fact.page)
        check.thing(fact.row, "subject", fact.subject)
        check.term(fact.row, "property", fact.property, is_class=False)
        if fact.kind is ValueKind.THING and not FISCAL_YEAR.fullmatch(fact.value):
            check.thing(fact.row, "value", fact.value)
    for one in context.left_out:
        check.thing(one.row, "thing", one.thing)
    return tuple(sorted(check.wrong, key=lambda error: (error.file, error.row)))


class _Check:
    """The check of the tables of one folder."""

    def __init__(self, context: Context, things: Collection[str], iris: Iris) -> None:
        self.context = context
        self.things = things
        self.iris = iris
        self.wrong: list[CellError] = []

    def refuse(self, row: Row, column: str, wrong: Say) -> None:
        self.wrong.append(CellError(row.file, row.number, column, row[column], wrong))

    def repeated(self) -> None:
        """Refuse rows that say again what another row says."""
        page, entity, fact = Say("ページ", "page"), Say("名前", "name"), Say("事実", "fact")
        claim = Say("内容", "claim")
        context = self.context
        self._once(((one.row, (one.name,)) for one in context.pages), "page", page)
        self._once(((one.row, (one.name,)) for one in context.entities), "entity", entity)
        self._once(
            (
                (one.row, (one.page, one.subject, one.property, one.value, one.language))
                for one in context.facts
            ),
            "value",
            fact,
        )
        self._once(
            ((one.row, (one.thing, one.claim.ja, one.value)) for one in context.left_out),
            "claim",
            claim,
        )

    def page(self, row: Row, name: str) -> None:
        """Refuse a page that `pages.csv` does not have."""
        if name not in self.context.page_names:
            there = sorted(self.context.page_names)
            self.refuse(
                row,
                "page",
                Say(
                    f"pages.csv にありません。あるのは {'、'.join(there)} です。",
                    f"pages.csv has no such page; it has {', '.join(there)}.",
                ),
            )

    def thing(self, row: Row, column: str, name: str) -> None:
        """Refuse a thing that is neither an entity nor a plan."""
        if name not in self.things:
            self.refuse(
                row,
                column,
                Say(
                    "entities.csv にも計画にもありません。名前を確かめるか、"
                    "entities.csv に足してください（先頭に / を書きません）。",
                    "neither entities.csv nor the plans have it; check the name, or add it to "
                    "entities.csv (no leading / is written).",
                ),
            )

    def term(self, row: Row, column: str, name: str, *, is_class: bool) -> None:
        """Refuse a term that its vocabulary does not have, and a class where a property stands."""
        local = name.partition(":")[2]
        if term_named(name, self.iris) is not None and local[:1].isupper() is is_class:
            return
        allowed = [
            term
            for term in terms_under(name.partition(":")[0])
            if term.partition(":")[2][:1].isupper() is is_class
        ]
        if allowed:
            self.refuse(row, column, unknown(allowed))
        else:
            spaces = [f"{prefix}:" for prefix in prefixes()]
            self.refuse(
                row,
                column,
                Say(
                    f"{'、'.join(spaces)} のどれかで始まる語が必要です。",
                    f"expected a term that starts with one of {', '.join(spaces)}.",
                ),
            )

    def _once(self, keyed: Iterable[tuple[Row, object]], column: str, what: Say) -> None:
        seen: dict[object, Row] = {}
        for row, key in keyed:
            first = seen.setdefault(key, row)
            if first is not row:
                self.refuse(row, column, same_as(first.number, what))
