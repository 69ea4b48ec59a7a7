"""The clocks of a question: in whose working time they run, what the present stage's ladder looks like."""

from datetime import datetime

from bot.core.calendar import WorkingTime
from bot.core.policy.escalation import AnswerTimes, Rung
from bot.core.policy.spans import Span
from bot.core.work import Work
from bot.directory import queries as directory
from bot.directory.models import Person
from bot.escalations import rules
from bot.escalations.models import ASKERS, Ask, Stage

A_DAY = Span.parse("1 working day")
"""What an asker has to say whether an answer is enough; house default."""


def times(work: Work, severity: str) -> AnswerTimes:
    """How fast a severity is answered, from the policy pack."""
    found: AnswerTimes = work.house.policy.escalation.severities[severity]
    return found


def counter(work: Work, ask: Ask) -> rules.Counter:
    """How the present stage is counted: in the working time of whoever is waited for, leave left out.

    Only what the department owes on a severity that runs round the clock does so; an asker is let sleep.
    """
    stage = ask.stage
    person_id = ask.asker_id if stage in ASKERS else ask.decider_id if stage is Stage.DECIDE else ask.holder_id
    waits = stage in ASKERS and stage is not Stage.BACK
    return counting(work, ask.severity, person_id, asleep=waits)


def counting(work: Work, severity: str, person_id: int | None, asleep: bool = False) -> rules.Counter:
    """How lengths of time are counted for a person and severity."""
    person = work.session.get(Person, person_id) if person_id else None
    own = directory.working_time(work.session, person)
    time = WorkingTime(own.calendar, own.hours, own.zone)
    return rules.Counter(time, times(work, severity).round_the_clock and not asleep)


def deadline(work: Work, ask: Ask) -> datetime:
    """When the present stage is missed."""
    stage, span = ask.stage, times(work, ask.severity).acknowledge
    if stage is Stage.ACKNOWLEDGE:
        return min(ask.ack_due_at, ask.due_at)
    if stage is Stage.PLAN:
        return min(ask.plan_due_at, ask.due_at)
    if stage is Stage.RESOLVE:
        return ask.planned_for or ask.due_at
    span = A_DAY if stage in (Stage.CONFIRM, Stage.DECLINED) else span
    return counter(work, ask).after(work.now, span)


def planned(work: Work, ask: Ask) -> list[rules.Step]:
    """Everything the clock will do about the present stage."""
    nudges, tail = work.house.policy.escalation.nudges_per_level, times(work, ask.severity).acknowledge
    return rules.steps(ask.stage_due_at, ladder(work, ask), counter(work, ask), nudges, tail)


def ladder(work: Work, ask: Ask) -> tuple[Rung, ...]:
    """The rungs of the present stage: the pack's for what the department owes; an asker's silence goes to his lead."""
    if ask.stage in ASKERS:
        return (Rung(to="lead", after=A_DAY),)
    if ask.stage is Stage.DECIDE:
        return (Rung(to="branch_head", after=A_DAY),)
    return times(work, ask.severity).ladder


def arrange(work: Work, ask: Ask) -> None:
    """Start the clock of the stage the question is in now."""
    ask.step = ask.level = 0
    if ask.stage is None:
        ask.wake_at = None
        return
    ask.stage_due_at = deadline(work, ask)
    ask.wake_at = rules.next_moment(planned(work, ask), 0)
