"""Writing: commands with their hints, mentions, lines, own messages changed and taken back."""

import re

import pytest
from playground_page.conftest import LANGUAGES
from playwright.sync_api import expect


def test_a_slash_opens_the_commands_with_their_hints_and_enter_sends_one(stage, language):
    page = stage.open(LANGUAGES[language])
    line = page.locator("#line")

    line.press_sequentially("/v")
    menu = page.locator("#suggestions")
    expect(menu.get_by_role("option")).to_have_count(1)
    expect(menu).to_contain_text({"en": "customer, what happened", "zh-CN": "客户，做了什么"}[language])
    line.press("Enter")
    expect(line).to_have_value("/visit ")
    line.press_sequentially("Acme met")
    line.press("Enter")

    told = page.locator("article.hidden-line")
    expect(told).to_contain_text("saved: Acme met")
    expect(told).to_contain_text({"en": "Only visible to you", "zh-CN": "仅你可见"}[language])
    expect(line).to_have_value("")


def test_an_unknown_command_is_refused_in_slacks_words(stage):
    page = stage.open()
    page.fill("#line", "/nothing at all")
    page.press("#line", "Enter")
    expect(page.locator("article").last).to_contain_text("/nothing is not a valid command.")


def test_a_command_is_found_by_what_it_is_for_and_nothing_typed_is_lost(stage):
    page = stage.open("lilei")
    line = page.locator("#line")
    line.press_sequentially("/拜访")
    menu = page.locator("#suggestions")
    expect(menu.get_by_role("option")).to_have_count(1)
    expect(menu).not_to_contain_text("what happened")
    line.press("Enter")
    expect(line).to_have_value("/visit ")

    line.fill("/拜访 华东精工 今天见了李总")
    line.press("Enter")
    told = page.locator("article").last
    expect(told).to_contain_text("没有 /拜访 这个命令")
    expect(told).to_contain_text("/visit（记一次拜访）")
    expect(line).to_have_value("/拜访 华东精工 今天见了李总")


def test_an_at_sign_offers_people_and_the_mention_is_drawn(stage):
    page = stage.open(room=stage.general.id)
    page.locator("#line").press_sequentially("hello @陈")
    expect(page.locator("#suggestions").get_by_role("option")).to_have_text(["@陈静"])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("article .mention")).to_have_text("@陈静")


def test_shift_and_enter_begins_a_new_line(stage):
    page = stage.open()
    line = page.locator("#line")
    line.press_sequentially("one")
    line.press("Shift+Enter")
    line.press_sequentially("two")
    line.press("Enter")
    expect(page.locator("article .rt")).to_have_text(re.compile("one\ntwo"))


def test_own_messages_can_be_edited_and_deleted(stage, language):
    page = stage.open(LANGUAGES[language])
    page.fill("#line", "frist")
    page.press("#line", "Enter")
    expect(page.locator("article")).to_have_count(1)

    page.press("#line", "ArrowUp")
    page.fill(".editor textarea", "first")
    page.press(".editor textarea", "Enter")
    expect(page.locator("article .content")).to_contain_text("first")
    expect(page.locator(".edited")).to_have_text({"en": "(edited)", "zh-CN": "\uff08已编辑\uff09"}[language])

    page.locator("article").hover()
    page.locator("article [data-do=more]").click()
    page.get_by_role("menuitem", name={"en": "Delete message", "zh-CN": "删除消息"}[language]).click()
    page.locator("#ask").get_by_role("button", name={"en": "Delete", "zh-CN": "删除"}[language]).click()
    expect(page.locator("article")).to_have_count(0)


def test_what_could_not_be_sent_comes_back_into_the_composer(stage):
    page = stage.open(room=stage.general.id)
    stage.general.is_archived = True
    page.fill("#line", "a long thought")
    page.press("#line", "Enter")
    expect(page.locator("#toast")).to_contain_text("is_archived")
    expect(page.locator("#line")).to_have_value("a long thought")


@pytest.mark.parametrize(
    "typed", ["<img src=x onerror=alert(1)>", '"><script>alert(1)</script>', "{{ 7*7 }}", "&lt;b&gt;"]
)
def test_whatever_is_typed_stays_text(stage, typed):
    page = stage.open()
    page.fill("#line", typed)
    page.press("#line", "Enter")
    expect(page.locator("article .rt")).to_have_text(typed)
    expect(page.locator("article script, article img")).to_have_count(0)


def test_a_long_line_is_seen_whole_before_it_is_sent(stage):
    page = stage.open()
    line = page.locator("#line")
    line.fill("/visit Acme met Mr. Brown today, receivables are slow, send the supply chain finance proposal. " * 2)
    assert line.evaluate("box => box.scrollHeight <= box.clientHeight + 4")
