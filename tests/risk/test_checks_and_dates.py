"""A drawdown plans its checks and legal dates; a report like the last one is shown to its author before it is filed."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from staging.world import World, text_of

from bot.core.errors import Refusal
from bot.core.policy import load_pack
from bot.promises import usecases as promises
from bot.promises.models import Promise
from bot.risk import checks, closing, queries
from bot.risk.checks import Terms
from bot.risk.models import Alert, Check, Facility, LegalRight


@pytest.fixture
def bank(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The world under the bank's pack."""
    object.__setattr__(world.rapport.workshop.house, "policy", load_pack("cn-bank"))
    return world


def draw(world: World, **details: Any) -> Facility:
    terms = Terms(5_000_000, date(2026, 11, 20), date(2027, 11, 20), **details)
    with world.work(world.li) as work:
        return checks.draw(work, world.huadong.id, terms)


def test_a_drawdown_plans_its_checks_once(bank: World) -> None:
    draw(bank, rating="A2", guaranteed=True)
    draw(bank, rating="A2", guaranteed=True)
    assert len(bank.all(Facility)) == 1
    planned = sorted((one.due_on.isoformat(), one.kind) for one in bank.all(Check))
    assert planned == [
        ("2026-12-04", "first"), ("2027-02-22", "routine"), ("2027-08-20", "pre_maturity"), ("2027-10-21", "pre_maturity"),
        ("2027-11-12", "pre_maturity"),
    ]  # fmt: skip
    assert {one.owner_id for one in bank.all(Promise)} == {bank.li.id}
    assert {(one.code, one.last_day) for one in bank.all(LegalRight)} == {
        ("limitation", date(2030, 11, 20)), ("guarantee", date(2028, 5, 20)),
    }  # fmt: skip


def test_filing_keeps_the_promise_and_plans_only_the_next(bank: World) -> None:
    draw(bank, rating="B2")
    routine = next(one for one in bank.all(Check) if one.kind == "routine")
    with bank.work(bank.li) as work:
        checks.file(work, routine.id, "现场走访,两条产线都在开工,订单排到二月,库存与账面一致", clean=True)
    assert next(one for one in bank.all(Promise) if one.id == routine.promise_id).kept_by_id == bank.li.id
    assert sum(one.kind == "routine" and one.done_at is None for one in bank.all(Check)) == 1


def test_a_copied_report_comes_back_to_its_author_once(bank: World) -> None:
    draw(bank, rating="B2")
    report = "现场走访,两条产线都在开工,订单排到二月,库存与账面一致,工资按时发放"
    for expected in (None, 100):
        routine = next(one for one in bank.all(Check) if one.kind == "routine" and one.done_at is None)
        with bank.work(bank.li) as work:
            assert checks.file(work, routine.id, report, clean=True).similar == expected
        bank.clock.forward(days=30)
    with bank.work(bank.li) as work:
        filed = checks.file(work, routine.id, report, clean=True, sure=True)
        assert filed.check.similar == 100 and filed.check.done_at is not None


def test_the_dates_lawyers_fear_are_told_in_time(bank: World) -> None:
    draw(bank, guaranteed=True)
    bank.clock.to("2027-11-23 09:30")
    bank.run("risk.wake")
    told = [text_of(one) for one in bank.li.messages() if "保证期间" in text_of(one)]
    assert len(told) == 1 and "还有 180 天到期" in told[0] and "不能中断" in told[0]
    bank.run("risk.wake")
    assert len([one for one in bank.li.messages() if "保证期间" in text_of(one)]) == 1
    bank.clock.to("2028-02-21 09:30")
    bank.run("risk.wake")
    assert "还有 90 天到期" in bank.li.last_words()


def test_repayment_ends_checks_and_reminders(bank: World) -> None:
    facility = draw(bank, rating="B2")
    with bank.work(bank.li) as work:
        checks.settle(work, facility.id)
    assert all(one.ended_at is not None for one in bank.all(Promise))
    assert all(one.wake_at is None for one in bank.all(LegalRight))


def test_a_maturity_before_the_drawdown_is_refused(world: World) -> None:
    with world.work(world.li) as work, pytest.raises(Refusal) as refused:
        checks.draw(work, world.huadong.id, Terms(1.0, date(2026, 11, 20), date(2026, 11, 20)))
    assert refused.value.key == "risk/dates-backwards"


def last_days(world: World) -> dict[str, date]:
    return {one.code: one.last_day for one in world.all(LegalRight)}


def test_a_demand_entered_on_the_reminder_starts_the_limitation_anew(bank: World) -> None:
    draw(bank, guaranteed=True, mortgaged=True)
    bank.clock.to("2030-05-24 09:30")
    bank.run("risk.wake")
    reminder = next(one for one in reversed(bank.li.messages()) if "诉讼时效" in text_of(one))
    bank.li.presses(reminder, "risk.interrupt")
    outcome = bank.li.submits(day="2030-05-25")
    assert "day" in outcome.errors, "a day ahead of today interrupts nothing"
    bank.li.submits(day="2030-05-20")
    assert last_days(bank) == {
        "limitation": date(2033, 5, 20), "guarantee": date(2028, 5, 20), "mortgage": date(2033, 5, 20),
    }  # fmt: skip
    bank.clock.to("2030-08-22 09:30")
    bank.run("risk.wake")
    assert not any("还有 90 天" in text_of(one) and "诉讼时效" in text_of(one) for one in bank.li.messages())


