"""Colleagues without a title or mention: whoever is to do what a bank does for its customer, met by nobody."""

import re
from typing import Final

from bot.understanding.cues import cued
from bot.understanding.full_names import full_names
from bot.understanding.line import Line
from bot.understanding.model import Colleague, Contact
from bot.understanding.names import no_names
from bot.understanding.sides import find_ours
from bot.understanding.verbs import words

_CHINESE: Final = cued(
    r"(?<![和与跟给找见问约向对])(?P<name>[小老阿][\u4e00-\u9fff])(?=(?:来|去)?(?:负责|牵头|对接|跟进|测算|落实|盯)|"
    r"(?:今天|明天|后天|下?周[一二三四五六日末]|\d{1,2}[号日]|月底)[^,;。]{0,3}?(?:前|之前)?(?:出|做|写|报|给客户|上门|测))"
)


def find_delegates(line: Line) -> None:
    """Take for colleagues whom the line names for the first time as the doer of our own work; they are no contacts."""
    _greeted(line)
    _initials(line)
    ours = find_ours(line)
    if ours:
        taken = {each.span for each in ours}
        line.people = [person for person in line.people if person.span not in taken]
        line.colleagues = sorted([*line.colleagues, *ours], key=lambda each: each.span)
    _full_names(line)
    for match in _CHINESE.finditer(line.flat):
        span = match.span("name")
        first = line.flat.find(match["name"]) == span[0] and not _customer_side(line, span[0])
        if first and not any(a < span[1] and span[0] < b for a, b in _named(line)):
            line.people = [person for person in line.people if person.span != span]
            line.colleagues = sorted([*line.colleagues, Colleague(match["name"], span)], key=lambda each: each.span)


# Dear Priya, I met ...: whoever a note greets is not met; he is one of ours where the writer tells what he did himself.
_GREETING: Final = re.compile(
    r"\W*(?i:dear|hi|hello|hey|good\s+morning|morning)\s+(?P<name>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)"
    r"(?=\s*[,:!.\n-]|\s+(?:just|quick|i|we|met|can|could|please|pls)\b)"
)
_I_TELL: Final = cued(
    r"(?:\bi|\bwe|[,:.!-])\s+(?:have\s+|just\s+|also\s+)*(?:met|saw|rang|spoke|visited|called|went|had|emailed)\b"
    r"|\bmy\s+(?:meeting|call|visit|conversation|lunch)\b"
)
_SIGNED: Final = cued(
    r"\b(?i:thanks|thank\s+you|thx|cheers|best|rgds|regards)\s*[,.!-]?\s+(?P<name>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)\s*$"
)


def _greeted(line: Line) -> None:
    greeting = _GREETING.match(line.text)
    if greeting is None or greeting["name"].split()[0].lower() in no_names():
        return
    span = greeting.span("name")
    line.people = [person for person in line.people if person.span[1] <= span[0] or span[1] <= person.span[0]]
    signed = _SIGNED.search(line.text)
    if _I_TELL.search(line.flat, span[1]) and not any(a < span[1] and span[0] < b for a, b in _named(line)):
        line.colleagues = sorted([*line.colleagues, Colleague(greeting["name"], span)], key=lambda each: each.span)
        if signed is not None:
            line.people = [person for person in line.people if person.span != signed.span("name")]


_INITIALS: Final = re.compile(r"(?:(?<![A-Za-z0-9&])(?P<name>[A-Z]{2,3})\s(?:to|will)\s(?P<verb>[a-z]+)\b)")
_ANYBODY: Final = frozenset(
    ("send", "call", "visit", "arrange", "book", "follow", "check", "ring", "email", "see", "meet", "chase")
)


def _initials(line: Line) -> None:
    """TB to quote 23/11: initials before our own work; FD and NDA are none."""
    for match in _INITIALS.finditer(line.text):
        span = match.span("name")
        known = match["name"].lower() in no_names() or any(a < span[1] and span[0] < b for a, b in _named(line))
        role = any(each.start < span[1] and span[0] < each.end for each in line.words.get("role", ()))
        if not known and not role and match["verb"] in words("ours", "verbs") | _ANYBODY:
            line.colleagues = sorted([*line.colleagues, Colleague(match["name"], span)], key=lambda each: each.span)


def _full_names(line: Line) -> None:
    """王芳今晚寄出 is ours, 见到了张伟 theirs."""
    ours_begin = {each.start for each in line.words["action"]} - {each.start for each in line.words["customer_side"]}
    taken = [*line.customers, *(each.span for each in line.people), *(each.span for each in line.colleagues)]
    dates = [date.span for date in line.dates]
    for side, span in list(full_names(line.flat, taken, dates, line.customers, ours_begin.__contains__)):
        if side == "ours":
            line.colleagues.append(Colleague(line.text[slice(*span)], span))
        else:
            line.people.append(Contact(line.text[slice(*span)], span))
    line.colleagues.sort(key=lambda each: each.span)
    line.people.sort(key=lambda each: each.span)


def _named(line: Line) -> list[tuple[int, int]]:
    titled = [person.span for person in line.people if len(person.text) > len("小林")]
    return titled + [each.span for each in line.colleagues] + line.customers + [date.span for date in line.dates]


def _customer_side(line: Line, place: int) -> bool:
    """他们财务小刘负责: one of theirs."""
    return re.search(r"他们|客户|对方|那边", line.flat[max(0, place - 8) : place]) is not None


__all__ = ["find_delegates"]
