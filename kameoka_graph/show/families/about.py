"""Pages about the site: what it is, how to cite and use it, and whom it may keep out."""

from collections.abc import Iterable
from typing import Final

from kameoka_graph.ask.catalogue_view import CatalogueView, view_catalogue
from kameoka_graph.formats import HTML
from kameoka_graph.say import Language
from kameoka_graph.show.citation import CITATIONS, Citation, write_citation
from kameoka_graph.show.edition import Body, Edition
from kameoka_graph.show.family import PAGE_ONLY, Family, Outcome, Wanted


def _catalogue(edition: Edition, language: Language) -> CatalogueView:
    return view_catalogue(edition.release.catalog(), edition.iris, language)


def _write_about(edition: Edition, wanted: Wanted) -> Outcome:
    view = _catalogue(edition, wanted.language)
    return edition.html(wanted.reader, "about.html", "about", view=view)


def _write_accessibility(edition: Edition, wanted: Wanted) -> Outcome:
    view = _catalogue(edition, wanted.language)
    return edition.html(wanted.reader, "accessibility.html", "about/accessibility", view=view)


def _write_citation(edition: Edition, wanted: Wanted) -> Outcome:
    view = _catalogue(edition, wanted.language)
    told = edition.publication
    whole = next((one for one in view.datasets if one.iri == told.dataset), None)
    citation = Citation(
        title=whole.title if whole else edition.site.title.to(wanted.language),
        author=view.publisher or edition.site.title.to(wanted.language),
        version=f"{edition.site.version} ({edition.site.release})",
        date=edition.site.date,
        iri=told.dataset,
        license=", ".join(told.licenses),
    )
    if wanted.form is not HTML:
        return Body(wanted.form, write_citation(citation, wanted.form), wanted.language)
    return edition.html(
        wanted.reader,
        "citation.html",
        "about/citation",
        view=view,
        citation=citation,
        rights=whole.rights if whole else (),
        written={form: write_citation(citation, form).decode() for form in CITATIONS},
    )


def _one(_: Edition) -> Iterable[str]:
    return ("",)


ABOUT: Final = (
    Family("about", PAGE_ONLY, _write_about, _one),
    Family("about/accessibility", PAGE_ONLY, _write_accessibility, _one),
    Family("about/citation", (HTML, *CITATIONS), _write_citation, _one),
)
