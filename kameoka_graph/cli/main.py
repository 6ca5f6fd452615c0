"""The command `kameoka-graph`: arguments to an exit status.

0: done; 1: done, but what was checked does not hold; 2: could not.
"""

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kameoka_graph.cli.arguments import DEFAULT_HOST, DEFAULT_PORT, language_of, parser_in
from kameoka_graph.cli.folders import package_folder
from kameoka_graph.cli.output import Output, speak_utf8
from kameoka_graph.say import Say, ToldError, excerpt

if TYPE_CHECKING:  # each command imports what it needs, so that help comes at once
    from kameoka_graph.read.table import CellError
    from kameoka_graph.release.assembly import Inputs

DONE: Final = 0
DOES_NOT_HOLD: Final = 1
COULD_NOT: Final = 2
INTERRUPTED: Final = 130

_QUERY_FORM: Final = re.compile(r"(?i)\b(?:select|ask|construct|describe)\b[\s*?$<{(]")
_QUERY_FILE: Final = (".rq", ".sparql", ".txt")


class NoQueryError(ToldError, ValueError):
    """What was given as a query is neither SPARQL nor a file."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name (the process's own if None); give its exit status."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    language = language_of(words)
    speak_utf8()
    options = parser_in(language).parse_args(words)
    output = Output(language)
    try:
        return COMMANDS[options.command](options, output)
    except ToldError as error:
        output.tell(error.say)
        return COULD_NOT
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        output.tell(_failed(error))
        return COULD_NOT
    finally:
        output.hush()


def build(options: argparse.Namespace, output: Output) -> int:
    """Make a release and switch to it."""
    from kameoka_graph.check.report import ShapesViolatedError, as_json, as_text
    from kameoka_graph.release.assembly import assemble
    from kameoka_graph.release.folder import write_release

    _finish_import(options, output)
    assembly = assemble(_inputs(options), output.progress)
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        release = write_release(assembly, options.releases, source_date_epoch=epoch)
    except ShapesViolatedError as error:
        output.tell(error.say)
        if options.json:
            output.result(as_json(error.report))
        else:
            output.show(as_text(error.report, output.language))
        return DOES_NOT_HOLD
    quads = assembly.nquads.count(b"\n")
    facts = {
        "release": release.name,
        "folder": str(release.folder),
        "base": release.iris.base,
        "quads": quads,
    }
    told = Say(
        f"公開データ {release.name} を作りました（{quads:,} クアッド、{release.folder}）。",
        f"Made the release {release.name} ({quads:,} quads, {release.folder}).",
    )
    _give(output, options, facts, told)
    return DONE


def validate(options: argparse.Namespace, output: Output) -> int:
    """Check the data, or files of RDF, and report."""
    from kameoka_graph.check.report import Severity, as_graph, as_json, as_text
    from kameoka_graph.formats import TURTLE
    from kameoka_graph.release.assembly import assemble, check_files
    from kameoka_graph.store.canonical import canonical_nquads
    from kameoka_graph.store.syntax import rewrite

    _finish_import(options, output)
    inputs = _inputs(options)
    output.progress(Say("確かめています", "checking"))
    if options.files:
        report = check_files(inputs, options.files)
    else:
        report = assemble(inputs, output.progress).report
    form = "json" if options.json else options.format
    if form == "json":
        output.result(as_json(report))
    elif form == "turtle":
        nquads = canonical_nquads({inputs.iris.graph("report"): as_graph(report, inputs.iris)})
        output.result(rewrite(nquads, TURTLE, inputs.iris.prefixes).decode())
    else:
        output.show(as_text(report, output.language, whole=options.all))
    strict = options.strict and report.count(Severity.WARNING) > 0
    return DONE if report.holds and not strict else DOES_NOT_HOLD


def check(options: argparse.Namespace, output: Output) -> int:
    """Check the tables that people edit, cell by cell, and tell how to mend what is wrong."""
    from kameoka_graph.check.data import check_data
    from kameoka_graph.cli.folders import data_folder_of

    data = data_folder_of(options.data)
    within = options.data.resolve()
    found = [
        one
        for one in check_data(data, package_folder("ontology"))
        if Path(one.file).resolve().is_relative_to(within)
    ]
    if options.json:
        output.result(json.dumps([_cell(one) for one in found], ensure_ascii=False, indent=1))
    elif found:
        output.show("\n".join(one.say.to(output.language) for one in found))
        output.tell(Say(f"誤りは {len(found)} 件です。", f"{len(found)} error(s)."))
    else:
        none = Say(f"{options.data}: 誤りはありません。", f"{options.data}: no errors.")
        output.show(none.to(output.language))
    return DOES_NOT_HOLD if found else DONE


def _cell(error: "CellError") -> dict[str, object]:
    return {
        "file": error.file,
        "row": error.row,
        "column": error.column,
        "value": error.value,
        "wrong": {"ja": error.wrong.ja, "en": error.wrong.en},
    }


def serve(options: argparse.Namespace, output: Output) -> int:
    """Serve the current release, after making one if asked to."""
    from kameoka_graph.cli.configuration import read_configuration
    from kameoka_graph.cli.serving import (
        Service,
        base_of,
        free_port,
        refuse_taken,
        serve_releases,
    )

    configuration = read_configuration(options.config)
    if options.port == 0:
        options.port = free_port(options.host)
    refuse_taken(options.host, options.port)
    if options.build:
        options.base = options.base or base_of(options.host, options.port)
        status = build(options, output)
        if status != DONE:
            return status
    service = Service(options.releases, options.host, options.port, options.store, configuration)
    serve_releases(service, output)
    return DONE


def config(options: argparse.Namespace, output: Output) -> int:
    """Show the settings that hold, or a file of settings to start from."""
    from kameoka_graph.cli.configuration import (
        as_json,
        as_template,
        as_toml,
        read_configuration,
    )

    if options.template:
        output.show(as_template(output.language))
        return DONE
    configuration = read_configuration(options.config)
    if options.json:
        output.result(as_json(configuration))
    else:
        output.show(as_toml(configuration, output.language))
    return DONE


def query(options: argparse.Namespace, output: Output) -> int:
    """Ask the current release, or an endpoint, and print the result."""
    from kameoka_graph.cli.results import show
    from kameoka_graph.release.folder import open_release
    from kameoka_graph.store.answer import Store
    from kameoka_graph.store.remote import Remote

    text = _query_text(options.query)
    output.progress(Say("問い合わせています", "asking"))
    store: Store
    store = Remote(options.endpoint) if options.endpoint else open_release(options.releases).open()
    output.result(show(store, text, "json" if options.json else options.format))
    return DONE


def releases(options: argparse.Namespace, output: Output) -> int:
    """List the releases."""
    from kameoka_graph.release.folder import current, damaged, list_releases

    now = current(options.releases)
    for name in damaged(options.releases):
        output.tell(
            Say(
                f"{name}: 公開データの台帳が壊れています。",
                f"{name}: the manifest of this release is damaged.",
            )
        )
    found = [
        {"name": one.name, "base": one.iris.base, "current": one.name == now}
        for one in list_releases(options.releases)
    ]
    lines = [f"{'*' if one['current'] else ' '} {one['name']}  {one['base']}" for one in found]
    none = Say(
        f"{options.releases} に公開データはありません。",
        f"There is no release in {options.releases}.",
    )
    if not found and not options.json:
        output.tell(none)
    else:
        _give(output, options, found, Say(*["\n".join(lines)] * 2))
    return DONE


def rollback(options: argparse.Namespace, output: Output) -> int:
    """Switch to an earlier release."""
    from kameoka_graph.release.folder import earlier, open_release, switch

    release = open_release(options.releases, options.name or earlier(options.releases))
    switch(options.releases, release.name)
    told = Say(
        f"公開データを {release.name} に切り替えました。",
        f"Switched to the release {release.name}.",
    )
    _give(output, options, {"release": release.name}, told)
    return DONE


def verify(options: argparse.Namespace, output: Output) -> int:
    """Compare each file of a release with its digest."""
    from kameoka_graph.release.folder import open_release, wrong_files

    release = open_release(options.releases, options.name)
    wrong = wrong_files(release)
    told = Say(
        f"{release.name}: すべてのファイルが台帳のとおりです。",
        f"{release.name}: all files are as the manifest says.",
    )
    if wrong:
        told = Say(
            f"{release.name}: 台帳と違うファイル: {'、'.join(wrong)}",
            f"{release.name}: files that differ from the manifest: {', '.join(wrong)}",
        )
    _give(output, options, {"release": release.name, "wrong": wrong}, told)
    return DOES_NOT_HOLD if wrong else DONE


def export(options: argparse.Namespace, output: Output) -> int:
    """Write every file of a release, and its catalogue, into one folder."""
    from kameoka_graph.release.copying import copy_release
    from kameoka_graph.release.folder import open_release

    release = open_release(options.releases, options.name)
    names = copy_release(release, options.to)
    told = Say(
        f"公開データ {release.name} の {len(names)} 個のファイルを {options.to} に書き出しました。",
        f"Wrote {len(names)} files of the release {release.name} to {options.to}.",
    )
    _give(output, options, {"release": release.name, "files": names}, told)
    return DONE


def import_tables(options: argparse.Namespace, output: Output) -> int:
    """Take tables back into the data folder."""
    from kameoka_graph.cli import importing

    return importing.import_tables(options, _inputs(options), output)


def template(options: argparse.Namespace, output: Output) -> int:
    """Make empty tables that another plan is filled into."""
    from kameoka_graph.cli import importing

    return importing.write_template(options, output)


COMMANDS: Final = {
    "build": build,
    "validate": validate,
    "check": check,
    "serve": serve,
    "config": config,
    "query": query,
    "releases": releases,
    "rollback": rollback,
    "verify": verify,
    "export": export,
    "import": import_tables,
    "template": template,
}


def _finish_import(options: argparse.Namespace, output: Output) -> None:
    """See to it that nothing is read of data that an import has only half replaced."""
    from kameoka_graph.cli.importing import finish_import

    finish_import(options.data, output)


def _inputs(options: argparse.Namespace) -> "Inputs":
    from kameoka_graph.release.assembly import Inputs
    from kameoka_graph.state.iris import read_base

    return Inputs(
        options.data,
        package_folder("ontology"),
        package_folder("shapes"),
        read_base(options.base or f"http://{DEFAULT_HOST}:{DEFAULT_PORT}"),
        for_publication=getattr(options, "publish", False),
        register=getattr(options, "register", False),
    )


def _give(output: Output, options: argparse.Namespace, facts: object, told: Say) -> None:
    """Print a result: as JSON if asked to, else as a sentence."""
    if options.json:
        output.result(json.dumps(facts, ensure_ascii=False))
    else:
        output.show(told.to(output.language))


def _query_text(given: str) -> str:
    """Give the query: the text given, that of the file given, or for `-` standard input's."""
    from kameoka_graph.read.source import decode, read_bytes

    if given == "-":
        return decode("-", sys.stdin.buffer.read())
    path = Path(given)
    if given.strip() and _is_there(path):
        return decode(given, read_bytes(path))
    if _QUERY_FORM.search(given) and not given.endswith(_QUERY_FILE):
        return given
    shown = excerpt(given, 80)
    raise NoQueryError(
        Say(
            f"「{shown}」は SPARQL の問い合わせ（SELECT、ASK、CONSTRUCT、DESCRIBE）でも、"
            "あるファイルの名前でもありません。",
            f"“{shown}” is neither a SPARQL query (SELECT, ASK, CONSTRUCT, DESCRIBE) nor the name "
            "of a file.",
        )
    )


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # e.g. a query longer than any file's name
        return False


def _failed(error: OSError) -> Say:
    what = "" if error.filename is None else f"{error.filename}: "
    why = error.strerror or str(error)
    return Say(f"{what}読み書きできません（{why}）。", f"{what}cannot be read or written ({why}).")
