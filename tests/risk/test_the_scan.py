"""The scan judges inside the database what `assess` explains, once, and only whoever has something new."""

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from staging.world import World

from bot.customers.models import Customer
from bot.risk import explaining, queries, readings, triggers
from bot.risk.judging import judge
from bot.risk.models import Alert, MutedReason, Signal, Touched
from bot.risk.rules import assess

CODES = (
    "debt_to_asset", "current_ratio", "quick_ratio", "icr", "roa", "ocf", "revenue_yoy", "z2", "overdue_days",
    "orders_change", "top_customer_share", "interest", "total_assets",
)  # fmt: skip
VALUES = (-60.0, -35.0, -1.0, 0.0, 0.3, 0.9, 1.1, 5.0, 40.0, 65.0, 75.0, 95.0)
KINDS = ("litigation", "enforcement", "dishonest_debtor", "key_person", "uncooperative", "receivables", "liquidity")


def touched(world: World) -> list[int]:
    """Customers that wait to be judged."""
    with world.rapport.workshop.read() as work:
        return list(work.session.scalars(select(Touched.customer_id)))


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_database_judges_as_the_rules_explain(world: World) -> None:
    dice, day = random.Random(7), date(2026, 9, 30)
    with world.work() as work:
        firms = [work.save(Customer(name=f"Firm {number}", owner_id=world.li.id)) for number in range(150)]
        for firm in firms:
            known = {code: dice.choice(VALUES) for code in CODES if dice.random() < 0.7}
            known = {code: value for code, value in known.items() if code != "overdue_days" or value >= 0}
            readings.store(work, [(firm.id, code, day, value) for code, value in known.items()], "import")
            for kind in dice.choices(KINDS, k=dice.randrange(4)):
                work.save(Signal(customer_id=firm.id, kind=kind, worse=dice.random() < 0.3))
            if dice.random() < 0.3:
                code = dice.choice([*CODES[:11], *KINDS])
                muted = MutedReason(
                    customer_id=firm.id, reason=code, value=known.get(code), alert_id=_alert(work, firm.id)
                )
                work.save(muted)
    with world.work() as work:
        policy = work.house.policy.risk
        found = {one.customer_id: one for one in judge(work.session, policy, work.now, select(Customer.id))}
        levels = set()
        for firm in work.session.scalars(select(Customer)):
            figures = _figures(work, firm.id)
            kept = explaining.unmuted(figures, queries.muted(work, firm.id), policy)
            seen = queries.seen(queries.signals_of(work, firm.id))
            events = triggers.signalled(seen, policy, work.now) + triggers.pulled(kept, policy)
            late = kept.get("overdue_days")
            expected = assess(kept, policy, events, int(late) if late is not None else None)
            verdict = found.get(firm.id)
            assert (verdict.level if verdict else "green") == expected.level, (figures, seen)
            if verdict is not None and verdict.level != "green":
                assert verdict.count == expected.count
                levels.add((verdict.level, verdict.by))
    assert {"yellow", "orange", "red"} <= {level for level, _ in levels}


def _alert(work: Any, customer_id: int) -> int:
    ended = Alert(
        customer_id=customer_id, level="yellow", judged="yellow", by="count", count=3, figures={}, fingerprint="old",
        judged_at=work.now, ended_at=work.now,
    )  # fmt: skip
    return int(work.save(ended).id)


def _figures(work: Any, customer_id: int) -> dict[str, float]:
    from bot.risk.models import Reading

    rows = work.session.execute(select(Reading.code, Reading.value).where(Reading.customer_id == customer_id))
    return {row[0]: row[1] for row in rows}


def give(world: World, values: dict[str, float], day: date = date(2026, 9, 30)) -> None:
    with world.work() as work:
        readings.store(work, [(world.huadong.id, code, day, value) for code, value in values.items()], "import")


BAD = {"debt_to_asset": 82.0, "current_ratio": 0.8, "quick_ratio": 0.4, "icr": 0.6, "roa": -2.0}


def test_the_same_figures_never_alert_twice(world: World, office: Any, alert: Callable) -> None:
    give(world, BAD)
    world.run("risk.scan", times=2)
    world.run("risk.wake", times=2)
    assert alert().level == "orange" and len(world.li.messages()) == 1
    assert touched(world) == []

    give(world, BAD)
    assert touched(world) == [], "the same import touches nobody"
    with world.work(world.zhao) as work:
        from bot.risk import ending

        ending.deny(work, alert().id, "debt_to_asset", "合并口径不同")
    with world.work(world.chen) as work:
        work.session.get_one(Alert, alert().id).proposed_by_id = world.zhao.id
    with world.work() as work:
        readings.touch(work, [world.huadong.id])
    world.run("risk.scan", times=2)
    assert len(world.all(Alert)) == 1


def test_new_figures_update_the_open_alert(world: World, office: Any, alert: Callable) -> None:
    give(world, BAD)
    world.run("risk.scan")
    give(world, BAD | {"ocf": -5.0, "z2": 0.4}, date(2026, 10, 31))
    world.run("risk.scan")
    assert alert().level == "red" and alert().figures["z2"] == 0.4


def test_better_figures_do_not_lower_the_level_by_themselves(world: World, office: Any, alert: Callable) -> None:
    give(world, BAD)
    world.run("risk.scan")
    give(
        world,
        {"debt_to_asset": 40.0, "current_ratio": 2.0, "quick_ratio": 1.5, "icr": 5.0, "roa": 6.0},
        date(2026, 10, 31),
    )
    world.run("risk.scan")
    assert (alert().level, alert().judged) == ("orange", "green")


def test_touched_again_during_the_scan_stays_for_the_next(world: World) -> None:
    from bot.risk import jobs

    give(world, BAD)
    with world.work() as work:
        news = [(row.customer_id, row.times, row.touched_at) for row in work.session.scalars(select(Touched))]
    give(world, {"z2": 0.1})
    with world.work() as work:
        jobs._forget(work, news)
    assert len(touched(world)) == 1


def test_a_long_silence_is_a_signal_until_somebody_speaks(world: World, office: Any) -> None:
    world.clock.to("2027-03-01 10:00")
    world.run("risk.scan")
    kinds = {(one.customer_id, one.kind) for one in world.all(Signal)}
    assert (world.huadong.id, "silent_customer") in kinds
    assert {one.level for one in world.all(Alert)} == {"yellow"}
    world.clock.forward(hours=25)
    world.run("risk.scan")
    assert len(world.all(Signal)) == len(kinds), "once a silence"

    world.li.types("/visit", "华东精工 今天上午电话聊了近况")
    mine = [one for one in world.all(Signal) if one.customer_id == world.huadong.id]
    assert all(one.ended_at is not None for one in mine)


def test_many_at_once_are_judged_in_portions(world: World) -> None:
    with world.work() as work:
        firms = [work.save(Customer(name=f"Firm {number}", owner_id=world.li.id)).id for number in range(560)]
        bad = [(firm, code, date(2026, 9, 30), value) for firm in firms[20:550] for code, value in BAD.items()]
        readings.store(work, bad, "import")
        readings.touch(work, firms)
    world.run("risk.scan")
    assert sorted(one.customer_id for one in world.all(Alert)) == firms[20:550] and touched(world) == []
