"""Look at every screen: walk the playground as one person after the other and press every button not seen yet.

    .venv/bin/python tools/gallery.py --to FOLDER [--only en] [--people emma.brown,zhou.ning]

Takes a picture of each Home, card, list, dialog, question and menu at desktop and phone width, and writes
`notes.txt`: what is cut, what sticks out, and which words are not in the reader's language.
"""

import argparse
import os
import re
import tempfile
import tomllib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator, Page, sync_playwright

from bot.cli.playground_run import Play

START = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
CHROMIUM = os.environ.get("RAPPORT_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
LOCALES = {"en": "en-GB", "zh-CN": "zh-CN"}
WIDTHS = {"wide": 1280, "phone": 390}
TALL = 1700
"""Pixels: so high that a long card is in one picture."""

LATE = re.compile(r"undo|discard|drop|end$|close|lift|withdraw|again|never|no$|cancel|remove|merge")
"""Buttons that end something are pressed after all others of the same card."""

DEEP = 4
STORY = tomllib.loads(Path(__file__).with_name("gallery.toml").read_text("utf-8"))

LOOK = """(node) => {
  const cut = [], text = [];
  for (const one of node.querySelectorAll('*')) {
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    if (!box.width || one.closest('.sr, template, [hidden], option')) continue;
    const scrolls = one.closest('.scroll, pre, textarea, input, svg');
    if (!scrolls && one.scrollWidth > one.clientWidth + 1 && style.overflowX !== 'visible' && one.clientWidth)
      cut.push('cut: ' + one.className + ': ' + one.textContent.trim().slice(0, 90));
    if (!scrolls && box.right > innerWidth + 1) cut.push('out: ' + one.className + ': ' + one.textContent.trim().slice(0, 90));
  }
  return {cut, text: node.innerText};
}"""


class Album:
    """The pictures of one language, numbered in the order they were taken, and the notes about them."""

    def __init__(self, folder: Path, language: str) -> None:
        """`language`: what readers of these pictures speak."""
        self._folder, self.language, self._count = folder, language, 0
        self.notes: list[str] = []

    def take(self, page: Page, name: str, node: Locator) -> None:
        """One screen in both widths."""
        self._count += 1
        title = f"{self._count:03}-{re.sub(r'[^a-zA-Z0-9.]+', '-', name)[:50]}"
        for size, width in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": TALL})
            page.wait_for_timeout(60)
            seen = node.evaluate(LOOK)
            self.notes += [f"{title} {size} {note}" for note in dict.fromkeys(seen["cut"])]
            if size == "wide":
                self.notes += [f"{title} words {word}" for word in self._foreign(seen["text"])]
            node.screenshot(timeout=6000, path=self._folder / f"{title}-{self.language}-{size}.png")
        page.set_viewport_size({"width": WIDTHS["wide"], "height": TALL})

    def _foreign(self, text: str) -> list[str]:
        wrong = r"[^\n]*[\u4e00-\u9fff][^\n]*" if self.language == "en" else r"[A-Za-z][a-z]{2,}(?: [A-Za-z]+)*"
        raw = r"\b[a-z]+_[a-z_]+\b|\bNone\b|\{\{|\b[A-Z]{2,}-[A-Z]{2,}\b"
        return list(dict.fromkeys(re.findall(wrong, text) + re.findall(raw, text)))


class Visitor:
    """One person at the page, pressing what has not been pressed yet."""

    def __init__(self, page: Page, play: Play, album: Album, name: str, pressed: set[str]) -> None:
        """`pressed`: the buttons anybody pressed already, by what they do; shared by all visitors."""
        self._page, self._play, self._album, self._name, self._pressed = page, play, album, name, pressed
        self._known: set[str] = set()

    def stand(self) -> None:
        """Wait until everything has been said and drawn."""
        self._page.wait_for_function("() => !document.querySelector('[aria-busy]')", timeout=30_000)
        self._play.tick()
        self._page.wait_for_timeout(350)

    def lines(self) -> list[str]:
        """The messages in view, by their time stamps."""
        return [str(one.get_attribute("data-ts")) for one in self._page.locator("#messages article").all()]

    def say(self, line: str) -> None:
        """Type a line, and look at what it brings."""
        self._known.update(self.lines())
        self._page.fill("#line", line)
        self._page.press("#line", "Enter")
        self.stand()
        self.news(line or "line", 0)

    def home(self) -> None:
        """Look at Home and at everything it opens."""
        self._page.locator("[role=tab]").nth(1).click()
        self.stand()
        self.take("home", self._page.locator("#home"))
        self.explore("#home", "home", 1)
        self._page.locator("[role=tab]").nth(0).click()
        self.stand()

    def rooms(self, explores: bool) -> None:
        """Look at every channel that has something in it."""
        for number in range(self._page.locator("#side ul").nth(1).locator("a.room").count()):
            room = self._page.locator("#side ul").nth(1).locator("a.room").nth(number)
            name = room.locator(".name").inner_text().split("\n")[0]
            room.click()
            self.stand()
            if self.lines():
                self.take(f"room-{name}", self._page.locator("#column"))
            for stamp in self.lines()[-6:] if explores else ():
                self.explore(f"#messages article[data-ts='{stamp}']", name, 1)
        self._page.locator("#side ul").first.locator("a.room").first.click()
        self.stand()

    def news(self, cause: str, deep: int) -> None:
        """Take what has come: a dialog, a question, new messages; and look behind their buttons."""
        page = self._page
        if page.locator("#ask[open]").count():
            self.take(f"{cause}-sure", page.locator("#ask"))
            page.locator("#ask button[value=yes]").click()
            self.stand()
        while page.locator("#modal[open]").count():
            self.take(f"{cause}-form", page.locator("#modal"))
            if deep < DEEP:
                self.explore("#modal", cause, deep + 1)
            self.refuse(cause)
        fresh = [stamp for stamp in self.lines() if stamp not in self._known]
        self._known.update(fresh)
        for stamp in fresh:
            article = f"#messages article[data-ts='{stamp}']"
            if page.locator(article).locator(".content").count():
                self.take(cause, page.locator(article))
            if deep < DEEP:
                self.explore(article, cause, deep + 1)

    def refuse(self, cause: str) -> None:
        """Send the dialog as it is, to see what it says to that; then close it."""
        page = self._page
        send = page.locator("#modal[open] [data-do=submit]")
        before = self._dialog() if send.count() else None
        if send.count() and not page.locator("#modal[open] .error:visible").count():
            send.click()
            self.stand()
            if page.locator("#modal[open] .error:visible, #modal[open] .problem").count():
                self.take(f"{cause}-refused", page.locator("#modal"))
        if (now := self._dialog()) is not None and before in (None, now):
            page.locator("#modal[open] footer [data-do=close-modal]").click()
            self.stand()

    def _dialog(self) -> str | None:
        """The open dialog, asked in one step: a late answer may close it between two."""
        found = self._page.evaluate("document.querySelector('#modal[open] .modal')?.dataset.view ?? null")
        return None if found is None else str(found)

    def explore(self, holder: str, cause: str, deep: int) -> None:
        """Press every button in `holder` whose like nobody has pressed yet, the ones that end something last."""
        for _ in range(40):
            found = self._unseen(holder)
            if not found:
                return
            verb, place = min(found, key=lambda one: (bool(LATE.search(one[0])), one[1]))
            self._pressed.add(verb)
            before = self._page.locator(holder).first.inner_text()
            self._known.update(self.lines())
            try:
                self._press(self._page.locator(f"{holder} [data-kind]").nth(place), verb)
            except PlaywrightError as trouble:
                self._album.notes.append(f"{self._name} {verb} could not be pressed: {str(trouble)[:200]}")
                self._page.keyboard.press("Escape")
                continue
            self.news(f"{cause}.{verb}" if cause in ("home",) else verb, deep)
            if not self._page.locator(holder).count():
                return
            if self._page.locator(holder).first.inner_text() != before and holder != "#home":
                self.take(f"after-{verb}", self._page.locator(holder).first)

    def _unseen(self, holder: str) -> list[tuple[str, int]]:
        found = []
        for place, node in enumerate(self._page.locator(f"{holder} [data-kind]").all()):
            kind, name = str(node.get_attribute("data-kind")), str(node.get_attribute("data-action"))
            verb = name.partition("#")[0].partition("/")[0]
            acts = kind in ("button", "overflow") or node.get_attribute("data-acts") == "1"
            if acts and verb not in self._pressed and node.is_visible():
                found.append((verb, place))
        return found

    def _press(self, node: Locator, verb: str) -> None:
        page, kind = self._page, str(node.get_attribute("data-kind"))
        if kind == "button":
            node.click(timeout=4000)
        elif kind == "overflow":
            node.locator("button").click(timeout=4000)
            self.take(f"{verb}-menu", page.locator("#menu"))
            page.locator("#menu [role=menuitem]").first.click()
        elif kind.endswith("_select"):
            node.locator("[data-do=combo]").click(timeout=4000)
            page.wait_for_timeout(400)
            if not page.locator("#list [role=option]").count():
                page.locator("#list input").fill("a" if self._album.language == "en" else "\u534e")
                page.wait_for_timeout(600)
            self.take(f"{verb}-choices", page.locator("#list"))
            page.locator("#list [role=option]").first.click(timeout=4000)
        self.stand()

    def take(self, name: str, node: Locator) -> None:
        """One picture, named after the person; a screen that went away meanwhile is noted."""
        try:
            self._album.take(self._page, f"{self._name}-{name}", node)
        except PlaywrightError as trouble:
            self._album.notes.append(f"{self._name}-{name} could not be taken: {str(trouble)[:200]}")
            self._page.set_viewport_size({"width": WIDTHS["wide"], "height": TALL})


def visit(page: Page, play: Play, album: Album, handle: str, pressed: set[str]) -> Visitor:
    """The page as somebody sees it, in the album's language."""
    language = album.language
    user = next(one for one in play.slack.workspace.users.values() if one.name == handle)
    page.goto(f"{play.slack.base_url}/playground?person={user.id}")
    page.wait_for_selector("html[data-ready]")
    visitor = Visitor(page, play, album, handle, pressed)
    if not user.locale.startswith(language[:2]):
        user.locale = LOCALES[language]
        page.fill("#line", f"/desk language {language[:2]}")
        page.press("#line", "Enter")
        visitor.stand()
        page.reload()
        page.wait_for_selector("html[data-ready]")
    if page.locator("#panel:visible").count():
        page.locator("#panel [data-do=close-panel]").click()
    visitor.stand()
    visitor._known.update(visitor.lines())
    return visitor


def walk(page: Page, play: Play, album: Album, people: Sequence[str]) -> None:
    """Everybody's Home, lines and channels now; then their messages after a day, three and a week."""
    pressed: set[str] = set()
    story = STORY[album.language]
    for handle in people or story:
        visitor = visit(page, play, album, handle, pressed)
        visitor.home()
        for line in story.get(handle, ()):
            visitor.say(line)
        visitor.rooms(explores=True)
    for days in (1, 3, 5, 8):
        play.move_to(START + timedelta(days=days, hours=2))
        for handle in people or story:
            visitor = visit(page, play, album, handle, pressed)
            visitor.take(f"day{days}-dm", page.locator("#column"))
            for stamp in visitor.lines()[-8:]:
                visitor.explore(f"#messages article[data-ts='{stamp}']", f"day{days}", 1)
            visitor.rooms(explores=True)
            if days in (1, 8):
                visitor.home()


def main() -> None:
    """Take every picture, in one language or both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--only", default="", help="en or zh-CN")
    parser.add_argument("--people", default="", help="only these, by handle")
    asked = parser.parse_args()
    asked.to.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as place:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for language in (asked.only,) if asked.only else tuple(LOCALES):
            play = Play(0, Path(place) / f"{language}.db", answer_within=15.0)
            play.clock.run_on(START)
            play.start()
            album = Album(asked.to, language)
            page = browser.new_page(
                viewport={"width": WIDTHS["wide"], "height": TALL}, locale=language, reduced_motion="reduce"
            )
            page.set_default_timeout(15_000)
            try:
                walk(page, play, album, [one for one in asked.people.split(",") if one])
            finally:
                (asked.to / f"notes-{language}.txt").write_text("\n".join(album.notes), "utf-8")
                play.stop()
        browser.close()


if __name__ == "__main__":
    main()
