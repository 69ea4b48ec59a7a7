"""Working time runs while somebody works, and nothing else moves it."""

import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.core.calendar import Calendar, Day, WorkingHours, WorkingTime

CHINA = Calendar.bundled("CN", 2018, 2036)
BRITAIN = Calendar.bundled("GB", 2018, 2036)
SHANGHAI, LONDON, NEW_YORK, LORD_HOWE = map(
    ZoneInfo, ("Asia/Shanghai", "Europe/London", "America/New_York", "Australia/Lord_Howe")
)
OFFICE = WorkingTime(CHINA, WorkingHours.DEFAULT, SHANGHAI)
NIGHTS = WorkingHours.parse("Mon-Sun 00:30-03:15 22:00-24:00")
AROUND_THE_CLOCK = WorkingHours.parse("Mon-Sun 00:00-24:00")
HOUR = timedelta(hours=1)
ZERO = timedelta()


def at(text, zone=SHANGHAI):
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2026-09-28 09:00", 1, "2026-09-28 10:00"),
        ("2026-09-28 09:00", 3, "2026-09-28 12:00"),
        ("2026-09-28 09:00", 3.5, "2026-09-28 14:00"),
        ("2026-09-28 12:40", 1, "2026-09-28 14:30"),
        ("2026-09-28 17:00", 2, "2026-09-29 10:00"),
        ("2026-09-30 17:00", 2, "2026-10-08 10:00"),
        ("2026-10-03 11:00", 0.5, "2026-10-08 09:30"),
        ("2026-10-09 17:00", 2, "2026-10-10 10:00"),
        ("2026-10-10 17:00", 2, "2026-10-12 10:00"),
        ("2026-02-13 18:00", 7.5, "2026-02-14 18:00"),
        ("2026-02-14 18:00", 7.5, "2026-02-24 18:00"),
    ],
)
def test_work_stops_for_lunch_nights_and_holidays_and_goes_on_at_make_up_saturdays(start, hours, expected):
    assert OFFICE.add(at(start), HOUR * hours) == at(expected)
    assert OFFICE.between(at(start), at(expected)) == HOUR * hours
    assert OFFICE.between(at(expected), at(start)) == -HOUR * hours


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2026-10-08 10:00", -1, "2026-10-08 09:00"),
        ("2026-10-08 10:00", -2, "2026-09-30 17:00"),
        ("2026-09-28 13:00", -0.5, "2026-09-28 11:30"),
    ],
)
def test_a_negative_amount_goes_back(start, hours, expected):
    assert OFFICE.add(at(start), HOUR * hours) == at(expected)


def test_zero_waits_for_the_next_opening_but_leaves_closing_time_alone():
    assert OFFICE.add(at("2026-10-01 10:00"), ZERO) == at("2026-10-08 09:00")
    assert OFFICE.add(at("2026-09-28 12:00"), ZERO) == at("2026-09-28 12:00")
    assert OFFICE.next_open(at("2026-09-28 12:00")) == at("2026-09-28 13:30")
    assert OFFICE.next_open(at("2026-09-28 09:00")) == at("2026-09-28 09:00")


def test_open_is_from_opening_up_to_but_not_including_closing():
    assert OFFICE.is_open(at("2026-09-28 09:00"))
    assert not OFFICE.is_open(at("2026-09-28 12:00"))
    assert not OFFICE.is_open(at("2026-09-28 08:59"))
    assert not OFFICE.is_open(at("2026-10-01 10:00"))
    assert OFFICE.is_open(at("2026-10-10 10:00"))


def test_a_day_has_an_opening_and_a_closing_unless_it_is_free():
    assert OFFICE.opening(date(2026, 10, 8)) == at("2026-10-08 09:00")
    assert OFFICE.closing(date(2026, 10, 8)) == at("2026-10-08 18:00")
    assert OFFICE.opening(date(2026, 10, 10)) == at("2026-10-10 09:00")
    assert OFFICE.opening(date(2026, 10, 1)) is None
    assert OFFICE.closing(date(2026, 10, 11)) is None


def test_answers_are_in_utc():
    assert OFFICE.add(at("2026-09-28 09:00"), HOUR).tzinfo is UTC
    assert OFFICE.next_open(at("2026-10-01 10:00")).tzinfo is UTC


def test_leave_closes_its_first_and_last_day():
    away = WorkingTime(CHINA, WorkingHours.DEFAULT, SHANGHAI, [(date(2026, 9, 29), date(2026, 9, 30))])
    assert away.add(at("2026-09-28 17:00"), HOUR * 2) == at("2026-10-08 10:00")
    assert away.opening(date(2026, 9, 30)) is None
    assert away.between(at("2026-09-29 00:00"), at("2026-10-01 00:00")) == ZERO


