"""A release to the ways in which others cite it: as text, BibTeX, RIS and CSL-JSON."""

import json
from dataclasses import dataclass
from typing import Final

from kameoka_graph.formats import Carries, Format

BIBTEX: Final = Format("bib", "application/x-bibtex", "BibTeX", Carries.PAGE)
RIS: Final = Format("ris", "application/x-research-info-systems", "RIS", Carries.PAGE)
CSL: Final = Format("csl", "application/vnd.citationstyles.csl+json", "CSL-JSON", Carries.PAGE)
CITATIONS: Final = (BIBTEX, RIS, CSL)
"""What programs that keep references read."""
_ESCAPED: Final = {char: f"\\{char}" for char in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True, slots=True)
class Citation:
    """What a citation says of a data set."""

    title: str
    """Its title."""
    author: str
    """Who made it."""
    version: str
    """Its version, with the name of the release."""
    date: str
    """Date of the release, e.g. 2026-11-22."""
    iri: str
    """Its IRI."""
    license: str
    """The licence of what the publisher made."""

    def text(self) -> str:
        """Give it as a sentence for people."""
        return f"{self.author} ({self.date[:4]}). {self.title}. {self.version}. {self.iri}"


def write_citation(citation: Citation, form: Format) -> bytes:
    """Write a citation in one of `CITATIONS`."""
    return {BIBTEX: _bibtex, RIS: _ris, CSL: _csl}[form](citation).encode()


def _bibtex(citation: Citation) -> str:
    year, month, _ = citation.date.split("-")
    fields = {
        "title": f"{{{_tex(citation.title)}}}",
        "author": f"{{{_tex(citation.author)}}}",
        "year": year,
        "month": str(int(month)),
        "version": _tex(citation.version),
        "url": citation.iri,
        "note": f"License: {citation.license}",
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{kameoka_graph_{citation.date.replace('-', '')},\n{lines}}}\n"


def _tex(text: str) -> str:
    return "".join(_ESCAPED.get(char, char) for char in text)


def _ris(citation: Citation) -> str:
    year, month, day = citation.date.split("-")
    lines = (
        ("TY", "DATA"),
        ("TI", citation.title),
        ("AU", citation.author),
        ("PY", year),
        ("DA", f"{year}/{month}/{day}"),
        ("ET", citation.version),
        ("UR", citation.iri),
        ("C1", citation.license),
        ("ER", ""),
    )
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in lines)


def _line(text: str) -> str:
    """Give a text as one line: a line break would begin another field."""
    return " ".join(text.split())


def _csl(citation: Citation) -> str:
    item = {
        "id": citation.iri,
        "type": "dataset",
        "title": citation.title,
        "author": [{"literal": citation.author}],
        "issued": {"date-parts": [[int(part) for part in citation.date.split("-")]]},
        "version": citation.version,
        "URL": citation.iri,
        "note": citation.license,
    }
    return json.dumps([item], ensure_ascii=False, indent=1) + "\n"
