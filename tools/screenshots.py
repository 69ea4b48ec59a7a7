"""Make the pictures of README and guide in both languages, into docs/images/.

    .venv/bin/python tools/screenshots.py [--to docs/images] [--only en-wide] [--every]

With --every: every screen of the playground, on a phone too.

The clock starts at a fixed Monday, so that two runs give the same pictures.
"""

import argparse
import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from bot.cli.playground_run import Play

START = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
CHROMIUM = os.environ.get("RAPPORT_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
SHOWN = {"card", "chaos"}
"""The screens of the playground that README and guide show, on a wide window."""
GUIDE = {
    "en": (
        ("visits", "emma.brown", "/visit"), ("promises", "emma.brown", "/desk promises"),
        ("customers", "emma.brown", "/client Summit Foods"), ("complaints", "emma.brown", "/desk complaints"),
        ("escalations", "emma.brown", "/desk asks"), ("risk", "emma.brown", "/desk risk"),
        ("compliance", "emma.brown", "/desk papers"), ("rules", "grace.lin", "/desk rules"),
        ("import", "zhou.ning", "/desk import"), ("confidentiality", "grace.lin", "/desk hold"),
    ),
    "zh-CN": (
        ("visits", "li.lei", "/visit"), ("promises", "li.lei", "/desk promises"),
        ("customers", "li.lei", "/client 宏达机械"), ("complaints", "li.lei", "/desk complaints"),
        ("escalations", "li.lei", "/desk asks"), ("risk", "li.lei", "/desk risk"),
        ("compliance", "li.lei", "/desk papers"), ("rules", "li.lei", "/desk rules"),
        ("import", "zhou.ning", "/desk import"), ("confidentiality", "wu.tong", "/desk hold"),
    ),
}  # fmt: skip
"""A picture for each capability's guide page: its name, who types, and what."""
LOCALES = {"en": "en-GB", "zh-CN": "zh-CN"}
SIZES = {"wide": (1280, 800), "phone": (390, 844)}
LANGUAGES = ("en", "zh-CN")
LINES = {
    "en": "/visit Acme met Mr. Brown today, receivables are slow, send the finance proposal by next Wednesday 3pm",
    "zh-CN": "/visit 华东精工 今天拜访李总\uff0c谈了应收账款周转慢\uff0c下周三下午3点前给供应链金融方案",
}


class Photographer:
    """Walks through the playground as one person and takes pictures."""

    def __init__(self, page: Page, folder: Path, tag: str, wanted: set[str]) -> None:
        """`wanted`: names of the pictures to keep; none for all."""
        self._page, self._folder, self._tag, self._wanted = page, folder, tag, wanted
        self._narrow = tag.endswith("phone")

    def take(self, name: str) -> None:
        """One picture, once everything is drawn."""
        if self._wanted and name not in self._wanted:
            return
        self._page.wait_for_timeout(250)
        self._page.screenshot(path=self._folder / f"{name}-{self._tag}.png")

    def walk(self, language: str) -> None:
        """All screens in the order a newcomer meets them."""
        page = self._page
        self.panel("tour")
        page.fill("#line", "/")
        self.take("commands")
        page.fill("#line", LINES[language])
        page.press("#line", "Enter")
        card = self._card()
        expect(card).to_be_visible()
        card.scroll_into_view_if_needed()
        self.take("card")
        card.locator(".kind-actions [data-do=press]").first.click()
        expect(page.locator("#modal .modal-body")).to_be_visible()
        self.take("form")
        page.keyboard.press("Escape")
        self.around(card.hover)
        page.get_by_role("tab").nth(1).click()
        page.wait_for_timeout(600)
        self.take("home")
        page.get_by_role("tab").nth(0).click()
        page.click("[data-do=clock]")
        self.take("clock")
        page.click("[data-to=week]")
        expect(page.locator("#clockbox")).not_to_be_visible(timeout=600_000)
        page.click("[data-do=clock]")
        page.click("[data-to=workdays]")
        expect(page.locator("#clockbox")).not_to_be_visible(timeout=600_000)
        self.take("reminders")
        for name in ("inspector", "chaos"):
            self.panel(name)
        page.click("[data-do=limits]")
        self.take("limits")
        page.keyboard.press("Escape")

    def _card(self) -> Locator:
        """The card of the visit just written down; a customer's file has a heading too."""
        return self._page.locator("#messages article:has(h3)").filter(has_text="V-").first

    def around(self, hover: Callable[[], None]) -> None:
        """What can be done with a message."""
        page = self._page
        for action in ("more", "picker"):
            hover()
            self._card().locator(f"[data-do={action}]").first.click()
            self.take("menu" if action == "more" else action)
            page.keyboard.press("Escape")
        hover()
        self._card().locator(".hover [data-do=thread]").first.click()
        self.take("thread")
        page.click("[data-do=close-panel]")
        if self._narrow:
            page.click(".burger")
            self.take("people")
            page.keyboard.press("Escape")

    def panel(self, name: str) -> None:
        """One drawer."""
        page = self._page
        page.click(f"[data-do=panel][data-panel={name}]")
        expect(page.locator("#panel-body > *").first).to_be_visible()
        if name == "inspector":
            page.locator(".wire summary").first.click()
        self.take(name)
        page.click("[data-do=close-panel]")


def illustrate(browser: Browser, folder: Path, language: str, play: Play) -> None:
    """The pictures of the guide's pages: one line typed by one person, and the answer."""
    for name, handle, line in GUIDE[language]:
        user = next(one for one in play.slack.workspace.users.values() if one.name == handle)
        speaks = user.locale.startswith(language[:2])
        user.locale = user.locale if speaks else LOCALES[language]
        page = browser.new_page(viewport={"width": 1000, "height": 640}, locale=language)
        page.goto(f"{play.slack.base_url}/playground?person={user.id}")
        page.wait_for_selector("html[data-ready]")
        for typed in (line,) if speaks else (f"/desk language {language[:2]}", line):
            page.fill("#line", typed)
            page.press("#line", "Enter")
            expect(page.locator("#messages article, #modal .modal-body").first).to_be_visible(timeout=20_000)
            page.wait_for_timeout(1500)
        page.screenshot(path=folder / f"{name}-{language}.png")
        # An open form would be there again for the next picture of the same person.
        if page.locator("#modal[open]").count():
            page.keyboard.press("Escape")
            expect(page.locator("#modal[open]")).to_have_count(0)
            page.wait_for_timeout(300)
        page.close()


def photograph(browser: Browser, folder: Path, language: str, size: str, wanted: set[str]) -> None:
    """All pictures of one language and size, from a playground of their own."""
    with tempfile.TemporaryDirectory() as place:
        play = Play(0, Path(place) / "playground.db", answer_within=15.0)
        play.clock.run_on(START)
        play.start()
        width, height = SIZES[size]
        page = browser.new_page(viewport={"width": width, "height": height}, locale=language)
        hero = play.people[0 if language == "zh-CN" else 1].user
        page.goto(f"{play.slack.base_url}/playground?person={hero}")
        page.wait_for_selector("html[data-ready]")
        if size == "wide":
            illustrate(browser, folder, language, play)
        Photographer(page, folder, f"{language}-{size}", wanted).walk(language)
        page.close()
        play.stop()


def main() -> None:
    """Take every picture, or those of one language and size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=Path("docs/images"))
    parser.add_argument("--only", default="", help="such as en-wide or zh-CN-phone")
    parser.add_argument("--every", action="store_true", help="keep every screen, not only those of the guide")
    asked = parser.parse_args()
    asked.to.mkdir(parents=True, exist_ok=True)
    # Pictures are worth waiting for on a machine that is busy with something else.
    expect.set_options(timeout=120_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for language in LANGUAGES:
            for size in SIZES if asked.every else ("wide",):
                if asked.only in ("", f"{language}-{size}"):
                    photograph(browser, asked.to, language, size, set() if asked.every else SHOWN)
        browser.close()


if __name__ == "__main__":
    main()
