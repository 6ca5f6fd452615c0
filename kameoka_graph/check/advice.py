"""How to mend what is wrong with a row: sentences about repetitions, references and places."""

import difflib
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from kameoka_graph.read.sheet import CORRECTED_LABELS, ENGLISH_LABELS, READINGS, SERIES, STATUSES
from kameoka_graph.say import Say
from kameoka_graph.state.reference import Sort

NAMES: Final[Mapping[Sort, Say]] = {
    Sort.PLAN: Say("計画", "a plan"),
    Sort.ELEMENT: Say("計画の要素", "an element of the plan"),
    Sort.ENTRY: Say("年度別の記載", "an entry of a year"),
    Sort.SERIES: Say("系列", "a series"),
    Sort.ENTITY: Say(
        "団体・施設・基金・制度・催しなど", "an organisation, fund, event or the like"
    ),
}
"""What each sort of thing is called."""
SAYING: Final = Say("内容", "statement")
"""What a row says, where another row says it too."""
ONCE: Final[Mapping[str, Say]] = {
    SERIES.file: Say(
        "同じ記載が、ほかの系列にも入っています。入れる系列を一つにしてください。",
        "this entry is in another series too; put it in one series only.",
    ),
    STATUSES.file: Say(
        "同じ記載に状況が2つあります。一つにしてください。",
        "this entry has two statuses; keep one.",
    ),
    READINGS.file: Say(
        "同じものによみがなが2つあります。一つにしてください。",
        "this thing has two readings; keep one.",
    ),
    ENGLISH_LABELS.file: Say(
        "同じものに英語名が2つあります。一つにしてください。",
        "this thing has two English labels; keep one.",
    ),
    CORRECTED_LABELS.file: Say(
        "同じものに prefLabel が2つあります。一つを残し、ほかは altLabel にしてください。",
        "this thing has two values of prefLabel; keep one and make the other an altLabel.",
    ),
}
"""Tables in which a thing stands once, and what to say where it stands twice."""


def wrong_sort(found: Sort, sorts: Iterable[Sort]) -> Say:
    """Tell that a thing is of the sort `found`, where one of `sorts` is wanted."""
    names = [NAMES[sort] for sort in sorts]
    return Say(
        f"これは{NAMES[found].ja}です。ここには{'か'.join(name.ja for name in names)}を書きます。",
        f"this is {NAMES[found].en}; expected {' or '.join(name.en for name in names)}.",
    )


def near(reference: str, things: Collection[str]) -> Say:
    """Name up to three references that look like `reference`."""
    matches = difflib.get_close_matches(reference, things, n=3, cutoff=0.8)
    if not matches:
        return Say(
            "theme/1、action-plan/1/fy/2020/activity/1、series/… の形で書きます。",
            "It is written as theme/1, action-plan/1/fy/2020/activity/1 or series/…",
        )
    return Say(
        f"似たものに {'、'.join(matches)} があります。", f"Similar ones: {', '.join(matches)}."
    )


def place_of(text: str, quote: str, close_to: int) -> Say:
    """Tell where a quotation stands: the place nearest to where it was looked for."""
    starts = [n for n in range(len(text) - len(quote) + 1) if text.startswith(quote, n)]
    if not starts:
        return Say(
            "この文言は原文にありません。原文が変わったのであれば、行を直すか消してください。",
            "This wording does not stand in the source; if the source has changed, mend or delete "
            "the row.",
        )
    start = min(starts, key=lambda n: abs(n - close_to))
    end = start + len(quote)
    return Say(
        f"この文言は {start}〜{end} にあります。start と end を直してください。",
        f"This wording stands at {start}–{end}; mend start and end.",
    )
