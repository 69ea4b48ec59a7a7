"""Steps of a missed stage: in order, at most so many reminders a level, never outside working time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.calendar import Calendar, WorkingHours, WorkingTime
from bot.core.policy import load_pack
from bot.core.policy.spans import Span
from bot.escalations import rules

PACK = load_pack("generic-enterprise")
SHANGHAI = ZoneInfo("Asia/Shanghai")
TIME = WorkingTime(Calendar.bundled("CN", 2026, 2027), WorkingHours.DEFAULT, SHANGHAI)
MOMENTS = st.datetimes(datetime(2026, 1, 5), datetime(2026, 12, 20), timezones=st.just(UTC))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "span", "due"),
    [
        ("2026-11-23 14:30", "1 working hour", "2026-11-23 15:30"),
        ("2026-11-23 17:30", "1 working hour", "2026-11-24 09:30"),
        ("2026-11-23 11:30", "1 working hour", "2026-11-23 14:00"),
        ("2026-11-27 17:00", "4 working hours", "2026-11-30 12:00"),
        ("2026-11-23 14:30", "2 working days", "2026-11-25 14:30"),
        ("2026-11-27 16:00", "1 working day", "2026-11-30 16:00"),
        ("2026-09-30 16:00", "1 working day", "2026-10-08 16:00"),
        ("2026-09-30 17:30", "4 working hours", "2026-10-08 14:00"),
        ("2026-02-13 10:00", "1 working day", "2026-02-14 10:00"),
        ("2026-02-14 10:00", "1 working day", "2026-02-24 10:00"),
        ("2026-11-28 10:00", "0 working days", "2026-11-30 09:00"),
    ],
)
def test_lengths_are_counted_in_working_time(start: str, span: str, due: str) -> None:
    found = rules.Counter(TIME).after(local(start), Span.parse(span))

    assert found.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") == due


def test_severity_one_counts_round_the_clock() -> None:
    start = local("2026-11-28 23:00")

    assert rules.Counter(TIME, True).after(start, Span.parse("15 minutes")) == start + timedelta(minutes=15)


@given(MOMENTS, st.sampled_from(["S1", "S2", "S3", "S4"]), st.integers(1, 4))
def test_steps_come_in_order_and_within_bounds(missed: datetime, severity: str, nudges: int) -> None:
    times = PACK.escalation.severities[severity]
    counter = rules.Counter(TIME, times.round_the_clock)
    steps = rules.steps(missed, times.ladder, counter, nudges, times.acknowledge)

    assert [step.at for step in steps] == sorted(step.at for step in steps)
    assert [step.number for step in steps] == sorted({step.number for step in steps})
    assert steps[0].at >= missed
    for level in range(len(times.ladder) + 1):
        assert sum(1 for step in steps if step.level == level and step.nudge) <= nudges
    if not times.round_the_clock:
        rungs = [step.at for step in steps if not step.nudge]
        assert [TIME.next_open(at) for at in rungs[:1]] == rungs[:1]


@given(
    MOMENTS,
    st.sampled_from(["1 working hour", "4 working hours", "1 working day", "2 working days", "10 working days"]),
)
def test_longer_never_ends_earlier(start: datetime, text: str) -> None:
    counter, span = rules.Counter(TIME), Span.parse(text)

    assert counter.after(start, span) >= TIME.next_open(start)
    assert counter.after(start + timedelta(minutes=37), span) >= counter.after(start, span)


@given(MOMENTS)
def test_every_step_is_taken_once(missed: datetime) -> None:
    times = PACK.escalation.severities["S2"]
    steps = rules.steps(missed, times.ladder, rules.Counter(TIME), 2, times.acknowledge)
    taken, seen = 0, []
    while (moment := rules.next_moment(steps, taken)) is not None:
        found = rules.reached(steps, taken, moment)
        seen += found
        taken = max(step.number for step in found)

    assert seen == steps
