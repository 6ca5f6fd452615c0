"""What went wrong with a request to one answer: a status and a sentence, as page, JSON or text."""

import json
from dataclasses import dataclass, field
from http import HTTPStatus

from kameoka_graph.ask.naming import Name
from kameoka_graph.formats import Carries, Format
from kameoka_graph.say import Language, Say, excerpt

PROBLEM = Format(
    "problem", "application/problem+json", "problem details", Carries.PAGE, ("application/json",)
)
"""Problem details for HTTP APIs, RFC 9457."""


@dataclass(frozen=True, slots=True)
class Onward:
    """Where to go on from an address at which there is nothing."""

    above: tuple[Name, ...] = ()
    """What there is above it, the nearest first."""
    similar: tuple[Name, ...] = ()
    """What is called like it."""
    replaced: tuple[Name, ...] = ()
    """What is in its place now."""
    search: str = ""
    """Path of the search for its words."""
    words: str = ""
    """These words."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One answer that is not the document asked for."""

    status: HTTPStatus
    """E.g. 404."""
    title: Say
    """What happened, in a few words."""
    detail: Say
    """What was read, what was expected, what to do."""
    formats: tuple[Format, ...] = ()
    """What could be had instead, for 406."""
    headers: dict[str, str] = field(default_factory=dict)
    """Headers that belong to it, such as Retry-After."""
    onward: Onward = Onward()
    """Where to go on."""

    def problem(self) -> bytes:
        """Write it as problem details, in Japanese with the English beside it."""
        document: dict[str, object] = {
            "type": "about:blank",
            "status": self.status.value,
            "title": self.title.en,
            "title_ja": self.title.ja,
            "detail": self.detail.en,
            "detail_ja": self.detail.ja,
        }
        if self.formats:
            document["available"] = [form.media_type for form in self.formats]
        for member, names in (
            ("replaced_by", self.onward.replaced),
            ("above", self.onward.above),
            ("similar", self.onward.similar),
        ):
            if names:
                document[member] = [name.iri for name in names]
        return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()

    def text(self, language: Language) -> bytes:
        """Write it as plain text, with the formats there are, if that was the question."""
        lines = [f"{self.status.value} {self.title.to(language)}", self.detail.to(language)]
        lines += [f"  {form.media_type} ({form.name})" for form in self.formats]
        onward = self.onward
        lines += [f"  {one.iri}" for one in (*onward.replaced, *onward.above, *onward.similar)]
        return ("\n".join(lines) + "\n").encode()


def not_found(path: str) -> Fault:
    """Say that there is nothing at an address."""
    shown = excerpt(path, 200)
    return Fault(
        HTTPStatus.NOT_FOUND,
        Say("見つかりません", "Not found"),
        Say(
            f"「{shown}」に当たるものは、このデータにありません。"
            "表紙から計画をたどるか、アドレスを確かめてください。",
            f"There is nothing at “{shown}” in this data. "
            "Start from the front page, or check the address.",
        ),
    )


def not_acceptable(formats: tuple[Format, ...]) -> Fault:
    """Say that none of the formats there are was accepted, and list them."""
    names = ", ".join(form.media_type for form in formats)
    return Fault(
        HTTPStatus.NOT_ACCEPTABLE,
        Say("その形式はありません", "No such format"),
        Say(
            f"Accept で求められた形式はありません。次の形式があります: {names}",
            f"None of the formats in Accept is to be had. There are: {names}",
        ),
        formats,
    )


def unknown_format(name: str, formats: tuple[Format, ...]) -> Fault:
    """Say that `?format=` names no format, and list those there are."""
    names = ", ".join(form.name for form in formats)
    return Fault(
        HTTPStatus.BAD_REQUEST,
        Say("format の指定が正しくありません", "Unknown format"),
        Say(
            f"format={name} という形式はありません。{names} のどれかを指定してください。",
            f"There is no format={name}; there are {names}.",
        ),
        formats,
    )


def broken() -> Fault:
    """Say that the program itself failed; what failed is for the operator's record only."""
    return Fault(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        Say("内部の誤り", "Internal error"),
        Say(
            "サーバーの中で誤りが起きました。運営者の記録に残っています。",
            "The server made an error. Its operator has a record of it.",
        ),
    )
