"""The score says why; a plan to keep the customer is four promises; how it ended is on record."""

from datetime import date

from staging.world import World

from bot.core.subject import Subject
from bot.customers import contacts
from bot.promises.models import Promise
from bot.risk import churning, readings
from bot.risk.models import SavePlan


def test_a_score_has_reasons_and_a_plan_has_steps(world: World) -> None:
    with world.work() as work:
        day = date(2026, 10, 31)
        rows = {"balance_30d": 40.0, "balance_180d": 100.0, "transactions_change": -60.0}
        readings.store(work, [(world.huadong.id, code, day, value) for code, value in rows.items()], "import")
        contacts.place_hold(work, world.huadong.id, "complaint", Subject("complaint", 1))
    world.clock.forward(days=12)
    with world.work(world.li) as work:
        standing = churning.score(work, work.session.get_one(type(world.huadong), world.huadong.id)).score
        assert dict(standing.reasons) == {
            "balance_below_50": 40,
            "transactions_halved": 15,
            "open_complaint_10_days": 15,
        }
        assert (standing.score, standing.state) == (70, "urgent")
        plan = churning.start(work, world.huadong.id)
        assert churning.start(work, world.huadong.id).id == plan.id
    steps = [one.text for one in world.all(Promise)]
    assert len(steps) == 4 and "弄清客户为什么想走" in steps
    with world.work(world.li) as work:
        churning.end(work, plan.id, "price", "别家利率低 30 个基点")
    assert world.only(SavePlan).outcome == "price"
    assert all(one.ended_at is not None for one in world.all(Promise))
