"""The clock, the payloads, the trouble."""

from datetime import UTC, datetime

from playground_page.conftest import LANGUAGES
from playwright.sync_api import expect

from bot.playground.page import Posted


def test_the_clock_moves_and_what_is_due_arrives(stage, language):
    who = stage.users[LANGUAGES[language]]

    def ring(now):
        stage.puppet.client.chat_postMessage(channel=who.id, text=f"it is {now:%d %H:%M}")

    stage.control.on_move = ring
    page = stage.open(LANGUAGES[language])
    page.locator("[data-do=clock]").click()
    page.get_by_role("button", name={"en": "Tomorrow 09:00", "zh-CN": "明天 09:00"}[language]).click()
    expect(page.locator("article")).to_contain_text("it is 24 01:00")
    expect(page.locator("#clock-text")).to_have_text(
        {"en": "Tue 24 Nov 09:00", "zh-CN": "11月24日 周二 09:00"}[language]
    )

    page.locator("[data-do=clock]").click()
    page.fill("#clockbox input", "2026-12-02T09:30")
    page.press("#clockbox input", "Enter")
    expect(page.locator("#clock-text")).to_contain_text("09:30")
    assert stage.control.instant == datetime(2026, 12, 2, 1, 30, tzinfo=UTC)

    page.locator("[data-do=clock]").click()
    page.get_by_role("button", name={"en": "Back to real time", "zh-CN": "回到真实时间"}[language]).click()
    expect(page.locator(".tool.clock.moved")).to_have_count(0)


def test_a_time_in_the_past_is_refused(stage):
    page = stage.open()
    page.locator("[data-do=clock]").click()
    page.fill("#clockbox input", "2020-01-01T09:30")
    page.press("#clockbox input", "Enter")
    expect(page.locator("#toast")).to_contain_text("coming 400 days")


def test_the_payloads_can_be_read_and_filtered_and_hold_no_token(stage):
    page = stage.open()
    page.fill("#line", "/visit Acme")
    page.press("#line", "Enter")
    page.locator("[data-panel=inspector]").click()
    page.locator("#filter input").fill("slash_commands")
    row = page.locator("details.wire")
    expect(row).to_have_count(1)
    row.locator("summary").click()
    expect(row).to_contain_text('"command": "/visit"')
    expect(row).to_contain_text('"token": "●●●"')
    page.locator("#filter input").fill("auth")
    expect(page.locator("#panel-body")).not_to_contain_text(stage.slack.bot_token)


def test_trouble_is_switched_on_counted_and_ended(stage):
    page = stage.open()
    page.locator("[data-panel=chaos]").click()
    with page.expect_response("**/act"):
        page.get_by_role("switch", name="Events come twice").check()
    page.fill("#line", "hello")
    page.press("#line", "Enter")
    expect(page.locator(".switches")).to_contain_text("struck once")
    page.get_by_role("switch", name="Rapport is switched off").check()
    page.get_by_role("button", name="End all trouble").click()
    expect(page.locator(".switches input:checked")).to_have_count(0)
    assert stage.slack.faults.rules == [] and stage.control.awake


def test_lost_and_repeated_messages_are_counted(stage):
    def post(nonce):
        metadata = {"event_type": "rapport", "event_payload": {"id": nonce}}
        stage.puppet.client.chat_postMessage(channel=stage.users["lily"].id, text="x", metadata=metadata)

    for nonce in ("a", "b", "b"):
        post(nonce)
    stage.control.rows = [
        Posted("a", True),
        Posted("b", True),
        Posted("c", True),
        Posted("d", False),
        Posted("e", False, over=True),
    ]
    page = stage.open(panel="chaos")
    counts = {key: page.locator(f"[data-count={key}]") for key in ("captured", "arrived", "waiting", "lost", "twice")}
    for key, value in {"captured": "4", "arrived": "2", "waiting": "1", "lost": "1", "twice": "1"}.items():
        expect(counts[key]).to_have_text(value)


def test_what_is_not_imitated_is_listed(stage, language):
    page = stage.open(LANGUAGES[language])
    page.locator("[data-do=limits]").click()
    expect(page.locator("#limits li")).to_have_count(10)
    page.keyboard.press("Escape")
    expect(page.locator("#limits")).not_to_be_visible()
