"""Block Kit in messages: drawn faithfully, and every element acts."""

import pytest
from playwright.sync_api import Page, expect


@pytest.fixture
def page(stage) -> Page:
    page = stage.open()
    page.fill("#line", "/card")
    page.press("#line", "Enter")
    expect(page.locator("h3.header")).to_have_text("Saved V-1")
    return page


def heard(stage, page, name):
    """What the app was told about one element, once it was told."""
    for _ in range(100):
        found = [chosen for key, chosen in stage.puppet.heard if key == name]
        if found:
            break
        page.wait_for_timeout(50)
    expect(page.locator("[aria-busy]")).to_have_count(0)
    return [chosen for key, chosen in stage.puppet.heard if key == name]


def test_a_card_is_drawn_with_all_its_blocks(page):
    card = page.locator("article:has(h3)")
    expect(card.locator("strong").filter(has_text="Bold")).to_be_visible()
    expect(card.locator("strong").filter(has_text="strong")).to_be_visible()
    expect(card.locator("s")).to_have_text("gone")
    expect(card.locator("em")).to_have_text("soft")
    expect(card.locator("code")).to_have_text("code")
    expect(card.locator("a", has_text="site")).to_have_attribute("href", "https://example.com")
    expect(card.locator("ul.rt li")).to_have_text(["first", "second"])
    expect(card.locator("blockquote")).to_have_text("quoted")
    expect(card.locator("pre")).to_have_text("a   b")
    expect(card.locator(".emoji").first).to_have_text("👍🏽")
    expect(card.locator("time.date")).to_have_text("2026-11-23 16:00")
    expect(card).to_contain_text("<script>alert(1)</script>")
    expect(card.locator(".fields > div")).to_have_count(2)
    expect(card.locator("svg rect")).to_have_count(2)
    expect(card.locator(".context")).to_contain_text("V-1 · small")


def test_a_data_table_is_sorted_and_paged(page):
    table = page.locator("table.data")
    expect(table.locator("tbody tr:visible")).to_have_count(2)
    table.get_by_role("button", name="Sort by Balance").click()
    expect(table.locator("tbody tr:visible td:first-child")).to_have_text(["Cedar", "Acme"])
    page.get_by_role("button", name="Next").click()
    expect(table.locator("tbody tr:visible td:first-child")).to_have_text(["Blue"])


def test_a_button_acts_at_once(stage, page):
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("button", name="Details").click()
    assert heard(stage, page, "details") == [None] and heard(stage, page, "keep") == ["1"]


def test_a_grave_button_asks_first_and_takes_no_for_an_answer(stage, page):
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#ask")).to_contain_text("It is gone then.")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("#ask")).not_to_be_visible()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Yes, undo").click()
    expect(page.locator("#ask")).not_to_be_visible()
    assert len(heard(stage, page, "undo")) == 1


def test_a_select_reports_the_chosen_option(stage, page):
    page.get_by_role("button", name="Later").click()
    page.get_by_role("option", name="Friday").click()
    expect(page.get_by_role("button", name="Later: Friday")).to_be_visible()
    assert heard(stage, page, "later")[0]["value"] == "friday"


def test_a_select_with_typeahead_asks_the_app(stage, page):
    page.get_by_role("button", name="Customer", exact=True).click()
    search = page.locator("#list input")
    expect(page.locator("#list [role=status]")).to_contain_text("at least 1")
    search.press_sequentially("华东")
    expect(page.locator("#listbox li")).to_have_text(["华东精工"])
    search.press("Enter")
    assert heard(stage, page, "customer")[0]["value"] == "华东精工"


def test_a_date_picker_reports_the_day(stage, page):
    page.locator("[data-action=day]").fill("2026-12-02")
    assert heard(stage, page, "day") == ["2026-12-02"]
    page.locator("#line").focus()
    expect(page.locator(".when:has([data-action=day]) .face-text")).to_have_text("2 Dec 2026")


def test_people_boxes_and_menus_report_too(stage, page):
    page.get_by_role("button", name="Colleague").click()
    page.locator("#list input").press_sequentially("grace")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("menuitem", name="Drop").click()
    page.get_by_role("checkbox", name="Two").check()
    expect(page.locator("[aria-busy]")).to_have_count(0)
    assert heard(stage, page, "colleague") == [stage.users["grace"].id]
    assert heard(stage, page, "more")[0]["value"] == "drop"
    assert [row["value"] for row in heard(stage, page, "boxes")[0]] == ["2"]
