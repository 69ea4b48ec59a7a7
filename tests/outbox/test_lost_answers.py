"""Whatever happens between our call and Slack's answer, the message is there once."""

import time

import pytest

from bot.core.outbox import State, ThreadPlace
from bot.core.outbox.claim import Task
from bot.core.outbox.limits import Limits
from bot.core.subject import Subject

FAULTS = [
    ("drop_before",), ("drop_after",), ("truncated",), ("internal_posted",), ("http", 500, True), ("http", 500, False),
    ("http", 502, True), ("http", 503, False), ("slow", 0.8), ("error", "fatal_error"), ("error", "request_timeout"),
    ("429", 3),
]  # fmt: skip


@pytest.fixture
def limits(request) -> Limits:
    """Impatient only where the answer is to come too late."""
    return Limits(timeout=0.5 if "slow" in request.node.name else 5.0)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: "-".join(map(str, fault)))
@pytest.mark.parametrize("to", [1, "C1", "thread"])
def test_each_fault_leaves_exactly_one_message(rig, fault, to):
    if to == "thread":
        rig.say("question", "C1", about=Subject("question", 1))
        rig.rounds(2)
    rig.slack.script("chat.postMessage", fault)
    posting_id = rig.say("said once", "C1" if to == "thread" else to, **(
        {"place": ThreadPlace(Subject("question", 1))} if to == "thread" else {}
    ))  # fmt: skip

    rig.round()
    if fault[0] == "slow":
        # Slack's time does not pass as fast as ours: let the answer be late, but within the settle window.
        time.sleep(fault[1])
    rig.rounds(100, step=5)
    rig.rounds(1000, step=125)

    said = [message for message in rig.slack.all_messages() if message["text"] == "said once"]
    assert len(said) == 1
    row = rig.row(posting_id)
    assert (row.state, row.ts) == (State.SENT, said[0]["ts"])


@pytest.mark.parametrize("days", [30, -30])
def test_a_clock_a_month_off_hides_no_copy(rig, days):
    rig.slack.behind = days * 86_400.0
    for text in ("first in its lane", "second"):
        rig.slack.script("chat.postMessage", ("internal_posted",))
        rig.say(text)
        rig.rounds(100, step=5)
        rig.rounds(1000, step=125)

    assert rig.slack.texts("DU1") == ["first in its lane", "second"]


def test_a_crash_after_the_claim_sends_the_message_once_its_lease_ended(rig):
    posting_id = rig.say("claimed and forgotten")
    rig.sender._turn([], 10)  # claims, and then the process is gone

    rig.rounds(rig.limits.lease - 1)
    assert rig.slack.all_messages() == []
    rig.rounds(5)

    assert rig.slack.texts("DU1") == ["claimed and forgotten"]
    assert rig.row(posting_id).attempts == 2


def test_a_crash_after_the_post_adopts_what_slack_took(rig):
    posting_id = rig.say("posted and forgotten")
    (job,) = rig.sender._turn([], 10)
    rig.sender._courier.carry(job)

    rig.rounds(rig.limits.lease + 5)

    row = rig.row(posting_id)
    assert rig.slack.texts("DU1") == ["posted and forgotten"]
    assert (row.state, row.attempts) == (State.SENT, 1)


def test_a_claimer_that_slept_through_its_lease_does_not_send(rig):
    rig.say("sleepy")
    (job,) = rig.sender._turn([], 10)

    rig.forward(rig.limits.start_window + 1)
    rig.sender._courier.carry(job)

    assert rig.slack.all_messages() == []


def test_a_claimer_that_lost_its_lease_cannot_write(rig):
    posting_id = rig.say("two claimers")
    (job,) = rig.sender._turn([], 10)
    late = rig.sender._courier.carry(job)
    rig.rounds(rig.limits.lease + 5)
    adopted = rig.row(posting_id)

    late.changes["ts"] = "1.000000"
    rig.sender._turn([late], 0)

    assert rig.row(posting_id).ts == adopted.ts


def test_a_zombie_that_posts_after_its_successor_is_healed(rig):
    posting_id = rig.say("twice")
    (job,) = rig.sender._turn([], 10)
    rig.forward(rig.limits.lease + 1)
    rig.round()
    rig.rounds(3)
    assert rig.slack.texts("DU1") == ["twice"]
    row = rig.row(posting_id)
    rig.port.post("DU1", "twice", [], row.nonce)  # paused between the lease check and the call
    assert len(rig.slack.texts("DU1")) == 2

    rig.rounds(125, step=5)

    assert rig.slack.texts("DU1") == ["twice"]
    assert rig.slack.messages["DU1"][0]["ts"] == rig.row(posting_id).ts
    assert job.task is Task.POST


def test_healing_looks_twice_and_then_rests(rig):
    rig.slack.script("chat.postMessage", ("error", "fatal_error"))
    posting_id = rig.say("again")

    rig.rounds(60, step=2)
    assert rig.row(posting_id).attempts == 2
    before = len(rig.slack.called("conversations.history"))
    rig.rounds(1200, step=60)

    assert len(rig.slack.called("conversations.history")) == before + 2
    assert rig.row(posting_id).heal_at is None


def test_a_message_posted_once_is_never_looked_up(rig):
    rig.say("smooth")

    rig.rounds(1200, step=100)

    assert rig.slack.called("conversations.history") == []


def test_an_unreachable_slack_burns_no_attempts_and_everything_arrives_when_it_is_back(rig):
    port = int(rig.slack.url.split(":")[2].split("/")[0])
    ids = [rig.say(f"message {number}", f"C{number}") for number in range(5)]
    rig.slack.stop()

    rig.rounds(120, step=5)
    assert {rig.row(each).attempts for each in ids} == {0}
    rig.slack.start(port)
    rig.rounds(30)

    assert sorted(message["text"] for message in rig.slack.all_messages()) == [f"message {n}" for n in range(5)]


def test_after_a_restore_everything_due_is_looked_up_before_it_is_sent(rig):
    from bot.core.outbox.upkeep import suspect_everything_due

    posting_id = rig.say("sent after the backup was made")
    rig.say("never sent", "C2")
    rig.port.post("DU1", "sent after the backup was made", [], rig.row(posting_id).nonce)
    with rig.workshop.open() as work:
        assert suspect_everything_due(work) == 2

    rig.rounds(5)

    assert rig.slack.texts("DU1") == ["sent after the backup was made"]
    assert rig.slack.texts("C2") == ["never sent"]
