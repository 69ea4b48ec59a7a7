"""Quiet hours, the spam fuse and the clock fuse hold messages back and lose none."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.outbox import Manner, Priority, State
from bot.core.outbox.limits import Limits
from bot.core.outbox.stops import resume
from bot.core.outbox.upkeep import tend

EVENING = datetime(2026, 12, 2, 13, 0, tzinfo=UTC)
MORNING = datetime(2026, 12, 3, 1, 0, tzinfo=UTC)


def closed_until_morning(person_id, at):
    """Nobody works before the next morning."""
    return max(at, MORNING)


def test_a_nudge_waits_for_the_morning_and_blocks_no_answer(rig):
    rig.opens, rig.now = closed_until_morning, EVENING
    nudge = rig.say("remember")
    rig.say("saved", manner=Manner.ANSWER)
    rig.say("red alert", manner=Manner.URGENT)

    rig.rounds(5)
    assert rig.slack.texts("DU1") == ["saved", "red alert"]
    assert rig.row(nudge).due_at == MORNING
    rig.forward(hours=12)
    rig.rounds(3)

    assert rig.slack.texts("DU1")[-1] == "remember"
    assert rig.row(nudge).attempts == 1


def test_quiet_hours_do_not_bind_channels(rig):
    rig.opens, rig.now = closed_until_morning, EVENING
    rig.say("for the channel", "C1")

    rig.round()

    assert rig.slack.texts("C1") == ["for the channel"]


def test_the_thirteenth_nudge_of_an_hour_waits_but_a_deadline_does_not(rig):
    for number in range(13):
        rig.say(f"nudge {number}")
    rig.say("deadline", priority=Priority.DEADLINE)

    rig.rounds(30)
    assert len(rig.slack.texts("DU1")) == 13
    assert rig.slack.texts("DU1")[-1] == "deadline"
    rig.rounds(4000, step=400)

    assert "nudge 12" in rig.slack.texts("DU1")


def test_data_is_forgotten_thirty_days_after_delivery(rig):
    sent, waiting = rig.say("private"), rig.say("later", due=rig.now + timedelta(days=60))
    rig.round()

    rig.forward(days=29)
    tend(rig.workshop, lambda _: [], lambda _: rig.now)
    assert rig.row(sent).data == {"text": "private"}
    rig.forward(days=2)
    tend(rig.workshop, lambda _: [], lambda _: rig.now)

    assert rig.row(sent).data == {}
    assert rig.row(waiting).data == {"text": "later"}


def test_admins_hear_once_a_day_what_was_parked_and_never_about_their_own_summary(rig):
    rig.slack.script("chat.postMessage", ("error", "odd_code"))
    rig.say("odd", "C1")
    rig.round()

    for _ in range(3):
        tend(rig.workshop, lambda _: [9], lambda _: rig.now)
        rig.rounds(3)
    assert len(rig.slack.texts("DU9")) == 1
    assert "odd_code" in rig.slack.texts("DU9")[0]
    rig.people[9] = False
    for _ in range(3):
        rig.forward(days=1)
        tend(rig.workshop, lambda _: [9], lambda _: rig.now)
        rig.rounds(5)

    assert len(rig.slack.texts("DU9")) == 1


class TestClockFuse:
    @pytest.mark.parametrize("moved", [timedelta(hours=1), -timedelta(hours=1), timedelta(days=365)])
    def test_a_jump_of_the_clock_holds_everything_and_tells_the_admin(self, rig, moved):
        rig.round()
        rig.now += moved
        posting_id = rig.say("held")

        rig.rounds(5)
        assert rig.slack.texts("DU1") == []
        (told,) = rig.slack.texts("DU9")
        assert "resume" in told
        with rig.workshop.open() as work:
            assert resume(work.session) == 1
        rig.rounds(3)

        assert rig.slack.texts("DU1") == ["held"]
        assert rig.row(posting_id).state == State.SENT

    def test_a_long_pause_is_not_a_jump(self, rig):
        rig.round()
        rig.forward(days=3)
        rig.say("after the weekend")

        rig.round()

        assert rig.slack.texts("DU1") == ["after the weekend"]

    class TestSwitchedOff:
        @pytest.fixture
        def limits(self):
            return Limits(timeout=5.0, clock_fuse=False)

        def test_a_jump_changes_nothing(self, rig):
            rig.round()
            rig.now += timedelta(days=1)
            rig.say("goes on")

            rig.round()

            assert rig.slack.texts("DU1") == ["goes on"]


class TestWhatPiledUp:
    def test_late_messages_for_one_person_are_said_as_one(self, rig):
        rig.slack.stop()
        ids = [rig.say(f"nudge {number}") for number in range(50)]
        rig.say("deadline", priority=Priority.DEADLINE)
        rig.forward(hours=1)
        rig.slack.start(int(rig.slack.url.split(":")[2].split("/")[0]))

        rig.rounds(60)

        said = rig.slack.texts("DU1")
        assert len(said) == 2
        assert "nudge 0" in next(text for text in said if "nudge" in text)
        assert {rig.row(each).state for each in ids} == {State.FOLDED}

    def test_three_late_messages_come_one_by_one(self, rig):
        for number in range(3):
            rig.say(f"nudge {number}")
        rig.forward(hours=1)

        rig.rounds(10)

        assert rig.slack.texts("DU1") == ["nudge 0", "nudge 1", "nudge 2"]

    def test_beyond_the_fuse_the_rest_of_the_hour_is_one_message(self, rig):
        for number in range(30):
            rig.say(f"nudge {number}")

        rig.rounds(600, step=5)
        assert len(rig.slack.texts("DU1")) == 13
        for number in range(30, 33):
            rig.say(f"nudge {number}")
        rig.rounds(600, step=5)
        assert len(rig.slack.texts("DU1")) == 13
        rig.rounds(4000, step=100)

        assert len(rig.slack.texts("DU1")) <= 17
        assert all(row.state in (State.SENT, State.FOLDED) for row in rig.rows())

    def test_quiet_hours_end_with_one_message(self, rig):
        rig.opens, rig.now = closed_until_morning, EVENING
        for number in range(8):
            rig.say(f"nudge {number}")
        rig.rounds(30)

        rig.forward(hours=12)
        rig.rounds(30)

        assert len(rig.slack.texts("DU1")) == 1

    def test_a_crash_while_folding_loses_and_repeats_nothing(self, rig):
        ids = [rig.say(f"nudge {number}") for number in range(10)]
        rig.forward(hours=1)
        (job,) = rig.sender._turn([], 1)
        rig.sender._courier.carry(job)  # folded and committed, and then the process is gone

        rig.rounds(200, step=5)

        assert len(rig.slack.texts("DU1")) == 1
        assert {rig.row(each).state for each in ids} == {State.FOLDED}
