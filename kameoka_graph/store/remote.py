"""Any SPARQL 1.1 endpoint behind the same interface, through SPARQLWrapper."""

import json
from collections.abc import Mapping, Sequence
from http.client import HTTPException
from typing import Final
from urllib.error import HTTPError

from SPARQLWrapper import POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, SPARQLWrapperException

from kameoka_graph.formats import NTRIPLES, RESULTS_JSON, Format, by_name
from kameoka_graph.say import Say, excerpt
from kameoka_graph.store.answer import (
    LANG_STRING,
    XSD_STRING,
    BadQueryError,
    Blank,
    Iri,
    Rows,
    StoreUnreachableError,
    Term,
    Text,
    Triple,
    written,
)
from kameoka_graph.store.syntax import read_nquads

TIMEOUT: Final = 60
"""Seconds to wait for an endpoint."""
UPDATE: Final = "an update; only queries are sent"
"""What is told of an update."""


class Remote:
    """A `Store` behind the address of a SPARQL endpoint."""

    def __init__(self, address: str, *, base: str = "", timeout: int = TIMEOUT) -> None:
        """Stand before the endpoint at `address`, and wait `timeout` seconds for an answer.

        With `base`, relative IRIs of queries are resolved against it.
        """
        self.address = address
        self._head = f"BASE {written(Iri(base))}\n" if base else ""
        self._timeout = timeout

    def select(self, query: str) -> Rows:
        """Answer a SELECT (or an ASK, as one row of one column `ask`)."""
        _, body = self.answer(query, [RESULTS_JSON])
        try:
            return read_results(body)
        except (ValueError, KeyError, TypeError) as error:
            detail = f"SPARQL Query Results JSON: {error!r}"
            raise self._unreachable(excerpt(detail, 400)) from error

    def construct(self, query: str) -> tuple[Triple, ...]:
        """Answer a CONSTRUCT or DESCRIBE."""
        _, body = self.answer(query, [NTRIPLES])
        return tuple((s, p, o) for s, p, o, _ in read_nquads(body))

    def answer(self, query: str, formats: Sequence[Format]) -> tuple[Format, bytes]:
        """Ask for `formats` in this order, and give what came, by its Content-Type."""
        wrapper = SPARQLWrapper(self.address)
        wrapper.setMethod(POST)
        wrapper.setTimeout(self._timeout)
        wrapper.setQuery(self._head + query)
        if wrapper.isSparqlUpdateRequest():
            raise BadQueryError(UPDATE)
        wrapper.setOnlyConneg(True)  # else it also sends format=xml, which some endpoints obey
        wrapper.addCustomHttpHeader("Accept", _accept(formats))
        try:
            with wrapper.query().response as response:
                body = response.read()
                content_type = response.headers.get("Content-Type", "").partition(";")[0]
        except QueryBadFormed as error:
            _close(error)
            raise BadQueryError(excerpt(str(error), 400)) from None
        except (SPARQLWrapperException, HTTPException, OSError) as error:
            _close(error)
            raise self._unreachable(excerpt(str(error), 400)) from error
        form = by_name(content_type, tuple(formats))
        if form is None:
            detail = f"Content-Type: {content_type}"
            raise self._unreachable(detail)
        return form, body

    def _unreachable(self, detail: str) -> StoreUnreachableError:
        return StoreUnreachableError(
            Say(
                f"{self.address}: エンドポイントから答えを得られません（{detail}）。",
                f"{self.address}: the endpoint gives no answer that can be used ({detail}).",
            )
        )


def _close(error: Exception) -> None:
    """Close the connection that a refusal came by, which SPARQLWrapper leaves open."""
    for one in (error, error.__context__):
        if isinstance(one, HTTPError):
            one.close()


def read_results(body: bytes) -> Rows:
    """Read SPARQL 1.1 Query Results JSON (https://www.w3.org/TR/sparql11-results-json/)."""
    document = json.loads(body)
    if "boolean" in document:
        value = "true" if document["boolean"] else "false"
        return Rows(
            ("ask",), ((Text(value, datatype="http://www.w3.org/2001/XMLSchema#boolean"),),)
        )
    variables = tuple(document["head"]["vars"])
    return Rows(
        variables,
        tuple(
            tuple(_term(binding[name]) if name in binding else None for name in variables)
            for binding in document["results"]["bindings"]
        ),
    )


def _term(binding: Mapping[str, str]) -> Term:
    if binding["type"] == "uri":
        return Iri(binding["value"])
    if binding["type"] == "bnode":
        return Blank(binding["value"])
    language = binding.get("xml:lang", "").lower()
    return Text(
        binding["value"], language, LANG_STRING if language else binding.get("datatype", XSD_STRING)
    )


def _accept(formats: Sequence[Format]) -> str:
    weights = [max(1000 - 50 * n, 50) / 1000 for n in range(len(formats))]
    return ", ".join(
        f"{form.media_type};q={weight:g}" for form, weight in zip(formats, weights, strict=True)
    )
