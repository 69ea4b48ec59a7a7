"""Promises, alerts, breaches, pauses and extensions as people see them."""

from collections.abc import Callable

import pytest
from staging.world import World, text_of

from bot.complaints import deadlines_kept, deciding, handling, intake, jobs, pausing
from bot.complaints.acting import Told
from bot.complaints.models import Complaint
from bot.core.audit import AuditLine
from bot.core.errors import Refusal
from bot.core.policy import load_pack
from bot.directory.models import Person
from bot.directory.usecases import prefer
from bot.escalations.models import Ask
from bot.promises import usecases as promises
from bot.promises.models import Promise

PHONE = Told("phone", "recording 17")
LINE = "宏达机械 王会计来电,手续费多扣两次,答应明天中午前回复"


def begin(world: World, line: str = LINE) -> int:
    with world.work(world.li) as work:
        number = intake.register(work, line, intake.Given(channel="phone")).id
        handling.contacted(work, number, PHONE)
    world.deliver()
    return number


def refused(world: World, verb: Callable, *words) -> tuple[str, str]:
    with pytest.raises(Refusal) as refusal, world.work(world.li) as work:
        verb(work, world.only(Complaint).id, *words)
    return refusal.value.key, refusal.value.data.get("why", "")


def test_the_promise_drives_the_alerts_and_they_name_the_working_time_left(world: World) -> None:
    begin(world)
    world.clock.to("2026-11-24 09:20")
    world.run("complaints.wake")
    said = world.li.last_words()
    assert "前按承诺答复客户" in said
    assert "2小时40分钟" in said
    before = len(world.li.messages())
    world.run("complaints.wake", times=3)
    assert len(world.li.messages()) == before, "said once"


def test_what_falls_due_at_night_is_left_to_the_list_unless_the_list_comes_late(world: World) -> None:
    begin(world, "宏达机械 王会计来电,手续费多扣两次,答应后天上午11点前回复")
    before = len(world.li.messages())
    with world.work() as work:
        work.session.get_one(Person, world.li.id).digest_time = "16:00"
    for moment in ("2026-11-24 19:30", "2026-11-25 05:00"):
        world.clock.to(moment)
        world.run("complaints.wake")
    world.clock.to("2026-11-25 09:30")
    world.run("complaints.wake")
    alerts = [text_of(one) for one in world.li.messages()[before:] if "⏰ C-" in text_of(one)]
    assert len(alerts) == 1 and "还剩 1小时30分钟" in alerts[0], alerts


def test_a_missed_promise_is_recorded_told_and_asks_for_a_plan_once(world: World, desk) -> None:
    begin(world)
    world.clock.to("2026-11-24 13:40")
    world.run("complaints.wake", times=2)
    complaint = world.only(Complaint)
    assert [key.partition(":")[0] for key in complaint.breaches] == ["promise"]
    ask = world.only(Ask)
    assert (ask.department, ask.about_kind, ask.about_id) == ("customer_service", "complaint", complaint.id)
    assert "已超时，请按承诺答复客户" in " ".join(text_of(one) for one in world.li.messages())
    assert "超时已记录" in text_of(next(iter(desk.messages.values())))


def test_who_is_asked_for_a_plan_in_another_language_reads_it_in_his_own(world: World) -> None:
    judy = world.person("Judy Hall", role="lead", department="customer_service", locale="en-GB")
    world.department("customer_service", [judy], head=judy)
    begin(world)
    world.clock.to("2026-11-24 13:40")
    world.run("complaints.wake", times=2)
    question = world.only(Ask).question
    assert question.startswith("投诉 C-") and "Please give a plan to calm the customer" in question


def test_a_promise_moved_in_time_moves_the_clock_and_breaks_nothing(world: World) -> None:
    begin(world)
    with world.work(world.li) as work:
        promise = world.only(Promise)
        due = promise.due_at.replace(day=26)
        promises.move(work, promise.id, due, True, "客户同意")
    assert world.only(Complaint).due_at == due
    assert world.only(Complaint).breaches == []


def test_a_promise_moved_too_late_stays_broken(world: World) -> None:
    number = begin(world)
    world.clock.to("2026-11-24 15:00")
    with world.work(world.li) as work:
        deadlines_kept.promise(work, number, world.only(Promise).due_at.replace(day=26), "再等两天")
    assert [key.partition(":")[0] for key in world.only(Complaint).breaches] == ["promise"]


def test_a_promise_into_the_past_is_refused(world: World) -> None:
    begin(world)
    assert refused(world, deadlines_kept.promise, world.clock.now)[0] == "complaints/past"


def test_waiting_for_the_customer_rests_the_promise_and_not_the_law(world: World) -> None:
    number = begin(world)
    with world.work(world.li) as work:
        pausing.pause(work, number, "waiting_for_customer", "等客户发流水")
    world.deliver()
    complaint = world.only(Complaint)
    assert complaint.paused_for == "waiting_for_customer"
    assert complaint.due_kind == "internal_target"
    card = world.li.last_words()
    assert "暂停" in card
    assert "个工作日" in card or "工作时间" in card
    with world.work(world.li) as work:
        pausing.resume(work, number)
    assert world.only(Complaint).due_kind == "promise"


def test_a_procedure_pauses_only_while_verifying_and_only_with_notice(world: World) -> None:
    number = begin(world)
    assert refused(world, pausing.pause, "mediation", "行业调解") == ("complaints/clock-refused", "notice_missing")
    assert refused(world, pausing.pause, "holiday", "放假") == ("complaints/clock-refused", "unknown_reason")
    with world.work(world.li) as work:
        pausing.pause(work, number, "mediation", "行业调解", PHONE)
    assert refused(world, pausing.pause, "appraisal", "鉴定", PHONE)[0] == "complaints/paused"
    assert refused(world, deciding.find, deciding.Found("third_party", "a", "b"))[0] == "complaints/paused"
    assert world.only(Complaint).due_at is None, "every clock rests"


