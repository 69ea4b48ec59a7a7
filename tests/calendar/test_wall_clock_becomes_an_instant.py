"""What a wall clock shows becomes one instant, also when clocks are changed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.calendar import localise

ZONES = [
    ZoneInfo(name)
    for name in (
        "Europe/London",
        "America/New_York",
        "Asia/Shanghai",
        "Australia/Lord_Howe",
        "America/Sao_Paulo",
        "Pacific/Apia",
        "Africa/Casablanca",
        "Asia/Kathmandu",
    )
]


@pytest.mark.parametrize(
    ("zone", "local", "utc"),
    [
        ("Asia/Shanghai", "2026-10-01 09:00", "2026-10-01 01:00"),
        ("Europe/London", "2026-07-01 09:00", "2026-07-01 08:00"),
        ("Europe/London", "2026-03-29 01:00", "2026-03-29 01:00"),
        ("Europe/London", "2026-03-29 01:30", "2026-03-29 01:00"),
        ("Europe/London", "2026-03-29 02:00", "2026-03-29 01:00"),
        ("America/New_York", "2026-03-08 02:30", "2026-03-08 07:00"),
        ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03 15:30"),
        ("Australia/Lord_Howe", "2026-10-04 02:30", "2026-10-03 15:30"),
        ("Pacific/Apia", "2011-12-30 12:00", "2011-12-30 10:00"),
        ("America/Sao_Paulo", "2018-11-04 00:20", "2018-11-04 03:00"),
    ],
)
def test_a_skipped_time_is_the_first_instant_after_the_gap(zone, local, utc):
    assert localise(ZoneInfo(zone), datetime.fromisoformat(local)) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "local", "utc"),
    [
        ("Europe/London", "2026-10-25 01:30", "2026-10-25 00:30"),
        ("Europe/London", "2026-10-25 02:00", "2026-10-25 02:00"),
        ("America/New_York", "2026-11-01 01:30", "2026-11-01 05:30"),
        ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04 14:45"),
    ],
)
@pytest.mark.parametrize("fold", [0, 1])
def test_a_time_shown_twice_is_its_first_showing(zone, local, utc, fold):
    shown = datetime.fromisoformat(local).replace(fold=fold)
    assert localise(ZoneInfo(zone), shown) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_an_aware_datetime_is_refused():
    with pytest.raises(ValueError, match="without a zone"):
        localise(ZONES[0], datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_the_ends_of_time_are_answered(zone):
    assert localise(zone, datetime.min) < localise(zone, datetime(2026, 1, 1)) < localise(zone, datetime.max)


@settings(max_examples=300)
@given(st.sampled_from(ZONES), st.datetimes(datetime(2005, 1, 1), datetime(2035, 1, 1)), st.integers(0, 4 * 3600))
def test_clocks_never_run_backwards(zone, local, seconds):
    later = local + timedelta(seconds=seconds)
    assert localise(zone, local) <= localise(zone, later)


@settings(max_examples=300)
@given(st.sampled_from(ZONES), st.datetimes(datetime(2005, 1, 1), datetime(2035, 1, 1)))
def test_the_instant_shows_the_time_unless_that_time_does_not_exist(zone, local):
    shown = localise(zone, local).astimezone(zone).replace(tzinfo=None)
    assert shown == local or shown > local
