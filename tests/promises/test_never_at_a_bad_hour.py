"""Nobody is written to outside working time, east and west of UTC, through clock changes and holidays."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from staging.world import World

from bot.directory import queries as directory
from bot.directory.models import Person


@pytest.mark.parametrize(
    ("zone", "offset"), [("Pacific/Auckland", "+13:00"), ("America/Los_Angeles", "-08:00"), ("Asia/Kolkata", "+05:30")]
)
def test_reminders_come_in_the_owners_working_time(
    world: World, promise: Callable, pass_time: Callable, zone: str, offset: str
) -> None:
    far = world.person("Far Away", locale="en-GB", zone=zone, lead=world.chen)
    promise(far, "send the offer", "2026-11-25 18:00", zone=offset)
    promise(far, "call them", "2026-11-25 20:00", zone=offset, timed=True)
    pass_time("2026-12-01 12:00", offset, minutes=60)

    assert len(far.messages()) >= 2, "both promises"
    with world.rapport.workshop.read() as work:
        time = directory.working_time(work.session, work.session.get_one(Person, far.id))
    from bot.core.outbox import Posting

    sent = [one.sent_at for one in world.all(Posting) if one.person_id == far.id and one.sent_at is not None]
    assert sent
    assert all(time.is_open(moment) for moment in sent), [m.astimezone(ZoneInfo(zone)) for m in sent]


def test_the_reminder_keeps_its_local_hour_through_a_clock_change(
    world: World, promise: Callable, pass_time: Callable
) -> None:
    """Clocks in London go back on Sunday 25 October 2026 and forward on 28 March 2027."""
    world.clock.to("2027-03-26 12:00", "+00:00")
    promise(world.emma, "send the offer", "2027-03-29 18:00", zone="+01:00")
    promise(world.emma, "ring at three", "2027-03-30 15:00", zone="+01:00", timed=True)
    pass_time("2027-03-31 12:00", "+01:00", minutes=30)
    from bot.core.outbox import Posting

    london = ZoneInfo("Europe/London")
    hours = [
        one.sent_at.astimezone(london).strftime("%d %H:%M")
        for one in world.all(Posting)
        if one.person_id == world.emma.id
    ]
    assert "29 17:30" in hours
    assert "30 14:30" in hours


def test_what_falls_due_before_a_holiday_is_reminded_after_it(
    world: World, promise: Callable, pass_time: Callable
) -> None:
    """National Day 2026: Thursday 1 to Wednesday 7 October."""
    world.clock.to("2026-09-29 10:00")
    promise(world.li, "送报价", "2026-09-30 18:00")
    pass_time("2026-10-08 08:50", minutes=120)
    assert world.li.messages() == []
    pass_time("2026-10-08 09:00")
    assert len(world.li.messages()) == 1
