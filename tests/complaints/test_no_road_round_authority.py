"""Every road round what somebody may decide: wrong amounts, paying twice, spreading, standing in for oneself; and what
the person complained about, or a library reader, may not get at."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from staging.world import World, words_of

from bot.complaints import deciding, ending, handling, intake
from bot.complaints.acting import Told
from bot.complaints.models import Case, Complaint, ComplaintEvent, Remedy
from bot.core.errors import Refusal
from bot.directory import usecases as directory

LINE = "宏达机械 王会计来电,手续费多扣两次"
FOUND = deciding.Found("company_fault_isolated", "扣了两次", "流水")
PHONE = Told("phone", "recording")
SUMMARY = ending.Summary("月末重复扣费", "C12", "批处理前去重")


def proposed(world: World, amount: float, line: str = LINE, by=None) -> int:
    """A case of Li's with this compensation on it, not yet decided."""
    by = by or world.li
    with world.work(by) as work:
        number = intake.register(work, line, intake.Given(product="payment", channel="phone")).id
        handling.contacted(work, number, PHONE)
        deciding.find(work, number, FOUND)
        deciding.remedy(work, number, "compensation", "退费", amount)
    return number


def decided(world: World, number: int) -> str:
    """Whose word is needed now: the state after deciding."""
    with world.work(world.li) as work:
        return deciding.decide(work, number).state


def approver(world: World, number: int) -> int | None:
    return next(one for one in world.all(Complaint) if one.id == number).approver_id


def paid(world: World, number: int) -> None:
    """Approved, told, paid."""
    decided(world, number)
    above = {world.chen.id: world.chen, world.sun.id: world.sun}[approver(world, number)]
    with world.work(above) as work:
        deciding.approve(work, number)
    with world.work(world.li) as work:
        deciding.notify(work, number, PHONE)
        for one in world.all(Remedy):
            if one.complaint_id == number:
                deciding.done(work, number, one.id)


def test_no_odd_amount_lowers_the_sum(world: World, desk) -> None:
    number = proposed(world, 30_000)
    for kind in ("compensation", "apology"):
        for amount in (-100_000.0, float("nan"), float("inf"), float("-inf")):
            with pytest.raises(Refusal) as refused, world.work(world.li) as work:
                deciding.remedy(work, number, kind, "x", amount)
            assert refused.value.key == "complaints/amount-missing"
    assert sum(one.amount for one in world.all(Remedy)) == 30_000


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)
def test_what_was_paid_once_counts_when_the_case_comes_back(world: World, desk) -> None:
    number = proposed(world, 400)
    paid(world, number)
    assert approver(world, number) == world.chen.id
    with world.work(world.li) as work:
        ending.call_back(work, number, ending.Called(False, 2, "还差一笔"))
        deciding.find(work, number, FOUND)
        deciding.remedy(work, number, "compensation", "再退", 400)

    assert [(one.amount, one.done_at is not None) for one in world.all(Remedy)] == [(400, True), (400, False)]
    assert decided(world, number) == "approval"
    assert approver(world, number) == world.sun.id, "800 in all is beyond the lead's 500"


def test_two_cases_of_one_matter_are_one_amount(world: World, desk) -> None:
    first = proposed(world, 400)
    decided(world, first)
    with world.work(world.chen) as work:
        deciding.approve(work, first)
    second = proposed(world, 400, f"{LINE}又来了")
    with world.work(world.li) as work:
        ending.merge(work, first, second)

    assert decided(world, second) == "approval"
    assert approver(world, second) == world.sun.id


def test_a_case_that_follows_carries_the_amount_of_the_first(world: World, desk) -> None:
    number = proposed(world, 400)
    paid(world, number)
    world.clock.forward(days=1)
    with world.work(world.li) as work:
        ending.call_back(work, number, ending.Called(True, 5))
        ending.close(work, number, SUMMARY)
    world.clock.forward(days=200)
    with world.work(world.li) as work:
        again = ending.reopen(work, number, "又扣了").id
        handling.contacted(work, again, PHONE)
        deciding.find(work, again, FOUND)
        deciding.remedy(work, again, "compensation", "退费", 400)

    assert again != number
    assert decided(world, again) == "approval"
    assert approver(world, again) == world.sun.id


