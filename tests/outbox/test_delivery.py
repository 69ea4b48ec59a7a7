"""A queued message reaches Slack once, marked, and is known again."""

from bot.core.outbox import Manner, State, ThreadPlace, subject_at
from bot.core.subject import Subject


def test_a_notice_arrives_with_its_opaque_id_and_without_previews(rig):
    posting_id = rig.say("宏达机械下周三到期")

    rig.round()

    (call,) = rig.slack.called("chat.postMessage")
    row = rig.row(posting_id)
    assert rig.slack.texts("DU1") == ["宏达机械下周三到期"]
    assert call["metadata"] == {"event_type": "rapport_message", "event_payload": {"id": row.nonce}}
    assert call["unfurl_links"] is False and call["unfurl_media"] is False
    assert (row.state, row.channel, row.attempts) == (State.SENT, "DU1", 1)


def test_nothing_is_sent_twice_by_further_rounds(rig):
    rig.say("once")

    rig.rounds(10)

    assert rig.slack.texts("DU1") == ["once"]


def test_the_direct_message_is_opened_once_for_each_person(rig):
    for number in range(3):
        rig.say(f"message {number}")

    rig.rounds(5)
    rig.sender = rig.new_sender()
    rig.say("after a restart")
    rig.rounds(2)

    assert len(rig.slack.called("conversations.open")) == 1
    assert len(rig.slack.texts("DU1")) == 4


def test_a_message_knows_the_record_it_is_about(rig):
    posting_id = rig.say("about visit 7", about=Subject("visit", 7))

    rig.round()

    row = rig.row(posting_id)
    with rig.workshop.read() as work:
        assert subject_at(work.session, row.channel, row.ts) == Subject("visit", 7)


def test_a_reply_waits_for_the_message_it_hangs_on(rig):
    rig.say("question", "C1", about=Subject("question", 3))
    reply = rig.say("answer", place=ThreadPlace(Subject("question", 3)))

    rig.rounds(5)

    first, second = rig.slack.messages["C1"]
    assert second["thread_ts"] == first["ts"]
    assert rig.row(reply).thread_ts == first["ts"]


def test_a_message_is_not_sent_before_it_is_due(rig):
    rig.say("later", due=rig.now.replace(hour=5), manner=Manner.URGENT)

    rig.round()
    assert rig.slack.texts("DU1") == []
    rig.forward(hours=3)
    rig.round()

    assert rig.slack.texts("DU1") == ["later"]


def test_a_notice_that_makes_no_sense_any_more_is_dropped(rig):
    rig.still["tests/notice"] = lambda work, posting: False
    posting_id = rig.say("too late")

    rig.round()

    assert rig.slack.texts("DU1") == []
    assert rig.row(posting_id).state == State.CANCELLED


def test_a_card_its_reader_may_not_see_is_not_sent(rig):
    posting_id = rig.show(5, None)

    rig.round()

    assert rig.slack.all_messages() == []
    assert rig.row(posting_id).state == State.CANCELLED


def test_a_message_that_cannot_be_drawn_is_parked_and_stops_nobody(rig):
    broken = rig.say("x", data={"explode": True})
    rig.say("fine")

    rig.rounds(3)

    row = rig.row(broken)
    assert rig.slack.texts("DU1") == ["fine"]
    assert row.state == State.PARKED
    assert "secret" not in row.error
