"""What must hold for the clocks of any complaint whatever."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.complaints.deadlines.clocks import clocks_of
from bot.complaints.deadlines.events import Event, EventKind
from bot.core.calendar import Calendar, WorkingTime
from bot.core.policy import load_pack

PACKS = [load_pack(name) for name in ("generic-enterprise", "cn-bank", "uk-fca", "us-cfpb")]
PLACES = {
    pack.name: WorkingTime(
        Calendar.bundled(pack.counting.country, 2023, 2032), pack.counting.working_hours, ZoneInfo(pack.counting.zone)
    )
    for pack in PACKS
}
BANK = PACKS[1]
LATER = datetime(2031, 1, 1, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2029, 12, 31), timezones=st.just(UTC))
MINUTES = st.integers(0, 60 * 24 * 40)
SEVERITIES = st.sampled_from(["S1", "S2", "S3", "S4"])


def dues(pack, events, severity="S3"):
    """Plain and rolled due moments by name, long after everything."""
    clocks = clocks_of(events, pack, PLACES[pack.name], LATER, severity=severity)
    return {clock.name: (clock.due_plain, clock.due_rolled) for clock in clocks.clocks}


def minutes(count: int) -> timedelta:
    """That many minutes."""
    return timedelta(minutes=count)


@given(st.sampled_from(PACKS), MOMENTS, MINUTES, SEVERITIES)
def test_a_complaint_received_later_is_never_due_earlier(pack, received, later, severity):
    early = dues(pack, [Event(EventKind.RECEIVED, received)], severity)
    late = dues(pack, [Event(EventKind.RECEIVED, received + minutes(later))], severity)

    for name, (plain, rolled) in early.items():
        assert late[name][0] >= plain
        assert late[name][1] >= rolled
        assert rolled >= plain > received


def paused(received, start, *stops, reason):
    """A case paused from `start`, resumed and paused again at each stop, resumed at the last one."""
    events = [
        Event(EventKind.RECEIVED, received),
        Event(EventKind.PROMISED, received, until=received + timedelta(days=30)),
        Event(EventKind.PAUSED, start, reason=reason),
    ]
    for stop in stops[:-1]:
        events += [Event(EventKind.RESUMED, stop), Event(EventKind.PAUSED, stop, reason=reason)]
    return [*events, Event(EventKind.RESUMED, stops[-1])]


REASONS = st.sampled_from(["appraisal", "mediation", "waiting_for_customer"])


@given(MOMENTS, MINUTES, MINUTES, MINUTES, REASONS, SEVERITIES)
def test_a_pause_in_two_parts_takes_out_what_the_whole_does(received, before, first, second, reason, severity):
    start = received + minutes(before)
    middle, end = start + minutes(first), start + minutes(first + second)

    whole = dues(BANK, paused(received, start, end, reason=reason), severity)
    parts = dues(BANK, paused(received, start, middle, end, reason=reason), severity)
    assert parts == whole


@given(MOMENTS, st.integers(0, 60 * 24 * 8), MINUTES, MINUTES, st.integers(1, 60 * 24 * 3))
def test_days_taken_out_by_two_pauses_add_up(received, before, first, second, gap):
    """Natural days: the limit moves by exactly the dates both pauses span, as long as it is not reached before."""
    zone = PLACES[BANK.name].zone
    pauses = [(received + minutes(before), received + minutes(before + first))]
    again = pauses[0][1] + minutes(gap)
    pauses.append((again, again + minutes(second)))
    events = [Event(EventKind.RECEIVED, received)]
    for start, end in pauses:
        events += [Event(EventKind.PAUSED, start, reason="appraisal"), Event(EventKind.RESUMED, end)]

    out = sum((end.astimezone(zone).date() - start.astimezone(zone).date()).days for start, end in pauses)
    plain = dues(BANK, events)["legal"][0].astimezone(zone).date()
    assert plain == received.astimezone(zone).date() + timedelta(days=15 + out)


@given(MOMENTS, MINUTES, MINUTES, MINUTES, REASONS, SEVERITIES)
def test_a_longer_pause_never_brings_a_limit_nearer(received, before, length, more, reason, severity):
    start = received + minutes(before)
    short = dues(BANK, paused(received, start, start + minutes(length), reason=reason), severity)
    long = dues(BANK, paused(received, start, start + minutes(length + more), reason=reason), severity)

    assert all(long[name] >= moments for name, moments in short.items())


@given(MOMENTS, MINUTES, st.one_of(st.none(), st.integers(1, 80)), st.sampled_from(PACKS))
def test_an_extension_never_brings_a_limit_nearer(received, after, days, pack):
    plain = dues(pack, [Event(EventKind.RECEIVED, received)])
    extension = Event(EventKind.EXTENDED, received + minutes(after), days=days)

    assert dues(pack, [Event(EventKind.RECEIVED, received), extension])["legal"] >= plain["legal"]


EVENTS = st.lists(
    st.builds(
        Event,
        kind=st.sampled_from(list(EventKind)),
        at=MOMENTS,
        reason=st.sampled_from(["", "appraisal", "mediation", "supplement", "waiting_for_customer", "new_facts", "?"]),
        until=st.one_of(st.none(), MOMENTS),
        days=st.one_of(st.none(), st.integers(-5, 400)),
        total=st.one_of(st.none(), st.integers(-5, 400)),
        notice=st.sampled_from([None, True, False]),
    ),
    max_size=14,
)


@settings(max_examples=150)
@given(st.sampled_from(PACKS), EVENTS, MOMENTS, SEVERITIES, st.data())
def test_no_list_of_events_is_too_odd_to_be_read(pack, events, now, severity, data):
    regime = data.draw(st.sampled_from(sorted(pack.complaints.regimes)))
    clocks = clocks_of(events, pack, PLACES[pack.name], now, severity=severity, regime=regime)

    for clock in clocks.clocks:
        assert clock.due_rolled >= clock.due_plain
        moments = [alert.at for alert in clock.alerts]
        assert moments == sorted(moments)
        assert all(moment <= clock.due_plain for moment in moments)


@given(EVENTS, st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_given_does_not_matter(events, random):
    distinct = list({event.at: event for event in events}.values())
    shuffled = random.sample(distinct, len(distinct))

    read = [clocks_of(each, BANK, PLACES[BANK.name], LATER).clocks for each in (distinct, shuffled)]
    assert read[0] == read[1]


@given(EVENTS, MOMENTS, MOMENTS)
def test_a_breach_once_recorded_is_never_erased(events, one, other):
    first, second = sorted((one, other))
    earlier = clocks_of(events, BANK, PLACES[BANK.name], first)
    later = clocks_of(events, BANK, PLACES[BANK.name], second)

    for clock in earlier.clocks:
        assert set(clock.breaches) <= set(later.named(clock.name).breaches)