def test_who_stands_in_for_the_lead_does_not_decide_his_own_case_alone(world: World, desk) -> None:
    today = world.clock().date()
    with world.work(world.chen) as work:
        directory.take_leave(work, today, today + timedelta(days=5), world.li.id)
    number = proposed(world, 400)

    assert decided(world, number) == "approval"
    assert approver(world, number) not in (None, world.li.id)
    with pytest.raises(Refusal), world.work(world.li) as work:
        deciding.approve(work, number)


def test_the_subject_cannot_undo_his_recusal_though_he_reported_it(world: World, desk) -> None:
    with world.work(world.chen) as work:
        number = intake.register(work, LINE, intake.Given(subject_id=world.chen.id)).id
    tries = (
        lambda work: handling.set_subject(work, number, None),
        lambda work: handling.set_subject(work, number, world.emma.id),
        lambda work: handling.assign(work, number, world.li.id),
        lambda work: handling.edit(work, number, handling.Details(severity="S4")),
        lambda work: handling.edit(work, number, handling.Details(regime="house")),
    )
    for attempt in tries:
        with pytest.raises(Refusal) as refused, world.work(world.chen) as work:
            attempt(work)
        assert refused.value.key == "complaints/conflict-of-interest"
    with world.work(world.chen) as work:
        handling.edit(work, number, handling.Details(channel="phone"))

    assert (world.only(Complaint).subject_user_id, world.only(Complaint).channel) == (world.chen.id, "phone")


def test_the_subject_learns_nothing_by_reporting_the_same_matter(world: World, desk) -> None:
    with world.work(world.chen) as work:
        hidden = intake.register(work, LINE, intake.Given(subject_id=world.li.id)).id
    world.li.types("/complaint", LINE)
    mine = world.all(Complaint)[-1].id

    assert f"C-{hidden} " not in f"{world.li.last_words()} {' '.join(world.li.hints())} "
    for one, other in ((mine, hidden), (hidden, mine)):
        with pytest.raises(Refusal) as refused, world.work(world.li) as work:
            ending.merge(work, one, other)
        assert refused.value.key == "complaints/not-found"
    world.li.types("/desk", "complaints")
    assert f"C-{hidden} " not in words_of(world.li.hands.open_modal.blocks)


def test_the_library_names_neither_colleagues_nor_other_customers(world: World, desk) -> None:
    number = proposed(world, 300, f"{LINE},和苏州华东精工机械有限公司那次一样,李雷没有回电")
    paid(world, number)
    world.clock.forward(days=1)
    with world.work(world.li) as work:
        ending.call_back(work, number, ending.Called(True, 5))
        ending.close(work, number, ending.Summary("李雷漏回电", "C12", "陈静每天看一次", "华东精工的流程可以照搬"))

    kept = world.only(Case)
    for name in ("李雷", "陈静", "华东精工", "宏达机械"):
        assert name not in f"{kept.title}{kept.claim}{kept.changed}{kept.lesson}", name
    world.emma.types("/desk", "cases 手续费多扣两次")
    shown = words_of(world.emma.hands.open_modal.blocks)
    assert "漏回电" in shown
    assert not any(name in shown for name in ("李雷", "华东精工", "宏达"))


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)
def test_one_customers_money_is_added_up_over_cases_that_have_nothing_to_do_with_each_other(world: World, desk) -> None:
    paid(world, proposed(world, 400))
    world.clock.forward(days=20)
    second = proposed(world, 300, "宏达机械 网银登录失败,耽误了付款")

    assert decided(world, second) == "approval"
    assert approver(world, second) == world.sun.id, "700 within 90 days is beyond the lead's 500"
    world.clock.forward(days=1)
    world.deliver()
    assert "此前已给这位客户 400元" in world.sun.last_words()
    other = proposed(world, 300, "华东精工 手续费多扣两次")
    assert decided(world, other) == "approval"
    assert approver(world, other) == world.chen.id, "another customer is another sum"


