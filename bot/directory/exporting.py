"""Exports leave a trace: counted, marked with who made them and when, on record, and told to the other admins."""

from datetime import timedelta

from sqlalchemy import func, select

from bot.core.audit import AuditLine
from bot.core.outbox import Manner, Notice, PersonPlace, Priority
from bot.core.work import Work
from bot.directory import queries

VERB = "exports.made"
MOST_PER_DAY = 20
"""Exports in a day by anybody: more is a leak or a mistake, and the admins know of each."""


def record(work: Work, what: str, rows: int, who: str, place: str) -> str | None:
    """Count an export, tell every admin, and give the mark it has to carry; None beyond the day's most.

    `place` is where it was made: "server" (by an account) or "slack" (by a person).
    """
    since = work.now - timedelta(days=1)
    query = select(func.count(AuditLine.id)).where(AuditLine.verb == VERB, AuditLine.created_at > since)
    if (work.session.scalar(query) or 0) + 1 > MOST_PER_DAY:
        return None
    work.audit(VERB, what=what, rows=rows, account=who)
    for admin in queries.admins(work.session):
        notice = Notice(
            "privacy/exported", PersonPlace(admin.id), once=f"exported:{what}:{work.now.isoformat()}:{admin.id}",
            data={"what": what, "rows": rows, "account": who, "at": work.now, "place": place},
            priority=Priority.ANSWER, manner=Manner.URGENT,
        )  # fmt: skip
        work.post(notice)
    return f"Rapport export {what} by {who} at {work.now:%Y-%m-%dT%H:%M:%SZ}, confidential"
