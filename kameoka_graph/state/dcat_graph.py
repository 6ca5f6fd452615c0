"""What a release offers to its catalogue in DCAT 3: data sets, series, files and services.

The graph is made last, from the finished files, because it says their sizes and digests; so it is
in no dump, and no count of the data includes it. What is not known (a contact, how often a table
is issued) is not stated, or stated as unknown. https://www.w3.org/TR/vocab-dcat-3/
"""

from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, PROV, RDF, RDFS, SKOS, XSD
from rdflib.term import Node

from kameoka_graph.formats import TURTLE
from kameoka_graph.say import Language, Say
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.meta_graph import DATASET
from kameoka_graph.state.offer import Issue, Offer, Offered
from kameoka_graph.state.terms import DCAT_3, SPDX, VCARD

CATALOG: Final = "id/catalog"
"""Path of the catalogue."""
GRAPH: Final = "catalog"
"""Name of the graph that holds it."""
SPARQL_SERVICE: Final = "id/service/sparql"
"""Path of the endpoint as a data service."""
GRAPH_SERVICE: Final = "id/service/graph-store"
"""Path of the graph store as a data service."""
WHOLE: Final = "all"
"""The part that holds every graph."""

IANA: Final = "https://www.iana.org/assignments/media-types/"
"""Where media types have IRIs."""
AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"
"""Where DCAT-AP takes its lists from."""
FILE_TYPES: Final = {
    "application/csvm+json": "JSON",
    "application/json": "JSON",
    "application/ld+json": "JSON_LD",
    "application/n-quads": "RDF_N_QUADS",
    "application/n-triples": "RDF_N_TRIPLES",
    "application/rdf+xml": "RDF_XML",
    "application/trig": "RDF_TRIG",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/xml": "XML",
    "text/csv": "CSV",
    "text/plain": "TXT",
    "text/turtle": "RDF_TURTLE",
}
"""The code of each registered media type in the list of file types; a type that is not registered
has no IRI, and is told in words only."""
LANGUAGES: Final = {Language.JA: "JPN", Language.EN: "ENG"}
"""Codes of the list of languages."""
STANDARDS: Final = {
    SPARQL_SERVICE: (
        ("https://www.w3.org/TR/sparql11-protocol/", "SPARQL 1.1 Protocol"),
        ("https://www.w3.org/TR/sparql11-query/", "SPARQL 1.1 Query Language"),
    ),
    GRAPH_SERVICE: (
        ("https://www.w3.org/TR/sparql11-http-rdf-update/", "SPARQL 1.1 Graph Store HTTP Protocol"),
    ),
}
"""What the services conform to."""

_NOTE: Final = Say(
    "目録（DCAT）は、公開ファイルが揃ってから、その大きさとチェックサムを書くために最後に作る。"
    "そのため全データのファイル（dataset.*）にも VoID の件数にも含まれない。",
    "The catalogue (DCAT) is made last, once the files are there, so that it can say their sizes "
    "and checksums. Therefore no file of the whole data (dataset.*) and no count in VoID has it.",
)
PARTS: Final = {
    "plan": (
        Say("計画（原典の記載）", "Plans, as their sources state them"),
        Say(
            "計画のテーマ・取り組み・施策・行動計画・ねらい・具体的な行動・年度別の活動。"
            "文言は原典のまま、原典での位置つき。解釈は含まない。",
            "Themes, pillars, measures, action plans, aims, concrete actions and yearly activities "
            "of the plans, in the wording of the source with its place in it. No interpretation.",
        ),
        Say(
            "原典のテキストから規則で読み取り、各要素に文字の位置を付けた。",
            "Read from the text of the source by rule; each element has its place in characters.",
        ),
    ),
    "curated": (
        Say("解釈による判断", "Interpretation by curators"),
        Say(
            "活動の系列、種類、関係主体、計画要素どうしのつながり、よみがな、英語名、原典の気づき。"
            "一つ一つに理由・確度・担当・日付が付き、機械による下書きはそうと分かる。",
            "Series and kinds of activities, who is involved, links between elements, readings, "
            "English names and anomalies of the source; each with reason, confidence, curator and "
            "date, and machine-made drafts marked as such.",
        ),
        Say(
            "原典を読んで人または機械が判断し、だれの判断かとともに表に記録した。",
            "Judged by people or by machine from reading the source, and recorded in tables with "
            "who judged.",
        ),
    ),
    "context": (
        Say("背景（ほかのページの記載）", "Context from other pages"),
        Say(
            "団体・施設・基金・催しなどについて、ほかの公開ページに書かれていること。"
            "ページごとに別のグラフにある。",
            "What other public pages say of organisations, facilities, funds and events; each page "
            "has a graph of its own.",
        ),
        Say(
            "各ページから事実だけを取り、ページのアドレスを付けて記録した。",
            "Facts taken from each page, recorded with its address.",
        ),
    ),
    "links": (
        Say("外部の識別子との対応", "Links to identifiers elsewhere"),
        Say(
            "自治体などと、外部のデータにある識別子との対応（SSSOM）。確かめられたものだけ。",
            "Correspondences (SSSOM) with identifiers of other data sets; verified ones only.",
        ),
        Say("対応の表から作った。", "Made from a table of correspondences."),
    ),
    "vocabulary": (
        Say(
            "語彙・概念・検証の規則・問い合わせ", "Vocabulary, concepts, shapes and example queries"
        ),
        Say(
            "データに使う語彙（OWL）、概念の一覧（SKOS）、検証の規則（SHACL）、名前の付いた"
            "問い合わせ（SPARQL）。",
            "The vocabulary (OWL), concept schemes (SKOS), shapes (SHACL) and named queries "
            "(SPARQL) of the data.",
        ),
        Say("プロジェクトが定めた。", "Defined by the project."),
    ),
}
"""Title, description and provenance of the parts of the whole."""
_PARTS_WITH_TEXT: Final = (WHOLE, "plan", "curated")
"""Parts that quote the text of plans, for which the terms of use of that text are told."""


