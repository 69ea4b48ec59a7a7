"""Silence is never acceptance: the next on the roster, then the rungs of the severity; every climb says why."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from staging.world import World, text_of

from bot.core.outbox import Posting
from bot.escalations import usecases
from bot.escalations.models import Ask, Stage


@pytest.fixture
def put(world: World, office: Any) -> Callable[..., Ask]:
    """李雷 asks risk a question."""

    def put(severity: str = "S2", **more: Any) -> Ask:
        with world.work(world.li) as work:
            draft = usecases.Draft("额度能否到2000万?", kind="credit_risk", severity=severity, **more)
            made = usecases.ask(work, draft)
        world.deliver()
        return made

    return put


@pytest.fixture
def until(world: World) -> Callable[[str], None]:
    """Let the clock run to a moment, ticking every few minutes as the scheduler would."""

    def run(moment: str, minutes: int = 10) -> None:
        goal = type(world.clock)()
        goal.to(moment)
        while world.clock.now < goal.now:
            world.clock.now = min(world.clock.now + timedelta(minutes=minutes), goal.now)
            world.run("escalations.wake")

    return run


def test_a_missed_acknowledgement_goes_to_the_next_on_the_roster(
    world: World, office: Any, put: Any, until: Any, ask: Any, below: Any
) -> None:
    put("S2")
    until("2026-11-23 15:20")
    assert ask().assigned_id == world.zhao.id

    until("2026-11-23 15:30")
    assert ask().assigned_id == office.he.id
    assert "到时间还没有人接手" in text_of(below(office.risk)[1])
    assert f"@{office.he.slack_id}" in text_of(below(office.risk)[2])
    assert "等人接手" in text_of(office.he.only_message())


def test_whoever_has_the_card_is_reminded_in_one_line_that_is_acted_on_and_follows_what_happens(
    world: World, office: Any, put: Any, until: Any
) -> None:
    put("S2")
    until("2026-11-24 10:20")

    card, latest = map(text_of, world.zhao.messages())
    assert "提出 李雷" in card and "🔴 已超时" in card and "下方重新发出" not in card
    assert latest.startswith("🔴 E-1：额度能否到2000万? · 已超时") and "，在等您" in latest
    assert "提出" not in latest

    world.zhao.presses(world.zhao.last_message(), "ask.take")
    assert "定答复日期" in text_of(world.zhao.last_message()), "the line follows what happens"
    world.zhao.presses(world.zhao.last_message(), "ask.answer")
    world.zhao.submits(answer="可以")
    assert "，等 李雷" in text_of(world.zhao.messages()[1])
    world.li.presses(world.li.last_message(), "ask.enough")
    assert text_of(world.zhao.messages()[1]).startswith("✅ 已解决 · E-1")


def test_then_to_the_head_and_the_branch_never_more_than_twice_a_level(
    world: World, office: Any, put: Any, until: Any, ask: Any, below: Any
) -> None:
    put("S2")
    until("2026-11-27 18:00")

    climbs = [text_of(one) for one in below(office.risk) if "⏫" in text_of(one)]
    assert len(climbs) == 2 + 1
    assert "钱进（部门负责人）" in climbs[2]
    assert ask().assigned_id == office.qian.id
    pushed: dict[tuple[int, int], int] = {}
    for posting in world.all(Posting):
        if ":look:" in posting.once:
            key = (posting.data["level"], posting.person_id or 0)
            pushed[key] = pushed.get(key, 0) + 1
    assert max(pushed.values()) <= 2 + 1
    assert ask().wake_at is None, "silent at last; it stands in the lead's list"


def test_severity_one_climbs_within_minutes_at_any_hour(
    world: World, office: Any, put: Any, until: Any, ask: Any
) -> None:
    world.clock.to("2026-11-28 23:00")
    put("S1")
    assert len(world.zhao.messages()) == 1, "Saturday night"
    until("2026-11-28 23:15", minutes=1)
    assert len(office.he.messages()) == 1
    until("2026-11-28 23:30", minutes=1)
    assert ask().assigned_id == office.qian.id
    assert office.qian.messages()


def test_the_others_wait_for_working_hours(world: World, office: Any, put: Any, until: Any, ask: Any) -> None:
    world.clock.to("2026-11-27 17:40")
    put("S2")
    until("2026-11-30 08:50", minutes=60)
    assert ask().assigned_id == world.zhao.id
    assert office.he.messages() == []
    until("2026-11-30 09:40")
    assert ask().assigned_id == office.he.id


def test_taking_it_stops_the_climb_and_starts_the_next_clock(
    world: World, office: Any, put: Any, until: Any, ask: Any, below: Any
) -> None:
    put("S2")
    world.zhao.presses(world.zhao.only_message(), "ask.take")
    until("2026-11-24 09:20")
    assert below(office.risk)[1:] == []
    until("2026-11-24 10:40")
    assert ask().stage is Stage.PLAN
    assert "到时间还没有说什么时候答复" in text_of(below(office.risk)[-1])
    assert len(world.zhao.messages()) >= 2


def test_a_missed_answer_climbs_too(world: World, office: Any, put: Any, until: Any, ask: Any, below: Any) -> None:
    put("S3")
    world.zhao.presses(world.zhao.only_message(), "ask.take")
    world.zhao.presses(world.zhao.only_message(), "ask.plan")
    world.zhao.submits(due="2026-11-25")
    until("2026-11-25 17:50", minutes=30)
    assert below(office.risk)[1:] == []
    until("2026-11-26 09:30", minutes=30)
    assert "到时间还没有答复" in text_of(below(office.risk)[1])
    assert "陈静（提出人的主管）" in text_of(below(office.risk)[1])
    assert "E-1" in world.chen.last_words()


def test_after_downtime_one_step_says_it_all(world: World, office: Any, put: Any, ask: Any) -> None:
    put("S2")
    before = len(world.zhao.messages()) + len(office.he.messages())
    world.clock.to("2026-11-24 16:00")
    world.run("escalations.wake", times=3)

    assert ask().assigned_id == office.qian.id
    assert len(office.qian.messages()) == 1
    assert len(world.zhao.messages()) + len(office.he.messages()) <= before + 2


def test_an_asker_who_says_nothing_is_reminded_then_his_lead(
    world: World, office: Any, put: Any, until: Any, ask: Any
) -> None:
    put("S2")
    world.zhao.presses(world.zhao.only_message(), "ask.answer")
    world.zhao.submits(answer="可以")
    seen = len(world.li.messages())
    until("2026-11-24 15:00", minutes=30)
    assert len(world.li.messages()) == seen + 1
    assert world.chen.messages() == []
    until("2026-11-25 15:00", minutes=30)
    assert len(world.chen.messages()) == 1
    assert ask().closed_at is None


def test_an_answer_its_asker_leaves_open_is_no_matter_of_those_who_gave_it(
    world: World, office: Any, put: Any, until: Any
) -> None:
    put("S2")
    world.zhao.presses(world.zhao.only_message(), "ask.answer")
    world.zhao.submits(answer="可以")
    until("2026-11-25 08:50", minutes=30)
    assert "超时" in world.li.opens_home() and "E-1" in world.li.opens_home()
    assert not any("E-1" in one.opens_home() for one in (office.qian, world.zhao, world.chen)), (
        "his lead is not asked yet"
    )

    until("2026-11-25 15:00", minutes=30)
    led = world.chen.opens_home()
    assert "团队里迟迟没有回应的求助" in led and "没人答复" not in led and "E-1" in led
    assert "E-1" not in office.qian.opens_home() + world.zhao.opens_home()


def test_severity_four_stays_quiet_above(world: World, office: Any, put: Any, until: Any, below: Any) -> None:
    put("S4")
    until("2026-12-03 18:00", minutes=60)

    assert [text_of(one) for one in below(office.risk) if "⏫" in text_of(one) and "负责人" in text_of(one)] == []
