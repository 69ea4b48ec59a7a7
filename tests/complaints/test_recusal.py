"""Whoever is complained about may report it, and nothing else; his lead takes it over."""

import pytest
from staging.world import World

from bot.complaints import deciding, ending, handling, intake
from bot.complaints.acting import Told
from bot.complaints.models import Complaint
from bot.core.errors import Refusal

PHONE = Told("phone", "recording 17")

pytestmark = pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)


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


def test_naming_the_handler_as_subject_takes_the_case_from_him(world: World) -> None:
    world.li.types("/complaint", "宏达机械 王会计来电,投诉服务态度差")
    number = world.only(Complaint).id
    with world.work(world.chen) as work:
        handling.set_subject(work, number, world.li.id)
    assert world.only(Complaint).handler_id == world.chen.id


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
