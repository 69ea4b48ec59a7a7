"""Whoever is complained about may report it, and nothing else; his lead takes it over."""

import pytest
from staging.world import World, text_of, words_of

from bot.complaints import deciding, ending, handling, intake
from bot.complaints.acting import Told
from bot.complaints.models import Complaint
from bot.core.errors import Refusal
from bot.core.subject import Subject
from bot.escalations import usecases as asks
from bot.escalations.models import Ask
from bot.promises import usecases as promises
from bot.promises.models import Promise

PHONE = Told("phone", "recording 17")


def refused(world: World, by, verb, *words) -> str:
    with pytest.raises(Refusal) as refusal, world.work(by) as work:
        verb(work, world.only(Complaint).id, *words)
    return refusal.value.key


def test_the_person_complained_about_reports_and_the_lead_handles(world: World) -> None:
    with world.work(world.li) as work:
        intake.register(work, "宏达机械 李总投诉我服务态度差", intake.Given(subject_id=world.li.id, channel="phone"))
    world.deliver()

    complaint = world.only(Complaint)
    assert (complaint.reporter_id, complaint.handler_id) == (world.li.id, world.chen.id)
    assert "回避" in world.li.last_words()
    for verb, words in (
        (handling.contacted, (PHONE,)), (handling.acknowledge, (PHONE,)), (handling.verify, (world.li.id,)),
        (deciding.find, (deciding.Found("third_party", "a", "b"),)), (deciding.decide, ()),
        (ending.close, (ending.Summary("t", "C1", "c"),)), (ending.withdraw, ("算了",)),
    ):  # fmt: skip
        assert refused(world, world.li, verb, *words) == "complaints/conflict-of-interest"


def test_he_cannot_be_made_verifier_or_handler_either(world: World) -> None:
    with world.work(world.li) as work:
        intake.register(work, "宏达机械 李总投诉", intake.Given(subject_id=world.li.id, channel="phone"))
    with world.work(world.chen) as work:
        handling.contacted(work, world.only(Complaint).id, PHONE)
    assert refused(world, world.chen, handling.verify, world.li.id) == "complaints/conflict-of-interest"
    assert refused(world, world.chen, handling.assign, world.li.id) == "complaints/conflict-of-interest"


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)
def test_named_later_he_loses_every_part_he_had_and_what_he_judged_is_judged_again(world: World, desk) -> None:
    world.department("product", [world.wang], head=world.wang)
    world.li.types("/complaint", "宏达机械 王会计来电,投诉服务态度差,答应明天中午前回复")
    number = world.only(Complaint).id
    with world.work(world.li) as work:
        handling.contacted(work, number, PHONE)
        asks.ask(work, asks.Draft("查一下录音?", department="product", about=Subject("complaint", number)))
        deciding.find(work, number, deciding.Found("no_fault_rule_applied", "我没错", "我说的"))
        deciding.remedy(work, number, "apology")
        deciding.decide(work, number)
    world.li.types("/client", "宏达机械")
    assert f"C-{number}" in world.li.hints()[-1]
    with world.work(world.chen) as work:
        handling.set_subject(work, number, world.li.id)
    world.deliver()

    case, (promise,) = world.only(Complaint), [one for one in world.all(Promise) if one.ended_at is None]
    assert (case.handler_id, case.state, case.decided_at) == (world.chen.id, "verifying", None)
    assert (promise.owner_id, world.only(Ask).asker_id) == (world.chen.id, world.chen.id)
    world.li.types("/client", "宏达机械")
    assert f"C-{number}" not in world.li.hints()[-1]
    for verb, one in ((promises.keep, promise.id), (asks.withdraw, 1), (asks.take, 1)):
        with pytest.raises(Refusal), world.work(world.li) as work:
            verb(work, one)
    world.chen.types("/complaint", f"C-{number}")
    assert "我没错" in world.chen.last_words(), "what he had found can be read, and is found anew"
    with world.work(world.chen) as work:
        deciding.find(work, number, deciding.Found("company_fault_isolated", "录音属实", "录音"))


def test_a_merged_case_brings_its_subject_along_and_two_subjects_stay_two_cases(world: World, desk) -> None:
    with world.work(world.chen) as work:
        hidden = intake.register(work, "宏达机械 投诉李雷", intake.Given(subject_id=world.li.id)).id
        other = intake.register(work, "宏达机械 投诉王敏", intake.Given(subject_id=world.wang.id)).id
    with world.work(world.li) as work:
        plain = intake.register(work, "宏达机械 手续费多扣").id
    with world.work(world.chen) as work:
        ending.merge(work, hidden, plain)
        with pytest.raises(Refusal) as refused:
            ending.merge(work, plain, other)
    assert refused.value.key == "complaints/cannot-merge"
    with world.work() as work:
        case = work.session.get_one(Complaint, plain)
        assert (case.subject_user_id, case.handler_id) == (world.li.id, world.chen.id)


def test_a_deputy_who_is_complained_about_is_told_nothing(world: World, desk) -> None:
    with world.work(world.sun) as work:
        number = intake.register(work, "宏达机械 投诉王敏", intake.Given(subject_id=world.wang.id)).id
        handling.assign(work, number, world.li.id)
    world.li.types("/desk", f"leave 11/23-12/20 <@{world.wang.slack_id}>")
    for _ in range(12):
        world.clock.forward(days=1)
        world.run("complaints.wake")
    assert world.only(Complaint).breaches
    assert not any(f"C-{number}" in text_of(one) for one in world.wang.messages())
    assert any(f"C-{number}" in text_of(one) for one in world.li.messages())


def test_who_reported_a_case_about_himself_reads_what_he_reported_and_how_it_stands(world: World, desk) -> None:
    with world.work(world.li) as work:
        number = intake.register(work, "宏达机械 投诉李雷", intake.Given(subject_id=world.li.id, product="other")).id
    with world.work(world.chen) as work:
        handling.contacted(work, number, Told("phone", "录音 17"), "他骂了人")
        handling.begin(work, number)
        deciding.find(work, number, deciding.Found("company_fault_isolated", "他确实骂了人", "录音 18"))
    world.li.types("/complaint", f"C-{number}")
    card = world.li.last_words()
    world.li.presses(world.li.last_message(), "complaint.open")
    page = words_of(world.li.hands.open_modal.blocks)
    assert "投诉李雷" in page and "拟处置" in page
    for word in ("骂", "录音", "个案失误"):
        assert word not in card + page, word


def test_a_lead_complained_about_does_not_see_the_case_of_his_team(world: World) -> None:
    with world.work(world.li) as work:
        intake.register(work, "宏达机械 投诉陈静", intake.Given(subject_id=world.chen.id, channel="phone"))
    assert refused(world, world.chen, handling.accept) == "complaints/not-found"
    assert world.only(Complaint).handler_id == world.li.id


def test_a_second_pair_of_eyes_decides_about_a_colleague(world: World) -> None:
    with world.work(world.li) as work:
        intake.register(work, "宏达机械 投诉", intake.Given(subject_id=world.emma.id, channel="phone"))
    number = world.only(Complaint).id
    with world.work(world.li) as work:
        handling.contacted(work, number, PHONE)
        deciding.find(work, number, deciding.Found("company_fault_isolated", "属实", "录音"))
        deciding.remedy(work, number, "apology")
        assert deciding.decide(work, number).state == "approval"
