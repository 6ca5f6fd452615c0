"""Searching, measured on Kameoka's release and on millions of generated names.

Run it from a checkout: `python3 benchmarks/search.py [--quick] [--json]`. The names are made of
words that plans use, the same in every run; 市民 is in about a fifth of them. Everything that a
page asks of the index is measured: the hits, their number, and the counts by class and year. Times
are in milliseconds, one client, after a first round that warms the system's cache of files.
"""

import argparse
import json
import multiprocessing
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import environment  # noqa: E402 - found only once the checkout is on the path

SEED: Final = 1
FULL: Final = 5_000_000
QUICK: Final = 200_000
EVERY: Final = 10
"""Every how many names have a reading and an English name as well."""
ROUNDS: Final = 3
AIMS: Final = {"kameoka": 20.0, "generated": 50.0}
"""The p95 aimed at, in milliseconds."""
WHO: Final = (
    ("市民", 20), ("地域", 6), ("団体", 8), ("企業", 5), ("職員", 5), ("住民", 5), ("学生", 3),
    ("高齢者", 4), ("子ども", 5), ("行政", 4), ("大学", 2), ("自治会", 3), ("事業者", 3),
    ("若者", 2), ("女性", 2), ("外国人", 2), ("NPO", 3), ("商店街", 1), ("農家", 1), ("観光客", 1),
)  # fmt: skip
"""Who, with how often."""
WHAT: Final = (
    "活動", "交流", "連携", "参加", "参画", "防災", "福祉", "健康", "環境", "教育", "文化", "観光",
    "農業", "子育て", "介護", "スポーツ", "国際", "景観", "交通", "情報", "デジタル", "人権",
    "歴史", "芸術", "財政", "公園", "道路", "水道", "図書館", "空き家",
)  # fmt: skip
HOW: Final = (
    "支援", "推進", "充実", "強化", "促進", "創出", "検討", "周知", "広報", "発信", "見直し",
    "掘り起こし", "普及", "啓発", "整備", "調査", "研究", "育成", "確保", "活用",
)  # fmt: skip
FORM: Final = (
    "事業の実施", "研修の実施", "フォーラムの開催", "協議会の設置", "講座の開催",
    "アンケートの実施", "補助金の交付", "助成制度の創設", "計画の策定", "拠点の整備",
    "仕組みづくり", "体制の強化",
    "ガイドブックの作成", "ホームページの更新", "相談窓口の設置", "取り組みの見える化",
    "人材バンクの運営", "イベントの出展", "交流会の開催", "基金の活用",
)  # fmt: skip
ENGLISH: Final = ("Training", "Support", "Forum", "Survey", "Fund", "Promotion", "Centre", "Review")
READINGS: Final = ("しみん", "ちいき", "けんしゅう", "しえん", "ききん", "すいしん", "かつどう")
TYPES: Final = ("mp:Activity",) * 6 + ("mp:Measure", "mp:ActionPlan", "mp:Aim", "mp:ActivitySeries")
QUERIES: Final[Mapping[str, Sequence[Mapping[str, Any]]]] = {
    "frequent word": [{"typed": one} for one in ("市民", "実施", "支援", "研修", "取組", "開催")],
    "rare word": [{"typed": one} for one in ("1234号", "8765", "第7次農家", "商店街水道")],
    "long run": [
        {"typed": one} for one in ("市民活動支援", "職員向け財政見直し", "掘起こしに関する")
    ],
    "several words": [
        {"typed": one} for one in ("市民 活動", "市民 研修 R5", "団体 助成 創設", "市民 支援 1234")
    ],
    "reading, English": [{"typed": one} for one in ("しみんけんしゅう", "train", "forum support")],
    "one character": [{"typed": one} for one in ("市", "の")],
    "of a type": [{"typed": one, "type": "mp:Measure"} for one in ("市民", "研修", "市民 活動")],
    "of a year": [{"typed": one, "year": 2023} for one in ("市民", "基金", "NPO 連携")],
    "later page": [{"typed": one, "skipped": 2000} for one in ("市民", "実施")],
    "nothing there": [{"typed": one} for one in ("市民議会", "zebra", "財政芸術公園")],
}
"""What is looked for, by kind."""
HERE: Final = (
    "基金", "研修", "市民", "取り組み", "掘起こし", "しんきさいよう", "nawashiro", "N基金",
    "R5 研修", "training", "市民 活動", "寄付", "フォーラム", "市", "2-3", "センター 運用",
)  # fmt: skip
"""What is looked for in Kameoka's release."""


