"""Retention: after the longest period that applies, nothing people wrote is left; a legal hold stops it; all on record."""

from datetime import date

import pytest
from sqlalchemy import text
from staging.world import World, words_of

from bot.compliance.models_rules import RuleNotice, RuleReading
from bot.compliance.privacy_models import LegalHold
from bot.core.audit import AuditLine
from bot.core.outbox import Posting
from bot.core.policy import load_pack
from bot.customers import usecases as customers
from bot.customers.models import ContactPerson, Customer
from bot.escalations.models import Concern
from bot.migrations.tables import metadata
from bot.promises.models import Promise
from bot.reports import retention
from bot.reports.keeping import EXEMPT, KEEPINGS
from bot.risk.models import Alert, Facility, MutedReason

SECRET = "canaryXq7"
EVERY = pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def past(world: World) -> World:
    """A note with a promise about a customer whose relationship then ends."""
    world.li.types("/visit", f"拜访华东精工，谈了 {SECRET} 续约，下周三前给方案")
    with world.work() as work:
        customer = work.session.get_one(Customer, world.huadong.id)
        customers.add_person(work, customer, "王总", phone="13912345678")
        promise = work.session.query(Promise).one()
        promise.ended_at = promise.kept_at = work.now
    ends(world, "lost")
    return world


def ends(world: World, stage: str) -> None:
    with world.work() as work:
        customers.edit(work, world.huadong.id, customers.Details(stage=stage))


def left(world: World) -> list[str]:
    """Tables in which the secret still stands."""
    found = []
    with world.rapport.engine.connect() as connection:
        for table in ("visit", "contact", "promise", "change", "customer"):
            rows = connection.execute(text(f"SELECT * FROM {table}"))
            found += [table] if any(SECRET in str(row) for row in rows) else []
    return found


def forget(world: World) -> dict[str, int]:
    done = retention.carry_out(world.rapport.workshop)
    world.deliver()
    return done


@EVERY
def test_after_its_period_nothing_written_is_left_here_or_in_slack(past: World) -> None:
    assert "visit" in left(past)
    past.clock.forward(days=5 * 365 - 2)
    assert forget(past) == {} or "visit" not in forget(past)

    past.clock.forward(days=5)
    done = forget(past)

    assert done["visit"] == 1 and done["contact_person"] == 1 and done["promise"] == 1
    assert left(past) == [] and past.all(ContactPerson) == []
    assert not any(row.data for row in past.all(Posting) if row.subject_kind == "visit")
    shown = [words_of(m.blocks) for c in past.slack.workspace.channels.values() for m in c.messages.values()]
    assert not any(SECRET in each for each in shown), "the card at Slack is drawn anew"
    assert forget(past) == {}, "a second time finds nothing"
    lines = [line for line in past.all(AuditLine) if line.verb == "privacy.forgotten"]
    assert {line.details["table"] for line in lines} >= {"visit", "promise", "contact_person"}


@EVERY
def test_the_dry_run_counts_the_same_and_changes_nothing(past: World) -> None:
    past.clock.forward(days=6 * 365)
    with past.rapport.workshop.read() as work:
        counted = {due.table: due.rows for due in retention.survey(work) if due.rows}
        visits = next(due for due in retention.survey(work) if due.table == "visit")
    assert (visits.rule, visits.keep, visits.after) == ("visits", "60 months", "relationship_end") and visits.source

    assert "visit" in left(past)
    assert forget(past) == counted


@EVERY
def test_a_legal_hold_keeps_everything_until_it_is_lifted(past: World) -> None:
    hua = past.person("华律", role="colleague", department="legal")
    hua.types("/desk", "hold 华东精工")
    hua.submits(customer="华东精工", reason="法院要求保全")
    past.clock.forward(days=6 * 365)

    assert "visit" not in forget(past) and "visit" in left(past)
    with past.rapport.workshop.read() as work:
        assert next(due for due in retention.survey(work) if due.table == "visit").held == 1

    hua.types("/desk", "hold")
    hua.hands.presses(hua.hands.sees()[-1], "privacy.lift")
    hua.submits(reason="案件已结")
    assert forget(past)["visit"] == 1
    assert past.only(LegalHold).lift_reason == "案件已结"
    verbs = [line.verb for line in past.all(AuditLine)]
    assert verbs.count("privacy.hold-placed") == verbs.count("privacy.hold-lifted") == 1


def test_a_manager_places_no_hold(past: World) -> None:
    past.li.types("/desk", "hold 华东精工")

    assert "合规" in past.li.hints()[-1] and past.all(LegalHold) == []


def test_a_customer_who_comes_back_is_not_forgotten(past: World) -> None:
    ends(past, "active")
    past.clock.forward(days=6 * 365)

    forget(past)

    assert "visit" in left(past)


