"""What the acting person's words are read with: clock, calendar, customers, colleagues; and how text may be kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, bindparam, select
from sqlalchemy.orm import Session

from bot.core.blocks import clean
from bot.core.prepared import Prepared
from bot.core.privacy import Finding, mask
from bot.core.work import Work
from bot.customers import queries as customers
from bot.customers.index import CustomersInDatabase
from bot.customers.models import Customer
from bot.directory import queries as directory
from bot.directory.models import Person
from bot.understanding.dates import Frame
from bot.understanding.house.colleagues import places_of
from bot.understanding.model import Colleague, Context

LONGEST_SEARCHED = 4000
"""Characters of a text in which colleagues' names are looked for."""
SHORTEST_NAME = 2


@dataclass(frozen=True)
class Heard:
    """A text as it may be kept: without invisible characters, confidential numbers replaced by their masks."""

    text: str
    findings: tuple[Finding, ...] = ()

    def kinds(self, part: str | None = None) -> list[str]:
        """Which kinds of numbers were taken out (of a part of the text), each once."""
        return list(dict.fromkeys(each.kind for each in self._within(part)))

    def numbers(self, part: str | None = None) -> list[dict[str, Any]]:
        """The numbers taken out (of a part), to be sealed; secrets, which nobody may keep, are not among them."""
        return [{"kind": each.kind, "value": each.value} for each in self._within(part) if each.value]

    def _within(self, part: str | None) -> list[Finding]:
        return [each for each in self.findings if part is None or each.masked in part]


def hear(text: str, work: Work | None = None) -> Heard:
    """The text as it may be kept. Everything typed goes through here before it is stored anywhere.

    With `work` the codes of customers whom the acting person may see stay, whatever they look like.
    """
    found = mask(clean(text).strip(), lambda value: work is not None and customers.has_code(work, value))
    return Heard(found.text, found.findings)


def frame_of(work: Work) -> Frame:
    """Where and when the acting person's words are read: now, in his zone, with his calendar and hours."""
    person = work.session.get(Person, work.actor.id) if work.actor.id is not None else None
    own = directory.working_time(work.session, person)
    return Frame(work.now, own.zone, own.calendar, own.hours, work.actor.language.partition("-")[0])


def context_of(work: Work, competitors: Sequence[str] = ()) -> Context:
    """Everything a line of the acting person is read with; customers he may not see do not exist for it."""
    return Context(
        frame_of(work), CustomersInDatabase(work.session, work.house.scopes.where(Customer, work.actor)),
        ColleaguesInDirectory(work.session), own=work.actor.id, language=work.actor.language,
        competitors=tuple(competitors),
    )  # fmt: skip


_NAMED_IN = Prepared(
    select(Person.id, Person.name).where(
        Person.deactivated_at.is_(None), bindparam("line", type_=String).contains(Person.name)
    )
)


@dataclass(frozen=True)
class ColleaguesInDirectory:
    """Finds colleagues by their full names, without a mention."""

    session: Session

    def find(self, line: str) -> Sequence[Colleague]:
        """The colleagues named in the line, in its order; a name inside a longer word is none."""
        read = line[:LONGEST_SEARCHED]
        found: list[Colleague] = []
        for person_id, name in _NAMED_IN.all(self.session, line=read):
            if len(name) >= SHORTEST_NAME:
                found += [Colleague(name, span, person_id=person_id) for span in places_of(name, read)]
        return sorted(found, key=lambda each: each.span)


def person_meant(work: Work, named: Colleague) -> Person | None:
    """The colleague's record: by mention, by the finder's id, or by a name only one person has. None if unsure."""
    if named.person_id is not None:
        return work.session.get(Person, named.person_id)
    if named.slack_id is not None:
        found = directory.by_slack_id(work.session, named.slack_id)
        return found if found is not None and found.deactivated_at is None else None
    people = directory.named(work.session, named.name)
    exact = [person for person in people if person.name.casefold() == named.name.casefold()] or list(people)
    return exact[0] if len(exact) == 1 else None
