"""The case library: nearest past cases without names, suggested causes, and causes that come back."""

import random

import pytest
from staging.world import World

from bot.complaints import deciding, ending, handling, intake, library, pages, recurrence, suggesting
from bot.complaints.acting import Told
from bot.complaints.grams import grams
from bot.complaints.models import Case, Complaint, CorrectiveAction
from bot.promises import usecases as promises
from bot.promises.models import Promise

PHONE = Told("phone", "recording 17")


def close(world: World, line: str, cause: str, fault: str = "company_fault_isolated", by=None) -> int:
    """A case from first word to last, in one go."""
    with world.work(by or world.li) as work:
        number = intake.register(work, line, intake.Given(channel="phone")).id
        handling.contacted(work, number, PHONE)
        deciding.find(work, number, deciding.Found(fault, "查实", "流水"))
        deciding.explained(work, number, PHONE)
        if work.session.get(Complaint, number).state == "approval":
            return number
        ending.call_back(work, number, ending.Called(True, 5))
        ending.close(work, number, ending.Summary(line[5:35], cause, "改了流程"))
    return number


def test_a_new_complaint_shows_what_worked_before_without_names(world: World) -> None:
    close(world, "宏达机械 王会计说手续费重复扣了两次", "C12")
    close(world, "宏达机械 李总说客户经理迟到", "C1")
    world.clock.forward(days=1)
    world.li.types("/complaint", "华东精工 反映手续费重复扣款")
    card = world.li.last_words()
    assert "以前类似的投诉" in card
    past = card.partition("以前类似的投诉")[2]
    assert "手续费重复扣了两次" in past
    assert "宏达机械" not in past
    assert "王会计" not in past


def test_everybody_may_search_and_an_empty_library_says_so(world: World) -> None:
    with world.work(world.wang) as work:
        assert pages.search(work, "手续费")["cases"] == []
    close(world, "宏达机械 手续费重复扣了两次", "C12")
    with world.work(world.wang) as work:
        found = pages.search(work, "手续费")["cases"]
    assert [one["cause"] for one in found] == ["C12"]


def test_causes_are_suggested_only_once_there_is_enough_to_learn_from(world: World) -> None:
    with world.work() as work:
        assert suggesting.causes(work, "手续费多扣") == []
        for number in range(12):
            suggesting.learn(work, f"手续费多扣了{number}次 收费不合理", "C12")
            suggesting.learn(work, f"柜员态度很差 说话难听{number}", "C1")
        assert suggesting.causes(work, "又多扣手续费")[0] == "C12"
        assert suggesting.causes(work, "态度差,说话难听")[0] == "C1"
    world.li.types("/complaint", "宏达机械 手续费多扣")
    assert "像是这类原因" in world.li.last_words()
    number = world.only(Complaint).id
    world.li.presses(world.li.last_message(), "complaint.cause")
    assert world.only(Complaint).cause in ("C12", "C1")
    assert number


def test_a_fault_of_process_gives_the_owning_department_a_promise_to_keep(world: World) -> None:
    world.department("operations", [world.admin], head=world.admin)
    with world.work(world.li) as work:
        number = intake.register(work, "宏达机械 开户流程反复要材料", intake.Given(channel="phone")).id
        handling.contacted(work, number, PHONE)
        deciding.find(work, number, deciding.Found("company_fault_process", "流程重复", "清单", "C3"))
        deciding.explained(work, number, PHONE)
    action = world.only(CorrectiveAction)
    promise = next(one for one in world.all(Promise) if one.purpose == "corrective_action")
    assert (action.owner_id, promise.owner_id) == (world.admin.id, world.admin.id)
    with world.work(world.admin) as work:
        promises.keep(work, promise.id, "合并两张清单")
    done = world.only(CorrectiveAction)
    assert (done.closed_at, done.root_cause) == (world.clock.now, "合并两张清单")
    assert "verify_action" in [one.purpose for one in world.all(Promise)]
    with world.work() as work:
        assert recurrence.muted(work, action.product, action.cause) is False


def corrected(world: World) -> int:
    """A fault of process that its department says is corrected; the number of the promise to look again."""
    test_a_fault_of_process_gives_the_owning_department_a_promise_to_keep(world)
    world.clock.forward(days=30)
    return next(one.id for one in world.all(Promise) if one.purpose == "verify_action")


def test_when_the_cause_does_not_come_back_the_correction_has_worked(world: World) -> None:
    look = corrected(world)
    with world.work(world.admin) as work:
        promises.keep(work, look, "看过了")
    assert world.only(CorrectiveAction).fell is True


def test_when_it_comes_back_as_often_it_is_corrected_once_more(world: World) -> None:
    look = corrected(world)
    with world.work(world.li) as work:
        again = intake.register(work, "宏达机械 开户又反复要材料", intake.Given(channel="phone"))
        action = work.session.get_one(CorrectiveAction, 1)
        again.cause, again.product = action.cause, action.product
    with world.work(world.admin) as work:
        promises.keep(work, look, "看过了")
    first, second = world.all(CorrectiveAction)
    assert first.fell is False
    assert (second.cause, second.owner_id, second.closed_at) == (first.cause, world.admin.id, None)


def three_alike(work, world: World, **fields) -> list[Complaint]:
    """Three complaints that differ in their words only."""
    return [
        work.save(
            Complaint(
                reporter_id=world.li.id, handler_id=world.li.id, regime="house", severity="S3", claim=f"又是{place}",
                received_at=world.clock.now, **fields,
            )
        )
        for place in range(3)
    ]  # fmt: skip


def test_three_misunderstandings_of_a_kind_count_as_ours(world: World) -> None:
    with world.work() as work:
        *_, last = three_alike(work, world, product="loan", cause="C5", attribution="customer_misunderstanding")
        recurrence.after_decision(work, last)
    assert world.only(CorrectiveAction).why == recurrence.MISUNDERSTOOD


def test_a_cause_that_keeps_coming_back_is_corrected_once(world: World) -> None:
    with world.work() as work:
        _, before, last = three_alike(work, world, product="payment", cause="C12", state="closed")
        recurrence.after_closing(work, last)
        recurrence.after_closing(work, before)
    action = world.only(CorrectiveAction)
    assert (action.why, action.cause, action.count) == (recurrence.REPEATED, "C12", 3)


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)
def test_the_nearest_of_many_cases_come_first(world: World) -> None:
    chance = random.Random(7)
    parts = [
        "手续费",
        "重复",
        "扣款",
        "态度",
        "网银",
        "登录",
        "放款",
        "迟",
        "资料",
        "泄露",
        "利率",
        "合同",
        "短信",
        "排队",
    ]
    common = {"reporter_id": world.li.id, "regime": "house", "severity": "S3", "received_at": world.clock.now}
    with world.work() as work:
        for _ in range(200):
            text = "".join(chance.choices(parts, k=12))
            complaint = work.save(Complaint(claim=text, **common))
            library.learn(work, work.save(Case(complaint_id=complaint.id, title=text[:20], claim=text, cause="C12")))
    with world.work() as work:
        wanted = world.all(Case)[150].claim
        found = library.nearest(work, wanted)
    assert len(found) == 3
    assert len(grams(found[0].case.claim) & grams(wanted)) >= len(grams(wanted)) * 0.8
