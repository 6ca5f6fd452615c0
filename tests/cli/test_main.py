"""The command itself, in a process of its own: exit status, what it prints, and where."""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, SH

from kameoka_graph import __version__
from kameoka_graph.cli import main as command
from kameoka_graph.cli.arguments import COMMANDS
from kameoka_graph.cli.folders import package_folder
from kameoka_graph.cli.main import main
from kameoka_graph.release.assembly import Assembly
from kameoka_graph.release.folder import Release, current, write_release
from tests.cli.conftest import PLAN, ROOT, Run

JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")
QUERIES = ROOT / "kameoka_graph" / "catalogue" / "queries"
PER_CELL = QUERIES / "entries-per-action-plan-and-year.rq"
YEARS = "SELECT ?year { ?year a <http://www.w3.org/2006/time#Interval> } ORDER BY ?year"
MUNICIPALITY = "<https://plans.test/id/262064>"


def status_of(words: list[str]) -> int:
    """Run the command in this process; give its exit status, also where argparse ends it."""
    try:
        return main(words)
    except SystemExit as end:
        return int(str(end.code))


# --- every command


@pytest.mark.parametrize(
    "words", [["--help"], ["--version"], *([name, "--help"] for name in COMMANDS)]
)
def test_help_is_a_result(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Help and the version go to standard output, with status 0."""
    assert status_of(words) == 0
    printed = capsys.readouterr()
    assert printed.out
    assert printed.err == ""


def test_version(run: Run) -> None:
    """The command tells the version of the package."""
    assert run("--version").stdout == f"{__version__}\n"


@pytest.mark.parametrize(
    "words", [[], ["no-such-command"], *([name, "--no-such-option"] for name in COMMANDS)]
)
def test_wrong_arguments_end_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Arguments that are not understood end with status 2, and nothing on standard output."""
    assert status_of(words) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err


WITHOUT_ANYTHING = [
    ["build"],
    ["validate"],
    ["check"],
    ["serve"],
    ["serve", "--build"],
    ["query", "ASK {}"],
    ["rollback"],
    ["verify"],
    ["export", "--to", "copy"],
]
"""Commands that cannot do anything in an empty folder."""


@pytest.mark.parametrize("words", WITHOUT_ANYTHING, ids=" ".join)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_could_not(
    words: list[str],
    language: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In an empty folder a command ends with 2 and one sentence, and leaves the folder empty."""
    monkeypatch.chdir(tmp_path)
    assert main([*words, "--lang", language, *(["--port=0"] if words[0] == "serve" else [])]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1
    assert bool(JAPANESE.search(printed.err)) == (language == "ja")
    assert list(tmp_path.iterdir()) == []


def test_no_release_to_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where there is no release, the list is empty, which is no error."""
    assert main(["releases", "--releases", str(tmp_path / "none"), "--lang", "en"]) == 0
    printed = capsys.readouterr()
    assert (printed.out, "no release" in printed.err) == ("", True)
    assert main(["releases", "--releases", str(tmp_path / "none"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_interruption_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C ends a command with 130, as shells expect."""

    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(command.COMMANDS, "releases", interrupted)
    assert main(["releases"]) == 130


@pytest.fixture
def checked(assembly: Assembly, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the real data be checked already."""
    monkeypatch.setattr("kameoka_graph.release.assembly.assemble", lambda *_: assembly)


@pytest.mark.usefixtures("checked")
@pytest.mark.parametrize(
    ("language", "told"), [("ja", "読み書きできません"), ("en", "cannot be read or written")]
)
def test_releases_that_are_a_file(
    language: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file where the folder of releases should be is told, with status 2, and stays as it is."""
    file = tmp_path / "releases"
    file.write_text("mine", encoding="utf-8")
    words = ["build", "--data", str(ROOT / "data"), "--releases", str(file), "--lang", language]
    assert main(words) == 2
    assert told in capsys.readouterr().err
    assert file.read_text(encoding="utf-8") == "mine"


def test_reader_may_stop_reading(releases: Path, tmp_path: Path) -> None:
    """A reader who has read enough (`| head`) is no error."""
    words = ["query", "SELECT * { ?s ?p ?o }", "--releases", str(releases)]
    with subprocess.Popen(
        [sys.executable, "-m", "kameoka_graph", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read().count(b"Traceback") == 0
        assert process.wait(60) == 0


# --- build


def test_build(run: Run, data: Path, tmp_path: Path) -> None:
    """`build` makes a release, makes it the current one, and tells its name and place."""
    done = run("build", "--lang", "en")
    name = current(tmp_path / "releases")
    assert done.returncode == 0
    assert done.stdout.startswith(f"Made the release {name} (")
    assert all(line.startswith("… ") for line in done.stderr.splitlines())
    assert (tmp_path / "releases" / name / "dataset.nq").is_file()


def test_build_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`build --json` gives the facts of the release."""
    words = ["build", "--json", "--data", str(ROOT / "data"), "--releases", str(tmp_path)]
    assert main([*words, "--base", "https://plans.test/lod/"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["base"] == "https://plans.test/lod"
    dump = Path(facts["folder"]) / "dataset.nq"
    assert facts["quads"] == dump.read_bytes().count(b"\n")
    assert facts["release"] == current(tmp_path)


def test_build_for_publication_refuses_this_machine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`build --publish` refuses a base that others cannot resolve, and makes nothing."""
    words = ["build", "--publish", "--data", str(ROOT / "data"), "--releases", str(tmp_path / "r")]
    assert main([*words, "--lang", "en"]) == 2
    assert "cannot be the base of a release for publication" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("base", ["plans.test", "ftp://plans.test", "https://plans.test/?a", "//"])
def test_build_refuses_what_is_no_base(
    base: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A base that is no plain web address ends with status 2, and nothing is made."""
    words = ["build", "--data", str(ROOT / "data"), "--releases", str(tmp_path / "r")]
    assert main([*words, f"--base={base}", "--lang", "en"]) == 2
    assert "cannot be the base of IRIs" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def strict_shapes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the rules be stricter: a year outside the plan's period is a violation."""
    shapes = Path(shutil.copytree(ROOT / "shapes", tmp_path / "shapes"))
    file = shapes / "progress-table.ttl"
    before, rule, after = file.read_text(encoding="utf-8").partition('dcterms:identifier "21"')
    assert "sh:severity sh:Warning" in after
    stricter = after.replace("sh:severity sh:Warning", "sh:severity sh:Violation", 1)
    file.write_text(before + rule + stricter, encoding="utf-8")
    monkeypatch.setattr(
        "kameoka_graph.cli.main.package_folder",
        lambda name: shapes if name == "shapes" else package_folder(name),
    )


@pytest.mark.usefixtures("strict_shapes")
def test_build_of_what_violates_the_shapes(
    releases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A violation ends `build` with 1 and a report; the current release stays, and no other comes."""
    before = sorted(releases.rglob("*")), current(releases)
    words = ["build", "--data", str(ROOT / "data"), "--releases", str(releases), "--lang", "en"]
    assert main(words) == 1
    printed = capsys.readouterr()
    assert "[violation] 21. Column outside the plan period" in printed.out
    assert "No release is made: 1 violation(s)." in printed.err
    assert (sorted(releases.rglob("*")), current(releases)) == before


@pytest.mark.usefixtures("strict_shapes")
def test_violations_as_json(releases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`build --json` gives the report as JSON where there is a violation."""
    words = ["build", "--json", "--data", str(ROOT / "data"), "--releases", str(releases)]
    assert main(words) == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["holds"], report["counts"]["Violation"]) == (False, 1)


@pytest.mark.usefixtures("strict_shapes")
def test_serve_does_not_serve_what_violates_the_shapes(
    releases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`serve --build` ends with 1 where the data violates the shapes, and serves nothing."""
    words = ["serve", "--build", "--port=0", "--data", str(ROOT / "data")]
    assert main([*words, "--releases", str(releases), "--lang", "en"]) == 1
    assert "Serving" not in capsys.readouterr().out


def test_date_can_come_from_the_environment(run: Run, data: Path, tmp_path: Path) -> None:
    """Without a date in the manifest, SOURCE_DATE_EPOCH dates the release; without both it is refused."""
    manifest = data / "publication.toml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(re.sub(r"(?m)^date = .*\n", "", text), encoding="utf-8")
    undated = run("build", "--lang", "en")
    assert (undated.returncode, undated.stdout) == (2, "")
    assert "The release has no date" in undated.stderr
    assert not (tmp_path / "releases").exists()
    assert run("build", SOURCE_DATE_EPOCH="86400").returncode == 0
    assert current(tmp_path / "releases").startswith("1970-01-02-")


# --- validate


def test_validate(run: Run, data: Path) -> None:
    """`validate` of the real data reports on standard output, without a violation: status 0."""
    done = run("validate", "--lang", "en")
    assert done.returncode == 0
    assert re.match(r"Checked against [0-9]+ rules: violation: 0, ", done.stdout)
    assert "[warning] 21. Column outside the plan period" in done.stdout


def test_validate_writes_nothing(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`validate` only looks."""
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    assert main(["validate"]) == 0
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.usefixtures("checked")
def test_strict_validate_counts_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    """With `--strict`, warnings give status 1 as well."""
    assert main(["validate", "--strict", "--data", str(ROOT / "data")]) == 1
    assert "違反 0 件" in capsys.readouterr().out


@pytest.mark.usefixtures("checked")
def test_all_findings_can_be_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """`--all` shows the findings that the usual report leaves out."""
    words = ["validate", "--data", str(ROOT / "data"), "--lang", "en"]
    main(words)
    usual = capsys.readouterr().out
    main([*words, "--all"])
    whole = capsys.readouterr().out
    assert "more (--all shows them)" in usual
    assert "--all" not in whole
    assert len(whole) > len(usual)


@pytest.mark.usefixtures("checked")
def test_report_as_json_and_as_turtle_agree(capsys: pytest.CaptureFixture[str]) -> None:
    """The report as JSON, by either option, and as a SHACL report in Turtle have the same findings."""
    words = ["validate", "--data", str(ROOT / "data"), "--base", "https://plans.test"]
    main([*words, "--format", "json"])
    text = capsys.readouterr().out
    main([*words, "--json"])
    assert capsys.readouterr().out == text
    report = json.loads(text)
    main([*words, "--format", "turtle"])
    graph = Graph().parse(data=capsys.readouterr().out, format="turtle")
    (top,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert str(graph.value(top, SH.conforms)) == "false"
    assert sorted(str(graph.value(one, SH.focusNode)) for one in graph.objects(top, SH.result)) == (
        sorted(finding["focus"] for finding in report["findings"])
    )
    assert len(report["findings"]) > 0


@pytest.mark.parametrize(
    ("name", "status"), [("pass/core-municipality-code", 0), ("fail/core-municipality-code", 1)]
)
def test_validate_trig(name: str, status: int, capsys: pytest.CaptureFixture[str]) -> None:
    """A TriG file that obeys the rules gives 0; one that does not gives 1 and names the rule."""
    words = ["validate", str(ROOT / "tests" / "shapes" / f"{name}.trig"), "--lang", "en"]
    assert main([*words, "--base", "https://plans.test"]) == status
    assert ("[violation] 17." in capsys.readouterr().out) == bool(status)


@pytest.mark.parametrize(("identifier", "status"), [("262064", 0), ("26206", 1)])
def test_validate_turtle(
    identifier: str, status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A Turtle file, which has no named graphs, is checked as well."""
    trig = (ROOT / "tests" / "shapes" / "pass" / "core-municipality-code.trig").read_text(
        encoding="utf-8"
    )
    head, body = re.split(r"GRAPH <[^>]+> \{|<[^>]+> \{", trig, maxsplit=1)
    file = tmp_path / "city.ttl"
    turtle = (head + body.rpartition("}")[0]).replace('"262064"', f'"{identifier}"')
    file.write_text(turtle, encoding="utf-8")
    assert main(["validate", str(file), "--lang", "en", "--base", "https://plans.test"]) == status
    assert ("[violation] 17." in capsys.readouterr().out) == bool(status)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    ("name", "content"),
    [("none.ttl", None), ("bad.ttl", "<a> <b> ."), ("bad.trig", "{"), ("x.zip", "PK")],
)
def test_validate_of_what_is_no_rdf(
    name: str,
    content: str | None,
    language: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A file that is missing or cannot be read as RDF is named, with status 2."""
    file = tmp_path / name
    if content is not None:
        file.write_text(content, encoding="utf-8")
    assert main(["validate", str(file), "--lang", language]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"{file}: ")
    assert ("RDF として" in printed.err or "RDF の拡張子" in printed.err) == (language == "ja")
    assert "RDF" in printed.err


def test_report_moves_no_cursor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Control characters of a checked file do not reach the terminal."""
    file = tmp_path / "hostile.ttl"
    file.write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix dcterms: <http://purl.org/dc/terms/> .\n"
        '<id/262064> dcterms:identifier "26\\u001b[2J06" ; a <http://www.w3.org/ns/org#FormalOrganization> .\n',
        encoding="utf-8",
    )
    assert main(["validate", str(file), "--all"]) in {0, 1}
    assert "\x1b" not in capsys.readouterr().out


# --- check


def test_check(run: Run, data: Path) -> None:
    """`check` of the real data finds nothing: status 0."""
    done = run("check", "--lang", "en")
    assert (done.returncode, done.stdout, done.stderr) == (0, "data: no errors.\n", "")


@pytest.mark.parametrize(("language", "told"), [("ja", "誤りは 1 件です。"), ("en", "1 error(s).")])
def test_check_of_a_wrong_cell(language: str, told: str, run: Run, data: Path) -> None:
    """A wrong cell gives status 1, the cell's place and what is wrong as result, and a count beside."""
    file = data / PLAN / "curated" / "activity-kinds.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(",0.9,", ",9.9,", 1), encoding="utf-8")
    done = run("check", "--lang", language)
    assert done.returncode == 1
    assert "activity-kinds.csv" in done.stdout
    assert "9.9" in done.stdout
    assert done.stderr == f"{told}\n"
    (cell,) = json.loads(run("check", "--json").stdout)
    assert (cell["column"], cell["value"]) == ("confidence", "9.9")


# --- query


def test_query_of_text(run: Run, releases: Path) -> None:
    """A query given as text is answered as a table on standard output."""
    done = run(
        "query",
        f"SELECT ?label {{ {MUNICIPALITY} rdfs:label ?label }}".replace(
            "rdfs:label", "<http://www.w3.org/2000/01/rdf-schema#label>"
        ),
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "label\n──────\n亀岡市\n"


@pytest.mark.parametrize("query", [f"DESCRIBE {MUNICIPALITY}", f"describe{MUNICIPALITY}"])
def test_query_without_braces_is_text(
    query: str, releases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A DESCRIBE, which has no braces, is taken as a query, not as a file."""
    assert main(["query", query, "--releases", str(releases)]) == 0
    assert "亀岡市" in capsys.readouterr().out


def test_query_of_a_file(releases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A query can stand in a file; relative IRIs in it are resolved against the release's base."""
    assert main(["query", str(PER_CELL), "--releases", str(releases), "--format", "csv"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1 + 18


def test_query_of_standard_input(run: Run, releases: Path) -> None:
    """`-` takes the query from standard input."""
    done = run("query", "-", "--format", "csv", stdin=PER_CELL.read_bytes())
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 1 + 18)


def test_query_longer_than_a_file_name(releases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A query on one line may be longer than any file's name."""
    query = "ASK { VALUES ?x { " + "1 " * 5000 + "} }"
    assert main(["query", query, "--releases", str(releases)]) == 0
    assert capsys.readouterr().out.endswith("true\n")


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json"])
def test_query_in_each_format(
    form: str, releases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each format of `--format` gives the same rows."""
    assert main(["query", str(PER_CELL), "--releases", str(releases), "--format", form]) == 0
    text = capsys.readouterr().out
    rows = json.loads(text)["results"]["bindings"] if form == "json" else text.splitlines()
    assert len(rows) == 18 + {"table": 2, "csv": 1, "tsv": 1, "json": 0}[form]


def test_json_option_outweighs_the_format(
    releases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--json`, which every command has, gives JSON."""
    assert main(["query", "ASK {}", "--releases", str(releases), "--json", "--format", "csv"]) == 0
    assert json.loads(capsys.readouterr().out)["boolean"] is True


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_query_for_rdf(releases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """RDF comes as Turtle, and as JSON-LD where JSON is asked for: the same graph."""
    query = f"CONSTRUCT {{ {MUNICIPALITY} ?p ?o }} {{ {MUNICIPALITY} ?p ?o }}"
    main(["query", query, "--releases", str(releases)])
    turtle = Graph().parse(data=capsys.readouterr().out, format="turtle")
    main(["query", query, "--releases", str(releases), "--format", "json"])
    jsonld = Graph().parse(data=capsys.readouterr().out, format="json-ld")
    assert len(turtle) > 3
    assert isomorphic(turtle, jsonld)


BAD_QUERIES = [
    ("SELECT * {", "SPARQL として正しくありません", "This is not valid SPARQL"),
    ("SELECT * { ?s ?p ?o } }", "SPARQL として正しくありません", "This is not valid SPARQL"),
    (
        "DELETE WHERE { ?s ?p ?o }",
        "「DELETE WHERE { ?s ?p ?o }」は SPARQL の問い合わせ",
        "neither a SPARQL query",
    ),
    ("years", "「years」は SPARQL の問い合わせ", "“years” is neither a SPARQL query"),
    ("no-such-file.rq", "「no-such-file.rq」は SPARQL の問い合わせ", "nor the name of a file"),
    ("select things.rq", "「select things.rq」は SPARQL の問い合わせ", "nor the name of a file"),
    ("", "「」は SPARQL の問い合わせ", "“” is neither a SPARQL query"),
    (".", ".: フォルダーです", ".: this is a folder"),
    ("\x1b[2Jx", "「U+001B[2Jx」は", "“U+001B[2Jx” is neither"),
]
"""What is no query, and what is said of it in Japanese and in English."""


@pytest.mark.parametrize("case", BAD_QUERIES, ids=lambda case: case[0] or "nothing")
@pytest.mark.parametrize("language", ["ja", "en"])
def test_bad_query(
    case: tuple[str, str, str], language: str, releases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is no query ends with 2, in the language chosen, saying what was given."""
    query, ja, en = case
    assert main(["query", query, "--releases", str(releases), "--lang", language]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert (ja if language == "ja" else en) in printed.err


def test_bad_query_leaves_no_traceback(run: Run, releases: Path) -> None:
    """A query that is wrong, or not even UTF-8, gives a sentence, not a traceback."""
    wrong = run("query", "-", stdin=b"SELECT")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    shift_jis = run("query", "-", "--lang", "en", stdin="ASK { ?s ?p 'ひらがな' }".encode("cp932"))
    assert (shift_jis.returncode, shift_jis.stdout) == (2, "")
    assert "Shift_JIS" in shift_jis.stderr


@pytest.mark.parametrize(
    ("language", "told"),
    [("ja", "エンドポイントから答えを得られません"), ("en", "the endpoint gives no answer")],
)
def test_endpoint_that_does_not_answer(
    language: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An endpoint that nobody serves is told by its address, with status 2."""
    words = ["query", "ASK {}", "--endpoint", "http://127.0.0.1:9/sparql", "--lang", language]
    assert main(words) == 2
    printed = capsys.readouterr()
    assert (printed.out, told in printed.err, "127.0.0.1:9" in printed.err) == ("", True, True)


@pytest.mark.parametrize("address", ["", "sparql", "file:///etc/hosts", "http://", "http://a b"])
@pytest.mark.parametrize("words", [["query", "ASK {}", "--endpoint"], ["serve", "--store"]])
@pytest.mark.parametrize(
    ("language", "told"), [("ja", "アドレスではありません"), ("en", "is no address")]
)
def test_endpoint_that_is_no_web_address(
    words: list[str], address: str, language: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An endpoint that is no http(s) address is refused; no file is read through it."""
    assert status_of([*words, address, "--lang", language]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert told in printed.err


# --- releases, rollback, verify


@pytest.fixture
def two(releases: Path, assembly: Assembly) -> tuple[Path, str, str]:
    """Give a folder with two releases, the earlier and the current one."""
    first = current(releases)
    later = replace(assembly.publication, date=date(2999, 4, 1))
    second = write_release(replace(assembly, publication=later), releases).name
    return releases, first, second


def test_releases_are_listed(
    two: tuple[Path, str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """`releases` lists names and bases, with a star at the current one; `--json` says the same."""
    releases, first, second = two
    assert main(["releases", "--releases", str(releases)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line[:2] for line in lines] == ["  ", "* "]
    assert [line.split()[-2] for line in lines] == [first, second]
    assert main(["releases", "--releases", str(releases), "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [(one["name"], one["current"]) for one in listed] == [(first, False), (second, True)]
    assert {one["base"] for one in listed} == {"https://plans.test"}


def test_rollback(two: tuple[Path, str, str], capsys: pytest.CaptureFixture[str]) -> None:
    """`rollback` switches to the release that was served before, and a second time back."""
    releases, first, second = two
    for name in (first, second):
        assert main(["rollback", "--releases", str(releases), "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == {"release": name}
        assert current(releases) == name


def test_nothing_before_the_first_release(
    releases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where no other release was served, `rollback` ends with 2, and the current one stays."""
    before = current(releases)
    assert main(["rollback", "--releases", str(releases), "--lang", "en"]) == 2
    assert "no other release was served before" in capsys.readouterr().err
    assert current(releases) == before


def test_rollback_by_name(two: tuple[Path, str, str], capsys: pytest.CaptureFixture[str]) -> None:
    """`rollback` switches to the release that is named, forward as well, and tells so."""
    releases, first, second = two
    for name in (first, second):
        assert main(["rollback", name, "--releases", str(releases), "--lang", "en"]) == 0
        assert capsys.readouterr().out == f"Switched to the release {name}.\n"
        assert current(releases) == name


@pytest.mark.parametrize("name", ["nothing", "..", "../x", ".building-1-x"])
@pytest.mark.parametrize("wanted", ["rollback", "verify"])
def test_release_that_is_none(
    wanted: str, name: str, releases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name that no release has ends with 2, and the current release stays."""
    before = current(releases)
    assert main([wanted, name, "--releases", str(releases), "--lang", "en"]) == 2
    assert "there is no release" in capsys.readouterr().err
    assert current(releases) == before


def test_verify(releases: Path, release: Release, capsys: pytest.CaptureFixture[str]) -> None:
    """`verify` of a sound release gives 0."""
    assert main(["verify", "--releases", str(releases), "--lang", "en"]) == 0
    assert capsys.readouterr().out == f"{release.name}: all files are as the manifest says.\n"


@pytest.mark.parametrize(
    ("language", "told"), [("ja", "台帳と違うファイル"), ("en", "files that differ")]
)
def test_verify_of_a_changed_release(
    language: str, told: str, releases: Path, release: Release, capsys: pytest.CaptureFixture[str]
) -> None:
    """`verify` names each file that was changed or is missing, and gives 1."""
    (releases / release.name / "dataset.ttl").unlink()
    (releases / release.name / "dataset.nq").write_bytes(b"")
    assert main(["verify", "--releases", str(releases), "--lang", language]) == 1
    text = capsys.readouterr().out
    assert told in text
    assert "dataset.nq" in text
    assert "dataset.ttl" in text
    assert main(["verify", "--releases", str(releases), "--json"]) == 1
    assert sorted(json.loads(capsys.readouterr().out)["wrong"]) == ["dataset.nq", "dataset.ttl"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"\xff"])
@pytest.mark.parametrize("words", [["verify"], ["serve", "--port=0"], ["query", "ASK {}"]])
def test_release_with_a_damaged_manifest(
    words: list[str],
    content: bytes,
    releases: Path,
    release: Release,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A release whose manifest is damaged is named, with status 2."""
    manifest = releases / release.name / "manifest.json"
    manifest.write_bytes(content)
    assert main([*words, "--releases", str(releases), "--lang", "en"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"{manifest}: this file of a release is damaged")


@pytest.mark.parametrize("content", [b"garbage\n", b"<a> <b>", None])
@pytest.mark.parametrize("words", [["serve", "--port=0"], ["query", "ASK {}"]])
def test_release_with_a_damaged_dump(
    words: list[str],
    content: bytes | None,
    releases: Path,
    release: Release,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A release whose data are damaged is neither served nor asked; the file is named."""
    dump = releases / release.name / "dataset.nq"
    dump.unlink()
    if content is not None:
        dump.write_bytes(content)
    assert main([*words, "--releases", str(releases), "--lang", "en"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"{dump}: this file of a release is damaged")


def test_damaged_release_is_told_beside_the_list(
    two: tuple[Path, str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """`releases` lists those that can be read, and tells of one that cannot on standard error."""
    releases, first, second = two
    (releases / first / "manifest.json").write_bytes(b"{")
    assert main(["releases", "--releases", str(releases), "--json"]) == 0
    printed = capsys.readouterr()
    assert [one["name"] for one in json.loads(printed.out)] == [second]
    assert first in printed.err


def test_verify_of_another_manifest(
    releases: Path, release: Release, capsys: pytest.CaptureFixture[str]
) -> None:
    """A manifest that was changed along with its files is not the one that the release is named after."""
    manifest = releases / release.name / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"version"', b' "version"'))
    assert main(["verify", "--releases", str(releases), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["wrong"] == ["manifest.json"]


def test_export(releases: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`export` writes the files of the current release and its catalogue, and tells how many."""
    to = tmp_path / "copy"
    assert main(["export", "--releases", str(releases), "--to", str(to), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["release"] == current(releases)
    assert {path.name for path in to.iterdir()} == set(told["files"])
    assert {"catalog.ttl", "activities.csv", "dataset.nq.gz", "manifest.json"} <= set(told["files"])


@pytest.mark.parametrize(("language", "word"), [("ja", "ほかのもの"), ("en", "something else")])
def test_export_over_something_else(
    releases: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    language: str,
    word: str,
) -> None:
    """A folder with somebody's files is left alone, with status 2 and a sentence."""
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    words = ["export", "--releases", str(releases), "--to", str(tmp_path), "--lang", language]
    assert main(words) == 2
    assert word in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir() if path.name != "releases"] == ["mine.txt"]
