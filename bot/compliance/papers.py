"""The verbs of one document: noted, verified or rejected by a second person, renewed, found not needed, ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.compliance import checklist, files, notices, people, queries
from bot.compliance.models import Diligence, Paper
from bot.core.errors import Refusal
from bot.core.policy.compliance import Document
from bot.core.privacy import mask
from bot.core.work import Work

LONGEST = 1000
FARTHEST = 100
"""Years from today within which days are believed; anything else is a slip."""


@dataclass(frozen=True)
class Noted:
    """What a form says of a document. Days are local days; `endless`: the document says that it has no end."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    issued_on: date | None = None
    valid_until: date | None = None
    endless: bool = False
    kept_at: str = ""


def document_of(work: Work, found: Diligence, code: str) -> Document:
    """The pack's rule of a document this customer is asked for. Refuses any other."""
    rules = work.house.policy.compliance
    known = checklist.wanted(found.kind, found.traits, found.rating, rules)
    if code not in known:
        raise Refusal("compliance/paper-unknown")
    return known[code]


def record(work: Work, file_id: int, code: str, noted: Noted, line_id: int | None = None) -> Paper:
    """Note the facts of a document, or of its renewal (`line_id`); a second person is asked to verify them.

    Refuses numbers whose checksum does not hold, impossible days, and facts without a place where the document is.
    """
    found = queries.file(work, file_id)
    document = document_of(work, found, code)
    facts = {name: value.strip() if isinstance(value, str) else value for name, value in noted.facts.items() if value}
    _check(work, found, document, facts, noted)
    paper = Paper(
        customer_id=found.customer_id, document=code, facts=facts, issued_on=noted.issued_on, by_id=work.actor.id,
        valid_until=checklist.last_valid(document, noted.issued_on, noted.valid_until),
        kept_at=mask(noted.kept_at.strip()).text[:LONGEST],
    )  # fmt: skip
    return _add(work, found, document, paper, line_id)


def waive(work: Work, file_id: int, code: str, reason: str) -> Paper:
    """This customer does not need the document, and why; takes effect when a second person agrees."""
    found = queries.file(work, file_id)
    document = document_of(work, found, code)
    if not reason.strip():
        raise Refusal("compliance/reason-missing", field="reason")
    paper = Paper(
        customer_id=found.customer_id, document=code, facts={}, waived=True, words=mask(reason.strip()).text[:LONGEST],
        by_id=work.actor.id,
    )  # fmt: skip
    return _add(work, found, document, paper, None)


def _add(work: Work, found: Diligence, document: Document, paper: Paper, line_id: int | None) -> Paper:
    before = _line_of(work, found, document, paper.document, line_id)
    paper.line_id = before.line if before else None
    work.save(paper)
    day = queries.today(work, found.customer_id)
    passed = [code for code, at in checklist.steps(paper, work.house.policy.compliance.due_diligence) if at <= day]
    # Whoever notes a document knows how long it is good: the reminders before today are not made up for.
    paper.step = next((code for code in reversed(passed) if code.isdigit()), None)
    for older in queries.papers(work, found.customer_id):
        waits = older.verified_at is None and older.id != paper.id and older.line == paper.line
        if waits and before is not None:
            older.replaced_at = work.now
            work.refresh(older.subject)
    work.audit("compliance.paper-noted", paper.subject, document=paper.document, waived=paper.waived)
    work.note(found.subject, {paper.document: (before.id if before else None, paper.id)})
    files.settle(work, found)
    notices.ask_to_verify(work, paper, people.asked(work, paper, document))
    return paper


def _line_of(work: Work, found: Diligence, document: Document, code: str, line_id: int | None) -> Paper | None:
    """The paper a new version continues: the line named, else the only line of a document that exists once."""
    mine = [one for one in queries.papers(work, found.customer_id) if one.document == code]
    if line_id is not None:
        match = [one for one in mine if one.line == line_id]
        if not match:
            raise Refusal("compliance/paper-over")
        return match[0]
    return mine[0] if mine and not document.several else None


