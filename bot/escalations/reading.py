"""A typed line as a question: customer, @colleague or department, one question, one date."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.core.mentions import MENTION
from bot.core.work import Work
from bot.customers.index import CustomersInDatabase
from bot.customers.matching import NameMatch
from bot.customers.models import Alias, Customer
from bot.directory import queries as directory
from bot.directory.models import Person
from bot.escalations import wordlists
from bot.promises import clocks
from bot.promises.sentences import due_of
from bot.understanding import Context, understand
from bot.understanding.dates import Frame, When, find_dates

_EDGES = " \t\r\n,.;:!\u3002\uff0c\uff1b\uff1a\uff01\u3001-"
_NAMED = re.compile(r"(?<!<)@([\w.\u4e00-\u9fff]+)")
_LONGEST_NAME = 4
_HEAD = re.compile(r"\s*(\S+?)([:\uff1a]?)\s+")
_CLAUSE = re.compile(
    r"[\n;:!?\uff0c\u3002\uff1b\uff1a\uff01\uff1f\u3001]|[.,](?!\d)|(?<=[\u4e00-\u9fff]) +| +(?=[\u4e00-\u9fff])"
)
_COMMAS = (",", ";", "\uff0c", "\uff1b", "\u3001")
_HANGING = re.compile(
    r"(?:^|[\s,\uff0c\u3001;\uff1b]+)(?:(?:and |is )?(?:needed|required|wanted|due|please)"
    r"|(?:\u8981|\u9700\u8981|\u8bf7|\u7ed9\u4e2a?)+(?:\u7b54\u590d|\u56de\u590d|\u7ed3\u679c))$",
    re.IGNORECASE,
)
_SEVERITY = re.compile(r"(?<![A-Za-z0-9])[Ss]([1-4])(?![A-Za-z0-9])")


@dataclass(frozen=True)
class Line:
    """What a line says; what is missing is empty. `customer` is (id, name), `kind` and `severity` are codes, `timed`
    tells whether a clock time was named.
    """

    question: str
    customer: tuple[int, str] | None = None
    person: Person | None = None
    kind: str = ""
    department: str = ""
    due_at: datetime | None = None
    timed: bool = False
    severity: str = ""

    @property
    def complete(self) -> bool:
        """Whether it says what is asked and of whom."""
        return bool(self.question) and bool(self.person or self.kind or self.department)


def read(work: Work, text: str) -> Line:
    """Understand a line. Never refuses."""
    frame = clocks.frame(work)
    scope = work.house.scopes.where(Customer, work.actor)
    understood = understand(text, Context(frame, CustomersInDatabase(work.session, scope), own=work.actor.id))
    customer = understood.customer
    spans = []
    person, place = _person(work, text)
    spans += [found.span() for found in MENTION.finditer(text)]
    if place is not None:
        spans.append(place)
    when = _when(text, frame)
    due_at, timed = due_of(when, frame, clocks.own_time(work)) if when else (None, False)
    severity = _SEVERITY.search(text)
    if severity is not None:
        spans.append(severity.span())
    question = _question(work, text, spans, customer, when)
    return Line(
        question, (customer.customer_id, customer.name) if customer else None, person,
        wordlists.kind_of(text), wordlists.department_of(text),
        due_at, timed, f"S{severity[1]}" if severity else "",
    )  # fmt: skip


def _person(work: Work, text: str) -> tuple[Person | None, tuple[int, int] | None]:
    """The first colleague named, and where: by mention, or by @ and a name that is one colleague's only.

    Chinese words stand without spaces, so a name is also looked for in the first characters behind the @.
    """
    for mention in MENTION.finditer(text):
        found = directory.by_slack_id(work.session, mention[1])
        if found is not None:
            return found, mention.span()
    for named in _NAMED.finditer(text):
        words = named[1] if named[1].isascii() else named[1][:_LONGEST_NAME]
        for length in range(len(words), 1 if not words.isascii() else len(words) - 1, -1):
            name = words[:length].casefold()
            people = [one for one in directory.named(work.session, name) if one.name.casefold() == name]
            if len(people) == 1:
                return people[0], (named.start(), named.start() + 1 + length)
    return None, None


def _when(text: str, frame: Frame) -> When | None:
    """The one date: the last one that says "by", else one that stands at the end of the line."""
    found = [when for when in find_dates(text, frame) if when.due(frame) > frame.now]
    by = [when for when in found if when.direction == "by"]
    if by:
        return by[-1]
    ending = [when for when in found if not text[when.span[1] :].strip(_EDGES)]
    return ending[-1] if ending else None


def _question(
    work: Work, text: str, spans: list[tuple[int, int]], customer: NameMatch | None, when: When | None
) -> str:
    """The question as typed, tidied at its edges; a question mark stays. `spans` is left out wherever it stands.

    So is a department at its head where a colon or the customer follows ("risk: ...", "product Acme ..."). Customer and
    date are left out only where no sentence needs them: "Acme can we ...", "... ? needed by Friday".
    """
    head = _HEAD.match(text)
    if head and wordlists.department_of(head[1]) and (head[2] or customer and customer.span[0] == head.end()):
        spans = [*spans, head.span()]
    kept = _blanked(text, spans)
    named = ""
    if customer is not None:
        named = _name_in_sentence(work, kept, customer)
        kept = kept if named else _blanked(kept, [customer.span])
    if when is not None:
        kept = _blanked(kept, _due_alone(kept, when.span))
    if customer is not None and named:
        kept = kept[: customer.span[0]] + named + kept[customer.span[1] :]
    kept = re.sub(r"[ \t]+", " ", kept).strip(_EDGES)
    return re.sub(rf"([?\uff1f])[{re.escape(_EDGES)}]+$", r"\1", kept).strip(_EDGES)


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _clause(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Where the clause around a span begins and ends."""
    start = max((found.end() for found in _CLAUSE.finditer(text) if found.end() <= span[0]), default=0)
    mark = _CLAUSE.search(text, span[1])
    return start, mark.start() if mark else len(text)


def _name_in_sentence(work: Work, text: str, customer: NameMatch) -> str:
    """The customer's name where a sentence goes on around it, in a form that readers who may not see it get masked;
    "" where it only tells whom the question is about.
    """
    start, end = _clause(text, customer.span)
    before, behind = text[start : customer.span[0]].strip(), text[customer.span[1] : end]
    if not before and not behind[:1].strip():
        return ""
    typed = text[slice(*customer.span)]
    known = work.session.scalars(select(Alias.name).where(Alias.customer_id == customer.customer_id))
    return typed if typed in known else customer.name


def _due_alone(text: str, span: tuple[int, int]) -> list[tuple[int, int]]:
    """The date with what hangs on it, where nothing else of a sentence does; else nothing."""
    start, end = _clause(text, span)
    before, behind = text[start : span[0]].rstrip(), text[span[1] : end].strip()
    rest = (before + behind).strip()
    if not rest or _HANGING.fullmatch(rest):
        return [(start, end + (text[end : end + 1] in _COMMAS))]
    hanging = _HANGING.search(before) if not behind else None
    return [(start + hanging.start(), span[1])] if hanging else []
