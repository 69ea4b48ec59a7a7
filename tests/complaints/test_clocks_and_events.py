"""What happens to the clocks of one complaint when people pause, promise, extend, restart and answer."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.complaints.deadlines.clocks import State, clocks_of, refusal_of
from bot.complaints.deadlines.events import Event, EventKind
from bot.core.calendar import Calendar, WorkingHours, WorkingTime
from bot.core.policy import load_pack

ZONE = ZoneInfo("Asia/Shanghai")
PLACE = WorkingTime(Calendar.bundled("CN", 2025, 2028), WorkingHours.DEFAULT, ZONE)
BANK = load_pack("cn-bank")


def at(text: str) -> datetime:
    """Local time in Shanghai, March 2026: `"05 14:00"`, or a whole date and time."""
    return datetime.fromisoformat(text if len(text) > 8 else f"2026-03-{text}").replace(tzinfo=ZONE)


def event(kind: str, when: str, **more: object) -> Event:
    """An event of that kind at a local time."""
    return Event(EventKind(kind), at(when), **more)


RECEIVED = event("received", "02 10:00")


def read(*events: Event, now: str = "03 09:00", **options: object):
    """The clocks of a case received on Monday 2 March 2026 at 10:00."""
    return clocks_of([RECEIVED, *events], BANK, PLACE, at(now), **options)


def test_an_acknowledged_complaint_has_met_its_first_clock():
    clocks = read(event("acknowledged", "02 11:00"))

    assert clocks.named("acknowledge").state is State.MET
    assert clocks.named("first_contact").state is State.RUNNING


def test_a_late_acknowledgement_stays_on_record_as_a_breach():
    clocks = read(event("acknowledged", "02 18:00"))

    assert clocks.named("acknowledge").state is State.LATE
    assert clocks.named("acknowledge").breaches == (at("02 15:30"),)


def test_the_law_is_kept_by_the_notice_and_not_by_the_decision():
    decided = read(event("decided", "10 10:00"), now="11 10:00")
    notified = read(event("decided", "10 10:00"), event("notified", "10 15:00"), now="11 10:00")

    assert decided.named("legal").state is State.RUNNING
    assert decided.named("internal_target").state is State.MET
    assert notified.named("legal").state is State.MET


def test_the_earliest_of_promise_target_and_law_governs():
    before = read()
    after = read(event("promised", "02 11:00", until=at("04 12:00")))

    assert before.governing.name == "internal_target"
    assert after.governing.name == "promise"


def test_a_promise_kept_hands_over_to_the_next_clock():
    clocks = read(event("promised", "02 11:00", until=at("04 12:00")), event("promise_kept", "03 08:00"))

    assert clocks.named("promise").state is State.MET
    assert clocks.governing.name == "internal_target"


def test_waiting_for_the_customer_stops_the_promise_alone():
    clocks = read(
        event("promised", "02 11:00", until=at("04 12:00")),
        event("paused", "03 09:00", reason="waiting_for_customer"),
        now="05 09:00",
    )

    promise = clocks.named("promise")
    assert promise.state is State.PAUSED
    assert promise.pause_reason == "waiting_for_customer"
    assert promise.remaining == timedelta(hours=7.5 + 3), "one working day and a morning"
    assert clocks.named("legal").state is State.RUNNING


def test_a_promise_goes_on_with_the_working_time_it_had_left():
    clocks = read(
        event("promised", "02 11:00", until=at("04 12:00")),
        event("paused", "03 09:00", reason="waiting_for_customer"),
        event("resumed", "06 09:00"),
        now="06 10:00",
    )

    assert clocks.named("promise").due_plain == at("09 12:00"), "Friday whole, Monday morning"


def test_a_resumed_promise_has_at_least_one_working_hour():
    clocks = read(
        event("promised", "02 11:00", until=at("04 12:00")),
        event("paused", "04 11:55", reason="waiting_for_customer"),
        event("resumed", "06 17:30"),
        now="06 17:30",
    )

    assert clocks.named("promise").due_plain == at("09 09:30"), "half an hour on Friday, half on Monday"


def test_the_grace_of_the_house_never_lengthens_the_limit_of_the_law():
    clocks = read(event("paused", "17 17:50", reason="appraisal"), event("resumed", "17 17:55"), now="17 17:56")

    assert clocks.named("legal").due_rolled == at("17 18:00")


def test_a_promise_replaced_in_time_is_no_breach_and_one_replaced_late_is():
    first = event("promised", "02 11:00", until=at("04 12:00"))
    in_time = read(first, event("promised", "04 11:00", until=at("05 12:00")), now="04 13:00")
    late = read(first, event("promised", "04 13:00", until=at("05 12:00")), now="04 14:00")

    assert in_time.named("promise").breaches == ()
    assert late.named("promise").breaches == (at("04 12:00"),)
    assert late.named("promise").due_plain == at("05 12:00")


def test_an_agreed_date_takes_the_place_of_the_legal_one():
    clocks = read(event("agreed", "05 10:00", until=at("2026-04-20 18:00")), now="06 10:00")

    assert clocks.named("legal").due_rolled == at("2026-04-20 18:00")
    assert clocks.named("legal").basis.startswith("agreed with the customer")


def test_a_date_agreed_after_the_limit_comes_too_late():
    clocks = read(event("agreed", "18 10:00", until=at("2026-04-20 18:00")), now="18 11:00")

    assert clocks.named("legal").state is State.MISSED
    assert [refused.why for refused in clocks.refused] == ["expired"]


def test_a_missed_limit_survives_a_restart():
    clocks = read(event("restarted", "20 10:00", reason="new_facts"), now="20 11:00")

    assert clocks.named("legal").breaches == (at("17 18:00"),)
    assert clocks.named("legal").due_rolled == at("2026-04-07 18:00"), "4 April is Qingming Saturday"


def test_a_pause_cannot_undo_a_breach():
    clocks = read(event("paused", "18 10:00", reason="appraisal"), now="20 10:00")

    assert clocks.named("legal").state is State.MISSED


def test_a_limit_paused_while_it_waits_for_the_next_working_day_is_not_missed_on_resuming():
    received = event("received", "2026-01-31 10:00")
    events = [
        received,
        event("paused", "2026-02-16 10:00", reason="appraisal"),
        event("resumed", "2026-03-10 10:00"),
    ]
    legal = clocks_of(events, BANK, PLACE, at("2026-03-10 11:00")).named("legal")

    assert legal.due_rolled == at("2026-03-10 18:00")
    assert legal.state is State.RUNNING


def test_sixty_days_need_notice_to_the_customer():
    clocks = read(event("extended", "10 10:00"), event("extended", "30 10:00", notice=False), now="30 11:00")

    assert clocks.named("legal").extended == 1
    assert [refused.why for refused in clocks.refused] == ["notice_missing"]


@pytest.mark.parametrize(
    ("extension", "due"),
    [
        ({"days": 30}, "2026-04-01"),
        ({"days": 10}, "2026-03-27"),
        ({"total": 20}, "2026-03-22"),
        ({"total": 60}, "2026-05-01"),
        ({"until": at("2026-03-25 18:00")}, "2026-03-25"),
    ],
)
def test_an_extension_may_name_days_a_total_or_a_date(extension, due):
    legal = read(event("extended", "10 10:00", **extension), now="10 11:00").named("legal")

    assert legal.due_plain.astimezone(ZONE).date().isoformat() == due


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (event("extended", "18 10:00"), "expired"),
        (event("extended", "10 10:00", total=61), "beyond_the_maximum"),
        (event("extended", "10 10:00", total=15), "shorter_than_now"),
        (event("paused", "05 10:00", reason="holiday"), "unknown_reason"),
        (event("paused", "05 10:00", reason="appraisal", notice=False), "notice_missing"),
        (event("resumed", "05 10:00"), "not_paused"),
        (event("restarted", "05 10:00", reason="same_facts"), "restart_not_allowed"),
        (event("promised", "05 10:00"), "no_date"),
        (event("agreed", "05 10:00"), "no_date"),
        (event("received", "05 10:00"), "already_started"),
    ],
)
def test_an_event_the_rules_do_not_know_is_refused_with_its_reason(bad, why):
    assert refusal_of(bad, [RECEIVED], BANK, PLACE) == why


def test_an_extension_entered_for_a_day_gone_by_is_back_dated():
    history = [RECEIVED, event("contacted", "16 10:00")]

    assert refusal_of(event("extended", "10 10:00"), history, BANK, PLACE) == "expired"
    assert refusal_of(event("extended", "16 11:00"), history, BANK, PLACE) is None


def test_before_receipt_nothing_can_happen():
    assert refusal_of(event("paused", "05 10:00", reason="appraisal"), [], BANK, PLACE) == "not_started"


def test_a_second_pause_needs_a_resumption_between():
    history = [RECEIVED, event("paused", "05 10:00", reason="appraisal")]

    assert refusal_of(event("paused", "06 10:00", reason="mediation"), history, BANK, PLACE) == "already_paused"


def test_withdrawal_ends_every_clock_that_day():
    clocks = read(event("withdrawn", "05 10:00"), now="2026-05-01 10:00")

    assert {clock.state for clock in clocks.clocks if clock.name in ("legal", "internal_target")} == {State.ENDED}
    assert clocks.governing is None
    assert clocks.next_moment(at("05 10:00")) is None


def test_the_call_back_falls_due_three_working_days_after_the_notice():
    clocks = read(event("decided", "05 10:00"), event("notified", "06 10:00"), now="06 11:00")

    assert clocks.named("call_back").due_plain == at("11 18:00")


def test_a_review_has_thirty_days_to_be_asked_for_and_thirty_to_be_decided():
    clocks = read(event("decided", "05 10:00"), event("review_requested", "09 10:00"), now="09 11:00")

    assert clocks.named("review_window").state is State.MET
    assert clocks.named("review").due_plain == at("2026-04-08 18:00")


def test_what_has_not_happened_yet_is_left_out():
    assert read(event("closed", "10 10:00"), now="09 10:00").named("legal").state is State.RUNNING


def test_a_case_of_another_regime_is_counted_by_it():
    clocks = read(event("paused", "05 10:00", reason="appraisal"), regime="cn-pboc")

    assert clocks.named("legal").regime == "cn-pboc"
    with pytest.raises(ValueError, match="no regime"):
        read(regime="cn-pbc")


def test_a_moment_without_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        clocks_of([RECEIVED], BANK, PLACE, datetime(2026, 3, 3))
    with pytest.raises(ValueError, match="zone"):
        Event(EventKind.CLOSED, datetime(2026, 3, 3))
