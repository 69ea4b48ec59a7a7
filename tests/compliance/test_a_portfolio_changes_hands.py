"""One command gives everything of a colleague to another; access ends at once; within a day it can be taken back."""

from collections.abc import Callable
from datetime import date

import pytest
from staging.world import Colleague, World, text_of

from bot.complaints.models import Complaint
from bot.compliance import handing_over, queries
from bot.compliance.models import Diligence, HandOver, Paper
from bot.core.errors import Refusal
from bot.customers import usecases as customers
from bot.customers.models import Customer, Supporter
from bot.directory.models import Person
from bot.promises.models import Promise


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def han(world: World) -> Colleague:
    return world.person("韩梅", lead=world.chen)


def owners(world: World) -> dict[str, int | None]:
    return {one.name: one.owner_id for one in world.all(Customer)}


def test_one_command_moves_everything_and_cuts_access(world: World, han: Colleague) -> None:
    world.li.types("/visit", "宏达机械 今天上午拜访王总,下周三前送报价")
    with world.work() as work:
        customers.set_support(work, work.session.get_one(Customer, world.acme.id), [world.li.id])
    world.chen.types("/desk", f"handover <@{world.li.slack_id}> <@{han.slack_id}>")

    assert owners(world) == {"苏州华东精工机械有限公司": han.id, "宏达机械": han.id, "Acme Steel Ltd": world.emma.id}
    assert world.only(Promise).owner_id == han.id
    assert world.only(Supporter).person_id == han.id
    told = han.last_words()
    assert "李雷 的工作交给您了" in told and "宏达机械" in told and "送报价" in told
    assert "可以撤销" in world.chen.last_words()

    refused = world.li.types("/client", "宏达机械")
    assert "王总" not in refused.text and "客户经理" not in refused.text


def test_it_is_taken_back_within_a_day(world: World, han: Colleague) -> None:
    world.li.types("/visit", "宏达机械 今天上午拜访王总,下周三前送报价")
    world.li.types("/desk", "风险 宏达机械 老板联系不上")
    alert = world.li.last_message()
    world.chen.types("/desk", f"handover <@{world.li.slack_id}> <@{han.slack_id}>")
    assert "宏达机械" not in text_of(world.current(alert)), "withdrawn from whoever gave the customer away"
    card = world.chen.last_message()
    world.clock.forward(hours=23, minutes=59)
    with world.work() as work:
        # Whoever was to take over may have gone by then too.
        work.session.get_one(Person, han.id).deactivated_at = work.now
    world.chen.presses(card, "handover.undo")
    assert "宏达机械" in text_of(world.current(alert)), "and back with whoever has the customer back"
    assert owners(world)["宏达机械"] == world.li.id and {one.owner_id for one in world.all(Promise)} == {world.li.id}
    assert "交接已撤销" in text_of(world.current(card))
    world.chen.presses(card, "handover.undo") if "handover.undo" in str(world.current(card).blocks) else None
    assert world.only(HandOver).undone_by_id == world.chen.id


def test_after_a_day_it_stays(world: World, han: Colleague) -> None:
    world.chen.types("/desk", f"handover <@{world.li.slack_id}> <@{han.slack_id}>")
    card = world.chen.last_message()
    world.clock.forward(hours=24, minutes=1)
    world.chen.presses(card, "handover.undo")
    assert owners(world)["宏达机械"] == han.id
    assert "超过 24 小时，不能撤销了。要还回去，请再交接一次" in world.chen.hints()[-1]


def test_nothing_goes_back_to_somebody_who_has_left(world: World, han: Colleague) -> None:
    world.chen.types("/desk", f"handover <@{world.li.slack_id}> <@{han.slack_id}>")
    card = world.chen.last_message()
    with world.work() as work:
        work.session.get_one(Person, world.li.id).deactivated_at = work.now
    world.chen.presses(card, "handover.undo")
    assert owners(world)["宏达机械"] == han.id and world.only(HandOver).undone_at is None
    assert "李雷 已经离开，不能把工作还回去。请交给别的同事" in world.chen.hints()[-1]


def test_what_was_passed_on_meanwhile_is_left_alone(world: World, han: Colleague) -> None:
    world.chen.types("/desk", f"handover <@{world.li.slack_id}> <@{han.slack_id}>")
    card = world.chen.last_message()
    with world.work() as work:
        customers.hand_over(work, world.hongda.id, world.emma.id)
    world.chen.presses(card, "handover.undo")
    assert owners(world)["宏达机械"] == world.emma.id and owners(world)["苏州华东精工机械有限公司"] == world.li.id


def test_only_the_lead_or_an_admin_may(world: World, han: Colleague) -> None:
    world.emma.types("/desk", f"handover <@{world.li.slack_id}> <@{han.slack_id}>")
    assert world.all(HandOver) == [] and owners(world)["宏达机械"] == world.li.id
    world.admin.types("/desk", f"handover <@{world.li.slack_id}> <@{han.slack_id}>")
    assert len(world.all(HandOver)) == 1


