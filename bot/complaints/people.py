"""Who deals with a case: handler, whoever may decide an amount, superior unit; never its subject."""

from collections.abc import Callable, Collection, Iterator

from bot.complaints import queries
from bot.complaints.models import Complaint
from bot.core.policy.complaints import Complaints, Extension, Regime
from bot.core.work import Work
from bot.directory import queries as directory
from bot.directory.models import Person

ORDER = ("manager", "lead", "dept_head", "branch_head", "head_office")
"""Roles of authority from below; other codes of a pack stand for the top of the house."""


def policy(work: Work) -> Complaints:
    """What the pack in force says about complaints."""
    found: Complaints = work.house.policy.complaints
    return found


def regime(work: Work, complaint: Complaint) -> Regime:
    """The regime of a case; the default one when the pack in force no longer knows its own."""
    known = policy(work)
    return known.regime(complaint.regime if complaint.regime in known.regimes else None)


def next_extension(work: Work, complaint: Complaint) -> Extension | None:
    """The step by which the legal limit would move next; the last one again when all are used; None without any."""
    steps = regime(work, complaint).extensions
    return steps[min(complaint.extended, len(steps) - 1)] if steps else None


def handler_for(work: Work, owner_id: int | None, subject_id: int | None) -> Person | None:
    """Who answers for a case: the customer's manager, else the reporter; never the subject, then the subject's lead
    or whoever is above, else the head of the complaints desk, else an admin."""
    person = work.session.get(Person, owner_id or work.actor.person_id)
    if person is not None and person.id != subject_id and person.deactivated_at is None:
        return person
    return unbiased(work, subject_id or work.actor.id, {subject_id})


def unbiased(work: Work, below_id: int | None, barred: Collection[int | None]) -> Person | None:
    """The next person above `below_id` who is not barred; else the head of the desk, else an admin."""
    person = work.session.get(Person, below_id) if below_id else None
    for lead in _above(work, person):
        if lead.id not in barred:
            return lead
    others = (desk_head(work), *directory.admins(work.session))
    return next((one for one in others if one and one.id not in barred), None)


def _above(work: Work, person: Person | None) -> Iterator[Person]:
    seen: set[int] = set()
    while person is not None and person.id not in seen:
        seen.add(person.id)
        person = directory.lead_of(work.session, person)
        if person is not None:
            yield directory.stand_in(work.session, person, work.now)


def _head(work: Work, department: str) -> Person | None:
    return directory.head_of(work.session, department, work.now)


def desk_head(work: Work) -> Person | None:
    """The head of the complaints desk."""
    return _head(work, queries.OWN_CODE) or directory.head_of(work.session, queries.DESK, work.now)


def role_holder(work: Work, complaint: Complaint, code: str) -> Person | None:
    """The person behind a role of the pack for this case; None when nobody has it."""
    handler = work.session.get(Person, complaint.handler_id) if complaint.handler_id else None
    leads = list(_above(work, handler))
    if code in ("lead", "manager"):
        return leads[0] if leads else None
    if code in ("dept_head", "complaint_head"):
        return desk_head(work) or (leads[-1] if leads else None)
    return _head(work, code) or (leads[-1] if leads else None)


def authority_of(work: Work, complaint: Complaint, person_id: int) -> str:
    """The highest role of authority a person has in this case. Standing in for somebody above gives its handler none
    over his own case: that would be deciding alone what needs a second person. Nor does being the highest there is: who
    is asked because nobody holds a role (`role_holder`) does not hold it."""
    best = "manager"
    holders = {
        "lead": role_holder(work, complaint, "lead"), "dept_head": desk_head(work),
        "branch_head": _head(work, "branch_head"), "head_office": _head(work, "head_office"),
    }  # fmt: skip
    for code, holder in holders.items():
        if holder is not None and holder.id == person_id and not _only_stands_in(work, complaint, person_id, code):
            best = code
    person = work.session.get(Person, person_id)
    return "lead" if best == "manager" and person is not None and person.role == "lead" else best


def _only_stands_in(work: Work, complaint: Complaint, person_id: int, code: str) -> bool:
    if person_id != complaint.handler_id:
        return False
    codes = (queries.OWN_CODE, queries.DESK) if code in ("dept_head", "complaint_head") else (code,)
    found = [directory.department(work.session, one) for one in codes]
    return not any(one is not None and one.head_id == person_id for one in found)


def at_least(floor: str, needed: str, beyond: str) -> str:
    """The higher of two roles; codes of a pack that we do not know stand for the top of the house."""
    ranks = [*ORDER, beyond]
    return max(needed, floor, key=lambda code: ranks.index(code) if code in ranks else len(ranks))


def approver_for(
    work: Work, complaint: Complaint, least: str, proposer_id: int | None,
    covers: Callable[[str, Person], bool] = lambda _code, _person: True,
) -> Person | None:  # fmt: skip
    """Who says yes from role `least` upwards: not the one who asks (four eyes), not the subject, and only whose role
    `covers` it. None: nobody."""
    start = ORDER.index(least) if least in ORDER else len(ORDER) - 1
    barred = {proposer_id, complaint.subject_user_id}
    for code in (*((least,) if least not in ORDER else ()), *ORDER[start:]):
        found = role_holder(work, complaint, code)
        if found is not None and found.id not in barred and covers(code, found):
            return found
    return unbiased(work, proposer_id, barred)


def escalation_people(work: Work, complaint: Complaint) -> list[Person]:
    """Whom the severity's rule names, each once, the subject and the handler left out."""
    codes = policy(work).severities[complaint.severity].escalates_to  # type: ignore[index]
    found = [role_holder(work, complaint, code) for code in codes]
    barred = {complaint.subject_user_id, complaint.handler_id}
    return list({one.id: one for one in found if one is not None and one.id not in barred}.values())