def _check(work: Work, found: Diligence, document: Document, facts: Mapping[str, Any], noted: Noted) -> None:
    if not noted.kept_at.strip():
        raise Refusal("compliance/kept-missing", field="kept_at")
    if (wrong := checklist.wrong_number(facts)) is not None:
        raise Refusal("compliance/number-wrong", field=wrong[0], check=wrong[1])
    if document.expires == "after" and noted.issued_on is None:
        raise Refusal("compliance/issued-missing", field="issued_on")
    if document.expires == "own_date" and noted.valid_until is None and not noted.endless:
        raise Refusal("compliance/until-missing", field="valid_until")
    day = queries.today(work, found.customer_id)
    if noted.issued_on is not None and not _believed(noted.issued_on, day, noted.issued_on <= day):
        raise Refusal("compliance/issued-later", field="issued_on", day=noted.issued_on)
    last = noted.valid_until
    backwards = last is not None and noted.issued_on is not None and last < noted.issued_on
    if last is not None and (backwards or not _believed(last, day, True)):
        raise Refusal("compliance/days-backwards", field="valid_until", day=last)


def _believed(day: date, today: date, fits: bool) -> bool:
    return fits and abs(day.year - today.year) <= FARTHEST


def mine(work: Work, paper_id: int) -> tuple[Paper, Diligence]:
    """A paper one may see that is still in force, with its customer's due diligence."""
    paper = work.get(Paper, paper_id)
    found = queries.of_customer(work, paper.customer_id)
    if found is None or paper.replaced_at is not None or paper.ended_at is not None or paper.rejected_at is not None:
        raise Refusal("compliance/paper-over")
    return paper, found


def verify(work: Work, paper_id: int) -> Paper:
    """The facts are right: the second person says so. From now on it counts; the version before is replaced."""
    paper, found = mine(work, paper_id)
    if paper.verified_at is not None:
        return paper
    _may(work, paper)
    if not work.claim(paper, verified_at=work.now, verified_by_id=work.actor.id):
        return paper
    for older in queries.papers(work, paper.customer_id):
        if older.line == paper.line and older.id < paper.id:
            older.replaced_at = work.now
            work.refresh(older.subject)
    work.audit("compliance.paper-verified", paper.subject, document=paper.document)
    work.note(found.subject, {f"{paper.document}.verified": (None, paper.id)})
    files.settle(work, found)
    work.refresh(paper.subject)
    return paper


def _may(work: Work, paper: Paper) -> None:
    document = work.house.policy.compliance.documents.get(paper.document)
    if paper.by_id == work.actor.id:
        raise Refusal("compliance/second-person")
    if document is None or not people.may_verify(work, paper, document):
        raise Refusal("compliance/verifier", verifier=document.verifier if document else "compliance")


def reject(work: Work, paper_id: int, reason: str) -> Paper:
    """The facts are not right: why. Who noted them is told and notes them anew."""
    paper, found = mine(work, paper_id)
    if paper.verified_at is not None:
        raise Refusal("compliance/paper-over")
    _may(work, paper)
    if not reason.strip():
        raise Refusal("compliance/reason-missing", field="reason")
    if work.claim(paper, rejected_at=work.now, rejected_by_id=work.actor.id):
        paper.end_words = mask(reason.strip()).text[:LONGEST]
        work.audit("compliance.paper-rejected", paper.subject, document=paper.document)
        files.settle(work, found)
        notices.rejected(work, paper)
        work.refresh(paper.subject)
    return paper


def end(work: Work, paper_id: int, reason: str) -> Paper:
    """A document of several does not apply any more (a contract ended, a permit given back), and why."""
    paper, found = mine(work, paper_id)
    if not reason.strip():
        raise Refusal("compliance/reason-missing", field="reason")
    for version in queries.papers(work, paper.customer_id):
        if version.line == paper.line and work.claim(version, ended_at=work.now):
            version.end_words = mask(reason.strip()).text[:LONGEST]
            work.refresh(version.subject)
    work.audit("compliance.paper-ended", paper.subject, document=paper.document)
    work.note(found.subject, {f"{paper.document}.ended": (paper.id, None)}, reason.strip()[:LONGEST])
    files.settle(work, found)
    return paper
