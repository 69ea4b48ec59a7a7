"""Dated cases of each shipped pack, worked out from the rules and the official holiday notices, not from the code."""

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.complaints.deadlines.trial import run

TABLES = Path(__file__).parent / "deadlines"
NAMED = re.compile(r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b")
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def cases() -> list[tuple[str, ...]]:
    """One tuple per line of the tables: pack, received, clock, events, due, rolled due, why."""
    found = []
    for table in sorted(TABLES.glob("*.txt")):
        lines = [line for line in table.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        found += [(table.stem, *(cell.strip() for cell in line.split(" | "))) for line in lines]
    return found


def as_json_lines(events: str) -> str:
    """`pause 2026-03-06 appraisal, resume 2026-03-10` as the lines the command reads."""
    lines = []
    for event in filter(None, (part.split() for part in events.split(","))):
        kind, at, *reason = event
        lines.append(json.dumps({"event": kind, "at": at, "reason": reason[0] if reason else None}))
    return "\n".join(lines)


def named_days(why: str, since: date) -> list[date]:
    """The days a derivation names, each the first of that name within a year of `since`; fails on a wrong weekday."""
    found = []
    for weekday, day, month in NAMED.findall(why):
        year = since.year + (MONTHS.index(month) + 1 < since.month)
        one = date(year, MONTHS.index(month) + 1, int(day))
        assert WEEKDAYS[one.weekday()] == weekday, f"{one} is no {weekday}"
        found.append(one)
    return found


@pytest.mark.parametrize(("pack", "received", "clock", "events", "due", "rolled", "why"), cases())
def test_a_case_falls_due_on_the_day_the_rules_say(pack, received, clock, events, due, rolled, why):
    rows = {row["name"]: row for row in json.loads(run(pack, received, as_json_lines(events), "json"))}

    assert (rows[clock]["due"], rows[clock]["due_rolled"]) == (due, rolled), why


@pytest.mark.parametrize(("pack", "received", "clock", "events", "due", "rolled", "why"), cases())
def test_the_derivation_of_a_case_names_its_days_as_the_almanac_does(pack, received, clock, events, due, rolled, why):
    days = named_days(why, date.fromisoformat(received))

    assert {date.fromisoformat(due), date.fromisoformat(rolled)} <= set(days), why
    for first, count, last in re.findall(r"day 0 (\w{3} \d+ \w{3}), day (\d+) = (\w{3} \d+ \w{3})", why):
        start, end = named_days(f"{first} {last}", date.fromisoformat(received))
        assert end - start == timedelta(int(count)), why


@pytest.mark.parametrize("pack", ["generic-enterprise", "cn-bank", "uk-fca", "us-cfpb"])
def test_every_shipped_pack_is_tried_on_at_least_sixty_cases(pack):
    assert len([case for case in cases() if case[0] == pack]) >= 60
