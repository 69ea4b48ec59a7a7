"""The sections of a digest, in the order of a morning. A capability adds its own here: a code and two functions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.compliance import lists as paper_lists
from bot.compliance import queries as papers
from bot.compliance.models import Diligence
from bot.core.work import Work
from bot.customers import queries as customers
from bot.customers.models import Customer
from bot.promises import notices, queries
from bot.promises.models import Promise
from bot.reports import cases
from bot.reports.morning import MOST, Morning
from bot.risk import queries as risks
from bot.risk.models import Alert


@dataclass(frozen=True)
class Section:
    """Part of a digest. `find` gives the ids of its rows, the most urgent first; `row` one of them as it stands now.

    `kind` says what its ids are ids of: "promise", "customer", "alert", "papers", "complaint" or "ask". A row is a
    mapping with `kind`, `id` and `done` (struck through); None when the person may not see it (any more).
    """

    code: str
    kind: str
    find: Callable[[Work, Morning], Sequence[int]]
    row: Callable[[Work, Morning, int], dict[str, Any] | None]


def _overdue(work: Work, day: Morning) -> Sequence[int]:
    query = queries.awake(queries.open_of(day.owners), day.ends).where(Promise.due_at <= day.now)
    return [promise.id for promise in work.session.scalars(query.limit(MOST))]


def _today(work: Work, day: Morning) -> Sequence[int]:
    query = queries.awake(queries.open_of(day.owners), day.ends)
    query = query.where(Promise.due_at > day.now, Promise.due_at < day.ends)
    return [promise.id for promise in work.session.scalars(query.limit(MOST))]


def _team(work: Work, day: Morning) -> Sequence[int]:
    return [promise.id for promise in queries.exceptions_of_team(work, day.owners, MOST)]


def _choose(work: Work, day: Morning) -> Sequence[int]:
    missed = queries.exceptions_of_team(work, day.owners, MOST)
    return [one.id for one in missed if notices.decides(work, one, day.person)]


def _silent(work: Work, day: Morning) -> Sequence[int]:
    return [customer.id for customer in customers.silent(work, day.person.id, MOST)]


def _risk(work: Work, day: Morning) -> Sequence[int]:
    return risks.yellow_of(work, day.owners, MOST)


def _alert(work: Work, day: Morning, alert_id: int) -> dict[str, Any] | None:
    alert = work.session.scalars(work.visible(Alert).where(Alert.id == alert_id)).one_or_none()
    if alert is None:
        return None
    done = alert.ended_at is not None or alert.confirmed_at is not None
    customer = risks.customer_of(work, alert).name
    return {"kind": "alert", "id": alert.id, "customer": customer, "level": alert.level, "done": done}


def _papers(work: Work, day: Morning) -> Sequence[int]:
    query = papers.attention(day.owners, day.now.date() + paper_lists.SOON).with_only_columns(Diligence.id)
    return list(work.session.scalars(query.limit(MOST)))


def _papers_of(work: Work, day: Morning, file_id: int) -> dict[str, Any] | None:
    found = work.session.scalars(work.visible(Diligence).where(Diligence.id == file_id)).one_or_none()
    if found is None:
        return None
    done = not papers.needs_care(found, day.now.date() + paper_lists.SOON)
    return {"kind": "papers", "done": done, **paper_lists.row(work, found)}


def _promise(work: Work, day: Morning, promise_id: int) -> dict[str, Any] | None:
    promise = work.session.get(Promise, promise_id)
    if promise is None or not queries.may_see(work, promise):
        return None
    card = notices.data(work, promise, day.person)
    # What was put off beyond today, or is a colleague's by now, is dealt with as far as this list goes.
    later = promise.ended_at is None and (
        not card["acts"]
        or promise.due_at >= day.ends
        or (promise.snoozed_until is not None and promise.snoozed_until > day.now)
    )
    return card | {"kind": "promise", "done": promise.ended_at is not None, "later": later}


def _customer(work: Work, day: Morning, customer_id: int) -> dict[str, Any] | None:
    customer = work.session.get(Customer, customer_id)
    if customer is None or customer.owner_id not in day.owners:
        return None
    last = customer.contacted_at
    return {
        "kind": "customer", "id": customer.id, "customer": customer.name, "tier": customer.tier,
        "days": (day.now - last).days if last else None,
        "done": customer.silent_at is None or customer.silent_at > day.now,
    }  # fmt: skip


TODAY = "today"

SECTIONS: tuple[Section, ...] = (
    Section("overdue", "promise", _overdue, _promise),
    Section("complaint_late", "complaint", cases.mine_late, cases.case),
    Section("waiting_late", "ask", cases.waiting_late, cases.question),
    Section("choose", "promise", _choose, _promise),
    Section("team_complaint", "complaint", cases.late_in_team, cases.case),
    Section("team_ask", "ask", cases.unanswered, cases.late_question),
    Section("team_silent", "ask", cases.left_hanging, cases.late_question),
    Section("team", "promise", _team, _promise),
    Section(TODAY, "promise", _today, _promise),
    Section("complaint", "complaint", cases.mine, cases.case),
    Section("decide", "complaint", cases.deciding, cases.to_decide),
    Section("waiting", "ask", cases.waiting, cases.question),
    Section("risk", "alert", _risk, _alert),
    Section("papers", "papers", _papers, _papers_of),
    Section("silent", "customer", _silent, _customer),
)
"""What is late comes first. What does not fit (`fitting`) is behind a digest's "more" button."""

BY_CODE = {section.code: section for section in SECTIONS}
ORDER = {section.code: number for number, section in enumerate(SECTIONS)}


def lines(work: Work, day: Morning) -> list[tuple[str, int]]:
    """Everything worth a row now, as (section, record id)."""
    seen: set[tuple[str, int]] = set()
    found: list[tuple[str, int]] = []
    for section in SECTIONS:
        for record in section.find(work, day):
            # What is one's own need not come again among the team's.
            mark = (section.kind, record)
            if mark not in seen:
                seen.add(mark)
                found.append((section.code, record))
    return found


def fitting(wanted: Sequence[tuple[str, int]], most: int) -> list[tuple[str, int]]:
    """At most so many of these lines, in their order. What is due today has its place before anything else: what is
    long overdue was told on other mornings, today's is told now or never."""
    today = [line for line in wanted if line[0] == TODAY][:most]
    others = [line for line in wanted if line[0] != TODAY][: most - len(today)]
    chosen = {*today, *others}
    return [line for line in wanted if line in chosen]


def kind_of(code: str) -> str:
    """What the ids of a section's rows are ids of; a section that is gone keeps to itself."""
    section = BY_CODE.get(code)
    return section.kind if section else code


def rows(work: Work, day: Morning, wanted: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
    """These lines as they stand now, grouped into sections in their order."""
    grouped: list[dict[str, Any]] = []
    for code, record in wanted:
        section = BY_CODE.get(code)
        row = section.row(work, day, record) if section else None
        if row is None:
            continue
        if not grouped or grouped[-1]["code"] != code:
            grouped.append({"code": code, "rows": []})
        grouped[-1]["rows"].append(row)
    return grouped
