"""The running sender: several messages are judged in one read, and many lanes speak to Slack at once."""

import time

import pytest

from bot.core.outbox import State
from bot.core.outbox.limits import Limits


@pytest.fixture
def limits():
    """No pace, and one lane, so that all messages but the first wait for their turn."""
    return Limits(timeout=5.0, lanes=1, channel_interval=0, budgets={}, poll=0.05)


def run_until(rig, done):
    """Let the sender run by itself until something is true."""
    rig.sender.start()
    end = time.monotonic() + 20
    while not done() and time.monotonic() < end:
        time.sleep(0.02)
    rig.sender.stop()
    assert done()


def settled(rig):
    """Whether nothing waits or is under way."""
    return all(row.state not in (State.QUEUED, State.SENDING) for row in rig.rows())


def test_one_message_that_cannot_be_drawn_holds_up_none_of_its_bundle(rig):
    rig.people = dict.fromkeys(range(1, 41), True)
    for person in range(1, 41):
        rig.say(f"to {person}", person, data={"text": f"to {person}", "explode": person in (3, 20)})

    run_until(rig, lambda: settled(rig))

    assert [row.person_id for row in rig.rows() if row.state == State.PARKED] == [3, 20]
    assert {row.error.split(" at ")[0] for row in rig.rows() if row.state == State.PARKED} == {"LookupError"}
    for person in set(range(1, 41)) - {3, 20}:
        assert rig.slack.texts(f"DU{person}") == [f"to {person}"]


def test_what_became_senseless_while_it_waited_for_a_lane_is_not_said(rig):
    open_cases = {1: True, 2: True, 3: True}
    rig.still["tests/notice"] = lambda work, posting: open_cases[posting.person_id]
    for person in (1, 2, 3):
        rig.say(f"to {person}", person)
    rig.slack.script("chat.postMessage", ("slow", 0.7))

    def meanwhile():
        if rig.slack.called("chat.postMessage") and open_cases[3]:
            open_cases[3] = False
            rig.boot += 2.0
        return settled(rig)

    run_until(rig, meanwhile)

    assert [row.state for row in rig.rows()] == [State.SENT, State.SENT, State.CANCELLED]
    assert rig.slack.texts("DU3") == []


def test_the_order_of_each_person_is_kept_while_many_leave_at_once(rig):
    rig.limits = Limits(timeout=5.0, lanes=8, channel_interval=0, budgets={}, poll=0.05)
    rig.sender = rig.new_sender()
    rig.people = dict.fromkeys(range(1, 13), True)
    for number in range(4):
        for person in range(1, 13):
            rig.say(f"{number}", person)

    run_until(rig, lambda: settled(rig))

    for person in range(1, 13):
        assert rig.slack.texts(f"DU{person}") == ["0", "1", "2", "3"]
