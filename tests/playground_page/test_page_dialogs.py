"""Dialogs: every kind of field, complaints at the field, one dialog on top of another; and Home."""

import pytest
from playground_page.conftest import LANGUAGES
from playwright.sync_api import Page, expect


@pytest.fixture
def page(stage) -> Page:
    return opened(stage, "lily")


def opened(stage, who) -> Page:
    page = stage.open(who)
    page.fill("#line", "/form")
    page.press("#line", "Enter")
    expect(page.locator("#modal h2")).to_have_text("New visit")
    return page


def choose_customer(page, typed="acme"):
    page.locator("#modal .combo[data-action=company] .select").click()
    page.locator("#list input").press_sequentially(typed)
    expect(page.locator("#listbox li")).to_have_count(1)
    page.keyboard.press("Enter")


def test_empty_required_fields_are_complained_about_in_the_persons_language(stage, language):
    page = opened(stage, LANGUAGES[language])
    page.locator("#modal [data-do=submit]").click()
    complaint = {"en": "Please complete this required field.", "zh-CN": "请填写这一项。"}[language]
    expect(page.locator(".problem")).to_have_text([complaint, complaint])
    assert stage.puppet.sent == []


def test_the_apps_complaint_stands_at_its_field_and_nothing_typed_is_lost(stage, page):
    choose_customer(page)
    page.get_by_label("Summary").locator("textarea").fill("talked")
    page.get_by_label("Amount").locator("input").fill("13")
    page.locator("#modal [data-do=submit]").click()
    expect(page.locator(".wrong .problem")).to_have_text("Thirteen is not a good number.")
    expect(page.get_by_label("Amount").locator("input")).to_be_focused()
    expect(page.get_by_label("Summary").locator("textarea")).to_have_value("talked")

    page.get_by_label("Amount").locator("input").fill("14")
    page.locator("#modal [data-do=submit]").click()
    expect(page.locator("#modal")).not_to_be_visible()
    assert [one["amount"]["amount"]["value"] for one in stage.puppet.sent] == ["13", "14"]


def test_every_kind_of_field_comes_back_as_slack_sends_it(stage, page):
    choose_customer(page, "宏达")
    page.get_by_label("Summary").locator("textarea").fill("line one\nline two")
    page.get_by_label("E-mail").locator("input").fill("a@example.com")
    page.locator("#modal [data-action=day]").fill("2026-12-02")
    page.locator("#modal [data-action=at]").fill("15:30")
    page.locator("#modal [data-action=moment]").fill("2026-12-02T09:00")
    page.locator("#modal .combo[data-action=channel] .select").click()
    page.get_by_role("option", name="Call").click()
    for name in ("A", "B"):
        page.locator("#modal .combo[data-action=tags] .select").click()
        page.get_by_role("option", name=name, exact=True).click()
        page.keyboard.press("Escape")
    page.get_by_role("button", name="Remove A").click()
    page.get_by_role("radio", name="Bad").check()
    page.get_by_role("checkbox", name="Two").check()
    with page.expect_response("**/upload**"):
        page.locator("#modal input[type=file]").set_input_files(
            {"name": "note.txt", "mimeType": "text/plain", "buffer": b"hello"}
        )
    expect(page.locator("#modal [data-file]")).to_have_text("note.txt")
    page.locator("#modal [data-do=submit]").click()
    expect(page.locator("#modal")).not_to_be_visible()

    sent = {key: next(iter(actions.values())) for key, actions in stage.puppet.sent[0].items()}
    assert sent["company"]["selected_option"]["value"] == "宏达机械"
    assert sent["summary"]["value"] == "line one\nline two"
    assert (sent["day"]["selected_date"], sent["at"]["selected_time"]) == ("2026-12-02", "15:30")
    assert sent["moment"]["selected_date_time"] == 1796173200
    assert sent["channel"]["selected_option"]["value"] == "c"
    assert [row["value"] for row in sent["tags"]["selected_options"]] == ["b"]
    assert sent["mood"]["selected_option"]["value"] == "b"
    assert [row["value"] for row in sent["boxes"]["selected_options"]] == ["2"]
    held = stage.slack.workspace.files[sent["paper"]["files"][0]["id"]]
    assert (held.name, held.content) == ("note.txt", b"hello")


def test_a_second_dialog_lies_on_top_and_can_clear_both(stage, page):
    choose_customer(page)
    page.get_by_label("Summary").locator("textarea").fill("talked")
    page.get_by_label("Amount").locator("input").fill("2")
    page.locator("#modal [data-do=submit]").click()
    expect(page.locator("#modal h2")).to_have_text("Second")
    page.locator("#modal [data-do=submit]").click()
    expect(page.locator("#modal")).not_to_be_visible()


def test_escape_closes_the_dialog_and_the_composer_has_the_focus_again(page):
    page.keyboard.press("Escape")
    expect(page.locator("#modal")).not_to_be_visible()
    expect(page.locator("#line")).to_be_focused()


def test_home_is_drawn_and_its_buttons_act(stage):
    page = stage.open()
    page.get_by_role("tab", name="Home").click()
    expect(page.locator("#home h3")).to_have_text("Your day")
    expect(page.locator("#composer")).not_to_be_visible()
    page.get_by_role("button", name="Record a visit").click()
    expect(page.locator("[aria-busy]")).to_have_count(0)
    assert stage.puppet.heard == [("home-button", "home")]
    page.get_by_role("tab", name="Messages").click()
    expect(page.locator("#composer")).to_be_visible()