def test_overlapping_and_reversed_leave_is_still_leave():
    leaves = [
        (date(2026, 9, 1), date(2026, 9, 30)),
        (date(2026, 9, 10), date(2026, 9, 5)),
        (date(2026, 9, 28), date(2026, 10, 8)),
    ]
    away = WorkingTime(CHINA, WorkingHours.DEFAULT, SHANGHAI, leaves)
    assert away.next_open(at("2026-08-31 18:00")) == at("2026-10-09 09:00")


def test_a_make_up_sunday_keeps_its_own_hours_where_it_has_some():
    own = WorkingTime(CHINA, WorkingHours.parse("Mon-Fri 09:00-18:00; Sun 10:00-15:00"), SHANGHAI)
    assert own.closing(date(2026, 9, 20)) == at("2026-09-20 15:00")
    assert own.closing(date(2026, 10, 10)) == at("2026-10-10 18:00")


def test_hours_written_for_saturday_mean_saturday_is_worked():
    shop = WorkingTime(CHINA, WorkingHours.parse("Mon-Sat 09:00-18:00"), SHANGHAI)
    assert shop.opening(date(2026, 9, 12)) == at("2026-09-12 09:00")
    assert shop.opening(date(2026, 10, 3)) is None


def test_a_part_timer_without_mondays_is_not_called_in_on_a_make_up_saturday():
    part = WorkingTime(CHINA, WorkingHours.parse("Tue-Thu 09:00-12:00"), SHANGHAI)
    assert part.opening(date(2026, 10, 10)) is None


def test_a_working_night_loses_the_hour_that_clocks_skip_and_gains_the_one_they_repeat():
    guard = WorkingTime(Calendar(), AROUND_THE_CLOCK, LONDON)
    assert guard.between(at("2026-03-29 00:00", LONDON), at("2026-03-30 00:00", LONDON)) == HOUR * 23
    assert guard.between(at("2026-10-25 00:00", LONDON), at("2026-10-26 00:00", LONDON)) == HOUR * 25
    lord = WorkingTime(Calendar(), AROUND_THE_CLOCK, LORD_HOWE)
    assert lord.between(at("2026-10-04 00:00", LORD_HOWE), at("2026-10-05 00:00", LORD_HOWE)) == HOUR * 23.5


def test_an_opening_inside_the_skipped_hour_is_the_first_instant_after_it():
    early = WorkingTime(Calendar(), WorkingHours.parse("Sun 01:30-04:00"), LONDON)
    assert early.opening(date(2026, 3, 29)) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    gone = WorkingTime(Calendar(), WorkingHours.parse("Sun 01:10-01:50"), LONDON)
    assert gone.opening(date(2026, 3, 29)) is None


def test_a_shift_in_the_repeated_hour_is_worked_once():
    night = WorkingTime(Calendar(), WorkingHours.parse("Sun 01:15-01:45"), LONDON)
    assert night.between(at("2026-10-25 00:00", LONDON), at("2026-10-26 00:00", LONDON)) == HOUR / 2


def test_when_nobody_ever_works_time_runs_on_the_wall_clock():
    never = WorkingTime(CHINA, WorkingHours(), SHANGHAI)
    start = at("2026-09-28 09:00")
    assert never.add(start, HOUR * 8) == start + HOUR * 8
    assert never.add(start, -HOUR * 8) == start - HOUR * 8
    assert never.next_open(start) == start
    assert never.between(start, start + HOUR * 1000) == ZERO
    assert not never.is_open(start)


def test_endless_leave_lets_time_run_on_from_the_last_open_moment():
    gone = WorkingTime(CHINA, WorkingHours.DEFAULT, SHANGHAI, [(date(2026, 9, 29), date.max)])
    assert gone.add(at("2026-09-28 17:00"), HOUR * 3) == at("2026-09-28 20:00")
    assert gone.next_open(at("2026-09-30 10:00")) == at("2026-09-30 10:00")


def test_two_years_of_leave_are_waited_for():
    away = WorkingTime(BRITAIN, WorkingHours.DEFAULT, LONDON, [(date(2026, 1, 1), date(2027, 12, 31))])
    assert away.next_open(at("2026-01-01 00:00", LONDON)) == at("2028-01-04 09:00", LONDON)


def test_naive_instants_are_refused():
    naive = datetime(2026, 9, 28, 9)
    for call in (OFFICE.is_open, OFFICE.next_open, lambda when: OFFICE.add(when, HOUR)):
        with pytest.raises(ValueError, match="naive"):
            call(naive)