def calm(world: World) -> None:
    """A house where nothing but money asks for a second person."""
    shop = world.rapport.workshop
    rules = shop.house.policy.complaints
    quiet = {name: times.model_copy(update={"criteria": ()}) for name, times in rules.severities.items()}
    changed = rules.model_copy(update={"severities": quiet})
    shop.house = replace(shop.house, policy=shop.house.policy.model_copy(update={"complaints": changed}))


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)
def test_two_decisions_at_the_same_moment_do_not_slip_past_each_other(world: World, desk) -> None:
    calm(world)
    numbers = [proposed(world, 300, f"{LINE},第{line}笔") for line in "一二"]
    together = Barrier(2)

    def decides(number: int) -> str:
        together.wait(5)
        with world.work(world.chen) as work:
            return deciding.decide(work, number).state

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(decides, numbers)) == ["approval", "decided"], "600 together"


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)
def test_of_two_who_press_at_the_same_moment_the_second_finds_what_the_first_did(world: World, desk) -> None:
    other = proposed(world, 300, f"{LINE},第一次")
    rivals = (
        lambda work, number: ending.merge(work, number, other), lambda work, number: ending.withdraw(work, number, "算了"),
        deciding.decide,
    )  # fmt: skip
    for rival in rivals:
        number, together = proposed(world, 300, f"{LINE},又一回"), Barrier(2)

        def presses(verb, number=number, together=together) -> str:
            together.wait(5)
            try:
                with world.work(world.li) as work:
                    verb(work, number)
            except Refusal as refusal:
                return refusal.key
            return "done"

        with ThreadPoolExecutor(2) as pool:
            results = sorted(pool.map(presses, (deciding.decide, rival)))
        kinds = [one.kind for one in world.all(ComplaintEvent) if one.complaint_id == number]
        (case,) = [one for one in world.all(Complaint) if one.id == number]
        assert results == ["complaints/not-now", "done"] or (results == ["done", "done"] and case.ended_at is not None)
        assert kinds.count("approval_asked") <= 1
        assert (case.pending is None) == (case.ended_at is not None), "nothing waits for a yes in a case that is over"


def test_a_lead_who_may_decide_alone_may_not_spread_it(world: World, desk) -> None:
    calm(world)
    for line, amount in (("一", 300), ("二", 150)):
        number = proposed(world, amount, f"{LINE},第{line}笔")
        with world.work(world.chen) as work:
            assert deciding.decide(work, number).state == "decided", "within the lead's 500"
    third = proposed(world, 100, f"{LINE},第三笔")
    with world.work(world.chen) as work:
        assert deciding.decide(work, third).state == "approval", "550"
    assert approver(world, third) == world.sun.id


def test_after_the_packs_days_the_sum_begins_anew(world: World, desk) -> None:
    paid(world, proposed(world, 400))
    world.clock.forward(days=91)
    later = proposed(world, 300, "宏达机械 网银登录失败,耽误了付款")

    decided(world, later)
    assert approver(world, later) == world.chen.id


def test_what_still_waits_for_a_yes_counts_too(world: World, desk) -> None:
    first, second = proposed(world, 400), proposed(world, 400, "宏达机械 网银登录失败,耽误了付款")
    decided(world, first)
    decided(world, second)

    assert (approver(world, first), approver(world, second)) == (world.chen.id, world.sun.id)


def test_the_handler_does_not_lower_his_own_cases_severity_nor_choose_a_later_limit(world: World, desk) -> None:
    with world.work(world.li) as work:
        number = intake.register(work, f"{LINE},要找记者曝光").id
    for lighter in (handling.Details(severity="S3", reason="小事"), handling.Details(severity="S2", reason="小事")):
        with pytest.raises(Refusal) as refused, world.work(world.li) as work:
            handling.edit(work, number, lighter)
        assert (refused.value.key, refused.value.field) == ("complaints/lighter-alone", "severity")
    with pytest.raises(Refusal) as refused, world.work(world.chen) as work:
        handling.edit(work, number, handling.Details(severity="S3"))
    assert (refused.value.key, refused.value.field) == ("complaints/text-missing", "reason")

    assert world.only(Complaint).severity == "S1"


def test_who_lowered_it_does_not_decide_it_alone(world: World, desk) -> None:
    number = proposed(world, 100, f"{LINE},要找记者曝光")
    with world.work(world.chen) as work:
        handling.edit(work, number, handling.Details(severity="S3", reason="记者没有来"))
        assert deciding.decide(work, number).state == "approval", "the lead lowered it: a second person still looks"
    assert approver(world, number) == world.sun.id


def test_a_customer_named_later_weighs_as_much_as_one_named_at_once(world: World, desk) -> None:
    with world.work(world.li) as work:
        number = intake.register(work, "有位客户来电,手续费多扣两次").id
        assert work.session.get_one(Complaint, number).severity == "S3"
        handling.set_customer(work, number, world.huadong.id)

    assert world.only(Complaint).severity == "S2", "a key customer"
    assert world.only(Complaint).criteria == ["valued_customer"]
