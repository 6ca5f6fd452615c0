"""A real browser, and a visitor who goes through the site with it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    expect,
    sync_playwright,
)

CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser")
"""The browser, if it is installed."""
FLAGS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""It speaks to nobody of its own accord."""
SCREENSHOTS: Final = Path(__file__).resolve().parent.parent / "build" / "screenshots"
"""Where pictures are kept."""
BARRIERS: Final = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
"""Rules of axe-core: WCAG 2.2 AA, and what is good practice."""
FOCUS: Final = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  return {
    shown: one.matches(':focus-visible') &&
      ((style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) ||
       style.boxShadow !== 'none'),
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    named: (one.innerText || one.getAttribute('aria-label') || one.labels?.[0]?.innerText ||
      one.getAttribute('aria-labelledby') || '').trim(),
  };
}"""
"""Whether one can see where the focus is."""


@contextmanager
def started() -> Iterator[Browser]:
    """Start the browser, and end it with the block."""
    assert CHROMIUM is not None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, headless=True)
        try:
            yield browser
        finally:
            browser.close()


class Visitor:
    """Somebody who goes through the site, and notes what it does that it should not do."""

    def __init__(
        self, context: BrowserContext, address: str, journey: str, looked: set[str]
    ) -> None:
        """Open an empty page; `journey` is the folder of the pictures.

        Pages in `looked` were looked at for barriers; those that this visitor looks at are added.
        """
        self.page: Page = context.new_page()
        self.address = address
        self.journey = journey
        self.looked = looked
        self.wrong: list[str] = []
        self.steps = 0
        self._host = urlsplit(address).netloc
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._note(True, str(error)))
        self.page.on(
            "request", lambda one: self._note(urlsplit(one.url).netloc != self._host, one.url)
        )

    def go(self, path: str = "") -> None:
        """Go to an address, as one that was typed."""
        self.page.goto(self.address + path, wait_until="load")

    def link(self, path: str, within: str = "main") -> Locator:
        """Find a link to a page, whichever language and place in it the link names."""
        ends = ("", "?lang=en", "#", "?lang=en#")
        found = [
            f'{within} a[href{"^" if end.endswith("#") else ""}="/{path}{end}"]' for end in ends
        ]
        return self.page.locator(", ".join(found)).filter(visible=True).first

    def follow(self, path: str, within: str = "main") -> None:
        """Click a link to a page, and wait until it is there."""
        link = self.link(path, within)
        expect(link).not_to_have_text("")
        link.click()
        self.page.wait_for_url(lambda url: urlsplit(url).path == f"/{path}", wait_until="load")

    def arrive(self, step: str, language: str, heading: str = "") -> None:
        """Look at the page that one has come to: its language, its parts, barriers; keep a picture."""
        page = self.page
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.locator("h1")).to_have_count(1)
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("h1")).to_contain_text(heading)
        expect(page.get_by_role("main")).to_have_count(1)
        expect(page.get_by_role("banner")).to_have_count(1)
        expect(page.get_by_role("contentinfo")).to_have_count(1)
        expect(page.get_by_role("navigation").first).to_be_attached()
        self.keep(step)
        width, room = page.evaluate("[document.scrollingElement.scrollWidth, innerWidth]")
        self._note(width > room, f"{step}: {width} pixels wide")
        shown = f"{page.url} {language} {room}"
        if shown not in self.looked:
            self.wrong += [f"{step}: {one}" for one in barriers(page)]
            self.looked.add(shown)

    def keep(self, step: str) -> None:
        """Keep a picture of the whole page."""
        self.steps += 1
        folder = SCREENSHOTS / self.journey
        folder.mkdir(parents=True, exist_ok=True)
        name = quote(f"{self.steps}-{step}", safe=" ")
        self.page.screenshot(path=folder / f"{name}.png", full_page=True)

    def tab_to(self, target: Locator, most: int = 60) -> None:
        """Press Tab until something has the focus; one must see where the focus is all the way."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            focus = self.page.evaluate(FOCUS)
            self._note(not focus["shown"] or not focus["inside"], f"focus not seen: {focus}")
            if target.evaluate("one => one === document.activeElement"):
                return
        raise AssertionError(target)

    def _hear(self, message: ConsoleMessage) -> None:
        told = f"{message.text} {message.location['url']}"
        self._note(message.type in {"error", "warning"}, told)

    def _note(self, wrong: bool, what: str) -> None:
        if wrong:
            self.wrong.append(what)


def barriers(page: Page, rules: object = BARRIERS) -> list[str]:
    """Give what axe-core finds to be a barrier on a page."""
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    page.evaluate(f"{axe}; undefined")
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", rules
    )
    assert found["passes"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]]
