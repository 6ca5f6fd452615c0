"""A client that walks a site as a browser or a search engine would: by its links, over HTTP."""

import http.client
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit

THREADS: Final = 4
"""Requests at a time."""
HOPS: Final = 5
"""Redirects that are followed one after another."""
SERVICES: Final = ("/sparql", "/rdf-graph-store")
"""Where a client may have only a few questions open at a time."""
LANGUAGE: Final = "ja"
"""The language of whoever names none: an address with `lang=ja` and one without are one document."""
LINKS: Final = {"a": "href", "link": "href", "img": "src", "script": "src", "use": "href"}
"""Elements that lead elsewhere, and the attribute that says where."""
SAFE: Final = "/#?=&,;:@!$'()*+%"
"""What stands in an address as it is."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a page."""

    address: str
    """Where it leads, as a path of the site with its query, percent-encoded, without a fragment."""
    fragment: str = ""
    """The place in there, percent-decoded."""
    element: str = "a"
    """The element, e.g. `link`."""
    rel: frozenset[str] = frozenset()
    """Its relations, e.g. `canonical`."""
    type: str = ""
    """The media type that it promises."""
    language: str = ""
    """The language that it promises (`hreflang`)."""


@dataclass(slots=True)
class Answer:
    """What came back for an address."""

    address: str
    """The address that was asked for."""
    status: int = 0
    """The status; 0 before there is an answer."""
    media_type: str = ""
    """The media type of the body."""
    language: str = ""
    """Its language (`Content-Language`)."""
    leads: str = ""
    """Where a redirect leads on the site."""
    page: "Page | None" = None
    """The page, where it is one."""


