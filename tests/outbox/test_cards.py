"""A live card is edited in place when its record changes, and gets its reactions last."""

from bot.core.outbox import State


def test_a_changed_record_edits_its_message_instead_of_posting_again(rig):
    posting_id = rig.show(1, "open")
    rig.rounds(2)

    rig.change(1, "done")
    rig.rounds(2)

    assert rig.slack.texts("DU1") == ["done for person"]
    row = rig.row(posting_id)
    assert row.drawn == row.version == 2


def test_many_changes_between_two_rounds_are_one_edit(rig):
    rig.show(1, "open")
    rig.rounds(2)

    for number in range(10):
        rig.change(1, f"version {number}")
    rig.rounds(3)

    assert len(rig.slack.called("chat.update")) == 1
    assert rig.slack.texts("DU1") == ["version 9 for person"]


def test_a_change_that_shows_nowhere_costs_no_call(rig):
    rig.show(1, "open")
    rig.rounds(2)

    rig.change(1, "open")
    rig.rounds(2)

    assert rig.slack.called("chat.update") == []


def test_a_card_that_is_not_sent_yet_is_simply_drawn_later(rig):
    rig.show(1, "open")
    rig.change(1, "done")

    rig.rounds(3)

    assert rig.slack.texts("DU1") == ["done for person"]
    assert rig.slack.called("chat.update") == []


def test_every_place_that_shows_the_record_is_edited_for_its_own_readers(rig):
    rig.show(1, "open", 1)
    rig.show(1, "open", "C1")
    rig.rounds(2)

    rig.change(1, "done")
    rig.rounds(2)

    assert rig.slack.texts("DU1") == ["done for person"]
    assert rig.slack.texts("C1") == ["done for channel"]


def test_a_card_its_reader_may_no_longer_see_is_withdrawn(rig):
    rig.show(1, "secret")
    rig.rounds(2)

    rig.change(1, None)
    rig.rounds(2)

    (said,) = rig.slack.texts("DU1")
    assert "secret" not in said
    assert said


def test_a_card_shown_to_somebody_again_leaves_one_line_where_it_stood(rig):
    rig.show(1, "open")
    rig.show(2, "another")
    rig.rounds(5)

    rig.show(1, "answered")
    rig.rounds(5)

    moved, other, again = rig.slack.texts("DU1")
    assert moved.startswith("answered for person\n")
    assert (other, again) == ("another for person", "answered for person")

    rig.change(1, "closed")
    rig.rounds(5)

    moved, _, again = rig.slack.texts("DU1")
    assert moved.startswith("closed for person\n")
    assert again == "closed for person"


def test_a_deleted_message_is_left_alone(rig):
    posting_id = rig.show(1, "open")
    rig.rounds(2)
    rig.slack.messages["DU1"].clear()

    rig.change(1, "done")
    rig.rounds(3)
    rig.change(1, "done again")
    rig.rounds(3)

    assert len(rig.slack.called("chat.update")) == 1
    assert rig.row(posting_id).live is False


def test_an_edit_whose_answer_was_lost_is_made_again(rig):
    rig.show(1, "open")
    rig.rounds(2)
    rig.slack.script("chat.update", ("drop_before",))

    rig.change(1, "done")
    rig.rounds(40, step=4)

    assert rig.slack.texts("DU1") == ["done for person"]


def test_an_edit_that_outlived_its_lease_is_drawn_once_more(rig):
    rig.show(1, "open")
    rig.rounds(2)
    rig.change(1, "done")
    (job,) = rig.sender._turn([], 10)
    late = rig.sender._courier.carry(job)

    late.redo = True
    rig.sender._turn([late], 0)

    row = rig.rows()[0]
    assert row.drawn < row.version


def test_reactions_come_after_every_message_and_edit(rig):
    rig.say("with marks", "C1", reactions=("white_check_mark", "clock1"))
    rig.rounds(1)
    rig.show(1, "open", "C2")
    rig.say("more", "C3")

    rig.round(1)
    rig.round(1)
    assert rig.slack.called("reactions.add") == []
    rig.round(1)

    assert rig.slack.messages["C1"][0]["reactions"] == ["white_check_mark", "clock1"]


def test_a_reaction_that_is_there_already_is_fine(rig):
    rig.slack.script("reactions.add", ("error", "already_reacted"))
    posting_id = rig.say("marked", reactions=("white_check_mark", "clock1"))

    rig.rounds(3)

    assert rig.row(posting_id).seeded == 2


def test_without_the_scope_for_reactions_messages_still_go_out(rig):
    rig.slack.script("reactions.add", ("error", "missing_scope"))
    posting_id = rig.say("unmarked", reactions=("white_check_mark",))
    rig.rounds(3)
    rig.say("next")
    rig.rounds(3)

    assert rig.slack.texts("DU1") == ["unmarked", "next"]
    assert rig.row(posting_id).state == State.SENT
