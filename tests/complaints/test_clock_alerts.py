"""When the clocks of a complaint speak."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.complaints.deadlines.clocks import clocks_of
from bot.complaints.deadlines.events import Event, EventKind
from bot.core.calendar import Calendar, WorkingHours, WorkingTime
from bot.core.policy import load_pack

ZONE = ZoneInfo("Asia/Shanghai")
PLACE = WorkingTime(Calendar.bundled("CN", 2025, 2028), WorkingHours.DEFAULT, ZONE)
BANK = load_pack("cn-bank")


def at(text: str) -> datetime:
    """A local time in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def alerts(clock) -> dict[str, str]:
    """Label to local time."""
    return {alert.label: alert.at.astimezone(ZONE).strftime("%m-%d %H:%M") for alert in clock.alerts}


def read(*events: Event, now: str):
    """The clocks at a local time."""
    return clocks_of(events, BANK, PLACE, at(now))


def test_fifteen_days_speak_at_half_three_quarters_nine_tenths_the_end_and_three_and_one_days_before():
    legal = read(Event(EventKind.RECEIVED, at("2026-03-02 10:00")), now="2026-03-02 11:00").named("legal")

    # Counted from midnight after 2 March to 17 March 18:00: 14 days and 18 hours, that is 354 hours.
    assert alerts(legal) == {
        "50%": "03-10 09:00",
        "75%": "03-14 01:30",
        "3d": "03-14 09:00",
        "90%": "03-16 06:36",
        "1d": "03-16 09:00",
        "100%": "03-17 18:00",
    }
    assert [alert.at for alert in legal.alerts] == sorted(alert.at for alert in legal.alerts)


def test_alerts_obey_the_date_before_it_is_moved_off_the_festival():
    legal = read(Event(EventKind.RECEIVED, at("2026-01-31 10:00")), now="2026-01-31 11:00").named("legal")

    assert alerts(legal)["100%"] == "02-15 18:00"
    assert alerts(legal)["1d"] == "02-14 09:00"
    assert legal.due_rolled == at("2026-02-24 18:00")


def test_a_clock_of_hours_has_no_days_before():
    clocks = read(Event(EventKind.RECEIVED, at("2026-03-06 17:00")), now="2026-03-06 17:00")

    assert alerts(clocks.named("acknowledge")) == {
        "50%": "03-09 10:00",
        "75%": "03-09 11:00",
        "90%": "03-09 11:36",
        "100%": "03-09 12:00",
    }


def test_a_paused_clock_is_silent():
    legal = read(
        Event(EventKind.RECEIVED, at("2026-03-02 10:00")),
        Event(EventKind.PAUSED, at("2026-03-11 10:00"), reason="appraisal"),
        now="2026-03-20 10:00",
    ).named("legal")

    assert list(alerts(legal)) == ["50%"]


def test_after_a_pause_nothing_explodes_for_one_working_hour():
    clocks = read(
        Event(EventKind.RECEIVED, at("2026-03-02 10:00")),
        Event(EventKind.PROMISED, at("2026-03-02 10:00"), until=at("2026-03-02 12:00")),
        Event(EventKind.PAUSED, at("2026-03-02 11:45"), reason="waiting_for_customer"),
        Event(EventKind.RESUMED, at("2026-03-03 09:00")),
        now="2026-03-03 09:00",
    )

    after = [alert.at for alert in clocks.named("promise").alerts if alert.at > at("2026-03-02 11:45")]
    assert set(after) == {at("2026-03-03 10:00")}


def test_the_sweep_is_told_the_next_moment_something_must_be_said():
    clocks = read(Event(EventKind.RECEIVED, at("2026-03-02 10:00")), now="2026-03-02 11:00")

    assert clocks.next_moment(at("2026-03-02 11:00")) == at("2026-03-02 15:30"), "the acknowledgement's limit"
    target = clocks.named("internal_target")
    later = clocks.next_moment(at("2026-03-06 00:00"))
    assert later in [alert.at for alert in target.alerts]
