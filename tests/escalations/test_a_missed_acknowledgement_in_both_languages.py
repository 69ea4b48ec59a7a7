"""Severity 1 and nobody takes it: next on the roster, head, branch; day and night, saying why, in the language of whoever
reads; until somebody takes it, answers, and the asker says enough."""

from datetime import timedelta
from typing import NamedTuple

import pytest
from staging.world import Colleague, World, text_of

from bot.core.rooms import Room
from bot.directory.models import Department, Duty
from bot.escalations.models import Ask, Stage


class Words(NamedTuple):
    """What the people of one language type and read."""

    locale: str
    line: str
    asked: str
    climbed: str
    taken: str
    answer: str
    answered: str
    closed: str


CHINESE = Words(
    "zh-CN", "系统宕机,客户付不了款,请马上恢复", "等人接手", "到时间还没有人接手", "接手", "已切换到备用通道", "等确认", "已解决",
)  # fmt: skip
ENGLISH = Words(
    "en-GB", "the system is down and the customer cannot pay, please restore it", "To be taken",
    "Nobody has taken this in time", "took it", "Switched to the spare line", "to be confirmed", "Solved",
)  # fmt: skip


def cast(world: World, words: Words) -> tuple[Colleague, ...]:
    """Two on duty in risk, their head, the head of the branch: all of one language, in Shanghai."""
    found = [
        world.person(f"{name} {words.locale}", role="colleague", department=code, locale=words.locale)
        for name, code in (("First", "risk"), ("Second", "risk"), ("Head", "risk"), ("Branch", "branch_head"))
    ]
    first, second, head, branch = found
    world.department("risk", [first, second, head], head=head, language=words.locale[:2].replace("zh", "zh-CN"))
    with world.work() as work:
        work.save(Department(code="branch_head", head_id=branch.id))
        for position, person in enumerate((first, second)):
            work.save(Duty(department="risk", person_id=person.id, position=position))
    return first, second, head, branch


@pytest.mark.parametrize(
    ("backend", "words"), [("sqlite", CHINESE), ("postgresql", ENGLISH)], indirect=["backend"], ids=["zh-CN", "en-GB"]
)
def test_it_climbs_through_the_night_until_somebody_takes_it(world: World, words: Words) -> None:
    world.slack.workspace.scopes.add("groups:write")
    first, second, head, branch = cast(world, words)
    asker = world.li if words is CHINESE else world.emma
    customer = world.hongda if words is CHINESE else world.acme
    world.clock.to("2026-11-28 23:00")
    asker.types("/escalate")
    form = {"question": words.line, "kind": "credit_risk", "severity": "S1", "customer": customer.name}
    asker.submits(**form)
    assert words.asked in text_of(first.only_message()), "Saturday night, and it reaches him"

    def later(minutes: int) -> None:
        for _ in range(minutes // 5):
            world.clock.now += timedelta(minutes=5)
            world.run("escalations.wake")

    later(15)
    assert words.asked in second.last_words(), "the next on the roster"
    later(15)
    assert world.only(Ask).assigned_id == head.id
    later(30)
    assert branch.messages(), "the branch knows after an hour"
    ask = world.only(Ask)
    thread = [text_of(one) for one in world.slack.workspace.channel(ask.channel).messages.values()]
    assert any(words.climbed in one for one in thread), thread

    head.presses(head.last_message(), "ask.take")
    later(5)
    assert words.taken in asker.last_words()
    head.presses(head.messages()[0], "ask.room")
    world.run("core.rooms")
    assert {asker.slack_id, head.slack_id, branch.slack_id} <= set(
        world.slack.workspace.channel(world.only(Room).channel).members
    )
    head.presses(head.last_message(), "ask.answer")
    head.submits(answer=words.answer)
    assert world.only(Ask).stage is Stage.CONFIRM
    assert words.answered in asker.last_words() and words.answer in asker.last_words()
    asker.presses(asker.last_message(), "ask.enough")
    world.run("core.rooms")
    assert words.closed in asker.last_words()
    assert world.only(Ask).closed_how == "enough"
    assert world.only(Room).archived_at is not None
