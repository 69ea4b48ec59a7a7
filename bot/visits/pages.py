"""The private pages of a note: its whole text, and what was changed in it."""

from datetime import datetime
from typing import Any

from bot.core import history
from bot.core.blocks import shorten
from bot.core.work import Work
from bot.directory.models import Person
from bot.visits import queries, rules

LONGEST = 300
"""Characters of a changed field that the history shows."""
INNER = frozenset({"at_part", "candidates"})
"""Changes of columns that say nothing to people beside those they come with."""


def whole(work: Work, visit_id: int, number: int) -> dict[str, Any]:
    """One page of everything that was typed; opening it is audited."""
    visit = queries.find(work, visit_id)
    work.audit("visits.opened", visit.subject)
    parts = rules.pages(visit.text)
    number = min(max(number, 1), len(parts))
    return {
        "id": visit.id,
        "text": parts[number - 1],
        "page": number,
        "pages": len(parts),
        "hidden": bool(visit.withheld),
    }


def changes(work: Work, visit_id: int) -> dict[str, Any]:
    """What was changed in a note, the newest first."""
    visit = queries.find(work, visit_id)
    work.audit("visits.history-opened", visit.subject)
    told = [each for each in history.of(work.session, visit.subject) if each.field not in INNER]
    return {"id": visit.id, "changes": [_change(work, each) for each in told]}


def _change(work: Work, change: history.Change) -> dict[str, Any]:
    who = work.session.get(Person, change.by) if change.by else None
    return {
        "field": change.field, "who": who.name if who else None, "at": change.created_at,
        "before": _plain(change.before), "after": _plain(change.after),
    }  # fmt: skip


def _plain(value: Any) -> Any:
    """Instants stay instants; lists become one line; what is empty shows as nothing."""
    if isinstance(value, list):
        value = ", ".join(str(each) for each in value)
    if isinstance(value, bool) or value is None:
        return "✓" if value else ""
    return value if isinstance(value, datetime) else shorten(str(value), LONGEST)