def state_catalog(offered: Offered, iris: Iris) -> Graph:
    """State the catalogue of a release; every node of it has an IRI."""
    made = _Catalog(offered, iris)
    made.catalog()
    made.services()
    made.dataset(WHOLE, offered.publication.title, offered.publication.description)
    for name, (title, description, provenance) in PARTS.items():
        if any(one.dataset == name for one in offered.offers):
            made.part(name, title, description, provenance)
    for issue in offered.issues:
        made.issue(issue)
    described = {one.described_by for one in offered.offers}
    for offer in offered.offers:
        if offer.name in described:
            made.document(offer)
        else:
            made.distribution(offer)
    return made.graph


def distribution_path(offer: Offer) -> str:
    """Give the path of a file's distribution: a point would be read as that of a format."""
    return f"id/dataset/{offer.dataset}/distribution/{offer.name.replace('.', '-')}"


class _Catalog:
    """The graph of a catalogue, while it is being made."""

    def __init__(self, offered: Offered, iris: Iris) -> None:
        self.graph = Graph()
        self._offered = offered
        self._iris = iris
        self._catalog = iris.at(CATALOG)
        self._publication = offered.publication
        self._date = Literal(offered.date, datatype=XSD.date)
        self._day_one()

    def catalog(self) -> None:
        """State the catalogue itself, and of its graph why it stands apart."""
        node, title = self._catalog, self._publication.title
        graph, home = self._iris.graph(GRAPH), self._iris.at("catalog")
        self._add(node, RDF.type, DCAT.Catalog)
        self._say(node, DCTERMS.title, Say(f"{title.ja}（目録）", f"{title.en} (catalogue)"))
        self._say(node, DCTERMS.description, self._publication.description)
        self._published(node)
        self._languages(node)
        self._add(node, FOAF.homepage, home)
        self._add(home, RDF.type, FOAF.Document)
        themes = self._authority("data-theme", "", Say("データの分野", "Data theme"))
        self._add(themes, RDF.type, SKOS.ConceptScheme)
        self._say(themes, DCTERMS.title, Say("データの分野", "Data theme"))
        self._add(node, DCAT.themeTaxonomy, themes)
        for place in self._offered.places:
            self._add(node, DCTERMS.spatial, URIRef(place.iri))
        self._add(graph, RDF.type, PROV.Entity)
        self._say(graph, RDFS.label, Say("データの目録（DCAT）", "the catalogue (DCAT)"))
        self._say(graph, RDFS.comment, _NOTE)
        self._add(graph, DCTERMS.type, self._iris.concept("knowledge", "record"))
        self._add(graph, FOAF.primaryTopic, node)

    def services(self) -> None:
        """State the endpoint and the graph store."""
        told = {
            SPARQL_SERVICE: (
                "sparql",
                Say("SPARQL エンドポイント", "SPARQL endpoint"),
                Say(
                    "すべてのグラフに SPARQL 1.1 で問い合わせる。読み取り専用。",
                    "SPARQL 1.1 queries over all graphs; read-only.",
                ),
            ),
            GRAPH_SERVICE: (
                "rdf-graph-store",
                Say("グラフストア", "Graph store"),
                Say(
                    "名前付きグラフを一つずつ、または全部を合わせて受け取る。読み取り専用。",
                    "Gives named graphs one by one, or the merge of all; read-only.",
                ),
            ),
        }
        for path, (address, title, description) in told.items():
            service = self._iris.at(path)
            self._add(self._catalog, DCAT.service, service)
            self._add(service, RDF.type, DCAT.DataService)
            self._resource(service, title, description)
            self._add(service, DCAT.endpointURL, self._iris.at(address))
            self._add(service, DCAT.endpointDescription, self._iris.at("sparql"))
            self._add(service, DCAT.servesDataset, self._iris.at(DATASET))
            for standard, name in STANDARDS[path]:
                self._standard(service, standard, name)

    def dataset(self, name: str, title: Say, description: Say) -> URIRef:
        """State a data set of the catalogue."""
        node = self._node(name)
        self._add(self._catalog, DCAT.dataset, node)
        self._add(node, RDF.type, DCAT.Dataset)
        self._resource(node, title, description)
        self._add(node, DCTERMS.identifier, Literal(str(node)))
        self._add(node, DCAT_3.version, Literal(self._publication.version))
        self._languages(node)
        self._often(node)
        landing = self._iris.at(f"page/{self._iris.document_path(node)}")
        self._add(node, DCAT.landingPage, landing)
        self._add(landing, RDF.type, FOAF.Document)
        self._standard(node, self._iris.at("ns/mp"), "")
        if name in _PARTS_WITH_TEXT:
            for issue in self._offered.issues:
                self._covers(node, issue)
        return node

    def part(self, name: str, title: Say, description: Say, provenance: Say) -> None:
        """State a part of the whole, and how it came to be."""
        node, whole = self.dataset(name, title, description), self._iris.at(DATASET)
        self._add(node, DCTERMS.isPartOf, whole)
        self._add(whole, DCTERMS.hasPart, node)
        told = URIRef(f"{node}#provenance")
        self._add(node, DCTERMS.provenance, told)
        self._add(told, RDF.type, DCTERMS.ProvenanceStatement)
        self._say(told, RDFS.label, provenance)

    def issue(self, issue: Issue) -> None:
        """State one issue of a plan's table, and the series that it is of."""
        name = f"{issue.title} {issue.document_title}"
        series = self._node(issue.series)
        self._add(series, RDF.type, DCAT_3.DatasetSeries)
        self._resource(
            series,
            Say(f"{name}（発行ごとの系列）", f"{name} (series of its issues)"),
            Say(
                "この進捗表の、発行ごとのデータの系列。分かっている発行だけを載せる。"
                "どれだけの間隔で発行されるかは、原典に記載がない。",
                "The data of this table, issue by issue; only known issues are listed. How often "
                "it is issued is not stated in the source.",
            ),
        )
        self._add(self._catalog, DCAT_3.resource, series)
        self._often(series)
        self._covers(series, issue)
        node = self.dataset(
            issue.dataset,
            Say(f"{name}（{issue.document}）", f"{name} ({issue.document})"),
            Say(
                "進捗表の一つの発行。テキストそのものと、そこに書かれたことだけの RDF。",
                "One issue of the table: its very text, and RDF of only what it states.",
            ),
        )
        self._covers(node, issue)
        self._add(node, DCAT_3.inSeries, series)
        self._add(node, DCTERMS.isPartOf, self._iris.at(DATASET))
        self._add(node, PROV.wasDerivedFrom, self._iris.source(issue.document))
        self._graph_access(node, issue)

    def distribution(self, offer: Offer) -> None:
        """State a file of a data set."""
        node = self._iris.at(distribution_path(offer))
        address = self._iris.at(f"download/{offer.name}")
        self._add(self._node(offer.dataset), DCAT.distribution, node)
        self._distributed(node, offer.title, offer.description)
        self._add(node, DCAT.accessURL, address)
        self._add(node, DCAT.downloadURL, address)
        size = Literal(str(offer.size), datatype=XSD.nonNegativeInteger)
        self._add(node, DCAT.byteSize, size)
        self._checksum(node, offer.sha256)
        self._formats(node, offer)
        if offer.is_source:
            self._languages(node, Language.JA)
            for issue in self._offered.issues:
                if issue.dataset == offer.dataset:
                    self._rights(node, issue)
        else:
            self._languages(node)
            self._add(node, DCTERMS.license, URIRef(self._publication.license))
        for standard in offer.conforms_to:
            self._standard(node, URIRef(standard), "")
        if offer.described_by:
            self._add(node, FOAF.page, self._iris.at(f"download/{offer.described_by}"))

    def document(self, offer: Offer) -> None:
        """State a file that describes others."""
        node = self._iris.at(f"download/{offer.name}")
        self._add(node, RDF.type, FOAF.Document)
        self._say(node, DCTERMS.title, offer.title)
        self._say(node, DCTERMS.description, offer.description)
        size = Literal(str(offer.size), datatype=XSD.nonNegativeInteger)
        self._add(node, DCAT.byteSize, size)
        self._checksum(node, offer.sha256)
        for standard in offer.conforms_to:
            self._standard(node, URIRef(standard), "")

    def _day_one(self) -> None:
        """State what many others refer to: agents, licence, contact, places, languages."""
        publication = self._publication
        for agent, name in (
            (publication.creator, self._offered.creator),
            (publication.published_by, self._offered.publisher),
        ):
            self._add(self._iris.agent(agent), RDF.type, FOAF.Agent)
            self._say(self._iris.agent(agent), FOAF.name, name)
        self._add(URIRef(publication.license), RDF.type, DCTERMS.LicenseDocument)
        for place in self._offered.places:
            self._add(URIRef(place.iri), RDF.type, DCTERMS.Location)
            if place.label:
                self._add(URIRef(place.iri), RDFS.label, Literal(place.label))
        contact = publication.contact
        if contact is not None:
            node = URIRef(f"{self._catalog}#contact")
            self._add(node, RDF.type, VCARD.Kind)
            self._say(node, VCARD.fn, contact.name)
            if contact.email:
                self._add(node, VCARD.hasEmail, URIRef(f"mailto:{contact.email}"))
            if contact.url:
                self._add(node, VCARD.hasURL, URIRef(contact.url))

    def _resource(self, node: URIRef, title: Say, description: Say) -> None:
        """State what data sets, series and services have in common."""
        self._say(node, DCTERMS.title, title)
        self._say(node, DCTERMS.description, description)
        self._published(node)
        if self._publication.contact is not None:
            self._add(node, DCAT.contactPoint, URIRef(f"{self._catalog}#contact"))
        public = self._authority("access-right", "PUBLIC", Say("公開", "public"))
        self._add(public, RDF.type, DCTERMS.RightsStatement)
        self._add(node, DCTERMS.accessRights, public)
        theme = self._authority(
            "data-theme", "GOVE", Say("政府・公共部門", "Government and public sector")
        )
        self._add(theme, RDF.type, SKOS.Concept)
        self._add(node, DCAT.theme, theme)
        for language, words in self._publication.keywords.items():
            for word in words:
                self._add(node, DCAT.keyword, Literal(word, lang=language))

    def _published(self, node: URIRef) -> None:
        publication = self._publication
        self._add(node, DCTERMS.publisher, self._iris.agent(publication.published_by))
        self._add(node, DCTERMS.creator, self._iris.agent(publication.creator))
        self._add(node, DCTERMS.license, URIRef(publication.license))
        self._add(node, DCTERMS.issued, self._date)
        self._add(node, DCTERMS.modified, self._date)

    def _covers(self, node: URIRef, issue: Issue) -> None:
        """State the period of the plan, the place, and the terms of use of its text."""
        period = URIRef(f"{self._node(issue.series)}#period")
        self._add(node, DCTERMS.temporal, period)
        self._add(period, RDF.type, DCTERMS.PeriodOfTime)
        self._add(period, RDFS.label, Literal(issue.printed_period, lang="ja"))
        self._add(period, DCAT.startDate, Literal(issue.first_day, datatype=XSD.date))
        self._add(period, DCAT.endDate, Literal(issue.last_day, datatype=XSD.date))
        for place in self._offered.places:
            self._add(node, DCTERMS.spatial, URIRef(place.iri))
        self._rights(node, issue)

    def _rights(self, node: URIRef, issue: Issue) -> None:
        rights = URIRef(f"{self._node(issue.dataset)}#rights")
        self._add(node, DCTERMS.rights, rights)
        self._add(rights, RDF.type, DCTERMS.RightsStatement)
        self._say(rights, RDFS.label, issue.rights)

    def _often(self, node: URIRef) -> None:
        """State that nobody has said how often this is issued."""
        unknown = self._authority("frequency", "UNKNOWN", Say("不明", "unknown"))
        self._add(unknown, RDF.type, DCTERMS.Frequency)
        self._add(node, DCTERMS.accrualPeriodicity, unknown)

    def _graph_access(self, dataset: URIRef, issue: Issue) -> None:
        """State that the graph of an issue can be had alone from the graph store."""
        node = URIRef(f"{dataset}/distribution/graph")
        graph = f"graph/source/{issue.document}"
        self._add(dataset, DCAT.distribution, node)
        self._distributed(
            node,
            Say("記載だけのグラフ（RDF）", "The graph of what is stated (RDF)"),
            Say(
                "グラフストアから受け取る。形式は Accept か format で選べる。",
                "From the graph store; Accept or format chooses another format.",
            ),
        )
        self._languages(node)
        address = f"rdf-graph-store?graph={graph}&format={TURTLE.name}"
        self._add(node, DCAT.accessURL, self._iris.at(address))
        self._add(node, DCAT.accessService, self._iris.at(GRAPH_SERVICE))
        self._add(node, DCTERMS.license, URIRef(self._publication.license))
        self._file_type(node, TURTLE.media_type)

    def _distributed(self, node: URIRef, title: Say, description: Say) -> None:
        self._add(node, RDF.type, DCAT.Distribution)
        self._say(node, DCTERMS.title, title)
        self._say(node, DCTERMS.description, description)
        self._add(node, DCTERMS.issued, self._date)
        self._add(node, DCTERMS.modified, self._date)

    def _checksum(self, node: URIRef, sha256: str) -> None:
        checksum = URIRef(f"{node}#sha256")
        self._add(node, SPDX.checksum, checksum)
        self._add(checksum, RDF.type, SPDX.Checksum)
        self._add(checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
        self._add(SPDX.checksumAlgorithm_sha256, RDF.type, SPDX.ChecksumAlgorithm)
        self._add(checksum, SPDX.checksumValue, Literal(sha256, datatype=XSD.hexBinary))

    def _formats(self, node: URIRef, offer: Offer) -> None:
        if offer.media_type in FILE_TYPES:
            self._file_type(node, offer.media_type)
        if offer.compression:
            self._media_type(node, DCAT.compressFormat, offer.compression)

    def _file_type(self, node: URIRef, media_type: str) -> None:
        self._media_type(node, DCAT.mediaType, media_type)
        code = FILE_TYPES[media_type]
        form = self._authority("file-type", code, Say(code, code))
        self._add(form, RDF.type, DCTERMS.MediaTypeOrExtent)
        self._add(node, DCTERMS["format"], form)

    def _media_type(self, node: URIRef, predicate: URIRef, media_type: str) -> None:
        iri = URIRef(IANA + media_type)
        self._add(node, predicate, iri)
        self._add(iri, RDF.type, DCTERMS.MediaType)
        self._add(iri, RDFS.label, Literal(media_type))

    def _languages(self, node: URIRef, *languages: Language) -> None:
        names = {Language.JA: Say("日本語", "Japanese"), Language.EN: Say("英語", "English")}
        for language in languages or Language:
            iri = self._authority("language", LANGUAGES[language], names[language])
            self._add(iri, RDF.type, DCTERMS.LinguisticSystem)
            self._add(node, DCTERMS.language, iri)

    def _standard(self, node: URIRef, standard: str, title: str) -> None:
        iri = URIRef(standard)
        self._add(node, DCTERMS.conformsTo, iri)
        self._add(iri, RDF.type, DCTERMS.Standard)
        if title:
            self._add(iri, RDFS.label, Literal(title))

    def _authority(self, scheme: str, code: str, label: Say) -> URIRef:
        """Give a term of a list of the Publications Office of the EU (or the list), with a name."""
        space = URIRef(AUTHORITY + scheme)
        if not code:
            return space
        iri = URIRef(f"{space}/{code}")
        self._add(iri, SKOS.inScheme, space)
        self._say(iri, SKOS.prefLabel, label)
        return iri

    def _node(self, name: str) -> URIRef:
        return self._iris.at(f"id/dataset/{name}")

    def _add(self, subject: URIRef, predicate: URIRef, value: Node) -> None:
        self.graph.add((subject, predicate, value))

    def _say(self, subject: URIRef, predicate: URIRef, say: Say) -> None:
        self._add(subject, predicate, Literal(say.ja, lang="ja"))
        self._add(subject, predicate, Literal(say.en, lang="en"))