# --- the names


def names(count: int, seed: int = SEED) -> Iterator[str]:
    """Yield names such as plans have; the same for the same seed."""
    chosen = random.Random(seed)  # noqa: S311 - the same in every run
    who, weights = zip(*WHO, strict=True)
    for _ in range(count):
        one, two = chosen.choices(who, weights)[0], chosen.choice(WHAT)
        how, form, pattern = chosen.choice(HOW), chosen.choice(FORM), chosen.random()
        if pattern < 0.3:  # noqa: PLR2004 - shares of the patterns
            yield f"{one}{two}の{how}と{form}"
        elif pattern < 0.6:  # noqa: PLR2004
            yield f"{one}向け{two}{how}{form}"
        elif pattern < 0.9:  # noqa: PLR2004
            yield f"{two}の{how}に関する{one}{form}"
        else:
            number, serial = chosen.randint(1, 9), chosen.randint(1000, 9999)
            yield f"第{number}次{one}{two}{how}{serial}号{form}"


def entries(count: int) -> Iterator[Any]:
    """Yield entries with these names, in their order."""
    from kameoka_graph.search.entry import Entry, Why, Wording

    chosen = random.Random(SEED + 1)  # noqa: S311 - the same in every run
    for at, name in enumerate(names(count)):
        texts = [Wording(Why.NAME, "ja", name)]
        if at % EVERY == 0:
            english = " ".join(chosen.sample(ENGLISH, 3))
            reading = "".join(chosen.sample(READINGS, 4))
            texts += [Wording(Why.NAME, "en", english), Wording(Why.READING, "ja-hrkt", reading)]
        kind, year = chosen.choice(TYPES), chosen.randint(2000, 2030)
        thing = f"https://plans.test/id/{at // 1000:06}/plan/p-1/element/{at % 1000}"
        yield Entry(thing, kind, tuple(texts), (year,), (thing.rpartition("/element/")[0],))


# --- measuring


def percentile(values: Sequence[float], percent: float) -> float:
    """Give the smallest value that so many percent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * int(percent) // 100) - 1)]


def times_of(search: Callable[[Mapping[str, Any]], int], queries: Any) -> dict[str, Any]:
    """Measure each kind of query and all together."""
    found: dict[str, Any] = {}
    everything: list[float] = []
    for kind, asked in queries.items():
        hits = [search(one) for one in asked]
        times = []
        for one in [*asked] * ROUNDS:
            began = time.perf_counter()
            search(one)
            times.append((time.perf_counter() - began) * 1000)
        everything += times
        found[kind] = {"hits": max(hits), **shares(times)}
    found["all"] = {"hits": "", **shares(everything)}
    return found


def shares(times: Sequence[float]) -> dict[str, float]:
    """Give the percentiles of times, rounded."""
    return {name: round(percentile(times, at), 2) for name, at in PERCENTILES.items()}


PERCENTILES: Final = {"p50": 50, "p95": 95, "max": 100}


def peak() -> int:
    """Give the peak of this process's memory in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000


