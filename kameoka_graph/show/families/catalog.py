"""The catalogue of a release in DCAT, for people and harvesters, and the page of its files."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from markupsafe import Markup

from kameoka_graph.ask.catalogue_view import VCARD, CatalogueView, view_catalogue
from kameoka_graph.ask.data_catalog import data_catalog
from kameoka_graph.ask.harvest import (
    HYDRA,
    PARAMETERS,
    BadHarvestError,
    Harvest,
    harvested,
    read_harvest,
)
from kameoka_graph.exchange.definition import ACTIVITIES
from kameoka_graph.exchange.schema_org import for_html
from kameoka_graph.formats import GRAPHS, HTML, Format
from kameoka_graph.say import Language, Say
from kameoka_graph.show.edition import Body, Edition
from kameoka_graph.show.family import PAGE_ONLY, Family, Outcome, Wanted
from kameoka_graph.show.fault import Fault
from kameoka_graph.state.terms import CC_BY
from kameoka_graph.store.answer import Quad
from kameoka_graph.store.syntax import write_quads

PREFIXES: Final = {"hydra": HYDRA, "vcard": VCARD}
"""Prefixes of the catalogue beside those of all data."""
LICENSES: Final = {str(CC_BY): "CC BY 4.0"}
"""Short names of licences."""
FORMS: Final = {form.name: form.title for form in GRAPHS} | {
    "csv": "CSV",
    "json": "JSON",
    "jsonl": "JSON Lines",
    "txt": "Text",
    "xlsx": "Excel (XLSX)",
    "xml": "XML",
}
"""Names of formats by the endings of files."""
_BAD: Final = Say("目録への求めが読めません", "This request to the catalogue cannot be read")


def _write(edition: Edition, wanted: Wanted) -> Outcome:
    try:
        harvest = read_harvest(wanted.parameters)
        if wanted.form is HTML:
            return _page(edition, wanted, harvest)
        if harvest == Harvest() and not wanted.parameters:
            return edition.once("catalog", wanted.form, lambda: _data(edition, wanted, harvest))
        return _data(edition, wanted, harvest)
    except BadHarvestError as error:
        return Fault(HTTPStatus.BAD_REQUEST, _BAD, error.say)


def _page(edition: Edition, wanted: Wanted, harvest: Harvest) -> Body:
    quads = _harvested(edition, harvest, HTML)
    view = view_catalogue(quads, edition.iris, wanted.language)
    address = str(edition.iris.at("catalog"))
    return edition.html(
        wanted.reader,
        "catalog.html",
        "catalog",
        parameters=wanted.parameters,
        view=view,
        structured=Markup(for_html(data_catalog(view, address, wanted.language))),  # noqa: S704 - made safe for a script element
        series_names={one.iri: one.title for one in view.series},
        license_name=license_name,
        pages=_pages(quads),
        found=not harvest.everything,
    )


def _data(edition: Edition, wanted: Wanted, harvest: Harvest) -> Body:
    quads = _harvested(edition, harvest, wanted.form)
    prefixes = edition.iris.prefixes | PREFIXES
    path = f"catalog.{wanted.form.name}"
    parameters = {name: wanted.parameters[name] for name in PARAMETERS if name in wanted.parameters}
    path = f"{path}?{urlencode(parameters)}" if parameters else path
    return Body(wanted.form, write_quads(quads, wanted.form, prefixes), path=path)


def _harvested(edition: Edition, harvest: Harvest, form: Format) -> tuple[Quad, ...]:
    name = "catalog" if form is HTML else f"catalog.{form.name}"
    address = str(edition.iris.at(name))
    quads = [(s, p, o, None) for s, p, o, _ in edition.release.catalog()]
    return harvested(quads, harvest, address, edition.iris)


def _pages(quads: Iterable[Quad]) -> dict[str, str]:
    """Give the addresses of the pages before and after."""
    names = {f"{HYDRA}previous": "previous", f"{HYDRA}next": "next"}
    return {names[p]: str(o) for _, p, o, _ in quads if p in names}


def _downloads(edition: Edition, wanted: Wanted) -> Outcome:
    view = view_catalogue(edition.release.catalog(), edition.iris, wanted.language)
    return edition.html(
        wanted.reader,
        "downloads.html",
        "downloads",
        view=view,
        example=_example(edition, view),
        column=ACTIVITIES.columns[ACTIVITIES.at("fiscal_year")].title.ja,
        license_name=license_name,
        form_name=form_name,
        media_type=lambda name: (edition.release.offered(name) or (None, ""))[1],
        in_words=lambda size: in_words(size, wanted.language),
        others=[path for path in ("report.ttl", "report.json") if path in edition.release.files],
    )


def _example(edition: Edition, view: CatalogueView) -> str:
    """Give the address of the table of the examples, or an empty text where there is none."""
    addresses = [
        file.address for one in view.datasets for file in one.files if file.table is ACTIVITIES
    ]
    return addresses[0] if addresses else ""


def in_words(size: int, language: Language) -> str:
    """Give a number of bytes as people say it, e.g. 236 kB（235,512 バイト）."""
    kilobytes = size / 1000
    rounded = f"{kilobytes:,.0f} kB" if kilobytes >= 10 else f"{kilobytes:.1f} kB"  # noqa: PLR2004 - two digits are enough
    said = Say(f"{rounded}（{size:,} バイト）", f"{rounded} ({size:,} bytes)")
    return said.to(language)


def form_name(file: str) -> str:
    """Give what people call the format of a file, by its ending."""
    return FORMS.get(file.removesuffix(".gz").rpartition(".")[2], "")


def license_name(iri: str) -> str:
    """Give what people call a licence; one that is not known here by its IRI."""
    return LICENSES.get(iri, iri)


def _one(_: Edition) -> Iterable[str]:
    return ("",)


CATALOG: Final = Family("catalog", (HTML, *GRAPHS), _write, _one, parameters=PARAMETERS)
DOWNLOADS: Final = Family("downloads", PAGE_ONLY, _downloads, _one)