@pytest.mark.parametrize("hours", [WorkingHours(), WorkingHours.DEFAULT, AROUND_THE_CLOCK], ids=str)
@pytest.mark.parametrize("leaves", [(), ((date.min, date.max),)], ids=["present", "gone"])
@pytest.mark.parametrize("zone", [SHANGHAI, NEW_YORK], ids=str)
def test_the_ends_of_time_are_answered_at_once(hours, leaves, zone):
    working = WorkingTime(CHINA, hours, zone, leaves)
    instants = [datetime.min.replace(tzinfo=UTC), at("2026-09-28 09:00"), datetime.max.replace(tzinfo=UTC)]
    began = time.process_time()
    for instant in instants:
        working.is_open(instant)
        working.next_open(instant)
        for amount in (timedelta.min, -HOUR, ZERO, HOUR, timedelta.max):
            assert working.add(instant, amount).tzinfo is UTC
        assert all(working.between(instant, other) == -working.between(other, instant) for other in instants)
    for day in (date.min, date.max):
        assert working.opening(day) is None or working.opening(day) < working.closing(day)
    assert time.process_time() - began < 60


INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
AMOUNTS = st.timedeltas(ZERO, HOUR * 200)
# Days at which something happens: clock changes, Golden Week, make-up Saturdays, Christmas.
EVENTFUL = st.builds(
    lambda day, seconds: datetime.combine(day, clock(), UTC) + timedelta(seconds=seconds),
    st.sampled_from(
        [
            *(date(2026, 3, 28), date(2026, 10, 24), date(2026, 3, 7), date(2026, 10, 31), date(2026, 10, 3)),
            *(date(2026, 4, 4), date(2026, 9, 30), date(2026, 10, 9), date(2026, 2, 13), date(2026, 12, 24)),
        ]
    ),
    st.integers(0, 3 * 86400),
)
MOMENTS = INSTANTS | EVENTFUL
LEAVES = st.lists(
    st.tuples(st.dates(date(2025, 12, 1), date(2026, 12, 1)), st.integers(0, 40)).map(
        lambda leave: (leave[0], leave[0] + timedelta(days=leave[1]))
    ),
    max_size=3,
)
MADE_UP = Calendar([Day(date(2026, 10, 24), "workday", "班"), Day(date(2026, 3, 29), "workday", "班")])
WORKING = st.builds(
    WorkingTime,
    st.sampled_from([CHINA, BRITAIN, Calendar(), MADE_UP]),
    st.sampled_from(
        [WorkingHours.DEFAULT, NIGHTS, AROUND_THE_CLOCK, WorkingHours.parse("Sun 01:15-01:45; Mon 01:00-02:00")]
    ),
    st.sampled_from([LONDON, NEW_YORK, SHANGHAI, LORD_HOWE]),
    LEAVES,
)
quick = settings(max_examples=80)


@quick
@given(WORKING, MOMENTS, MOMENTS, AMOUNTS)
def test_starting_later_never_ends_earlier(working, a, b, amount):
    a, b = min(a, b), max(a, b)
    assert working.add(a, amount) <= working.add(b, amount)
    assert working.add(a, -amount) <= working.add(b, -amount)


@quick
@given(WORKING, MOMENTS, AMOUNTS, AMOUNTS)
def test_working_time_adds_up(working, start, a, b):
    assert working.add(working.add(start, a), b) == working.add(start, a + b)
    assert working.add(start, a) <= working.add(start, a + b)


@quick
@given(WORKING, MOMENTS, AMOUNTS)
def test_measuring_undoes_adding(working, start, amount):
    assert working.between(start, working.add(start, amount)) == amount
    assert working.between(working.add(start, -amount), start) == amount


@quick
@given(WORKING, st.lists(MOMENTS, min_size=3, max_size=3))
def test_a_pause_in_between_splits_without_loss(working, moments):
    a, b, c = sorted(moments)
    assert working.between(a, b) + working.between(b, c) == working.between(a, c)
    assert ZERO <= working.between(a, c) <= c - a


@quick
@given(WORKING, MOMENTS, st.timedeltas(timedelta(microseconds=1), HOUR * 100))
def test_work_ends_only_at_an_open_moment_or_at_closing_time(working, start, amount):
    end = working.add(start, amount)
    assert start < end
    assert working.is_open(end - timedelta(microseconds=1))
    assert working.is_open(working.next_open(start))
    assert working.between(start, working.next_open(start)) == ZERO


@quick
@given(WORKING, MOMENTS)
def test_open_moments_lie_between_opening_and_closing_outside_leave(working, moment):
    day = moment.astimezone(working.zone).date()
    if any(first <= day <= last for first, last in working.leaves):
        assert not working.is_open(moment)
        assert working.opening(day) is None
    assume(working.is_open(moment))
    opening, closing = working.opening(day), working.closing(day)
    assert opening is not None
    assert opening <= moment < closing


def test_a_thousand_deadlines_take_less_than_a_second():
    working = WorkingTime(CHINA, WorkingHours.DEFAULT, SHANGHAI)
    began = time.process_time()
    for n in range(1000):
        start = at("2026-01-01 00:00") + timedelta(hours=7 * n)
        working.between(start, working.add(start, HOUR * 15 * 7.5))
    assert time.process_time() - began < 60
