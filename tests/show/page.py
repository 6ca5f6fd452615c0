"""HTML to what tests ask of a page: its links, its anchors, its languages, and what is wrong with its form."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Self

VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"})
ADDRESSES = frozenset({"href", "src", "action", "cite"})


@dataclass(frozen=True)
class Run:
    """A run of text on a page."""

    text: str
    """The characters."""
    language: str
    """The language that it is marked as."""
    within: tuple[str, ...]
    """The elements around it, the outermost first."""


@dataclass
class Page(HTMLParser):
    """A page, taken apart."""

    links: list[str] = field(default_factory=list)
    """Every address that it names."""
    ids: list[str] = field(default_factory=list)
    """Every id."""
    elements: list[str] = field(default_factory=list)
    """The name of every element, in order."""
    attributes: list[dict[str, str]] = field(default_factory=list)
    """The attributes of every element, in order."""
    runs: list[Run] = field(default_factory=list)
    """Its text."""
    faults: list[str] = field(default_factory=list)
    """Elements that are not closed, or closed out of order."""
    language: str = ""
    """Its language."""
    _open: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Start the parser."""
        super().__init__()

    @classmethod
    def read(cls, html: str) -> Self:
        """Read a whole page."""
        page = cls()
        page.feed(html)
        page.close()
        page.faults += [f"<{name}> stays open" for name, _ in page._open]
        return page

    @property
    def text(self) -> str:
        """All its text."""
        return "".join(run.text for run in self.runs)

    def heading(self, level: str = "h1") -> str:
        """Give the text of the headings of a level."""
        return "".join(run.text for run in self.runs if level in run.within).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element."""
        found = {name: value or "" for name, value in attrs}
        if len(found) != len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        self.elements.append(tag)
        self.attributes.append(found)
        self.links += [value for name, value in found.items() if name in ADDRESSES]
        if "id" in found:
            self.ids.append(found["id"])
        language = found.get("lang", self._open[-1][1] if self._open else "")
        if tag == "html":
            self.language = language
        if tag not in VOID:
            self._open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        if not self._open or self._open[-1][0] != tag:
            self.faults.append(f"</{tag}> closes {self._open[-1:]}")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        """Take a run of text."""
        language = self._open[-1][1] if self._open else ""
        self.runs.append(Run(data, language, tuple(name for name, _ in self._open)))
