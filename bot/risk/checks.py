"""Checks on schedule and the dates lawyers fear: facilities in, promises and reminders out, reports filed."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.core.calendar import localise
from bot.core.errors import Refusal
from bot.core.privacy import mask
from bot.core.subject import Subject
from bot.core.work import Work
from bot.customers import queries as customers
from bot.customers.models import Customer
from bot.directory import queries as directory
from bot.directory import wording
from bot.promises import rules as promise_rules
from bot.promises import usecases as promises
from bot.promises.facts import Dropped
from bot.risk import closing, queries, schedule, similarity
from bot.risk.models import Alert, Check, Facility, LegalRight

SHORT_TERM = timedelta(days=184)
"""Loans of at most six months are checked monthly."""


@dataclass(frozen=True)
class Terms:
    """A drawdown as typed or imported; days are local days."""

    amount: float
    drawn_on: date
    matures_on: date
    rating: str | None = None
    guaranteed: bool = False
    mortgaged: bool = False


def draw(work: Work, customer_id: int, terms: Terms) -> Facility:
    """Keep a facility; its checks and legal dates are planned from now on. The same facts again change nothing."""
    customer = work.get(Customer, customer_id, "customers/not-found")
    if terms.matures_on <= terms.drawn_on:
        raise Refusal("risk/dates-backwards", field="matures_on")
    query = (
        Facility.customer_id == customer.id,
        Facility.drawn_on == terms.drawn_on,
        Facility.matures_on == terms.matures_on,
    )
    same = work.session.query(Facility).filter(*query, Facility.amount == terms.amount).first()
    if same is not None:
        return same
    facility = work.save(
        Facility(
            customer_id=customer.id, amount=terms.amount, drawn_on=terms.drawn_on, matures_on=terms.matures_on,
            rating=terms.rating, guaranteed=terms.guaranteed, mortgaged=terms.mortgaged, by_id=work.actor.id,
            interrupted_on=[],
        )
    )  # fmt: skip
    _plan_checks(work, facility)
    plan_rights(work, facility)
    work.audit("risk.facility", facility.subject)
    return facility


def _plan_checks(work: Work, facility: Facility) -> None:
    rules, today = work.house.policy.risk.checks, _today(work, facility.customer_id)
    first = schedule.first_check(facility.drawn_on, rules["first"]) if "first" in rules else None
    if first is not None and first >= today:
        plan(work, facility.customer_id, "first", first, facility.subject)
    plan_routine(work, facility, max(facility.drawn_on, today - timedelta(days=1)))
    for day in schedule.before_maturity(facility.matures_on, rules["pre_maturity"]) if "pre_maturity" in rules else ():
        if day >= today:
            plan(work, facility.customer_id, "pre_maturity", day, facility.subject)


def plan_routine(work: Work, facility: Facility, last: date) -> Check | None:
    """The next routine check after `last`; only the next occurrence exists at any time."""
    rule = work.house.policy.risk.checks.get("routine")
    short = facility.matures_on - facility.drawn_on <= SHORT_TERM
    day = schedule.next_routine(last, rule, facility.rating, short) if rule else None
    if day is None or day > facility.matures_on or facility.settled_at is not None:
        return None
    return plan(work, facility.customer_id, "routine", day, facility.subject)


def special(work: Work, alert: Alert) -> Check | None:
    """Orange and red ask for a special check within the days of the level, once a level."""
    rule = work.house.policy.risk.checks.get("special")
    span = work.house.policy.risk.responses[alert.level].first_visit_within
    if rule is None or span is None or alert.level not in rule.triggers:
        return None
    day = _today(work, alert.customer_id) + timedelta(days=span.days)
    return plan(work, alert.customer_id, queries.SPECIAL, day, alert.subject)


def plan(
    work: Work, customer_id: int, kind: str, last: date, source: Subject, *, earliest: bool = False
) -> Check | None:
    """Plan one check as a promise of the customer's manager. Idempotent; nobody's customers are not checked.

    It falls due on a working day: the last one up to `last`, or with `earliest` the first one from then on for which
    no report was filed before its day.
    """
    owner = customers.owner_of(work, customer_id)
    day = _workday(work, customer_id, last, earliest)
    same = work.session.query(Check).filter_by(
        customer_id=customer_id, kind=kind, source_kind=source.kind, source_id=source.id
    )
    while (known := same.filter_by(due_on=day).first()) is not None and earliest and known.done_at is not None:
        day = _workday(work, customer_id, day + timedelta(days=1), earliest)
    if known is not None or owner is None:
        return known
    check = work.save(
        Check(customer_id=customer_id, kind=kind, due_on=day, source_kind=source.kind, source_id=source.id)
    )
    made = promises.make(
        work,
        promises.Draft(
            wording.word(work, f"risk.check.{queries.called(work, check)}", owner),
            promise_rules.closing(day, directory.working_time(work.session, owner)), owner.id, check.subject,
            customer_id=customer_id, important=kind == queries.SPECIAL, beneficiary="colleague", purpose=queries.CHECK,
        ),
    )  # fmt: skip
    check.promise_id = made.id
    return check


def _workday(work: Work, customer_id: int, day: date, earliest: bool) -> date:
    owner = customers.owner_of(work, customer_id)
    calendar, today = directory.working_time(work.session, owner).calendar, _today(work, customer_id)
    if calendar.is_workday(day):
        return day
    before = calendar.previous_workday(day)
    return calendar.next_workday(day) if earliest or before <= today else before


@dataclass(frozen=True)
class Filed:
    """What became of a report: filed, or shown to its author first because it is too like the one before."""

    check: Check
    similar: int | None = None
    previous: str = ""


def file(work: Work, check_id: int, report: str, clean: bool, sure: bool = False) -> Filed:
    """File the report of a check: its promise is kept, the next routine check planned.

    A report too similar to the previous one is given back once; with `sure` it is filed all the same and says so.
    """
    check = work.get(Check, check_id)
    if check.done_at is not None:
        return Filed(check)
    if not report.strip():
        raise Refusal("risk/report-missing", field="report")
    text = mask(report.strip()).text
    previous = queries.last_report(work, check)
    percent = round(similarity.similarity(text, previous.report)) if previous else 0
    same = similarity.too_similar(
        text, previous.report if previous else None, work.house.policy.risk.similar_report_percent
    )
    if same and not sure:
        return Filed(check, percent, previous.report if previous else "")
    check.report, check.clean, check.similar = text, clean, percent if same else None
    check.done_at, check.done_by_id = work.now, work.actor.id
    work.note(check.subject, {"report": (None, "clean" if clean else "findings")})
    if check.promise_id:
        promises.keep(work, check.promise_id, text[:500])
    _follow_up(work, check)
    facility = work.session.get(Facility, check.source_id) if check.source_kind == "facility" else None
    if facility is not None and check.kind == "routine":
        plan_routine(work, facility, max(check.due_on, _today(work, check.customer_id)))
    return Filed(check)


def _follow_up(work: Work, check: Check) -> None:
    """A check of an open alert is followed by another, until there are as many clean ones as closing needs."""
    alert = work.session.get(Alert, check.source_id) if check.source_kind == "alert" else None
    if alert is None or alert.ended_at is not None:
        return
    needs = closing.clean_checks(work, alert)
    if needs is not None and needs.done < needs.wanted:
        day = needs.earliest or _today(work, check.customer_id) + timedelta(days=needs.days)
        plan(work, check.customer_id, queries.SPECIAL, day, alert.subject, earliest=True)
    work.refresh(alert.subject)


def dropped(work: Work, fact: Dropped) -> None:
    """A check cannot be given up while what asked for it stands: nothing would plan the next one."""
    check = work.session.get(Check, fact.about.id) if fact.about.kind == "check" else None
    if check is None or check.done_at is not None:
        return
    facility = work.session.get(Facility, check.source_id) if check.source_kind == "facility" else None
    alert = work.session.get(Alert, check.source_id) if check.source_kind == "alert" else None
    if (facility and facility.settled_at is None) or (alert and alert.ended_at is None):
        raise Refusal("risk/check-stays")


def end(work: Work, source: Subject) -> None:
    """What asked for checks is over: those that wait end without a word."""
    for check in work.session.query(Check).filter_by(source_kind=source.kind, source_id=source.id, done_at=None):
        promises.withdraw(work, check.subject, "settled")


def settle(work: Work, facility_id: int, proof: str = "") -> Facility:
    """The facility was repaid: its checks and reminders end. A second time changes nothing."""
    facility = work.get(Facility, facility_id)
    if facility.settled_at is None and work.claim(facility, settled_at=work.now):
        work.note(facility.subject, {"settled": (None, True)}, mask(proof.strip()).text)
        end(work, facility.subject)
        for right in work.session.query(LegalRight).filter_by(facility_id=facility.id):
            right.wake_at = None
    return facility


def interrupt(work: Work, facility_id: int, day: date) -> Facility:
    """A demand, acknowledgement or suit on that day starts the limitation anew (Civil Code 195).

    Refuses days ahead, before the debt fell due, or after the right was lost: they interrupt nothing.
    """
    facility = work.get(Facility, facility_id)
    if day in facility.interrupted_on:
        return facility
    lost = max((row.last_day for row in _interruptible(work, facility)), default=None)
    if lost is None or not facility.matures_on <= day <= min(lost, _today(work, facility.customer_id)):
        raise Refusal("risk/not-interrupted", field="day", day=day, first=facility.matures_on, last=lost)
    facility.interrupted_on = sorted([*facility.interrupted_on, day])
    work.note(facility.subject, {"interrupted": (None, day)})
    plan_rights(work, facility)
    return facility


def _interruptible(work: Work, facility: Facility) -> list[LegalRight]:
    rules = work.house.policy.risk.legal_dates
    rows = work.session.query(LegalRight).filter_by(facility_id=facility.id)
    return [row for row in rows if row.code in rules and rules[row.code].interruptible]


def plan_rights(work: Work, facility: Facility) -> None:
    """Reckon the last days of the rights that hang on a facility, and when to remind of each next."""
    wanted = {"limitation": True, "guarantee": facility.guaranteed, "mortgage": facility.mortgaged}
    for code, rule in work.house.policy.risk.legal_dates.items():
        if not wanted.get(code, True):
            continue
        reckoned = schedule.right(facility.matures_on, rule, facility.interrupted_on)
        row = work.session.query(LegalRight).filter_by(facility_id=facility.id, code=code).first()
        row = row or work.save(LegalRight(facility_id=facility.id, code=code, last_day=reckoned.last_day))
        row.last_day = reckoned.last_day
        plan_reminder(work, row, facility.customer_id)


def plan_reminder(work: Work, row: LegalRight, customer_id: int, after: date | None = None) -> None:
    """Set the next reminder of a right: nine in the morning of a day so many days before the last one."""
    rule = work.house.policy.risk.legal_dates[row.code]
    today = max(filter(None, (after, _today(work, customer_id) - timedelta(days=1))))
    steps = sorted(rule.remind_days, reverse=True)
    ahead = [
        (days, row.last_day - timedelta(days=days)) for days in steps if row.last_day - timedelta(days=days) > today
    ]
    row.step, day = ahead[0] if ahead else (None, None)
    row.wake_at = _morning(work, customer_id, day) if day else None


def _morning(work: Work, customer_id: int, day: date) -> datetime:
    owner = customers.owner_of(work, customer_id)
    own = directory.working_time(work.session, owner)
    return own.next_open(localise(own.zone, datetime.combine(day, time(9))))


def _today(work: Work, customer_id: int) -> date:
    owner = customers.owner_of(work, customer_id)
    return work.now.astimezone(directory.working_time(work.session, owner).zone).date()