class Page(HTMLParser):
    """What a page says of itself, and where it leads."""

    def __init__(self, html: str, address: str, base: str) -> None:
        """Read the page at `address` of the site that publishes under the IRI `base`."""
        super().__init__()
        self.language = ""
        self.titles = 0
        self.title = ""
        self.headings: list[str] = []
        self.landmarks: list[str] = []
        self.ids: list[str] = []
        self._address, self._base = address, base
        self._in_body, self._inside = False, ""
        self._form: tuple[str, list[tuple[str, str]]] | None = None
        self._control = ""
        self.links = [Link(address, element="text") for address in sorted(set(_own(html, base)))]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        told = {name: value or "" for name, value in attrs}
        if "id" in told:
            self.ids.append(told["id"])
        if tag in LINKS and LINKS[tag] in told:
            self._link(tag, told)
        note = getattr(self, f"_start_{tag}", None)
        if note is not None:
            note(told)
        elif tag in {"main", "header", "footer", "nav"}:
            self.landmarks.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note the end of an element."""
        if tag == self._inside:
            self._inside = ""
        if tag == "form" and self._form is not None:
            action, fields = self._form
            query = urlencode(fields)
            self._add(f"{action}?{query}" if query else action, Link("", element="form"))
            self._form = None
        if tag in {"textarea", "select"}:
            self._control = ""

    def handle_data(self, data: str) -> None:
        """Note the text of what is of interest."""
        if self._inside == "title":
            self.title += data
        elif self._inside == "h1":
            self.headings[-1] += data
        elif self._control and self._form is not None and self.lasttag == "textarea":
            self._form[1].append((self._control, data))

    def _start_html(self, told: Mapping[str, str]) -> None:
        self.language = told.get("lang", "")

    def _start_title(self, _: Mapping[str, str]) -> None:
        if not self._in_body:  # a picture in the page has titles as well
            self._inside, self.titles = "title", self.titles + 1

    def _start_body(self, _: Mapping[str, str]) -> None:
        self._in_body = True

    def _start_h1(self, _: Mapping[str, str]) -> None:
        self._inside = "h1"
        self.headings.append("")

    def _start_form(self, told: Mapping[str, str]) -> None:
        if told.get("method", "get").lower() == "get":
            self._form = (told.get("action", ""), [])

    def _start_input(self, told: Mapping[str, str]) -> None:
        if self._form is not None and "name" in told:
            self._form[1].append((told["name"], told.get("value", "")))

    def _start_select(self, told: Mapping[str, str]) -> None:
        self._control = told.get("name", "")

    def _start_textarea(self, told: Mapping[str, str]) -> None:
        self._control = told.get("name", "")

    def _start_option(self, told: Mapping[str, str]) -> None:
        """Take the first choice, or the one that is made."""
        if self._form is None or not self._control:
            return
        chosen = [one for one in self._form[1] if one[0] == self._control]
        if not chosen or "selected" in told:
            kept = [one for one in self._form[1] if one[0] != self._control]
            self._form[1][:] = [*kept, (self._control, told.get("value", ""))]

    def _link(self, tag: str, told: Mapping[str, str]) -> None:
        as_told = Link(
            "",
            element=tag,
            rel=frozenset(told.get("rel", "").lower().split()),
            type=told.get("type", ""),
            language=told.get("hreflang", ""),
        )
        self._add(told[LINKS[tag]], as_told)

    def _add(self, address: str, told: Link) -> None:
        """Add a link, if it leads to the site itself."""
        whole = urljoin(f"{self._base}{self._address}", address)
        if whole.startswith(f"{self._base}/") or whole == self._base:
            path, _, fragment = whole.removeprefix(self._base).partition("#")
            self.links.append(
                Link(
                    quote(path or "/", safe=SAFE),
                    unquote(fragment),
                    told.element,
                    told.rel,
                    told.type,
                    told.language,
                )
            )


def _own(html: str, base: str) -> Iterator[str]:
    """Find the own IRIs that a page writes out in full, wherever in it; without their fragment."""
    for found in re.finditer(re.escape(base) + r"/[^\s\"'<>\\^`{|}()&\u3000-\uffff]*", html):
        iri = found[0].rstrip(".,;:")
        yield quote(iri.partition("#")[0].removeprefix(base), safe=SAFE)


def same(address: str) -> str:
    """Give the address that stands for a document: its parameters in order, without Japanese."""
    path, _, query = address.partition("?")
    told = sorted(parse_qsl(query, keep_blank_values=True))
    kept = urlencode([one for one in told if one != ("lang", LANGUAGE)])
    return f"{path}?{kept}" if kept else path


def parameters(address: str) -> Mapping[str, str]:
    """Give the parameters of an address, but for the language."""
    told = parse_qsl(urlsplit(address).query, keep_blank_values=True)
    return {name: value for name, value in told if name != "lang"}


@dataclass
class Crawl:
    """What was found by following links from some addresses on."""

    port: int
    """The port of the server on this machine."""
    base: str
    """The base of its IRIs."""
    follows: Callable[[Answer, Link], bool]
    """Tells whether a link of a page is followed."""
    answers: dict[str, Answer] = field(default_factory=dict)
    """What every address gave."""
    _local: threading.local = field(default_factory=threading.local)
    _opened: list[http.client.HTTPConnection] = field(default_factory=list)
    _service: threading.Lock = field(default_factory=threading.Lock)

    def walk(self, starts: Iterable[str]) -> None:
        """Follow links from some addresses until there is nothing new."""
        with ThreadPoolExecutor(THREADS) as threads:
            asked: set[Future[Answer]] = set()

            def ask(addresses: Iterable[str]) -> None:
                for address in map(same, addresses):
                    if address not in self.answers:
                        self.answers[address] = Answer(address)
                        asked.add(threads.submit(self._get, address))

            ask(starts)
            while asked:
                done, _ = wait(asked, return_when=FIRST_COMPLETED)
                asked -= done
                for one in done:
                    answer = one.result()
                    self.answers[answer.address] = answer
                    ask(self._onward(answer))
        while self._opened:
            self._opened.pop().close()

    def pages(self) -> Sequence[tuple[Answer, "Page"]]:
        """Give what is a page, by address."""
        found = (self.answers[address] for address in sorted(self.answers))
        return tuple((one, one.page) for one in found if one.page is not None)

    def at(self, address: str) -> Answer:
        """Give what an address gave in the end, after redirects; status 0 if it was not asked."""
        found = Answer(address)
        for _ in range(HOPS):
            found = self.answers.get(same(address), Answer(address))
            if not found.leads:
                break
            address = found.leads
        return found

    def _onward(self, answer: Answer) -> Iterator[str]:
        if answer.leads:
            yield answer.leads
        if answer.page is not None:
            yield from (link.address for link in answer.page.links if self.follows(answer, link))

    def _get(self, address: str) -> Answer:
        status, headers, body = self._exchange(address)
        answer = Answer(address, status)
        answer.media_type = headers.get_content_type()
        answer.language = headers.get("Content-Language", "")
        location = headers.get("Location", "")
        if location:
            whole = urljoin(f"{self.base}{address}", location)
            assert whole.startswith(f"{self.base}/"), (address, location)
            answer.leads = same(whole.removeprefix(self.base).partition("#")[0])
        elif answer.media_type == "text/html":
            answer.page = Page(body.decode(), address, self.base)
        return answer

    def _exchange(self, address: str) -> tuple[int, http.client.HTTPMessage, bytes]:
        if address.startswith(SERVICES):
            with self._service:
                return self._request(address)
        return self._request(address)

    def _request(self, address: str) -> tuple[int, http.client.HTTPMessage, bytes]:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=90)
            self._local.connection = connection
            self._opened.append(connection)
        wanted = {"Accept": "text/html, */*;q=0.1", "Accept-Language": LANGUAGE}
        connection.request("GET", address, headers=wanted)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
