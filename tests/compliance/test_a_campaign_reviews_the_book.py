"""Compliance starts a campaign; every manager gets reviews spread over the days; progress, exceptions and the end."""

from collections.abc import Callable
from datetime import date

import pytest
from staging.world import Colleague, World, text_of

from bot.compliance import campaigns, files, queries, reviews
from bot.compliance.models import Campaign, Diligence, Paper, Review
from bot.core.calendar import Calendar
from bot.core.errors import Refusal
from bot.customers import usecases as customers
from bot.promises.models import Promise


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_from_start_to_the_last_review(
    world: World, lin: Colleague, opened: Callable[..., Diligence], verified: Callable[..., Paper]
) -> None:
    opened()
    verified("business_licence", date(2030, 1, 1))
    lin.types("/desk", "reviews")
    with world.work(lin) as work:
        plan = campaigns.Plan("存量客户复核", date(2026, 12, 31))
        assert campaigns.start(work, plan).id == campaigns.start(work, plan).id
    world.run("compliance.enrol", times=3)
    assert len(world.all(Campaign)) == 1
    planned = {(one.customer_id, one.due_on) for one in world.all(Review)}
    assert {one[0] for one in planned} == {world.huadong.id, world.hongda.id, world.acme.id}
    # Li has two customers: due in the middle and at the end; the one without due diligence goes first.
    assert (world.hongda.id, date(2026, 12, 11)) in planned and (world.huadong.id, date(2026, 12, 31)) in planned
    assert sorted(one.owner_id for one in world.all(Promise)) == [world.li.id, world.li.id, world.emma.id]
    card = lin.last_message()
    assert "3 位中 0 位已复核" in text_of(card) and "陈静 的团队" in text_of(card)

    with world.work(world.li) as work:
        review = queries.open_review(work, world.huadong.id)
        assert review is not None
        reviews.finish(work, review.id, "low")
    with pytest.raises(Refusal) as refused, world.work(world.li) as work:
        review = queries.open_review(work, world.hongda.id)
        assert review is not None
        reviews.finish(work, review.id)
    assert refused.value.key == "compliance/no-file"
    world.deliver()
    assert "3 位中 1 位已复核" in text_of(world.current(card))

    world.clock.to("2027-01-04 10:00")
    lin.types("/desk", "reviews")
    assert "2 位逾期" in lin.hints()[-1]
    world.li.types("/desk", "reviews")
    assert "宏达机械" in world.li.hints()[-1] and "Acme" not in world.li.hints()[-1]
    for customer in (world.hongda, world.acme):
        with world.work(lin) as work:
            review = queries.open_review(work, customer.id)
            assert review is not None
            reviews.except_(work, review.id, "客户正在销户")
    world.deliver()
    assert world.only(Campaign).ended_at is not None and "1 位完成，2 位例外" in text_of(world.current(card))
    assert all(one.ended_at is not None for one in world.all(Promise))


def test_a_file_opened_in_a_campaign_has_time_until_its_review(world: World, lin: Colleague) -> None:
    with world.work(lin) as work:
        campaigns.start(work, campaigns.Plan("复核", date(2026, 12, 31)))
    world.run("compliance.enrol")
    with world.work(world.li) as work:
        found = files.start(work, world.hongda.id, "company", (), "low")
        assert found.lacking == {} and found.held_at is None and found.grace_until is not None
        due = found.grace_until
    world.clock.to(f"{due} 23:00")
    world.run("compliance.wake")
    assert world.only(Diligence).held_at is None
    world.clock.forward(hours=2)
    world.run("compliance.wake")
    assert world.only(Diligence).held_at is not None


def test_only_compliance_and_admins_may(world: World, lin: Colleague) -> None:
    for stranger in (world.li, world.chen, world.wang):
        with pytest.raises(Refusal) as refused, world.work(stranger) as work:
            campaigns.start(work, campaigns.Plan("复核", date(2026, 12, 31)))
        assert refused.value.key == "compliance/for-compliance"
    with world.work(lin) as work:
        made = campaigns.start(work, campaigns.Plan("复核", date(2026, 12, 31), tiers=["key"]))
    world.run("compliance.enrol")
    assert [one.customer_id for one in world.all(Review)] == [world.huadong.id]
    with pytest.raises(Refusal), world.work(world.chen) as work:
        campaigns.end(work, made.id)
    with pytest.raises(Refusal), world.work(world.emma) as work:
        work.get(Campaign, made.id)
    with world.work(world.admin) as work:
        campaigns.end(work, made.id)
    assert world.only(Promise).dropped_at is not None and world.only(Review).excepted
    for plan in (campaigns.Plan(" ", date(2026, 12, 31)), campaigns.Plan("x", date(2026, 11, 23))):
        with pytest.raises(Refusal), world.work(lin) as work:
            campaigns.start(work, plan)


@pytest.mark.parametrize("count", [1, 2, 7, 23, 200])
def test_due_days_are_spread_evenly_over_working_days(count: int) -> None:
    calendar = Calendar.bundled("CN", 2026, 2027)
    days = campaigns.spread(count, date(2026, 11, 23), date(2027, 3, 31), calendar)
    assert len(days) == count and days == sorted(days) and days[-1] == date(2027, 3, 31)
    assert all(calendar.is_workday(day) and day > date(2026, 11, 23) for day in days)
    most = max(days.count(day) for day in days)
    assert most <= -(-count // calendar.workdays_between(date(2026, 11, 23), date(2027, 3, 31))) + 1


def test_a_review_follows_the_customer_to_its_new_manager(world: World, opened: Callable[..., Diligence]) -> None:
    opened()
    with world.work(world.li) as work:
        reviews.trigger(work, 1, "owner_change")
    with world.work() as work:
        customers.hand_over(work, world.huadong.id, world.emma.id)
    world.deliver()
    assert world.only(Promise).owner_id == world.emma.id and world.emma.messages() == []
    with world.work(world.emma) as work:
        assert queries.open_review(work, world.huadong.id) is not None
