"""The guided tour on the real program, from the first visit to a kept promise, in both languages."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.cli.playground_run import Play

OWED = {"zh-CN": "给供应链金融方案", "en": "send the supply chain finance proposal"}
EDIT = {"zh-CN": "改一下", "en": "Edit"}


@pytest.fixture
def play(tmp_path):
    play = Play(0, tmp_path / "playground.db", answer_within=15.0)
    play.clock.run_on(datetime(2026, 11, 23, 6, 40, tzinfo=UTC))
    play.start()
    yield play
    play.stop()


def tick(page: Page, count: int, seconds: int = 15) -> None:
    expect(page.locator(".steps .done")).to_have_count(count, timeout=seconds * 1000)


def offered(page: Page) -> None:
    page.locator(".steps [data-do=offer]").click()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_seven_steps_lead_to_a_kept_promise(play: Play, browser: Browser, language: str):
    context = browser.new_context(locale=language, viewport={"width": 1280, "height": 800})
    context.set_default_timeout(15000)
    page = context.new_page()
    page.goto(play.slack.base_url)
    expect(page.locator(".steps li")).to_have_count(7)

    offered(page)
    tick(page, 1)
    offered(page)
    expect(page.locator("#line")).not_to_have_value("")
    page.press("#line", "Enter")
    tick(page, 3)
    page.locator("#messages article:has(h3)").get_by_role("button", name=EDIT[language]).click()
    summary = page.locator("#modal textarea").first
    summary.fill(summary.input_value() + " (!)")
    page.locator("#modal [data-do=submit]").click()
    tick(page, 4)
    offered(page)
    tick(page, 6, 180)
    reminder = page.locator("#messages article:has(.reactions)").filter(has_text=OWED[language]).last
    reminder.hover()
    reminder.locator(".hover [data-name=white_check_mark]").click()
    tick(page, 7)
    expect(page.locator(".finished")).to_be_visible()
    context.close()
