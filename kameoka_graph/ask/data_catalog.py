"""The view of a catalogue to schema.org's DataCatalog, as search engines for data read it.

https://schema.org/DataCatalog
"""

from collections.abc import Mapping

from kameoka_graph.ask.catalogue_view import CatalogueView, DatasetView, FileView
from kameoka_graph.exchange.schema_org import PAGE_CONTEXT
from kameoka_graph.say import Language

Node = Mapping[str, object]


def data_catalog(view: CatalogueView, page: str, language: Language) -> Node:
    """Describe a catalogue and its data sets as JSON-LD; `page` is the full address of its page.

    What is not known, such as a contact, is left out.
    """
    publisher: Node = {"@type": "Organization", "name": view.publisher}
    return {
        "@context": PAGE_CONTEXT,
        "@type": "DataCatalog",
        "@id": view.iri,
        "name": view.title,
        "description": view.description,
        "url": page,
        "inLanguage": language.value,
        "license": view.license,
        "datePublished": view.issued,
        "publisher": publisher,
        "dataset": [_dataset(one, publisher) for one in view.datasets],
    }


def _dataset(one: DatasetView, publisher: Node) -> Node:
    node: dict[str, object] = {
        "@type": "Dataset",
        "@id": one.iri,
        "name": one.title,
        "description": one.description,
        "url": one.iri,
        "version": one.version,
        "license": one.license,
        "datePublished": one.issued,
        "dateModified": one.modified,
        "isAccessibleForFree": True,
        "creator": publisher,
        "keywords": list(one.keywords),
        "conditionsOfAccess": list(one.rights),
        "spatialCoverage": [
            {"@type": "Place", "@id": iri, "name": name} for iri, name in one.places
        ],
        "distribution": [_download(file) for file in one.files if file.name],
    }
    if one.period is not None:
        node["temporalCoverage"] = f"{one.period[1]}/{one.period[2]}"
    return {name: value for name, value in node.items() if value not in ("", [])}


def _download(file: FileView) -> Node:
    node: dict[str, object] = {
        "@type": "DataDownload",
        "@id": file.iri,
        "name": file.title,
        "description": file.description,
        "contentUrl": file.address,
        "encodingFormat": file.compression or file.media_type,
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
        "license": file.license,
    }
    return {name: value for name, value in node.items() if value != ""}
