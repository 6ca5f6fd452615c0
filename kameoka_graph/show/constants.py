"""Messages without variables to their translations, once for a template and not for each page.

A page has some hundred messages that are the same on every page. Jinja asks the catalogue for each
of them whenever a page is written; here the compiler of templates sees the translation instead, and
makes one text of it and of the marks around it.
"""

from collections.abc import Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

MESSAGE = ("name", "lparen", "string", "rparen")
"""The tokens of a message without variables: `_("…")`."""


class ConstantMessages(Extension):
    """Replaces such messages by their translations in the environment's `catalogue`."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Yield the tokens of a template, with `("…"|safe)` for `_("…")`.

        A message is markup, as with Jinja's own `_`, and `%%` in it is a per cent sign.
        """
        tokens, at = list(stream), 0
        while at < len(tokens):
            found = tokens[at : at + len(MESSAGE)]
            if tuple(one.type for one in found) == MESSAGE and found[0].value == "_":
                yield from self._translated(found[2])
                at += len(MESSAGE)
            else:
                yield tokens[at]
                at += 1

    def _translated(self, message: Token) -> Iterator[Token]:
        line, text = message.lineno, self.environment.catalogue.gettext(message.value)  # type: ignore[attr-defined]  # given by whoever makes the environment
        yield Token(line, "lparen", "(")
        yield Token(line, "string", str(Markup(text) % {}))  # noqa: S704 - our own catalogue
        yield Token(line, "pipe", "|")
        yield Token(line, "name", "safe")
        yield Token(line, "rparen", ")")
