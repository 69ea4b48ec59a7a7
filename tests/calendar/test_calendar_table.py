"""Calendar days in the database are laid over the shipped calendars."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.core.calendar import Day
from bot.core.calendar.table import CalendarDay, Stored, load, store

NOW = datetime(2026, 11, 5, 8, tzinfo=UTC)
TABLE = [Day(date(2027, 10, day), "holiday", "国庆节") for day in range(1, 8)]
TABLE.append(Day(date(2027, 10, 9), "workday", "国庆节"))


@pytest.fixture
def session():
    engine = create_engine("sqlite://")
    CalendarDay.__table__.create(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


def test_an_empty_table_gives_the_shipped_calendar(session):
    china = load(session, " cn ")
    assert china.country == "CN"
    assert not china.is_workday(date(2026, 10, 1))
    assert china.is_provisional(date(2027, 10, 1))


def test_an_imported_year_is_final_from_the_next_loading_on(session):
    before = load(session, "CN")
    assert store(session, "CN", TABLE, "notice.csv", NOW) == Stored(added=8)
    after = load(session, "CN")
    assert not after.is_provisional(date(2027, 10, 1))
    assert after.is_workday(date(2027, 10, 9))
    assert after.fingerprint != before.fingerprint
    assert load(session, "GB").is_workday(date(2027, 10, 1))


def test_equal_data_is_one_object_and_changed_data_another(session):
    store(session, "CN", TABLE, "notice.csv", NOW)
    first = load(session, "CN")
    assert load(session, "CN") is first
    store(session, "CN", [Day(date(2027, 10, 9), "holiday", "国庆节")], "correction", NOW)
    assert not load(session, "CN").is_workday(date(2027, 10, 9))


def test_importing_twice_changes_nothing(session):
    store(session, "CN", TABLE, "notice.csv", NOW)
    assert store(session, "cn", TABLE, "notice.csv", NOW) == Stored()
    assert len(session.scalars(select(CalendarDay)).all()) == len(TABLE)


def test_a_corrected_table_takes_back_its_own_days_only(session):
    store(session, "CN", TABLE, "notice.csv", NOW)
    store(session, "CN", [Day(date(2027, 12, 24), "holiday", "司庆")], "by hand", NOW)
    corrected = [*TABLE[:6], Day(date(2027, 10, 10), "workday", "国庆节")]
    assert store(session, "CN", corrected, "notice.csv", NOW) == Stored(added=1, removed=2)
    china = load(session, "CN")
    assert china.is_workday(date(2027, 10, 7))
    assert not china.is_workday(date(2027, 10, 9))
    assert china.holiday(date(2027, 12, 24)) == "司庆"


def test_a_row_keeps_where_it_came_from(session):
    store(session, "GB", [Day(date(2027, 5, 4), "holiday", "Coronation", provisional=True)], "gov.uk", NOW)
    row = session.scalars(select(CalendarDay)).one()
    assert (row.calendar, row.source, row.provisional, row.created_at) == ("GB", "gov.uk", True, NOW)
    assert load(session, "GB").is_provisional(date(2027, 5, 4))


def test_one_day_stands_once_in_a_calendar(session):
    store(session, "GB", TABLE[:1], "a", NOW)
    session.add(CalendarDay(calendar="GB", day=TABLE[0].day, kind="workday", name="x", source="b", created_at=NOW))
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_firms_own_code_knows_only_what_was_imported(session):
    store(session, "ACME", [Day(date(2027, month, 6), "holiday", "x") for month in range(1, 6)], "hr", NOW)
    acme = load(session, "ACME")
    assert not acme.is_workday(date(2027, 1, 6))
    assert not acme.is_provisional(date(2027, 3, 3))
    assert acme.is_provisional(date(2026, 3, 3))