def test_two_people_must_be_named(world: World) -> None:
    said = world.chen.types("/desk", f"handover <@{world.li.slack_id}>")
    assert "请写两位同事" in said.text or "请写两位同事" in " ".join(world.chen.hints())
    world.chen.types("/desk", f"handover <@{world.li.slack_id}> <@{world.li.slack_id}>")
    assert world.all(HandOver) == []


@pytest.mark.parametrize(
    "words",
    [
        "Emma Brown Tom Becker", "Emma Brown to Tom Becker", "Emma Brown 给 Tom Becker", "emma tom becker",
        "把Emma Brown的客户交给Tom Becker", "@Emma Brown → <@{tom}>", "from Emma Brown's clients to Tom Becker",
    ],
)  # fmt: skip
def test_names_of_several_words_are_names(world: World, words: str) -> None:
    tom = world.person("Tom Becker", lead=world.chen)
    world.admin.types("/desk", f"handover {words.format(tom=tom.slack_id)}")
    assert owners(world)["Acme Steel Ltd"] == tom.id


def test_names_that_may_be_two_peoples_open_the_form_with_what_is_sure(world: World, han: Colleague) -> None:
    for name in ("Tom Becker", "Tom Baker"):
        world.person(name, lead=world.chen)
    world.admin.types("/desk", "交接 韩梅 Tom B")
    opened = {block["block_id"]: block["element"] for block in world.admin.hands.open_modal.blocks}
    assert (opened["giver"]["initial_user"], "initial_user" in opened["taker"]) == (han.slack_id, False)
    world.admin.types("/desk", "交接 李雷给韩梅")
    assert owners(world)["宏达机械"] == han.id


def test_papers_and_complaints_go_along_and_come_back(
    world: World, han: Colleague, opened: Callable[..., Diligence], noted: Callable[..., Paper]
) -> None:
    opened()
    noted("business_licence", date(2030, 1, 1))
    world.li.types("/desk", "papers 华东精工")
    papers_card = world.li.last_message()
    world.li.types("/complaint", "华东精工 王会计来电,手续费多扣两次,很生气,答应明天中午前回复")
    case = world.only(Complaint)
    assert case.handler_id == world.li.id
    world.chen.types("/desk", f"handover <@{world.li.slack_id}> <@{han.slack_id}>")
    card = next(one for one in world.chen.messages()[::-1] if "交接完成" in text_of(one))

    assert world.only(Complaint).handler_id == han.id
    assert {one.owner_id for one in world.all(Promise) if one.ended_at is None} == {han.id}
    assert "营业执照" not in text_of(world.current(papers_card))
    with pytest.raises(Refusal), world.work(world.li) as work:
        queries.file(work, 1)
    han.types("/desk", "papers 华东精工")
    assert "营业执照" in han.last_words()

    world.chen.presses(card, "handover.undo")
    assert world.only(Complaint).handler_id == world.li.id
    assert {one.owner_id for one in world.all(Promise) if one.ended_at is None} == {world.li.id}
    with pytest.raises(Refusal), world.work(han) as work:
        queries.file(work, 1)


def test_a_complaint_about_the_receiver_does_not_go_to_him(world: World, han: Colleague) -> None:
    world.li.types("/complaint", "华东精工 王会计来电,手续费多扣两次")
    with world.work() as work:
        work.session.get_one(Complaint, world.only(Complaint).id).subject_user_id = han.id
    world.chen.types("/desk", f"handover <@{world.li.slack_id}> <@{han.slack_id}>")
    assert owners(world)["苏州华东精工机械有限公司"] == han.id
    assert world.only(Complaint).handler_id == world.chen.id


def test_a_stranger_can_neither_open_the_brief_nor_undo(world: World, han: Colleague) -> None:
    world.chen.types("/desk", f"handover <@{world.li.slack_id}> <@{han.slack_id}>")
    made = world.only(HandOver)
    for stranger in (world.emma, world.li, world.wang):
        with pytest.raises(Refusal), world.work(stranger) as work:
            handing_over.undo(work, made.id)
    with pytest.raises(Refusal), world.work(han) as work:
        handing_over.undo(work, made.id)
    assert owners(world)["宏达机械"] == han.id


def test_in_english_it_goes_over_and_comes_back(world: World) -> None:
    lead = world.person("Sarah Whitfield", role="lead", locale="en-GB")
    ann, tom = (world.person(name, lead=lead, locale="en-GB") for name in ("Ann Lee", "Tom Becker"))
    with world.work() as work:
        work.session.get_one(Customer, world.acme.id).owner_id = ann.id
    lead.types("/desk", f"handover <@{ann.slack_id}> <@{tom.slack_id}>")
    assert owners(world)["Acme Steel Ltd"] == tom.id
    assert "Acme Steel" in tom.last_words() and "Ann Lee" in tom.last_words()
    card = lead.last_message()
    lead.presses(card, "handover.undo")
    assert owners(world)["Acme Steel Ltd"] == ann.id
    assert world.only(HandOver).undone_by_id == lead.id
