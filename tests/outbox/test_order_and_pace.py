"""Messages of one place keep their order and their distance; what is urgent goes first; nobody waits for a flood."""

from datetime import timedelta
from itertools import pairwise

import pytest

from bot.core.outbox import Priority, State
from bot.core.outbox.limits import Limits


def arrivals(rig, channel):
    """When each message of a channel was sent, by the program's clock."""
    return [row.sent_at for row in rig.rows() if row.channel == channel and row.sent_at]


def test_a_channel_keeps_the_order_of_its_messages_even_when_one_is_lost(rig):
    rig.slack.script("chat.postMessage", ("drop_after",))
    for number in range(6):
        rig.say(f"{number}", "C1")

    rig.rounds(60)

    assert rig.slack.texts("C1") == list("012345")


def test_two_messages_in_one_channel_are_a_second_apart(rig):
    for number in range(5):
        rig.say(f"{number}", "C1")

    rig.rounds(6, step=0.25)

    times = arrivals(rig, "C1")
    assert len(times) == 5
    assert all(after - before >= timedelta(seconds=1) for before, after in pairwise(times))


def test_a_flooded_channel_makes_nobody_else_wait(rig):
    for number in range(50):
        rig.say(f"{number}", "C1")
    for number in range(2, 12):
        rig.say("quick", f"C{number}")

    rig.round()

    assert len(rig.slack.all_messages()) == 11


def test_deadlines_leave_first_when_the_budget_is_short(rig):
    rig.say("digest", "C1", priority=Priority.DIGEST)
    rig.say("deadline", "C2", priority=Priority.DEADLINE)

    rig.round(1)

    assert [message["text"] for message in rig.slack.all_messages()] == ["deadline"]


def test_retry_after_is_obeyed_for_its_channel_and_by_nobody_else(rig):
    rig.slack.script("chat.postMessage", ("429", 7))
    rig.say("waits", "C1")
    rig.round()
    rig.say("goes", "C2")

    rig.rounds(6)
    assert rig.slack.texts("C1") == []
    assert rig.slack.texts("C2") == ["goes"]
    rig.rounds(3)

    assert rig.slack.texts("C1") == ["waits"]


def test_when_several_channels_are_told_to_wait_all_of_them_do(rig):
    rig.slack.script("chat.postMessage", ("429", 20), ("429", 20), ("429", 20))
    for number in range(6):
        rig.say("hello", f"C{number}")
    rig.round(3)

    rig.rounds(15)
    calls = len(rig.slack.called("chat.postMessage"))
    rig.rounds(10)

    assert calls == 3
    assert len(rig.slack.all_messages()) == 6


class TestFirstDay:
    """Everybody is written to for the first time, so every direct message has to be opened."""

    @pytest.fixture
    def limits(self):
        return Limits(timeout=5.0, budgets={"chat.postMessage": 300, "conversations.open": 2})

    def test_direct_messages_are_opened_within_their_budget_shared_by_all_replicas(self, rig):
        for person in (1, 2, 3, 9):
            rig.say("hello", person)
        other = rig.new_sender()

        rig.round()
        other.run_once()
        assert len(rig.slack.called("conversations.open")) == 2
        rig.rounds(70)

        assert len(rig.slack.called("conversations.open")) == 4
        assert len(rig.slack.all_messages()) == 4

    def test_what_is_known_already_is_neither_asked_nor_counted(self, rig):
        for person in (1, 2):
            rig.say("hello", person)
        rig.round()
        for person in (1, 2):
            rig.say("again", person)

        rig.forward(2)
        rig.new_sender().run_once()

        assert len(rig.slack.called("conversations.open")) == 2
        assert len(rig.slack.all_messages()) == 4


def test_direct_messages_that_cannot_be_opened_yet_hold_up_no_channel(rig):
    rig.slack.script("conversations.open", ("429", 30), ("429", 30), ("429", 30))
    for person in (1, 2, 3):
        rig.say("hello", person)
    rig.round()
    rig.say("news", "C1")

    rig.rounds(3)

    assert rig.slack.texts("C1") == ["news"]


class TestBudgets:
    @pytest.fixture
    def limits(self):
        return Limits(timeout=5.0, budgets={"chat.postMessage": 20, "chat.update": 3, "reactions.add": 4})

    def test_the_workspace_budget_holds_in_every_minute_and_is_used_up(self, rig):
        for number in range(50):
            rig.say(f"{number}", f"C{number}")

        rig.rounds(130)

        times = sorted(row.sent_at for row in rig.rows())
        assert all(later - sooner >= timedelta(minutes=1) for sooner, later in zip(times, times[20:], strict=False))
        assert times[-1] - times[0] < timedelta(seconds=2 * 63)

    def test_what_is_not_posted_after_all_takes_nothing_from_it(self, rig):
        rig.opens = lambda person, at: at + timedelta(hours=1)
        for person in (1, 2, 3):
            rig.say("later", person)
        for number in range(20):
            rig.say(f"{number}", f"C{number}")

        rig.rounds(5)

        assert sum(row.sent_at is not None for row in rig.rows()) == 20

    def test_a_second_replica_shares_the_budget(self, rig):
        for number in range(50):
            rig.say(f"{number}", f"C{number}")
        other = rig.new_sender()

        rig.round()
        other.run_once()

        assert len(rig.slack.all_messages()) == 20

    def test_reactions_are_seeded_within_their_own_budget(self, rig):
        for number in range(3):
            rig.say(f"{number}", f"C{number}", reactions=("white_check_mark", "clock1", "x"))

        rig.rounds(5)
        assert len(rig.slack.called("reactions.add")) == 4
        rig.rounds(180, step=10)

        seeded = [message["reactions"] for message in rig.slack.all_messages()]
        assert seeded == [["white_check_mark", "clock1", "x"]] * 3


def test_the_database_itself_refuses_two_messages_of_one_lane_under_way(rig):
    from sqlalchemy import update
    from sqlalchemy.exc import IntegrityError

    from bot.core.outbox import Posting

    rig.say("one")
    rig.say("two")

    with pytest.raises(IntegrityError), rig.workshop.open() as work:
        work.session.execute(update(Posting).values(state=State.SENDING.value))


def test_two_replicas_never_claim_the_same_message(rig):
    for number in range(20):
        rig.say(f"{number}", f"C{number}")
    other = rig.new_sender()

    mine, theirs = rig.sender._turn([], 12), other._turn([], 12)

    assert len({job.posting.id for job in (*mine, *theirs)}) == 20