def test_the_longest_rule_wins(past: World) -> None:
    bank = load_pack("cn-bank")
    visits = next(keeping for keeping in KEEPINGS if keeping.name == "visit")
    assert retention._rules(bank, visits)[0][1].keep.days >= 120 * 30
    object.__setattr__(past.rapport.workshop, "house", past.rapport.workshop.house.__class__(
        **{**past.rapport.workshop.house.__dict__, "policy": bank}
    ))  # fmt: skip
    past.clock.forward(days=9 * 365)
    forget(past)
    assert "visit" in left(past)
    past.clock.forward(days=400)
    assert forget(past)["visit"] == 1


def test_the_nights_begin_after_somebody_ran_it_by_hand(past: World) -> None:
    past.clock.to("2033-01-10 03:00")
    past.run("reports.retention")
    assert "visit" in left(past)

    with past.work() as work:
        retention.begin(work)
    past.clock.to("2033-01-10 12:00")
    past.run("reports.retention")
    assert "visit" in left(past), "not by day"
    past.clock.to("2033-01-11 03:00")
    past.run("reports.retention")

    assert left(past) == []


@pytest.mark.parametrize(
    ("now", "span", "then"),
    [("2026-03-31", "1 month", "2026-02-28"), ("2028-02-29", "5 years", "2023-02-28"), ("2026-01-05", "6 months", "2025-07-05"),
     ("2026-01-05", "10 days", "2025-12-26")],
)  # fmt: skip
def test_months_go_by_the_calendar(now: str, span: str, then: str) -> None:
    from datetime import datetime

    from bot.core.policy.spans import Span

    assert retention.earlier(datetime.fromisoformat(now), Span.parse(span)) == datetime.fromisoformat(then)


def test_every_table_grows_old_or_is_exempt_by_name() -> None:
    kept, known = [keeping.name for keeping in KEEPINGS], set(metadata().tables)

    assert known - set(kept) - set(EXEMPT) == set(), "a new table: give it a Keeping, or say why it needs none"
    assert set(EXEMPT) - known == set() and set(EXEMPT) & set(kept) == set() and len(kept) == len(set(kept))


@pytest.mark.parametrize("pack", ["generic-enterprise", "cn-bank"])
def test_every_table_has_a_rule_of_the_pack_that_runs(pack: str) -> None:
    policy = load_pack(pack)

    assert [keeping.name for keeping in KEEPINGS if not retention._rules(policy, keeping)] == []


@EVERY
def test_who_read_a_rule_is_kept_while_it_stands_and_for_its_period_after(world: World) -> None:
    with world.work() as work:
        ended = work.save(
            RuleNotice(title=SECRET, departments=[], people=[], until=date(2026, 12, 1), by_id=world.chen.id)
        )
        stands = work.save(RuleNotice(title="现行", departments=[], people=[], until=date(2026, 12, 1), by_id=None))
        for notice in (ended, stands):
            work.save(
                RuleReading(notice_id=notice.id, person_id=world.li.id, due_on=date(2026, 12, 1), read_at=work.now)
            )
        ended.ended_at = work.now
        kept = stands.id
    world.clock.forward(days=5 * 365 - 2)
    assert "rule_reading" not in forget(world)

    world.clock.forward(days=5)
    done = forget(world)

    assert (done["rule_reading"], done["rule_notice"]) == (1, 1)
    assert [row.id for row in world.all(RuleNotice)] == [row.notice_id for row in world.all(RuleReading)] == [kept]


@EVERY
def test_what_risk_and_compliance_knew_of_a_customer_goes_with_it(past: World) -> None:
    day = date(2026, 11, 1)
    with past.work() as work:
        alert = work.save(
            Alert(customer_id=past.huadong.id, level="orange", judged="orange", by="count", count=4.0, figures={},
                  fingerprint="x", judged_at=work.now, ended_at=work.now)
        )  # fmt: skip
        work.save(MutedReason(customer_id=past.huadong.id, reason="icr", alert_id=alert.id, words=SECRET))
        work.save(Facility(customer_id=past.huadong.id, amount=8e6, drawn_on=day, matures_on=date(2027, 11, 1)))
        work.save(Concern(by_id=past.li.id, text=SECRET, taken_at=work.now))
        work.save(Concern(by_id=past.li.id, text=SECRET))
    past.clock.forward(days=6 * 365)

    done = forget(past)

    assert (done["risk_muted"], done["facility"], done["concern"]) == (1, 1, 1)
    assert past.all(MutedReason) == [] and past.only(Facility).amount == 0
    assert past.only(Concern).taken_at is None, "nobody took it yet: it stays"
    assert forget(past) == {}