def test_an_extension_is_asked_for_approved_by_another_and_moves_the_limit(world: World) -> None:
    number = begin(world)
    before = world.only(Complaint).legal_due_at
    assert refused(world, pausing.ask_extension, "情况复杂") == ("complaints/clock-refused", "notice_missing")
    with world.work(world.li) as work:
        pausing.ask_extension(work, number, "情况复杂", PHONE)
    assert refused(world, pausing.ask_extension, "再延", PHONE)[0] == "complaints/already-pending"
    assert refused(world, pausing.approve_extension)[0] == "complaints/four-eyes"
    with world.work(world.chen) as work:
        pausing.approve_extension(work, number)
    assert world.only(Complaint).legal_due_at > before
    assert refused(world, pausing.ask_extension, "再延", PHONE) == ("complaints/clock-refused", "no_extension_left")


def test_an_extension_is_never_back_dated(world: World) -> None:
    number = begin(world)
    with world.work(world.li) as work:
        pausing.ask_extension(work, number, "情况复杂", PHONE)
    world.clock.forward(days=20)
    with pytest.raises(Refusal) as refusal, world.work(world.chen) as work:
        pausing.approve_extension(work, number)
    assert (refusal.value.key, refusal.value.data["why"]) == ("complaints/clock-refused", "expired")


def test_a_refused_extension_says_why(world: World) -> None:
    number = begin(world)
    with world.work(world.li) as work:
        pausing.ask_extension(work, number, "情况复杂", PHONE)
    with world.work(world.chen) as work:
        pausing.refuse_extension(work, number, "资料已经齐了")
    world.deliver()
    assert "资料已经齐了" in world.li.last_words()


def test_a_limit_agreed_with_the_customer_needs_proof_and_replaces_the_legal_one(world: World) -> None:
    number = begin(world)
    until = world.clock.now.replace(month=12, day=30)
    assert refused(world, deadlines_kept.agree, until, " ")[0] == "complaints/text-missing"
    with world.work(world.li) as work:
        deadlines_kept.agree(work, number, until, "客户邮件 11月23日")
    assert world.only(Complaint).legal_due_at == until


def test_no_decision_notice_after_the_legal_limit_without_a_breach_on_record(world: World) -> None:
    number = begin(world)
    world.clock.forward(days=20)
    with world.work(world.li) as work:
        deciding.find(work, number, deciding.Found("company_fault_isolated", "属实", "流水"))
        deciding.remedy(work, number, "apology")
        deciding.decide(work, number)
        deciding.notify(work, number, PHONE)
    assert "legal" in [key.partition(":")[0] for key in world.only(Complaint).breaches]
    assert world.only(Complaint).resolved_in_time is False


def test_the_call_back_is_due_three_working_days_after_the_notice(world: World) -> None:
    number = begin(world)
    with world.work(world.li) as work:
        deciding.find(work, number, deciding.Found("company_fault_isolated", "属实", "流水"))
        deciding.explained(work, number, PHONE)
    assert world.only(Complaint).state == "notified"
    world.clock.to("2026-11-26 19:00")
    world.run("complaints.wake")
    assert world.only(Complaint).state == "call_back"


def test_a_major_case_is_known_above_at_once_at_any_hour(world: World) -> None:
    world.clock.to("2026-11-23 23:30")
    world.li.types("/complaint", "宏达机械 王会计来电,资金被盗,要找记者曝光")
    assert world.only(Complaint).severity == "S1"
    assert "一级" in world.chen.last_words()


def test_changing_the_pack_counts_open_cases_anew_and_is_on_record(world: World) -> None:
    begin(world)
    world.run("complaints.recount", times=2)
    before = world.only(Complaint).legal_due_at
    with world.work() as work:
        work.session.get_one(Complaint, world.only(Complaint).id).regime = "disp"
    object.__setattr__(world.rapport.workshop.house, "policy", load_pack("uk-fca"))
    world.run("complaints.recount")
    world.run("complaints.wake")
    assert "complaints.recounted" in [line.verb for line in world.all(AuditLine)]
    assert (world.only(Complaint).legal_due_at - before).days == 41, "eight weeks instead of fifteen days"


def test_a_breach_counted_anew_by_other_working_hours_is_not_said_again(world: World) -> None:
    with world.work(world.li) as work:
        intake.register(work, "宏达机械 王会计来电,手续费多扣两次", intake.Given(channel="phone"))
    world.run("complaints.recount")
    world.clock.to("2026-11-26 16:00")
    world.run("complaints.wake", times=2)
    known = world.only(Complaint).breaches
    assert known
    said = len(world.li.messages())

    with world.work() as work:
        prefer(work, "hours", "Mon-Fri 10:00-12:00 13:00-16:00")
    world.run("complaints.recount")
    world.run("complaints.wake", times=2)
    assert "complaints.recounted" in [line.verb for line in world.all(AuditLine)]
    assert world.only(Complaint).breaches == known
    assert len(world.li.messages()) == said

    world.clock.to("2027-01-20 16:00")
    world.run("complaints.wake", times=2)
    assert len(world.only(Complaint).breaches) > len(known), "what is missed later is on record"


def test_idle_ticks_touch_no_case(world: World) -> None:
    begin(world)
    assert jobs.wake(world.rapport.workshop) == 0
    assert jobs.recount(world.rapport.workshop) == 0
