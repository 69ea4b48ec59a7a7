"""Without a mouse, and on a phone."""

import pytest
from playground_page.conftest import LANGUAGES
from playwright.sync_api import expect


def test_everything_can_be_done_with_the_keyboard_alone(stage):
    page = stage.open()
    keys = page.keyboard
    page.locator("#line").focus()
    keys.type("/ca")
    keys.press("Enter")
    keys.press("Enter")
    expect(page.locator("h3.header")).to_be_visible()

    keys.press("Shift+Tab")
    card = page.locator("article:has(h3)")
    card.focus()
    keys.press("Enter")
    expect(card.locator("pre, a, button").first).to_be_visible()
    page.get_by_role("button", name="Keep", exact=True).focus()
    keys.press("Enter")
    expect(page.locator("[aria-busy]")).to_have_count(0)
    page.get_by_role("button", name="Later").focus()
    keys.press("Enter")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(page.get_by_role("button", name="Later: Friday")).to_be_focused()
    assert [name for name, _ in stage.puppet.heard] == ["keep", "later"]

    card.locator(".hover [data-do=picker]").focus()
    keys.press("Enter")
    keys.press("ArrowRight")
    keys.press("Enter")
    expect(page.locator(".reaction[data-name=eyes]")).to_be_visible()
    card.locator(".hover [data-do=thread]").focus()
    keys.press("Enter")
    expect(page.locator("#thread-line")).to_be_focused()
    keys.type("noted")
    keys.press("Enter")
    expect(page.locator("#panel-body article")).to_have_count(2)
    keys.press("Escape")
    expect(page.locator("#panel")).not_to_be_visible()


def test_regions_and_lists_are_walked_with_f6_and_arrows(stage):
    page = stage.open()
    page.locator("#line").focus()
    page.keyboard.press("F6")
    expect(page.locator(".face.current")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".face").first).to_be_focused()
    expect(page.locator(".face[tabindex='-1']")).to_have_count(5)
    page.locator(".room").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#head h1")).to_contain_text("general")


def test_focus_is_visible_and_every_control_has_a_name(stage):
    page = stage.open()
    page.fill("#line", "/card")
    page.press("#line", "Enter")
    expect(page.locator("h3.header")).to_be_visible()
    nameless = [
        control.evaluate("node => node.outerHTML.slice(0, 120)")
        for control in page.locator("button:visible, a:visible, input:visible, textarea:visible").all()
        if not control.evaluate(
            "n => (n.getAttribute('aria-label') || n.textContent.trim() || n.labels?.[0]?.textContent || n.placeholder)"
        )
    ]
    assert nameless == []
    page.locator("#line").focus()
    page.keyboard.press("Shift+Tab")
    width = page.evaluate("() => getComputedStyle(document.activeElement).outlineWidth")
    assert width == "2px"


@pytest.mark.parametrize("panel", ["", "tour", "inspector", "chaos"])
def test_nothing_overflows_at_the_width_of_a_phone(stage, language, panel):
    page = stage.open(LANGUAGES[language], width=360, height=740)
    page.fill("#line", "/card")
    page.press("#line", "Enter")
    expect(page.locator("h3.header")).to_be_visible()
    if panel:
        page.locator(f"[data-panel={panel}]").click()
        expect(page.locator("#panel-body > *").first).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    wide = page.evaluate(
        """() => [...document.querySelectorAll('body *')].filter((n) => {
          const box = n.getBoundingClientRect();
          const clipped = n.closest('.scroll, pre, svg, .sidebar, .sr, .skip, [hidden], dialog:not([open])');
          return !clipped && box.width && box.right > 361;
        }).map((n) => n.outerHTML.slice(0, 100))"""
    )
    assert wide == []


def test_on_a_phone_the_conversations_slide_in(stage):
    page = stage.open(width=360, height=740)
    page.get_by_role("button", name="Conversations").click()
    page.locator(".room", has_text="general").click()
    expect(page.locator("#head h1")).to_contain_text("general")
    expect(page.locator("#sidebar")).not_to_be_visible()


def test_on_a_phone_a_dialog_and_home_fit(stage):
    page = stage.open(width=360, height=640)
    page.fill("#line", "/form")
    page.press("#line", "Enter")
    expect(page.locator("#modal [data-do=submit]")).to_be_in_viewport()
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Home").click()
    expect(page.locator("#home h3")).to_be_visible()
    expect(page.locator("#composer")).not_to_be_visible()
