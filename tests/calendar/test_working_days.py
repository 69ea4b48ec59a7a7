"""Which days are worked, in China, Britain and the United States, 2024 to 2027."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.calendar import Calendar, Day

CHINA = Calendar.bundled("CN", 2018, 2036)
BRITAIN = Calendar.bundled("GB", 2018, 2036)
AMERICA = Calendar.bundled("US", 2018, 2036)
BARE = Calendar()

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
CALENDARS = st.sampled_from([CHINA, BRITAIN, AMERICA, BARE, Calendar(weekend=(4, 5)), Calendar(weekend=())])

# The State Council's notices for 2024, 2025 and 2026.
MAKE_UP = (
    "2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12 "
    "2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11 "
    "2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10"
)
CHINESE_BREAKS = (
    "2024-01-01/2024-01-01 2024-02-10/2024-02-17 2024-04-04/2024-04-06 2024-05-01/2024-05-05 2024-06-10/2024-06-10 "
    "2024-09-15/2024-09-17 2024-10-01/2024-10-07 2025-01-01/2025-01-01 2025-01-28/2025-02-04 2025-04-04/2025-04-06 "
    "2025-05-01/2025-05-05 2025-05-31/2025-06-02 2025-10-01/2025-10-08 2026-01-01/2026-01-03 2026-02-15/2026-02-23 "
    "2026-04-04/2026-04-06 2026-05-01/2026-05-05 2026-06-19/2026-06-21 2026-09-25/2026-09-27 2026-10-01/2026-10-07"
)
# gov.uk/bank-holidays (England and Wales), and the federal holidays of opm.gov as days off.
BANK_HOLIDAYS = {
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
}
FEDERAL_HOLIDAYS = {
    2024: "01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25",
    2025: "01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25",
    2026: "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25",
    2027: "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31",
}


def year_of(year):
    return (date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days))


def test_china_works_exactly_on_the_decreed_weekend_days():
    worked = [
        day.isoformat()
        for year in (2024, 2025, 2026)
        for day in year_of(year)
        if day.weekday() > 4 and CHINA.is_workday(day)
    ]
    assert worked == MAKE_UP.split()


def test_china_rests_on_weekdays_only_inside_the_decreed_breaks():
    rested = {
        day for year in (2024, 2025, 2026) for day in year_of(year) if day.weekday() < 5 and not CHINA.is_workday(day)
    }
    decreed = set()
    for stretch in CHINESE_BREAKS.split():
        first, last = map(date.fromisoformat, stretch.split("/"))
        decreed |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
    assert rested == {day for day in decreed if day.weekday() < 5}
    assert not any(CHINA.is_workday(day) for day in decreed)


@pytest.mark.parametrize(("calendar", "table"), [(BRITAIN, BANK_HOLIDAYS), (AMERICA, FEDERAL_HOLIDAYS)])
@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
def test_weekdays_off_are_the_published_holidays(calendar, table, year):
    off = [f"{day:%m-%d}" for day in year_of(year) if day.weekday() < 5 and not calendar.is_workday(day)]
    assert off == table[year].split()


def test_a_holiday_has_a_name_and_a_plain_weekend_or_make_up_day_has_none():
    assert CHINA.holiday(date(2026, 10, 6)) == "国庆节"
    assert CHINA.holiday(date(2026, 10, 10)) is None
    assert CHINA.holiday(date(2026, 10, 17)) is None
    assert BRITAIN.holiday(date(2026, 12, 28)) == "Boxing Day (observed)"


def test_china_2027_knows_the_statutory_days_and_calls_the_whole_year_provisional():
    assert not CHINA.is_workday(date(2027, 10, 1))
    assert CHINA.is_provisional(date(2027, 10, 1))
    assert CHINA.is_provisional(date(2027, 3, 10))
    assert not CHINA.is_provisional(date(2026, 10, 8))
    assert 2027 in CHINA.known
    assert not BRITAIN.is_provisional(date(2027, 3, 10))


def test_a_year_without_data_has_weekends_only_and_is_provisional():
    assert CHINA.is_workday(date(2050, 10, 3))
    assert not CHINA.is_workday(date(2050, 10, 1))  # a Saturday
    assert CHINA.is_provisional(date(2050, 10, 3))
    assert Calendar.bundled("ZZ", 2020, 2030).is_provisional(date(2026, 1, 1))
    assert Calendar.bundled("ZZ", 2020, 2030).days == ()


def test_an_estimated_moon_sighting_is_provisional_by_itself():
    emirates = Calendar.bundled("AE", 2026, 2027)
    soft = [day for day in emirates.days if day.provisional]
    assert soft
    assert not any("estimated" in day.name for day in emirates.days)
    assert all(emirates.is_provisional(day.day) for day in soft)


def test_the_gulf_rests_on_its_own_weekend():
    saudi = Calendar.bundled("SA", 2026, 2026)
    assert not saudi.is_workday(date(2026, 7, 3))  # a Friday
    assert saudi.is_workday(date(2026, 7, 5))  # a Sunday


@pytest.mark.parametrize(
    ("calendar", "day", "n", "expected"),
    [
        (CHINA, "2026-09-30", 1, "2026-10-08"),
        (CHINA, "2026-09-30", 3, "2026-10-10"),
        (CHINA, "2026-10-08", -1, "2026-09-30"),
        (CHINA, "2026-10-03", 0, "2026-10-08"),
        (CHINA, "2026-02-13", 1, "2026-02-14"),
        (CHINA, "2026-02-14", 1, "2026-02-24"),
        (CHINA, "2026-02-13", 15, "2026-03-12"),
        (BRITAIN, "2026-04-02", 3, "2026-04-09"),
        (BRITAIN, "2026-12-24", 1, "2026-12-29"),
        (AMERICA, "2026-07-02", 1, "2026-07-06"),
        (BARE, "2026-07-03", 5, "2026-07-10"),
    ],
)
def test_the_nth_working_day_does_not_count_the_first_day(calendar, day, n, expected):
    assert calendar.add_workdays(date.fromisoformat(day), n) == date.fromisoformat(expected)


def test_next_and_previous_workday_stay_on_a_workday():
    assert CHINA.next_workday(date(2026, 10, 10)) == CHINA.previous_workday(date(2026, 10, 10)) == date(2026, 10, 10)
    assert CHINA.next_workday(date(2026, 10, 1)) == date(2026, 10, 8)
    assert CHINA.previous_workday(date(2026, 10, 7)) == date(2026, 9, 30)


def test_workdays_between_excludes_the_first_and_includes_the_last_day():
    assert CHINA.workdays_between(date(2026, 9, 30), date(2026, 10, 10)) == 3
    assert CHINA.workdays_between(date(2026, 10, 10), date(2026, 9, 30)) == -3
    assert CHINA.workdays_between(date(2026, 10, 1), date(2026, 10, 7)) == 0


def test_a_year_of_endless_holidays_is_stepped_over():
    closed = Calendar([Day(date(2026, 1, 1) + timedelta(days=n), "holiday", "closed") for n in range(2000)])
    assert closed.next_workday(date(2026, 1, 1)) == date(2031, 6, 24)
    assert closed.add_workdays(date(2026, 3, 1), -1) == date(2025, 12, 31)


@pytest.mark.parametrize("calendar", [CHINA, BRITAIN, BARE])
def test_the_ends_of_time_are_answered(calendar):
    for day in (date.min, date.max):
        for n in (-(10**9), -1, 0, 1, 10**9):
            assert date.min <= calendar.add_workdays(day, n) <= date.max
        calendar.is_provisional(day)
        calendar.next_workday(day)
        calendar.previous_workday(day)
        calendar.named("spring_festival", day)
    assert calendar.workdays_between(date.min, date.max) > 2_000_000


def test_a_week_without_workdays_is_refused():
    with pytest.raises(ValueError, match="never all of them"):
        Calendar(weekend=range(7))


@settings(max_examples=150)
@given(CALENDARS, DAYS, st.integers(1, 400))
def test_adding_and_counting_working_days_agree(calendar, day, n):
    later, earlier = calendar.add_workdays(day, n), calendar.add_workdays(day, -n)
    assert calendar.is_workday(later)
    assert calendar.is_workday(earlier)
    assert earlier < day < later
    assert calendar.workdays_between(day, later) == n
    assert calendar.workdays_between(earlier, day) == n - 1 + calendar.is_workday(day)


@settings(max_examples=100)
@given(CALENDARS, DAYS, st.integers(0, 300), st.integers(1, 300))
def test_working_days_add_up(calendar, day, a, b):
    if a:
        assert calendar.add_workdays(calendar.add_workdays(day, a), b) == calendar.add_workdays(day, a + b)
    assert calendar.add_workdays(day, a) < calendar.add_workdays(day, a + b) or a == 0


@settings(max_examples=100)
@given(CALENDARS, DAYS, st.integers(0, 400))
def test_counting_agrees_with_looking_at_every_day(calendar, day, length):
    end = day + timedelta(days=length)
    looked = sum(calendar.is_workday(day + timedelta(days=n)) for n in range(1, length + 1))
    assert calendar.workdays_between(day, end) == looked == -calendar.workdays_between(end, day)


def test_a_year_that_is_missing_or_provisional_is_warned_of_two_months_ahead():
    assert CHINA.warnings(datetime(2026, 11, 1, tzinfo=UTC)) == ()
    (gap,) = CHINA.warnings(datetime(2026, 11, 2, tzinfo=UTC))
    assert (gap.year, gap.kind, gap.starts) == (2027, "provisional", date(2027, 1, 1))
    both = Calendar().warnings(datetime(2026, 12, 31, tzinfo=UTC))
    assert [(gap.year, gap.kind) for gap in both] == [(2026, "missing"), (2027, "missing")]
    assert BRITAIN.warnings(datetime(2026, 12, 31, tzinfo=UTC)) == ()
    assert Calendar().warnings(datetime.max.replace(tzinfo=UTC))[0].year == 9999


def test_the_fingerprint_tells_calendars_apart_by_content():
    day = Day(date(2026, 5, 20), "holiday", "Founders' day")
    assert Calendar([day]).fingerprint == Calendar([day]).fingerprint
    assert len({c.fingerprint for c in (BARE, Calendar([day]), Calendar(known=[2026]), CHINA, BRITAIN)}) == 5
    assert Calendar([day]) != Calendar([day])
