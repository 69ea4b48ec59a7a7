"""Slack knows us but takes nothing for one place, or for any: the place rests, the others go on, nobody knocks for ever."""

import pytest

from bot.core.outbox import Manner, State, stops, upkeep
from bot.core.outbox.stops import stops as held

HOUR = 3600


def posts(rig, *channels: str) -> int:
    return sum(one["channel"] in channels for one in rig.slack.called("chat.postMessage"))


def urgent(rig, said: str, to: str) -> int:
    return rig.say(said, to, manner=Manner.URGENT)


def refused(rig) -> list[tuple[str, str]]:
    with rig.workshop.read() as work:
        return [(row.cause, row.code) for row in stops.places(stops.standing(work.session))]


@pytest.mark.parametrize("code", ["missing_scope", "access_denied", "ekm_access_denied"])
def test_one_place_that_refuses_holds_up_no_other(rig, code):
    rig.slack.closed = {"C1": code}
    urgent(rig, "kept", "C1")
    for number in range(2, 12):
        urgent(rig, f"news {number}", f"C{number}")

    rig.rounds(30)

    assert [rig.slack.texts(f"C{number}") for number in range(2, 12)] == [[f"news {n}"] for n in range(2, 12)]
    assert refused(rig) == [("channel:C1", code)]
    with rig.workshop.read() as work:
        assert not held(work.session)


def test_it_is_tried_again_after_twice_as_long_each_time_and_the_admin_is_told_once(rig):
    rig.slack.closed = {"C1": "missing_scope"}
    urgent(rig, "kept", "C1")

    rig.rounds(HOUR - 10, step=5)

    assert posts(rig, "C1") <= 7
    assert len(rig.slack.texts("DU9")) == 1
    assert "missing_scope" in rig.slack.texts("DU9")[0]


def test_after_an_hour_it_goes_to_whoever_comes_next_and_so_does_what_follows(rig):
    rig.slack.closed = {"C1": "missing_scope"}
    first, second = urgent(rig, "kept", "C1"), urgent(rig, "and this", "C1")

    rig.rounds(2.2 * HOUR, step=20)

    assert [rig.row(one).state for one in (first, second)] == [State.SENT, State.SENT]
    assert [text.splitlines()[-1] for text in rig.slack.texts("DU2")] == ["kept", "and this"]
    assert posts(rig, "C1") <= 10


def test_a_place_that_takes_messages_again_is_forgotten(rig):
    rig.slack.closed = {"C1": "missing_scope"}
    urgent(rig, "kept", "C1")
    rig.rounds(20)
    rig.slack.closed = {}

    rig.rounds(70)

    assert rig.slack.texts("C1") == ["kept"]
    assert refused(rig) == []


def test_where_every_place_refuses_one_message_at_a_time_is_tried_and_all_are_kept(rig):
    rooms = [f"C{number}" for number in range(40)]
    rig.slack.closed = dict.fromkeys([*rooms, "DU2", "DU9"], "missing_scope")
    for room in rooms:
        urgent(rig, f"for {room}", room)

    rig.rounds(HOUR, step=5)

    assert posts(rig, *rooms) <= 75
    assert all(row.state == State.QUEUED for row in rig.rows())

    rig.slack.closed = {}
    rig.rounds(HOUR / 4, step=5)

    assert [rig.slack.texts(room) for room in rooms] == [[f"for {room}"] for room in rooms]
    assert len(rig.slack.texts("DU9")) == 1


def test_an_admin_who_mended_it_need_not_wait(rig):
    rig.slack.closed = {"C1": "missing_scope"}
    urgent(rig, "kept", "C1")
    rig.rounds(0.7 * HOUR, step=20)
    rig.slack.closed = {}

    with rig.workshop.open() as work:
        assert upkeep.try_again(work) >= 1
    rig.rounds(5)

    assert rig.slack.texts("C1") == ["kept"]


def test_a_start_tries_again_at_once(rig):
    rig.slack.closed = {"C1": "missing_scope"}
    urgent(rig, "kept", "C1")
    rig.rounds(0.7 * HOUR, step=20)
    rig.slack.closed = {}

    upkeep.begin(rig.workshop)
    rig.rounds(5)

    assert rig.slack.texts("C1") == ["kept"]


def test_shut_out_slack_is_asked_less_and_less_often(rig):
    rig.slack.script("chat.postMessage", ("error", "token_revoked"))
    rig.slack.script("auth.test", *[("error", "token_revoked")] * 500)
    urgent(rig, "kept", "C1")

    rig.rounds(5 * HOUR, step=20)

    assert 6 <= len(rig.slack.called("auth.test")) <= 12
    assert posts(rig, "C1") == 1


def test_what_was_parked_is_sent_when_an_admin_says_so(rig):
    rig.slack.script("chat.postMessage", ("error", "brand_new_error"))
    posting_id = rig.say("odd")
    rig.round()
    assert rig.row(posting_id).state == State.PARKED

    with rig.workshop.open() as work:
        assert upkeep.try_again(work) == 1
    rig.rounds(5)

    assert rig.row(posting_id).state == State.SENT
    assert rig.slack.texts("DU1") == ["odd"]
