"""A path and a reader to a document, for the live site and for files alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kameoka_graph.formats import Format, by_name
from kameoka_graph.show.edition import Edition, Reader
from kameoka_graph.show.families.table import FAMILIES
from kameoka_graph.show.family import Family, Outcome, Wanted


@dataclass(frozen=True, slots=True)
class Place:
    """Where a path leads."""

    family: Family
    """The family of its document."""
    rest: str
    """What follows the start of the family, without a suffix."""
    form: Format | None
    """The format that its suffix names, if it has one."""


class Documents:
    """All documents of one release."""

    def __init__(self, edition: Edition, families: Sequence[Family] = FAMILIES) -> None:
        """Write of `edition` what `families` say."""
        self.edition = edition
        self._families = tuple(families)
        self._singles = {one.start: one for one in families if one.single}
        self._spaces = {one.start: one for one in families if not one.single}

    def place(self, path: str) -> Place | None:
        """Find the family of a path (without its first slash); None where none has it."""
        single = self._singles.get(path)
        if single is not None:
            return Place(single, "", None)
        start, slash, rest = path.partition("/")
        family = self._spaces.get(start + slash)
        if family is not None:
            stem, form = split_suffix(rest, family.formats)
            return Place(family, stem, form) if rest and rest[0] != "/" else None
        return self._with_suffix(path)

    def write(
        self,
        place: Place,
        form: Format,
        reader: Reader,
        parameters: Mapping[str, str] | None = None,
    ) -> Outcome:
        """Write the document of a place in a format; None where there is no such document."""
        wanted = Wanted(place.rest, form, reader, parameters or {})
        return place.family.write(self.edition, wanted)

    def at(self, path: str, reader: Reader, parameters: Mapping[str, str] | None = None) -> Outcome:
        """Write the document of a path, in the format of its suffix or the family's first."""
        place = self.place(path)
        if place is None:
            return None
        return self.write(place, place.form or place.family.formats[0], reader, parameters)

    def paths(self) -> Iterable[str]:
        """Give the path of every document that stands for itself, without suffixes."""
        for family in self._families:
            for rest in family.rests(self.edition):
                yield family.start + rest

    def _with_suffix(self, path: str) -> Place | None:
        for start, family in self._singles.items():
            stem, form = split_suffix(path, family.formats)
            if form is not None and stem == start:
                return Place(family, "", form)
        return None


def split_suffix(path: str, formats: Sequence[Format]) -> tuple[str, Format | None]:
    """Split `x.ttl` into `x` and Turtle; a path without a suffix of `formats` is left whole."""
    stem, dot, suffix = path.rpartition(".")
    form = by_name(suffix, tuple(formats)) if dot else None
    return (path, None) if form is None or form.name != suffix else (stem, form)
