"""The running sender: several messages are judged in one read, and many lanes speak to Slack at once."""

import time

import pytest

from bot.core.outbox import State
from bot.core.outbox.limits import Limits
from bot.core.slack import SlackPort

FLYING = (State.QUEUED, State.SENDING, State.UNKNOWN)


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


def test_each_of_many_under_way_at_once_meets_its_own_end(rig):
    rig.limits = Limits(timeout=1.5, lanes=8, channel_interval=0, budgets={}, poll=0.05)
    rig.port = SlackPort("xoxb-test", rig.slack.url, timeout=1.5)
    rig.sender = rig.new_sender()
    rig.people = dict.fromkeys(range(1, 21), True)
    for person in range(1, 21):
        rig.say("good morning", person)
    run_until(rig, lambda: settled(rig))
    rig.fallbacks = {}
    rig.slack.script(
        "chat.postMessage", ("slow", 2.5), ("drop_after",), ("429", 3), ("error", "is_archived"),
        ("error", "msg_too_long"), ("chunked",),
    )  # fmt: skip

    for person in range(1, 21):
        rig.say(f"news {person}", person)
    # Refused for 3 s: one. Not answered: two, looked up later.
    waiting = [State.QUEUED, State.UNKNOWN, State.UNKNOWN]
    run_until(rig, lambda: sorted(row.state for row in rig.rows() if row.state in FLYING) == waiting)
    run_until(rig, lambda: len(rig.slack.all_messages()) == 20 + 18)
    unknown = [row for row in rig.rows() if row.state == State.UNKNOWN]
    rig.forward(60)
    run_until(rig, lambda: settled(rig))

    parked = [row.error for row in rig.rows() if row.state == State.PARKED]
    news = [rig.slack.texts(f"DU{person}")[1:] for person in range(1, 21)]
    assert sorted(row.error for row in unknown) == ["reset", "timeout"]
    assert parked == ["is_archived"]
    assert sorted(map(len, news)) == [0] + [1] * 19
    assert sum("\n" in texts[0] for texts in news if texts) == 1, "one was shortened"
