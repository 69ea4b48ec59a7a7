"""An orange alert in the real program, as a visitor sees it: from the note that raised it to its closing by two people."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.cli.playground_run import Play

MONDAY = datetime(2026, 11, 23, 6, 40, tzinfo=UTC)
NOTE = "/visit 华东精工 今天上午拜访\uff0c财务总监突然离职了"
FIRST = "现场查看账册\uff0c新负责人已交接\uff0c银行流水与报表一致"
SECOND = "第二次走访\uff0c车间满负荷\uff0c工资按时发放\uff0c存货周转正常"


@pytest.fixture
def play(tmp_path):
    play = Play(0, tmp_path / "playground.db", answer_within=15.0)
    play.clock.run_on(MONDAY)
    play.start()
    yield play
    play.stop()


@pytest.fixture
def page(play: Play, browser: Browser):
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15000)
    page = context.new_page()
    page.goto(f"{play.slack.base_url}/playground?person={play.people[0].user}")
    page.wait_for_selector("html[data-ready]")
    yield page
    context.close()


def card(page: Page) -> Locator:
    return page.locator("#messages article:has(h3)").filter(has_text="RK-").filter(has_text="华东精工").first


def press(page: Page, name: str) -> None:
    card(page).get_by_role("button", name=name, exact=True).first.click()


def opens(page: Page, name: str) -> None:
    """A button that opens a dialog."""
    press(page, name)
    expect(page.locator("#modal .modal-body")).to_be_visible(timeout=15000)


def send(page: Page, **fields: str) -> None:
    """Fill the texts of the dialog that opens, by label, and send it."""
    expect(page.locator("#modal .modal-body")).to_be_visible(timeout=15000)
    for label, text in fields.items():
        page.get_by_label(label).locator("textarea, input").first.fill(text)
    page.locator("#modal [data-do=submit]").click()
    expect(page.locator("#modal")).not_to_be_visible()


def check(page: Page, report: str) -> None:
    opens(page, "写报告")
    page.get_by_role("radio", name="没有发现问题").check()
    send(page, 报告=report)


def test_a_stranger_follows_an_orange_alert_to_its_end(play: Play, page: Page) -> None:
    page.fill("#line", NOTE)
    page.press("#line", "Enter")
    page.locator("#messages article:has(h3)").get_by_role("button", name="+风险").click()
    expect(card(page)).to_contain_text("🟠 预警")
    expect(card(page)).to_contain_text("财务总监突然离职")
    expect(card(page)).to_contain_text("V-")

    press(page, "为何收到")
    expect(page.locator("#modal")).to_contain_text("单独一条就够定级")
    page.keyboard.press("Escape")
    press(page, "核实属实")
    expect(card(page)).to_contain_text("李雷")
    press(page, "措施")
    page.get_by_role("option", name="要求补充担保").click()
    send(page)
    expect(card(page)).to_contain_text("要求补充担保")
    press(page, "已落实")
    send(page, 结果="已办妥房产抵押", 证据="抵押登记证 2026-118")
    expect(card(page)).to_contain_text("已办妥房产抵押")
    check(page, FIRST)

    play.clock.run_on(MONDAY + timedelta(days=31))
    play.tick()
    check(page, SECOND)
    opens(page, "申请结案")
    page.get_by_label("结果").locator(".select").first.click()
    page.get_by_role("option", name="问题已解决").click()
    send(page, 原因和依据="新财务总监已到岗")
    expect(card(page)).to_contain_text("申请结案")

    page.locator(".face", has_text="赵强").click()
    asked = page.locator("#messages article:has(h3)").filter(has_text="请您作为第二个人").last
    asked.get_by_role("button", name="同意", exact=True).click()
    expect(page.locator("#messages article:has(h3)").filter(has_text="同意结案").last).to_contain_text("问题已解决")
    page.locator(".face", has_text="李雷").click()
    answer = page.locator("#messages article:has(h3)").filter(has_text="已结案").last
    expect(answer).to_contain_text("华东精工")
