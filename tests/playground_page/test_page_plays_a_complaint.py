"""A complaint in the real program, played in the browser by three people: manager, product, customer service; from the
first call to the case summary. And a question of severity 1 that nobody takes in time. Both in both languages."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select

from bot.cli.playground_run import Play
from bot.complaints.models import Case, Complaint
from bot.directory import departments
from bot.directory.models import Person

MONDAY = datetime(2026, 11, 23, 6, 40, tzinfo=UTC)
PATIENT = 30_000
"""Milliseconds a message may take on a busy machine."""
ALBUM = os.environ.get("RAPPORT_ALBUM", "")
"""A folder for pictures of every step; none are taken without it."""


@dataclass(frozen=True)
class Script:
    """The same play in one language: who plays, what is typed, and what stands on the buttons."""

    locale: str
    manager: str
    line: str
    customer: str
    contacted: str
    ask: str
    question: tuple[str, str]
    kind: tuple[str, str]
    take: str
    answer: tuple[str, str]
    enough: str
    fault: tuple[str, str]
    remedy: tuple[str, str]
    told: str
    summary: tuple[str, str]
    closed: str
    urgent: tuple[tuple[str, str], tuple[str, str], tuple[str, str]]
    solved: str


SCRIPTS = (
    Script(
        "zh-CN", "李雷", "/complaint 云帆软件 王会计来电\uff0c手续费多扣两次\uff0c答应明天中午前回复", "云帆软件", "已联系",
        "请部门核实", ("想问什么", "扣费规则是不是改过"), ("哪一类问题", "定制方案与价格"), "我来处理",
        ("答复", "规则没改\uff0c是月末批处理重复扣了"), "够用", ("定责", "我方个案失误"), ("处置", "已电话解释清楚"), "已告知",
        ("月末重复扣手续费", "批处理前加一步去重"), "已结案",
        (("想问什么", "网银全停\uff0c客户付不了款\uff0c能否马上开备用通道"), ("哪一类问题", "定制方案与价格"),
         ("紧急程度", "一级")), "已解决",
    ),
    Script(
        "en-GB", "Emma Brown", "/complaint Meridian Ms Green called, charged twice, promised an answer by noon tomorrow",
        "Meridian", "Contacted", "Ask a department", ("What do you need to know", "Did the fee rule change"),
        ("Kind of question", "Tailored solution"), "I take it", ("Answer", "No, the month-end batch charged twice"),
        "Enough", ("Fault", "Our fault, single case"), ("Remedy", "Explained by phone already"), "customer told",
        ("Charged twice at month end", "The batch checks first"), "closed",
        (("What do you need to know", "Nobody can pay, can you open the spare line now"),
         ("Kind of question", "Tailored solution"), ("How urgent", "Severity 1")),
        "Solved",
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def play(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Play]:
    play = Play(0, tmp_path_factory.mktemp("play") / "playground.db", answer_within=15.0)
    play.clock.run_on(MONDAY)
    play.start()
    yield play
    play.stop()


class Visitor:
    """One browser at the page, seen as one person after another."""

    def __init__(self, browser: Browser, play: Play, script: Script, name: str = "case") -> None:
        context = browser.new_context(locale=script.locale, viewport={"width": 1280, "height": 900})
        context.set_default_timeout(15000)
        self.page: Page = context.new_page()
        self.page.goto(f"{play.slack.base_url}/playground?person={play.people[0].user}")
        self.page.wait_for_selector("html[data-ready]")
        self.script, self._context, self._taken, self._name = script, context, 0, name

    def becomes(self, name: str) -> None:
        self.page.locator(".face", has_text=name).click()
        # Until the page has turned to him, a line typed would be typed by whoever was seen before.
        expect(self.page.locator(".face.current")).to_contain_text(name)
        self.page.wait_for_selector("html[data-ready]")

    def types(self, line: str) -> None:
        self.page.fill("#line", line)
        self.page.press("#line", "Enter")

    def card(self, headline: str, *words: str) -> Locator:
        found = self.page.locator("#messages article").filter(has=self.page.locator("h3", has_text=headline))
        for word in words:
            found = found.filter(has_text=word)
        return found.last

    def presses(self, card: Locator, name: str) -> None:
        card.get_by_role("button", name=name).first.click()

    def opens(self, card: Locator, name: str) -> None:
        """A button that opens a dialog."""
        self.presses(card, name)
        expect(self.page.locator("#modal .modal-body")).to_be_visible(timeout=PATIENT)

    def chooses(self, card: Locator, menu: tuple[str, str]) -> None:
        self.presses(card, menu[0])
        self.page.get_by_role("option", name=menu[1]).first.click()

    def picks(self, field: tuple[str, str]) -> None:
        self.page.get_by_label(field[0]).locator(".select").first.click()
        self.page.get_by_role("option", name=field[1]).first.click()

    def sends(self, fields: dict[str, str]) -> None:
        for label, text in fields.items():
            self.page.get_by_label(label).locator("textarea, input").first.fill(text)
        self.photographs()
        self.page.locator("#modal [data-do=submit]").click()
        expect(self.page.locator("#modal")).not_to_be_visible()

    def photographs(self) -> None:
        if not ALBUM:
            return
        self._taken += 1
        name = f"{self._name}-{self.script.locale}-{self._taken:02}"
        self.page.screenshot(path=Path(ALBUM) / f"{name}.png")
        self.page.set_viewport_size({"width": 390, "height": 844})
        self.page.wait_for_timeout(600)
        self.page.screenshot(path=Path(ALBUM) / f"{name}-phone.png")
        self.page.set_viewport_size({"width": 1280, "height": 900})

    def leaves(self) -> None:
        self._context.close()


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.locale)
def test_three_people_play_it_from_the_first_call_to_the_summary(play: Play, browser: Browser, script: Script) -> None:
    with play.service.rapport.workshop.read() as work:
        before = len(work.session.scalars(select(Case.id)).all())
    one = Visitor(browser, play, script)
    one.becomes(script.manager)
    one.types(script.line)
    card = one.card("C-", script.customer)
    expect(card.get_by_role("button", name=script.contacted)).to_be_visible()
    one.photographs()
    with play.service.rapport.workshop.read() as work:
        number = max(work.session.scalars(select(Complaint.id)))
    card = one.card(f"C-{number}")
    one.presses(card, script.contacted)
    expect(card.get_by_role("button", name=script.contacted)).to_have_count(0)
    one.opens(card, script.ask)
    one.picks(script.kind)
    one.sends({script.question[0]: script.question[1]})

    one.becomes("王敏")
    asked = one.card("E-", script.question[1])
    one.photographs()
    one.presses(asked, "我来处理")
    expect(asked).to_contain_text("已接手")
    one.opens(asked, "答复")
    one.sends({"答复": script.answer[1]})

    one.becomes(script.manager)
    mine = one.card("E-", script.question[1])
    expect(mine).to_contain_text(script.answer[1])
    one.photographs()
    one.presses(mine, script.enough)
    one.chooses(card, script.fault)
    expect(card).to_contain_text(script.answer[1])
    one.chooses(card, script.remedy)
    expect(card).to_contain_text(script.told)
    one.photographs()
    one.becomes("孙丽")
    one.types(f"/complaint C-{number}")
    call = one.card(f"C-{number}")
    one.opens(call, "回访满意")
    one.picks(("原因", "定价"))
    one.sends(dict(zip(("一句话概括", "我们改了什么"), script.summary, strict=True)))
    expect(call).to_contain_text("已结案")
    one.photographs()

    one.becomes(script.manager)
    expect(one.card(f"C-{number}", script.customer)).to_contain_text(script.closed)
    one.photographs()
    one.leaves()
    with play.service.rapport.workshop.read() as work:
        assert len(work.session.scalars(select(Case.id)).all()) == before + 1
        assert work.session.get_one(Complaint, number).state == "closed"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.locale)
def test_a_severity_1_that_nobody_takes_in_time_goes_to_the_next_on_duty(
    play: Play, browser: Browser, script: Script
) -> None:
    with play.service.rapport.workshop.open() as work:
        duty = [work.session.scalars(select(Person.id).where(Person.name == name)).one() for name in ("孙丽", "王敏")]
        departments.set_roster(work, "product", duty)
    (label, question), kind, urgency = script.urgent
    one = Visitor(browser, play, script, "urgent")
    one.becomes(script.manager)
    one.types("/escalate")
    one.page.locator("#modal .modal-body").wait_for()
    one.picks(kind)
    one.picks(urgency)
    one.sends({label: question})
    one.becomes("孙丽")
    expect(one.card("E-", question)).to_contain_text("等人接手", timeout=PATIENT)
    one.photographs()

    play.move_to(play.now() + timedelta(minutes=16))
    one.becomes("王敏")
    urgent = one.card("E-", question)
    expect(urgent).to_contain_text("等人接手", timeout=PATIENT)
    one.photographs()
    one.presses(urgent, "我来处理")
    expect(urgent).to_contain_text("已接手")
    one.opens(urgent, "答复")
    one.sends({"答复": "备用通道已开"})
    one.page.get_by_role("link", name="dept-product").first.click()
    one.page.locator("#messages article").filter(has_text=question).last.get_by_role("button").last.wait_for()
    one.photographs()

    one.becomes(script.manager)
    mine = one.card("E-", question)
    expect(mine).to_contain_text("备用通道已开", timeout=PATIENT)
    expect(mine).to_contain_text("王敏")
    one.photographs()
    one.presses(mine, script.enough)
    expect(mine).to_contain_text(script.solved)
    one.photographs()
    one.leaves()
