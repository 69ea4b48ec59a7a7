"""The short way to the database gives what the ORM gives, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import JSON, Float, Integer, Text, bindparam, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.core import bulk
from bot.core.calendar.table import CalendarDay
from bot.core.outbox import Notice, PersonPlace, postings_of
from bot.core.prepared import WIRE, Prepared, among, compile_all
from bot.core.remember import forget
from bot.core.rows import all_of, by_id
from bot.core.settings import Defaults
from bot.core.subject import Subject
from bot.customers.models import Customer
from bot.directory import queries
from bot.directory.models import Leave, Person, Preference
from bot.reports import digest
from bot.reports.models import Digest

pytestmark = pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)

BY_NAME = Prepared(select(Person).where(Person.name == bindparam("name")))
ALL_IN_ONE = Prepared(select(Person).where(among(Person.name, "names")), in_one=True)
NUMBERED = Prepared(select(Person.name).where(among(Person.__table__.c.id, "ids")))
NAMED = Prepared(select(Person.name).where(among(Person.name, "names")).order_by(Person.name))


def test_a_row_read_the_short_way_is_the_sessions_own_and_is_written_back(world):
    with world.rapport.workshop.open() as work:
        made = work.save(Person(name="韩梅梅", time_zone="Asia/Shanghai"))
        read = all_of(work.session, Person, BY_NAME, name="韩梅梅")
        assert read == [made]
        assert (made.role, made.department) == ("manager", "account_management")

    with world.rapport.workshop.open() as work:
        (read,) = all_of(work.session, Person, BY_NAME, name="韩梅梅")
        assert (read.id, read.created_at) == (made.id, made.created_at)
        read.time_zone = "Europe/London"

    with world.rapport.workshop.read() as work:
        assert work.session.get_one(Person, made.id).time_zone == "Europe/London"
        assert by_id(work.session, Person, made.id + 1000) is None


def test_what_waits_to_be_written_is_seen(world):
    with world.rapport.workshop.open() as work:
        work.session.add(Person(created_at=work.now, name="Lily", time_zone="Europe/London"))
        assert len(all_of(work.session, Person, BY_NAME, name="Lily")) == 1


def test_a_list_is_one_parameter_whatever_it_holds(world):
    odd = ['O"Neil', "100%", "back\\slash", "{brace}", "'; DROP"]
    with world.rapport.workshop.open() as work:
        for name in odd:
            work.save(Person(name=name, time_zone="Asia/Shanghai"))
        assert [name for (name,) in NAMED.all(work.session, names=odd)] == sorted(odd)
        assert NAMED.all(work.session, names=[]) == []
        assert NUMBERED.all(work.session, ids=[None, 0]) == []
        assert NAMED.scalar(work.session, names=["100%"]) == "100%"
        assert NAMED.first(work.session, names=["nobody"]) is None


def test_rows_that_come_as_one_value_are_the_same_rows(world):
    odd = ['O"Neil', "back\\slash", "李\n雷 \U0001f600"]
    with world.rapport.workshop.open() as work:
        made = [work.save(Person(name=name, time_zone="Asia/Shanghai", deactivated_at=work.now)) for name in odd]
        before = [dict(row.__dict__) for row in made]
    with world.rapport.workshop.read() as work:
        read = all_of(work.session, Person, ALL_IN_ONE, names=odd)
        names = [key for key in before[0] if not key.startswith("_")]
        assert [[getattr(row, name) for name in names] for row in sorted(read, key=lambda row: row.id)] == [
            [row[name] for name in names] for row in before
        ]
        assert all_of(work.session, Person, ALL_IN_ONE, names=["nobody"]) == []


def test_changing_writes_only_what_differs(world):
    with world.rapport.workshop.open() as work:
        row = work.save(Customer(name="Acme"))
        moment = work.now
        work.change(row, contacted_at=moment, tier=None)
        assert row not in work.session.dirty

    with world.rapport.workshop.read() as work:
        assert work.session.get_one(Customer, row.id).contacted_at == moment


def test_a_refusal_of_the_database_is_sqlalchemys_error_and_tells_no_value(world):
    with world.rapport.workshop.open() as work:
        work.save(Preference(key="secret-choice", value="secret-value"))

    with pytest.raises(IntegrityError) as caught, world.rapport.workshop.open() as work:
        work.save(Preference(key="secret-choice", value="secret-value"))

    assert "secret-value" not in str(caught.value)
    with world.rapport.workshop.open() as work:
        assert work.session.scalars(select(Leave)).all() == []


def test_what_is_sent_as_rows_arrives_as_it_was(world):
    rows = bulk.Rows("sent", {"place": Integer(), "text": Text(), "share": Float(), "data": JSON()})
    words = [
        'a"b',
        "c\\d",
        "e\nf\tg",
        "\x01\x7f",
        "null",
        "NULL",
        None,
        "",
        "{}",
        "a,b",
        "'",
        "\\n",
        "\\u0041",
        "中文🟠",
    ]
    given = [(place, word, 1.5 if place else None, {"word": word}) for place, word in enumerate(words)]
    with world.rapport.workshop.read() as work:
        table = rows.table(work.session.get_bind().dialect.name)
        for sent in (given, []):
            found = work.session.execute(select(table), rows.given(work.session, sent)).all()
            assert [tuple(row) for row in found] == sent


def test_a_statement_nobody_asked_yet_is_compiled_ahead(world):
    early = Prepared(select(Person.id).where(Person.name == bindparam("name")))
    with world.rapport.workshop.read() as work:
        compile_all(work.session)
        assert early._texts.keys() == {work.session.get_bind().dialect.name}
        assert early.all(work.session, name="nobody") == []


def test_a_connection_lost_while_reading_is_sqlalchemys_error_too(world):
    with pytest.raises(DBAPIError), world.rapport.workshop.read() as work:
        NAMED.all(work.session, names=[])
        work.session.info[WIRE].driver.close()
        NAMED.all(work.session, names=[])


def test_who_arrives_is_read_with_what_the_house_chose_and_his_leave_as_they_stand_now(world):
    slack_id, now = world.li.slack_id, world.clock()
    today = now.date()

    def seen(work):
        person = queries.arriving(work.session, slack_id)
        hours = queries.working_time(work.session, person)
        return queries.defaults(work.session), hours.leaves, hours.calendar.holiday(today + timedelta(days=30))

    with world.rapport.workshop.read() as work:
        assert queries.arriving(work.session, "U-nobody") is None
        house, _, _ = seen(work)
        assert house == Defaults()
    with world.rapport.engine.begin() as other:  # nobody's use case: rows that come from outside
        for key, value in (("calendar", " gb "), ("hours", "Mon-Fri 08:00-16:00"), ("other", {"a": "'b"})):
            other.execute(insert(Preference), {"key": key, "value": value, "created_at": now})
        day = {"calendar": "GB", "day": today + timedelta(days=30), "kind": "holiday", "provisional": True}
        other.execute(insert(CalendarDay), day | {"name": '司庆 "\\', "source": "x", "created_at": now})
        for first in (9, 2):
            days = {"first_day": today + timedelta(days=first), "last_day": today + timedelta(days=first + 1)}
            other.execute(insert(Leave), days | {"person_id": world.li.id, "created_at": now})
    with world.rapport.workshop.read() as work:
        together = seen(work)
        assert together[0] == Defaults(calendar=" gb ", hours="Mon-Fri 08:00-16:00")
        assert [first for first, _ in together[1]] == [today + timedelta(days=2), today + timedelta(days=9)]
        assert together[2] == '司庆 "\\'
        person = queries.by_slack_id(work.session, slack_id)
        forget(work.session)
        apart = queries.working_time(work.session, person)
        assert (queries.defaults(work.session), apart.leaves) == together[:2]
        assert apart.calendar.is_provisional(today + timedelta(days=30))


def test_numbers_of_every_size_share_one_statement(world):
    with world.rapport.workshop.read() as work:
        assert [by_id(work.session, Person, number) for number in (30_000, 40_000, 2**31 - 1)] == [None] * 3
        if work.session.get_bind().dialect.name == "postgresql":
            like = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%person.id = $1%'")
            assert work.session.scalar(like) == 1


def test_the_recent_digests_of_several_people_are_marked_with_everything_else(world):
    def post(work, colleague, about):
        work.post(Notice("x", PersonPlace(colleague.id), once=f"{about}", about=about, live=True))
        return about

    with world.rapport.workshop.open() as work:
        days = [(world.li, 0), (world.emma, 1), (world.li, 5), (world.chen, 0)]
        made = [
            work.save(Digest(person_id=one.id, day=(work.now - timedelta(days=ago)).date(), kind="morning", lines=[],
                             since=work.now, returned=False))
            for one, ago in days
        ]  # fmt: skip
        mine, hers, old, others = (post(work, world.li, Subject("digest", one.id)) for one in made)
        card, other_card = (post(work, world.li, Subject("visit", number)) for number in (7, 8))
        before = {about: posting_of(work, about).version for about in (mine, hers, old, others, card, other_card)}
    with world.rapport.workshop.open() as work:
        digest.redraw(work, {world.li.id, world.emma.id})
        work.refresh(card)
    with world.rapport.workshop.open() as work:
        moved = {about for about, version in before.items() if posting_of(work, about).version > version}
    assert moved == {mine, hers, card}


def posting_of(work, about):
    (found,) = postings_of(work.session, about)
    return found