def test_a_guarantee_has_no_button_that_would_interrupt_it(bank: World) -> None:
    draw(bank, guaranteed=True)
    bank.clock.to("2027-11-23 09:30")
    bank.run("risk.wake")
    reminder = next(one for one in reversed(bank.li.messages()) if "保证期间" in text_of(one))
    with pytest.raises(LookupError):
        bank.li.presses(reminder, "risk.interrupt")


def test_a_facility_repaid_on_its_reminder_reminds_of_nothing_more(bank: World) -> None:
    draw(bank, guaranteed=True)
    bank.clock.to("2027-11-23 09:30")
    bank.run("risk.wake")
    bank.li.presses(next(one for one in reversed(bank.li.messages()) if "保证期间" in text_of(one)), "risk.repaid")
    bank.li.submits(proof="结清证明 2027-88")
    assert bank.only(Facility).settled_at is not None
    assert all(one.wake_at is None for one in bank.all(LegalRight))
    assert not [one for one in bank.all(Promise) if one.purpose == queries.CHECK and one.ended_at is None]


def test_a_special_check_never_falls_due_on_a_weekend(bank: World, office: Any) -> None:
    bank.clock.to("2026-11-24 10:00")  # a Tuesday: five days on is a Sunday, two a Thursday
    bank.li.types("/desk", "风险 华东精工 财务总监突然离职了")
    [check] = [one for one in bank.all(Check) if one.kind == "special"]
    assert (check.due_on, check.due_on.weekday()) == (date(2026, 11, 27), 4)
    [promise] = [one for one in bank.all(Promise) if one.id == check.promise_id]
    assert promise.due_at.date() == date(2026, 11, 27)
    bank.clock.to("2026-11-27 15:00")
    with bank.work(bank.li) as work:
        checks.file(work, check.id, "现场走访,两条产线都在开工", clean=True)
    again = next(one for one in bank.all(Check) if one.kind == "special" and one.done_at is None)
    # Thirty days on is a Sunday: a day later, so that the two checks lie far enough apart.
    assert again.due_on == date(2026, 12, 28)


def test_a_red_alert_before_the_weekend_is_checked_after_it(
    bank: World, office: Any, figures: Callable[..., None]
) -> None:
    bank.clock.to("2026-11-27 10:00")
    figures(bank.li, bank.huadong, 8)
    [check] = [one for one in bank.all(Check) if one.kind == "special"]
    assert check.due_on == date(2026, 11, 30)


def test_nobody_touches_the_facility_of_a_customer_he_does_not_see(bank: World) -> None:
    facility = draw(bank, guaranteed=True)
    stranger = bank.person("孙悦")
    for act in (lambda work: checks.interrupt(work, facility.id, date(2027, 11, 20)),
                lambda work: checks.settle(work, facility.id)):  # fmt: skip
        with bank.work(stranger) as work, pytest.raises(Refusal) as refused:
            act(work)
        assert refused.value.key == "core/not-found"
    assert bank.only(Facility).settled_at is None


def test_a_check_filed_too_soon_is_asked_for_again(world: World, office: Any, alert: Callable[[], Alert]) -> None:
    world.li.types("/desk", "风险 华东精工 财务总监突然离职了")
    card = next(one for one in world.li.messages() if "🟠" in text_of(one))
    world.li.presses(card, "risk.confirm")
    for report in (
        "现场查看账册,新负责人已交接",
        "第二天电话核实,车间满负荷,工资按时发放",
    ):
        world.li.presses(card, "risk.report")
        world.li.submits(report=report, result="clean")
    assert "这次检查太早" in world.li.last_words() and "12月23日" in world.li.last_words()
    [waiting] = [one for one in world.all(Check) if one.done_at is None]
    assert waiting.due_on.isoformat() == "2026-12-24", "the day for which the early report stands is taken"
    assert "复查" in text_of(world.current(card)) and "现在有 1 次" in text_of(world.current(card))
    with world.work(world.li) as work, pytest.raises(Refusal, match="risk/check-stays"):
        promises.drop(work, waiting.promise_id, "客户在外地")

    world.clock.to("2026-12-23 09:05")  # some minutes short of thirty times a day
    world.li.presses(card, "risk.report")
    world.li.submits(report="年底走访,存货周转正常,应收款已收回大半", result="clean")
    with world.work(world.li) as work:
        enough = closing.clean_checks(work, work.session.get_one(Alert, alert().id))
    assert enough is not None and enough.done == 2 and not [one for one in world.all(Check) if one.done_at is None]


def test_what_asked_for_a_check_takes_it_along(world: World, office: Any) -> None:
    world.li.types("/desk", "风险 华东精工 财务总监突然离职了")
    card = next(one for one in world.li.messages() if "🟠" in text_of(one))
    assert "不向这位客户推销" in text_of(card)
    world.li.taps(card, "不是风险", "key_person")
    world.li.submits(reason="key_person", grounds="只是休假")
    world.zhao.presses(world.zhao.last_message(), "risk.agree")
    assert all(one.ended_at for one in world.all(Promise) if one.purpose == "check")
