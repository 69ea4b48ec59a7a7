"""What happens when a stage is missed: the next on the roster, then the rungs of the severity; every climb says why."""

from bot.core.work import Work
from bot.directory.models import Person
from bot.escalations import clocks, notices, queries, routing, usecases
from bot.escalations.models import Ask, Stage

ASKED_TO_TAKE = ("deputy", "dept_head")
"""Roles that are asked to take what nobody took; those above are told."""


def reach(work: Work, ask: Ask, level: int) -> None:
    """A rung was reached. Level 0 is the moment of missing: the next on the roster is asked, or the holder reminded."""
    ask.level = level
    if level == 0:
        _missed(work, ask)
        return
    code = clocks.ladder(work, ask)[level - 1].to
    person = routing.role(work, ask, code)
    if person is None or person.id in (ask.asker_id, ask.holder_id):
        remind(work, ask)
        return
    usecases.add(work, ask, person.id)
    if ask.stage is Stage.ACKNOWLEDGE and code in ASKED_TO_TAKE:
        _replace(work, ask, person)
    _say(work, ask, level, code, person)
    notices.look(work, ask, person.id)


def _missed(work: Work, ask: Ask) -> None:
    following = _next_on_roster(work, ask) if ask.stage is Stage.ACKNOWLEDGE else None
    if following is None:
        remind(work, ask)
        return
    _replace(work, ask, following)
    _say(work, ask, 0, "roster", following)
    notices.call(work, ask, following, notices.LOOK)


def _next_on_roster(work: Work, ask: Ask) -> Person | None:
    barred = {ask.asker_id, ask.barred_id, *queries.tried(work, ask), *([ask.assigned_id] if ask.assigned_id else [])}
    return routing.on_roster(work, ask.department, ask.kind, barred)


def _replace(work: Work, ask: Ask, person: Person) -> None:
    if ask.assigned_id is not None:
        usecases.add(work, ask, ask.assigned_id, tried=True)
    work.note(ask.subject, {"holder": (ask.assigned_id, person.id)})
    ask.assigned_id = person.id
    work.session.flush()


def _say(work: Work, ask: Ask, level: int, code: str, person: Person) -> None:
    stage = ask.stage.value if ask.stage else ""
    data = {"id": ask.id, "stage": stage, "due": ask.stage_due_at, "role": code, "name": person.name}
    notices.thread(work, ask, "escalations/climbed", f"climbed:{stage}:{level}", data)
    work.note(ask.subject, {"climbed": (None, f"{stage}:{code}")})


def remind(work: Work, ask: Ask) -> None:
    """Remind whoever stands there: the one whose move it is, and the person of the rung that was reached."""
    told = {one for one in (queries.next_move(ask),) if one is not None}
    told = {notices.here(work, one) for one in told}
    if ask.level:
        person = routing.role(work, ask, clocks.ladder(work, ask)[ask.level - 1].to)
        if person is not None and person.id != ask.asker_id:
            told.add(person.id)
    for person_id in sorted(told):
        notices.look(work, ask, person_id)
