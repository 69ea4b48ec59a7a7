"""Colleagues without a title or mention: whoever is to do what a bank does for its customer, met by nobody."""

import re
from typing import Final

from bot.understanding.cues import cued
from bot.understanding.full_names import full_names
from bot.understanding.line import Line
from bot.understanding.model import Colleague, Contact
from bot.understanding.sides import find_ours

_CHINESE: Final = cued(
    r"(?<![和与跟给找见问约向对])(?P<name>[小老阿][\u4e00-\u9fff])(?=(?:来|去)?(?:负责|牵头|对接|跟进|测算|落实|盯)|"
    r"(?:今天|明天|后天|下?周[一二三四五六日末]|\d{1,2}[号日]|月底)[^,;。]{0,3}?(?:前|之前)?(?:出|做|写|报|给客户|上门|测))"
)


def find_delegates(line: Line) -> None:
    """Take for colleagues whom the line names for the first time as the doer of our own work; they are no contacts."""
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
