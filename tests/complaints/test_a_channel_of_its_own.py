"""A severity 1 gets a private channel: who belongs there is in it, its subject never, and it is put away at the end."""

from typing import Any

import pytest
from staging.world import World, text_of

from bot.complaints import ending, handling, intake, rooms
from bot.complaints.models import Complaint, ComplaintMessage
from bot.core.errors import Refusal
from bot.core.rooms import Room, latest

LINE = "宏达机械 王会计来电,手续费多扣两次,要找记者曝光"


@pytest.fixture
def called(world: World) -> Any:
    """The head of legal, whom a severity 1 calls at once."""
    legal = world.person("罗平", role="colleague", department="legal")
    world.slack.workspace.scopes.add("groups:write")
    world.department("legal", [legal], head=legal)
    return legal


def channel(world: World) -> Any:
    with world.work() as work:
        room = latest(work.session, world.all(Complaint)[-1].subject)
    return world.slack.workspace.channel(room.channel) if room is not None and room.channel else None


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)
def test_it_opens_with_a_masked_card_and_the_right_people_and_is_archived_at_closing(
    world: World, desk: Any, called: Any
) -> None:
    world.li.types("/complaint", LINE)
    card = world.li.last_message()
    world.li.presses(card, "complaint.room")
    assert "正在开专用频道" in text_of(world.current(card))
    world.run("core.rooms", times=2)

    room = channel(world)
    assert room.kind == "private" and "宏达" not in room.name
    assert {world.li.slack_id, world.sun.slack_id, called.slack_id} <= set(room.members)
    shown = next(text_of(one) for one in room.messages.values() if one.blocks)
    assert "C-1" in shown and "宏达机械" not in shown and "手续费" not in shown
    assert "专用频道已开" in text_of(world.current(card))
    assert "宏达机械" not in called.last_words()
    called.presses(called.last_message(), "complaint.open")
    assert "宏达机械" in str(called.hands.open_modal.blocks), "who is called to it may open the details"

    said = world.sun.says("媒体那边先由公关回应", channel=room.id)
    world.sun.reacts(said, "pushpin")
    assert [one.text for one in world.all(ComplaintMessage) if one.pinned_at] == ["媒体那边先由公关回应"]
    with world.work(world.li) as work:
        ending.withdraw(work, 1, "客户撤诉")
    world.run("core.rooms")
    assert room.is_archived
    assert world.only(Room).archived_at is not None
    assert world.only(ComplaintMessage).pinned_at is not None, "the summary is kept"


def test_who_comes_to_the_case_later_is_invited_and_its_subject_is_shown_out(
    world: World, desk: Any, called: Any
) -> None:
    with world.work(world.li) as work:
        number = intake.register(work, LINE).id
        rooms.want(work, number)
    world.run("core.rooms")
    assert world.li.slack_id in channel(world).members
    with world.work(world.sun) as work:
        handling.set_subject(work, number, world.li.id)
        handling.assign(work, number, world.emma.id)
    world.run("core.rooms", times=2)

    members = set(channel(world).members)
    assert world.emma.slack_id in members
    assert world.li.slack_id not in members, "the one complained about does not read along"
    assert world.only(Complaint).handler_id == world.emma.id


def test_a_case_that_comes_back_gets_a_new_channel(world: World, desk: Any, called: Any) -> None:
    with world.work(world.li) as work:
        number = intake.register(work, LINE).id
        rooms.want(work, number)
        rooms.want(work, number)
    world.run("core.rooms")
    first = channel(world).id
    with world.work(world.li) as work:
        work.session.get_one(Complaint, number).state = "closed"
    world.run("core.rooms")
    world.clock.forward(days=1)
    with world.work(world.li) as work:
        ending.reopen(work, number, "又被曝光了")
        rooms.want(work, number)
    world.run("core.rooms")

    assert len(world.all(Room)) == 2
    assert channel(world).id != first and not channel(world).is_archived


def test_it_is_refused_to_others_and_below_severity_one(world: World, desk: Any) -> None:
    with world.work(world.li) as work:
        usual = intake.register(work, "宏达机械 王会计来电,手续费多扣两次").id
        about = intake.register(work, LINE, intake.Given(subject_id=world.li.id)).id
    for by, number, why in (
        (world.li, usual, "no-room"), (world.li, about, "conflict-of-interest"), (world.emma, usual, "not-found"),
    ):  # fmt: skip
        with pytest.raises(Refusal) as refused, world.work(by) as work:
            rooms.want(work, number)
        assert refused.value.key == f"complaints/{why}"
    with world.work(world.chen) as work:
        ending.withdraw(work, about, "客户撤诉")
    with pytest.raises(Refusal) as refused, world.work(world.chen) as work:
        rooms.want(work, about)
    assert refused.value.key == "complaints/not-now"


def test_without_the_right_the_card_says_so(world: World, desk: Any) -> None:
    world.slack.workspace.scopes.discard("groups:write")
    world.li.types("/complaint", LINE)
    card = world.li.last_message()
    world.li.presses(card, "complaint.room")
    world.run("core.rooms", times=2)

    assert "开不了专用频道" in text_of(world.current(card))
    assert world.only(Room).error == "missing_scope"
