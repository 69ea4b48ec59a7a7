"""Severity 1: a button opens a channel, people are invited, it is archived at closing."""

from typing import Any

import pytest
from staging.world import World, text_of

from bot.core.errors import Refusal
from bot.core.rooms import Room
from bot.escalations import hands, rooms, usecases


@pytest.fixture
def urgent(world: World, office: Any) -> None:
    with world.work(world.li) as work:
        draft = usecases.Draft("系统宕机客户无法付款", kind="credit_risk", severity="S1", customer_id=world.hongda.id)
        usecases.ask(work, draft)
    world.deliver()


def test_it_opens_invites_and_is_archived_with_the_summary(
    world: World, office: Any, urgent: None, ask: Any, card: Any
) -> None:
    world.slack.workspace.scopes.add("groups:write")
    world.zhao.presses(card(office.risk), "ask.room")
    world.run("core.rooms", times=2)

    room = world.slack.workspace.channel(world.only(Room).channel)
    assert room.kind == "private"
    assert {world.li.slack_id, world.zhao.slack_id, office.qian.slack_id} <= set(room.members), "the head too"
    assert "宏达机械" not in room.name
    shown = text_of(card(room))
    assert "系统宕机" in shown
    assert "宏达机械" not in shown

    kept = world.zhao.says("备用通道已启用", thread=card(office.risk))
    world.zhao.reacts(kept, "pushpin")
    world.zhao.presses(card(office.risk), "ask.answer")
    world.zhao.submits(answer="已恢复")
    world.li.presses(world.li.last_message(), "ask.enough")
    world.run("core.rooms")
    assert room.is_archived
    assert ask().summary == "赵强: 备用通道已启用"
    assert world.only(Room).archived_at is not None


def test_who_takes_it_over_later_is_invited_and_what_is_said_there_is_kept(
    world: World, office: Any, urgent: None, ask: Any, card: Any
) -> None:
    world.slack.workspace.scopes.add("groups:write")
    world.zhao.presses(card(office.risk), "ask.room")
    world.run("core.rooms")
    room = world.slack.workspace.channel(world.only(Room).channel)
    assert office.he.slack_id not in room.members
    with world.work(world.zhao) as work:
        hands.pass_on(work, ask().id, office.he.id)
    world.run("core.rooms")
    assert office.he.slack_id in room.members

    world.clock.forward(minutes=1)
    said = office.he.says("备用通道十分钟后启用", channel=room.id)
    office.he.reacts(said, "white_check_mark")
    assert ask().answer == "备用通道十分钟后启用"


def test_without_the_right_it_says_so_and_goes_on_in_the_thread(
    world: World, office: Any, urgent: None, ask: Any, card: Any
) -> None:
    world.slack.workspace.scopes.discard("groups:write")
    world.li.presses(world.li.last_message(), "ask.room")
    world.run("core.rooms", times=2)

    assert (world.only(Room).channel, world.only(Room).error) == (None, "missing_scope")
    assert "开不了专用频道" in text_of(card(office.risk))


def test_only_severity_one_gets_one(world: World, office: Any) -> None:
    with world.work(world.li) as work:
        made = usecases.ask(work, usecases.Draft("额度?", kind="credit_risk"))
    with world.work(world.li) as work, pytest.raises(Refusal) as refused:
        rooms.want(work, made.id)
    assert refused.value.key == "escalations/no-room"
