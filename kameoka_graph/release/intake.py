"""Tables that came in to the data folder, all of them or nothing.

The new files are written into a copy of the data folder; that is read, stated and checked as a
build does, its tables are held against what came in, and only then the files are put in place, one
by one, by renaming. A list of them is written before the first and taken away after the last, so
that an import that was cut off is finished by the next command that reads the data.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from rdflib import URIRef
from rdflib.namespace import SKOS

from kameoka_graph.exchange.asked import ask
from kameoka_graph.exchange.definition import TABLES
from kameoka_graph.exchange.differences import cells_by_id, differences, same
from kameoka_graph.exchange.intake import (
    Change,
    Deed,
    PlanChange,
    PlanNow,
    Wishes,
    change_plan,
    folder_name,
    plan_ids,
)
from kameoka_graph.exchange.ledger import SET_ASIDE
from kameoka_graph.exchange.rows import fill
from kameoka_graph.exchange.sharing import OF_PLAN, share, share_filled
from kameoka_graph.exchange.table import Filled
from kameoka_graph.exchange.taking import Intake
from kameoka_graph.read.curation import read_curation
from kameoka_graph.read.data_folder import CURATED
from kameoka_graph.read.plan_folder import PlanFolder, read_plan_folders
from kameoka_graph.read.table import CellError
from kameoka_graph.release.assembly import Assembly, Inputs, Progress, assemble
from kameoka_graph.say import Say, ToldError
from kameoka_graph.state.iris import Iris
from kameoka_graph.state.vocabulary import load_vocabulary
from kameoka_graph.store.embedded import Embedded

STAGE: Final = ".importing"
"""The folder, in the data folder, in which an import is prepared."""
COMMIT: Final = "commit.json"
"""The list of files to put in place; once it is there, they will be."""
_PROCESS: Final = "process"
_NEW: Final = "new"
_ANY_BASE: Final = Iris("http://127.0.0.1")
_SCHEMES: Final = ("activity-kind", "status")


class ImportRunningError(ToldError, RuntimeError):
    """Another import into the same data folder is at work."""


class NotAsWishedError(ToldError, ValueError):
    """The new data do not say what the tables say, which is a mistake of the program."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What an import would do."""

    files: Mapping[str, str]
    """New texts by path below the data folder."""
    plans: tuple[PlanChange, ...]
    """What happens to each plan."""
    wrong: tuple[CellError, ...]
    """What cannot be taken."""

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes."""
        return tuple(change for plan in self.plans for change in plan.changes)

    @property
    def unsure(self) -> tuple[Say, ...]:
        """What a person has to decide."""
        return tuple(say for plan in self.plans for say in plan.unsure)

    @property
    def notes(self) -> tuple[Say, ...]:
        """What was left out."""
        return tuple(say for plan in self.plans for say in plan.notes)


def prepare(
    inputs: Inputs,
    intake: Intake,
    wishes: Wishes,
    progress: Progress = lambda say: None,
    tables: tuple[Filled, ...] | None = None,
) -> Prepared:
    """Work out what tables change in the data; nothing is written.

    `tables` are those that the data give now, where they are at hand; else they are made.
    Raises what reading and stating the data as they are now raises.
    """
    folders = _folders(inputs.data)
    tables = _tables(inputs, folders, progress) if tables is None else tables
    ids = {_plan_id(folder): folder for folder in folders}
    plans = (*ids, *(one for one in plan_ids(intake) if one not in _known(tables)))
    progress(Say("表を今のデータと比べています", "holding the tables against the data"))
    names = _names(tables)
    concepts = concept_names(inputs.ontology)
    codes = {name: code for scheme in concepts.values() for name, code in scheme.items()}
    changes = [
        change_plan(
            _now(plan, ids.get(plan), names, codes), rows, share_filled(tables, plan, plans), wishes
        )
        for plan, rows in share(intake, plans).items()
    ]
    found = (one for change in changes for one in change.wrong)
    wrong = (*intake.wrong, *found, *_strays(intake, plans))
    files = {
        f"plans/{_folder(ids.get(change.prefix), change.prefix)}/{path}": text
        for change in changes
        for path, text in change.files.items()
    }
    return Prepared({} if wrong else files, tuple(changes), wrong)


def carry_out(
    inputs: Inputs,
    intake: Intake,
    prepared: Prepared,
    progress: Progress = lambda say: None,
    put: Callable[[Path, Path], None] = os.replace,
) -> None:
    """Put the new files in place, after making sure of them in a copy of the data folder.

    Raises `ImportRunningError`, `NotAsWishedError`, and what a build raises for data that do not
    hold; nothing is changed then.
    """
    finish(inputs.data)
    stage = _stage(inputs.data)
    try:
        copy = stage / "data"
        shutil.copytree(inputs.data, copy, ignore=shutil.ignore_patterns(STAGE))
        for path, text in prepared.files.items():
            _write(copy / path, text)
        tried = assemble(replace(inputs, data=copy, register=False), progress)
        tried.report.must_hold()
        _must_say(tried, intake, prepared)
        for path, text in prepared.files.items():
            _write(stage / _NEW / path, text)
        _write(stage / f"{COMMIT}.new", json.dumps(sorted(prepared.files)))
    except BaseException:
        shutil.rmtree(stage, ignore_errors=True)
        raise
    _put_all(inputs.data, stage, put)


def _put_all(data: Path, stage: Path, put: Callable[[Path, Path], None]) -> None:
    """Put the prepared files in place; where that fails, everything is as it was before."""
    before = {path: _bytes(data / path) for path in _listed(stage / f"{COMMIT}.new")}
    (stage / f"{COMMIT}.new").replace(stage / COMMIT)
    try:
        for path in before:
            (data / path).parent.mkdir(parents=True, exist_ok=True)
            put(stage / _NEW / path, data / path)
    except OSError:
        for path, content in before.items():
            _restore(data / path, content)
        shutil.rmtree(stage, ignore_errors=True)
        raise
    shutil.rmtree(stage)


def finish(data: Path) -> bool:
    """Finish an import that was cut off while files were put in place, or clear away its traces.

    Tells whether one was finished. Raises `ImportRunningError` where one is at work.
    """
    stage = data / STAGE
    if not stage.is_dir():
        return False
    if _is_at_work(stage):
        raise ImportRunningError(
            Say(
                f"{data}: 別の取り込みが進行中です。終わってからやり直してください。",
                f"{data}: another import is at work; try again when it is done.",
            )
        )
    done = (stage / COMMIT).is_file()
    for path in _listed(stage / COMMIT) if done else ():
        if (stage / _NEW / path).is_file():
            (data / path).parent.mkdir(parents=True, exist_ok=True)
            (stage / _NEW / path).replace(data / path)
    shutil.rmtree(stage)
    return done


def _stage(data: Path) -> Path:
    stage = data / STAGE
    stage.mkdir()
    _write(stage / _PROCESS, str(os.getpid()))
    return stage


def _is_at_work(stage: Path) -> bool:
    """Tell whether the process that prepares an import is still there, and another one."""
    try:
        process = int((stage / _PROCESS).read_text(encoding="utf-8"))
        os.kill(process, 0)
    except (OSError, ValueError):
        return False
    return process != os.getpid()


def _listed(path: Path) -> list[str]:
    listed = json.loads(path.read_text(encoding="utf-8"))
    return [str(one) for one in listed]


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _restore(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    elif _bytes(path) != content:
        path.write_bytes(content)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


# --- the data as they are now


def _folders(data: Path) -> tuple[PlanFolder, ...]:
    """Read the plans; there may be none yet."""
    return read_plan_folders(data) if any((data / "plans").glob("*/plan.toml")) else ()


def _tables(
    inputs: Inputs, folders: tuple[PlanFolder, ...], progress: Progress
) -> tuple[Filled, ...]:
    if not folders:
        return tuple(Filled(table, ()) for table in TABLES)
    return _filled(assemble(replace(inputs, register=False), progress))


def _filled(assembly: Assembly) -> tuple[Filled, ...]:
    iris = assembly.iris
    return fill(ask(Embedded.in_memory(assembly.nquads, iris.root, iris.prefixes)), iris)


def _plan_id(folder: PlanFolder) -> str:
    return f"{folder.manifest.municipality}/plan/{folder.manifest.name}"


def _folder(folder: PlanFolder | None, plan: str) -> str:
    return folder_name(plan) if folder is None else folder.path.name


def _known(tables: Iterable[Filled]) -> frozenset[str]:
    plans = (filled for filled in tables if filled.table.name == "plans")
    return frozenset(key for filled in plans for key in filled.column("id"))


def _names(tables: Iterable[Filled]) -> dict[str, str]:
    """Give the names of what stands around the plans, by ID."""
    return {
        key: name
        for filled in tables
        if filled.table.name in {"plans", "entities"}
        for key, name in zip(filled.column("id"), filled.column("name"), strict=True)
    }


def concept_names(ontology: Path) -> dict[str, dict[str, str]]:
    """Give the codes of kinds and statuses by their Japanese names, for each scheme."""
    concepts = load_vocabulary([ontology / "voc.ttl"], _ANY_BASE)
    return {
        scheme: {
            str(label): str(concepts.value(URIRef(concept), SKOS.notation))
            for concept in sorted(
                map(str, concepts.subjects(SKOS.inScheme, _ANY_BASE.at(f"voc/{scheme}")))
            )
            for label in concepts.objects(URIRef(concept), SKOS.prefLabel)
            if getattr(label, "language", "") == "ja"
        }
        for scheme in _SCHEMES
    }


def _now(
    plan: str, folder: PlanFolder | None, names: Mapping[str, str], codes: Mapping[str, str]
) -> PlanNow:
    if folder is None:
        return PlanNow(plan, None, None, "", "", names, codes)
    aside = folder.path / SET_ASIDE
    return PlanNow(
        plan,
        folder,
        read_curation(folder.path / CURATED),
        aside.read_text(encoding="utf-8") if aside.is_file() else "",
        (folder.path / "plan.toml").read_text(encoding="utf-8"),
        names,
        codes,
    )


def _strays(intake: Intake, plans: tuple[str, ...]) -> Iterable[CellError]:
    """Refuse rows about a plan that neither the data nor the table of plans have."""
    for name in OF_PLAN & intake.tables.keys():
        for row in intake.rows(name):
            key = row.get("id")
            if "/plan/" in key and not any(key.startswith(f"{plan}/") for plan in plans):
                yield row.wrong(
                    "ID",
                    Say(
                        "この計画は、データにも「計画」の表にもありません。",
                        "neither the data nor the table of plans have this plan.",
                    ),
                    key,
                )


def _must_say(tried: Assembly, intake: Intake, prepared: Prepared) -> None:
    """Make sure that the new data say in every cell what the tables that came in say."""
    now = {filled.table.name: filled for filled in _filled(tried)}
    aside = any(change.deed is Deed.SET_ASIDE for change in prepared.changes)
    if aside:
        return
    for one in differences(intake, now).changed:
        if one.column.name != "position" and not _is_followed(one.column.name):
            rows = cells_by_id(now[one.table.name])
            if not same(one.column, rows[one.id][one.column.name], one.after):
                raise NotAsWishedError(
                    Say(
                        f"{one.row.file} {one.row.number}行目「{one.column.title.ja}」: "
                        f"取り込むと「{one.before}」になり、表の「{one.after}」と違います。"
                        "取り込みを中止しました。",
                        f"{one.row.file}, row {one.row.number}, “{one.column.title.en}”: taken "
                        f"in, it would be “{one.before}” and not “{one.after}” as the table says; "
                        "nothing was taken.",
                    )
                )


def _is_followed(name: str) -> bool:
    """Tell whether a cell may differ because another cell of the same table was changed."""
    return name in {"kinds", "status", "entries", "quoted_texts", "start", "end"}
