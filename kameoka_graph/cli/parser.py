"""The words of a command line to options: argparse, speaking the language chosen throughout."""

import argparse
import re
import sys
from collections.abc import Iterable
from typing import Any, Final, NoReturn

from kameoka_graph.say import Language, Say

USAGE: Final = Say("使い方: ", "usage: ")
_CHOICES: Final = re.compile(r"invalid choice: (.+?) \(choose from (.+)\)")
_COMPLAINTS: Final = (
    (re.compile(r"argument (.+?): (.+)"), "{0}: {1}"),
    (re.compile(r"the following arguments are required: (.+)"), "必要な引数がありません: {0}"),
    (re.compile(r"unrecognized arguments: (.+)"), "知らない引数です: {0}"),
    (re.compile(r"expected one argument"), "値が1つ必要です"),
    (_CHOICES, "{0} は選べません（選べるもの: {1}）"),
    (re.compile(r"ignored explicit argument (.+)"), "値は付けられません: {0}"),
)
"""What argparse says of the arguments that our commands take, and the same in Japanese."""


class JapaneseHelp(argparse.HelpFormatter):
    """Writes help with the Japanese word for usage."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Add the line of usage."""
        super().add_usage(usage, actions, groups, USAGE.ja if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An argument parser in one language."""

    def __init__(self, language: Language, prog: str, purpose: Say, **settings: Any) -> None:
        """Start with an option for help and nothing else; `settings` are argparse's own."""
        super().__init__(
            prog=prog,
            description=purpose.to(language),
            formatter_class=JapaneseHelp if language is Language.JA else argparse.HelpFormatter,
            add_help=False,
            allow_abbrev=False,
            **settings,
        )
        self._language = language
        self._places = self.add_argument_group(self.to(Say("引数", "arguments")))
        self._choices = self.add_argument_group(self.to(Say("オプション", "options")))
        self.take("-h", "--help", action="help", say=Say("この説明を表示する", "show this help"))

    def to(self, say: Say) -> str:
        """Give a sentence in the parser's language, as argparse wants it written in help."""
        return say.to(self._language).replace("%", "%%")

    def take(self, *names: str, say: Say, **settings: Any) -> None:
        """Take an option, or an argument by its place, that `say` explains."""
        group = self._choices if names[0].startswith("-") else self._places
        group.add_argument(*names, help=self.to(say), **settings)

    def error(self, message: str) -> NoReturn:
        """Print the usage and what is wrong, and exit with status 2."""
        self.print_usage(sys.stderr)
        say = Say(
            f"引数の誤り: {in_japanese(message)}（{self.prog} --help で使い方を表示）",
            f"error: {message} ({self.prog} --help shows the usage)",
        )
        self.exit(2, f"{say.to(self._language)}\n")


def in_japanese(complaint: str) -> str:
    """Say in Japanese what argparse says; what is not known here stays as it is."""
    for form, sentence in _COMPLAINTS:
        found = form.fullmatch(complaint)
        if found is not None:
            return sentence.format(*(in_japanese(part) for part in found.groups()))
    return complaint
