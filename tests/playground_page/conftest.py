"""One Chromium for all tests of the page, and a workspace with a puppet app for each."""

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playground_page.puppet import MANIFEST, Puppet
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.core.calendar import Calendar
from bot.playground.loopback import LoopbackSlack
from bot.playground.page import Face, Offer, Posted, Reading, Step, Tour, routes
from bot.playground.state import User

CHROMIUM = Path(os.environ.get("RAPPORT_CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENT = 15.0
"""Seconds: as long as a busy machine may keep what is no story about lateness."""

MONDAY = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
LANGUAGES = {"en": "lily", "zh-CN": "lilei"}


class StubControl:
    """A clock by hand, a cast, a tour of two steps; each tick tells the time to everybody."""

    def __init__(self) -> None:
        self.instant, self.moved, self.awake = MONDAY, False, True
        self.people: Sequence[Face] = ()
        self.on_move: Callable[[datetime], None] = lambda _: None
        self.rows: list[Posted] = []

    def now(self) -> datetime:
        return self.instant

    def move_to(self, instant: datetime | None) -> None:
        self.moved, self.instant = instant is not None, instant or MONDAY
        self.on_move(self.instant)

    def calendar(self, user: str) -> Calendar:
        return Calendar.bundled("CN", 2026, 2027)

    def tour(self, language: str) -> Tour:
        return Tour([Step("one", "text", "go", self._played, Offer)])

    def _played(self, reading: Reading) -> bool:
        return bool(reading.played)

    def posted(self) -> Sequence[Posted]:
        return self.rows

    def wake(self, on: bool) -> None:
        self.awake = on


class Stage:
    """A played workspace with six people and the puppet, and browsers to look at it."""

    def __init__(self, browser: Browser) -> None:
        self.control = StubControl()
        self.slack = LoopbackSlack(MANIFEST, clock=lambda: self.control.instant, answer_within=PATIENT)
        self._browser = browser
        self.users: dict[str, User] = {}
        for handle, name, locale in (
            ("lilei", "李雷", "zh-CN"), ("lily", "Lily Adams", "en-GB"), ("chen", "陈静", "zh-CN"),
            ("grace", "Grace Miller", "en-GB"), ("sun", "孙丽", "zh-CN"), ("david", "David Clark", "en-GB"),
        ):  # fmt: skip
            self.users[handle] = self.slack.workspace.add_user(handle, real_name=name, locale=locale)
        title = {"en": "Account manager", "zh-CN": "客户经理"}
        self.control.people = [Face(user.id, title) for user in self.users.values()]
        self.general = self.slack.workspace.add_channel("general", members=[u.id for u in self.users.values()])
        self.slack.server.extra_routes += routes(self.slack, self.control)
        self.puppet = Puppet(self.slack)
        self._contexts: list[object] = []

    def open(self, who: str = "lily", *, width: int = 1280, height: int = 800, **query: str) -> Page:
        """The page in a browser of its own, as seen by `who`."""
        user = self.users[who]
        context = self._browser.new_context(locale=user.locale, viewport={"width": width, "height": height})
        context.set_default_timeout(PATIENT * 1000)
        self._contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        address = "&".join(f"{key}={value}" for key, value in {"person": user.id, **query}.items())
        page.goto(f"{self.slack.base_url}/playground?{address}")
        page.wait_for_selector("html[data-ready]")
        return page

    troubles: list[str]

    def __enter__(self) -> "Stage":
        self.troubles = []
        self.slack.start()
        self.puppet.start()
        return self

    def __exit__(self, *_: object) -> None:
        for context in self._contexts:
            context.close()  # type: ignore[attr-defined]
        self.puppet.stop()
        self.slack.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists() and not os.environ.get("RAPPORT_NO_SKIPS"):
        pytest.skip(f"{CHROMIUM} is not installed; RAPPORT_NO_SKIPS=1 makes this an error")
    expect.set_options(timeout=PATIENT * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def stage(browser: Browser) -> Iterator[Stage]:
    with Stage(browser) as made:
        yield made
        assert made.troubles == []


@pytest.fixture(params=list(LANGUAGES))
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)
