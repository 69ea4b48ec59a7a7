"""Every code of Slack's leads to the one right thing: wait, look up, go elsewhere, shorten, stop, or park."""

import pytest

from bot.core.outbox import Priority, State
from bot.core.outbox.stops import stops
from bot.core.slack.failures import TABLE, Kind, classify

CODES = {
    kind: [code.replace("*", "_x") for pattern in TABLE if pattern.kind is kind for code in pattern.codes]
    for kind in Kind
}
ON_THE_WIRE = ("http_", "timeout", "reset", "truncated")
PLAIN = {kind: [code for code in codes if not code.startswith(ON_THE_WIRE)] for kind, codes in CODES.items()}


@pytest.mark.parametrize(("kind", "code"), [(kind, code) for kind, codes in CODES.items() for code in codes])
def test_each_code_has_one_meaning(kind, code):
    assert classify(code) is kind


def test_a_code_nobody_knows_is_kept_for_the_admin():
    assert classify("brand_new_error") is Kind.REFUSED


@pytest.mark.parametrize("code", PLAIN[Kind.WAIT])
def test_patience_costs_no_attempt_and_loses_nothing(rig, code):
    rig.slack.script("chat.postMessage", ("error", code))
    posting_id = rig.say("patient")

    rig.round()
    assert rig.row(posting_id).attempts == 0
    rig.rounds(5)

    assert rig.slack.texts("DU1") == ["patient"]
    assert rig.row(posting_id).attempts == 1


@pytest.mark.parametrize("code", PLAIN[Kind.AMBIGUOUS])
@pytest.mark.parametrize("to", [1, "C1"])
def test_an_answer_that_may_hide_a_success_is_looked_up_before_anything_is_sent_again(rig, code, to):
    rig.slack.script("chat.postMessage", ("error", code))
    rig.say("perhaps", to)

    rig.round()
    assert rig.rows()[0].state == State.UNKNOWN
    rig.forward(rig.limits.settle - 1)
    rig.round()
    assert rig.slack.called("conversations.history") == []
    rig.rounds(5)

    assert [message["text"] for message in rig.slack.all_messages()] == ["perhaps"]
    assert len(rig.slack.called("conversations.history")) == 1


@pytest.mark.parametrize("code", PLAIN[Kind.REROUTE])
def test_a_dead_direct_message_goes_to_the_lead(rig, code):
    rig.slack.script("chat.postMessage", ("error", code))
    posting_id = rig.say("for you")

    rig.rounds(3)

    row = rig.row(posting_id)
    assert rig.slack.texts("DU1") == []
    assert rig.slack.texts("DU2")[0].endswith("for you")
    assert (row.state, row.person_id, row.meant_for) == (State.SENT, 2, "person:1")


@pytest.mark.parametrize("code", PLAIN[Kind.REROUTE] + PLAIN[Kind.SHRINK] + PLAIN[Kind.REFUSED] + ["brand_new_error"])
def test_a_code_that_never_ends_is_knocked_at_a_few_times_and_kept_under_its_name(rig, code):
    rig.slack.script("chat.postMessage", *[("error", code)] * 500)
    posting_id = rig.say("nowhere to go", "C1")

    rig.rounds(120)

    row = rig.row(posting_id)
    assert (row.state, row.error) == (State.PARKED, code)
    assert len(rig.slack.called("chat.postMessage")) <= 2 * (1 + rig.limits.max_hops)


@pytest.mark.parametrize("code", PLAIN[Kind.AMBIGUOUS])
def test_answers_that_stay_unclear_are_given_up_under_the_code_slack_gave(rig, code):
    rig.slack.script("chat.postMessage", *[("error", code)] * 500)
    posting_id = rig.say("perhaps", "C1")

    rig.rounds(rig.limits.settle * (rig.limits.max_attempts + 2), step=5)

    row = rig.row(posting_id)
    assert (row.state, row.error) == (State.PARKED, code)
    assert len(rig.slack.called("chat.postMessage")) == rig.limits.max_attempts


@pytest.mark.parametrize("code", PLAIN[Kind.SHRINK])
def test_what_slack_does_not_take_is_said_shorter(rig, code):
    rig.slack.script("chat.postMessage", ("error", code))
    rig.say("长" * 5000)

    rig.round()

    (said,) = rig.slack.texts("DU1")
    assert len(said) < 4000
    assert "…" in said


@pytest.mark.parametrize("code", PLAIN[Kind.STOP])
def test_a_workspace_that_refuses_us_stops_everything_and_goes_on_by_itself(rig, code):
    rig.slack.script("chat.postMessage", ("error", code))
    rig.slack.script("auth.test", ("error", "token_revoked"))
    posting_id = rig.say("kept", "C1")
    rig.say("kept too", "C2")

    rig.round(1)
    rig.round()
    with rig.workshop.read() as work:
        assert [stop.code for stop in stops(work.session)] == [code]
    assert rig.slack.all_messages() == []
    rig.rounds(70, step=5)

    assert rig.slack.texts("C1") == ["kept"]
    assert rig.slack.texts("C2") == ["kept too"]
    assert len(rig.slack.texts("DU9")) == 1
    assert rig.row(posting_id).attempts == 1


def test_a_message_slack_refuses_for_good_is_parked_and_the_admin_hears_of_it_once_a_day(rig):
    rig.slack.script("chat.postMessage", ("error", "brand_new_error"))
    posting_id = rig.say("odd")

    rig.round()

    assert (rig.row(posting_id).state, rig.row(posting_id).error) == (State.PARKED, "brand_new_error")


def test_a_message_nobody_can_take_is_parked_after_two_steps(rig):
    rig.people = {1: False, 2: False, 9: False}
    posting_id = rig.say("nobody")

    rig.rounds(10)

    row = rig.row(posting_id)
    assert (row.state, row.hops, row.error) == (State.PARKED, 2, "user_gone")


def test_a_vanished_thread_is_answered_in_its_channel(rig):
    from bot.core.outbox import ThreadPlace
    from bot.core.subject import Subject

    rig.say("question", "C1", about=Subject("question", 1))
    rig.rounds(2)
    rig.slack.script("chat.postMessage", ("error", "cannot_reply_to_message"))
    rig.say("answer", place=ThreadPlace(Subject("question", 1)))
    rig.rounds(4)

    assert rig.slack.texts("C1") == ["question", "answer"]
    assert rig.slack.messages["C1"][1]["thread_ts"] is None


def test_without_history_an_important_message_is_repeated_and_says_so(rig):
    rig.slack.script("chat.postMessage", ("error", "internal_error"))
    rig.slack.script("conversations.history", ("error", "missing_scope"))
    rig.say("deadline", "C1", priority=Priority.DEADLINE)

    rig.rounds(40, step=4)

    (said,) = rig.slack.texts("C1")
    assert said.endswith("deadline")
    assert "may have seen it before" in said


def test_without_history_a_digest_waits_for_the_admin(rig):
    rig.slack.script("chat.postMessage", ("error", "internal_error"))
    rig.slack.script("conversations.history", ("error", "missing_scope"))
    posting_id = rig.say("digest", "C1", priority=Priority.DIGEST)

    rig.rounds(40, step=4)

    assert rig.row(posting_id).state == State.PARKED
