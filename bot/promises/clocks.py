"""What the acting person's days and words mean: local days, due moments, named colleagues."""

from datetime import date, datetime, time

from bot.core.calendar import WorkingTime, localise
from bot.core.errors import Refusal
from bot.core.work import Work
from bot.directory import queries as directory
from bot.directory.models import Person
from bot.promises import rules, usecases
from bot.understanding.dates import Frame


def own_time(work: Work) -> WorkingTime:
    """The working time of the acting person."""
    person = work.session.get(Person, work.actor.id) if work.actor.id is not None else None
    return directory.working_time(work.session, person)


def frame(work: Work) -> Frame:
    """Where and when the acting person's words are read."""
    own = own_time(work)
    return Frame(work.now, own.zone, own.calendar, own.hours, "zh" if work.actor.language.startswith("zh") else "en")


def local_day(work: Work, at: datetime) -> date:
    """The day of an instant where the acting person is."""
    return at.astimezone(work.actor.zone).date()


def suggested(work: Work, promise_id: int) -> datetime:
    """What a picker offers first: the next working morning. Refuses a promise one may not act on."""
    usecases.open_one(work, promise_id)
    return rules.preset(work.now, "next_morning", own_time(work)) or work.now


def due(work: Work, promise_id: int, day: date, clock: time | None) -> tuple[datetime, bool]:
    """The due moment of a picked day, in the owner's working time: its closing, or the clock time given."""
    promise = usecases.open_one(work, promise_id)
    if clock is not None:
        return localise(work.actor.zone, datetime.combine(day, clock)), True
    return rules.closing(day, usecases.rhythm(work, promise).time), False


def colleague(work: Work, who: str) -> Person:
    """The colleague meant by a Slack id, a name or an e-mail address. Refuses unknown and ambiguous ones."""
    person = directory.by_slack_id(work.session, who)
    if person is not None:
        return person
    found = directory.named(work.session, who)
    exact = [one for one in found if one.name.casefold() == who.strip().casefold()] or found
    if not exact:
        raise Refusal("promises/nobody-there", field="to")
    if len(exact) > 1:
        raise Refusal("promises/several-people", field="to", names=[one.name for one in exact])
    return exact[0]
