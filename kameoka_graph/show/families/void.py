"""The description of the whole data set in VoID, at the two places where tools look for it."""

from kameoka_graph.ask.service import describe_data
from kameoka_graph.formats import GRAPHS, HTML
from kameoka_graph.show.edition import Edition
from kameoka_graph.show.family import Family, Outcome, SeeOther, Wanted
from kameoka_graph.state.contents_graph import DESCRIPTION


def _write(edition: Edition, wanted: Wanted) -> Outcome:
    if wanted.form is HTML:
        return SeeOther(edition.site.addresses.page(edition.iris.at(DESCRIPTION)))
    path = f"void.{wanted.form.name}"
    return edition.once(
        "void",
        wanted.form,
        lambda: edition.rdf(wanted.form, describe_data(edition.store), path=path),
    )


VOID = Family("void", (*GRAPHS, HTML), _write)
WELL_KNOWN_VOID = Family(".well-known/void", (*GRAPHS, HTML), _write)