def apart(work: Callable[..., Any], *given: Any) -> Any:
    """Do work in a process of its own, so that its memory is its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, given)


def build(count: int, folder: Path) -> dict[str, Any]:
    """Write an index of generated names."""
    from kameoka_graph.search.engine import write_index

    before, began = peak(), time.perf_counter()
    write_index(entries(count), folder)
    seconds = time.perf_counter() - began
    size = sum(file.stat().st_size for file in folder.iterdir())
    return {
        "things": count,
        "seconds": round(seconds, 1),
        "index MB": round(size / 1e6, 1),
        "peak MB": peak(),
        "peak MB before": before,
    }


def ask_generated(folder: Path) -> dict[str, Any]:
    """Measure searching in an index on disk."""
    from kameoka_graph.search.engine import Index, Sought
    from kameoka_graph.search.words import read_words

    began = time.perf_counter()
    index = Index.on_disk(folder)
    opened = (time.perf_counter() - began) * 1000

    def search(one: Mapping[str, Any]) -> int:
        kept = {name: value for name, value in one.items() if name != "typed"}
        return index.find(Sought(read_words(one["typed"]), **kept)).total

    found = times_of(search, QUERIES)
    return {"open ms": round(opened, 1), "peak MB": peak(), "queries": found}


def ask_kameoka(releases: Path) -> dict[str, Any]:
    """Measure searching in a release as its pages do, names looked up in the store included."""
    from kameoka_graph.ask.search_view import Question
    from kameoka_graph.ask.search_view import search as look
    from kameoka_graph.release.folder import open_release
    from kameoka_graph.say import Language

    release = open_release(releases)
    store = release.open()
    began = time.perf_counter()
    index = release.open_index()
    opened = (time.perf_counter() - began) * 1000

    def search(one: Mapping[str, Any]) -> int:
        question = Question(one["typed"])
        return look(index, store, question, Language.JA, release.iris).total

    found = times_of(search, {one: [{"typed": one}] for one in HERE})
    return {
        "things": len(index),
        "open ms": round(opened, 1),
        "peak MB": peak(),
        "queries": found,
    }


# --- the run


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Give rows as text, the first column to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    lines = (
        "  ".join(
            cell.rjust(width) if at else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (header, *rows)
    )
    return "\n".join(lines) + "\n"


def report(found: Mapping[str, Any]) -> str:
    """Give the findings as tables."""
    parts = []
    for data, of in found.items():
        facts = {name: value for name, value in of.items() if name != "queries"}
        parts.append(f"{data}: " + ", ".join(f"{name} {value}" for name, value in facts.items()))
        rows = [
            [kind, str(one["hits"]), *(f"{one[name]:.2f}" for name in PERCENTILES)]
            for kind, one in of["queries"].items()
        ]
        parts.append(table(["looked for", "hits", *PERCENTILES], rows))
        p95 = of["queries"]["all"]["p95"]
        parts.append(f"p95 {p95} ms, aim < {AIMS[data]:.0f} ms\n")
    return "\n".join(parts)


def arguments(words: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} names, not {FULL:,}")
    parser.add_argument("--names", type=int, help="how many names to generate")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser.parse_args(words)


def run(words: Sequence[str], tell: Callable[[str], object]) -> None:
    """Make a release and an index of generated names, search in both, and print what was found."""
    chosen = arguments(words)
    environment.ensure("serve", "requirements/serve.txt")
    count = chosen.names or (QUICK if chosen.quick else FULL)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = [sys.executable, "-m", "kameoka_graph", "build", "--data", str(ROOT / "data")]
        subprocess.check_call(command, cwd=folder, stdout=subprocess.DEVNULL)
        found = {"kameoka": apart(ask_kameoka, folder / "releases")}
        built = apart(build, count, folder / "index")
        asked = apart(ask_generated, folder / "index")
        found["generated"] = {
            **{name: value for name, value in built.items() if name != "peak MB before"},
            "open ms": asked["open ms"],
            "peak MB of searching": asked["peak MB"],
            "queries": asked["queries"],
        }
    tell(json.dumps(found, ensure_ascii=False, indent=1) + "\n" if chosen.json else report(found))


if __name__ == "__main__":
    run(sys.argv[1:], sys.stdout.write)
