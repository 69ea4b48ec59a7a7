"""Every transition of the state machine, walked once on each database: the verb, from where, to where, and that it is written down.

The table is the machine's own (`states.FROM`): a verb or a state without a story here fails.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from staging.casework import PHONE, Story
from staging.world import World

from bot.complaints import deadlines_kept, deciding, ending, handling, pausing, queries, reviewing
from bot.complaints.models import Complaint
from bot.complaints.states import FROM

FOUND = deciding.Found("third_party", "平台出错", "平台的函")
SAME = "stays where it is"

STEPS: Mapping[str, tuple[str, Callable[[Story], object]]] = {
    "acknowledge": ("acknowledged", lambda s: s.does(handling.acknowledge, PHONE)),
    "reject": ("rejected_out_of_scope", lambda s: s.does(ending.reject, "他行产品", PHONE)),
    "accept": ("accepted", lambda s: s.does(handling.accept)),
    "verify": ("verifying", lambda s: s.does(handling.verify, s.world.emma.id)),
    "find": ("proposing", lambda s: s.does(deciding.find, FOUND)),
    "remedy": (SAME, lambda s: s.does(deciding.remedy, "correction", "改回资料")),
    "decide": ("decided", lambda s: (s.does(deciding.remedy, "apology"), s.does(deciding.decide))),
    "approve": ("decided", lambda s: s.does(deciding.approve, by=s.world.chen)),
    "notify": ("notified", lambda s: s.does(deciding.notify, PHONE)),
    "call_back": ("call_back", lambda s: s.does(ending.call_back, ending.Called(True, 4))),
    "close": ("closed", lambda s: s.does(ending.close, ending.Summary("重复扣费", "C12", "加了核对"))),
    "reopen": ("verifying", lambda s: s.does(ending.reopen, "还是没解决")),
    "review": ("under_review", lambda s: s.does(reviewing.ask_review, "不服", PHONE)),
    "reviewed": ("proposing", lambda s: s.does(reviewing.decide_review, False, "依据不足", by=reviewer(s))),
    "withdraw": ("withdrawn", lambda s: s.does(ending.withdraw, "客户撤诉")),
    "merge": ("merged", lambda s: s.does(ending.merge, Story(s.world, "又来电催手续费", customer_id=s.customer_id).id)),
    "extend": (SAME, lambda s: s.does(pausing.ask_extension, "情况复杂", PHONE)),
    "agree": (SAME, lambda s: s.does(deadlines_kept.agree, s.world.clock.now + timedelta(days=40), "客户书面同意")),
    "pause": (SAME, lambda s: s.does(pausing.pause, "waiting_for_customer", "等客户材料")),
    "procedure_pause": (SAME, lambda s: s.does(pausing.pause, "mediation", "行业调解", PHONE)),
    "promise": (SAME, lambda s: s.does(deadlines_kept.promise, s.world.clock.now.replace(hour=9, day=27))),
}
"""Verb -> where it leads, and the step itself."""
LEADS_ELSEWHERE = {("reopen", "rejected_out_of_scope"): "followed", ("reopen", "withdrawn"): "followed"}
"""An ended case of these states stays as it ended; a new one follows it."""


def reviewer(story: Story):
    people = {one.id: one for one in (story.world.chen, story.world.sun, story.world.admin)}
    return people[story.row.reviewer_id]


def test_the_machine_has_no_verb_without_a_story() -> None:
    assert set(STEPS) == set(FROM)


@pytest.mark.parametrize(
    ("verb", "before"), [(verb, state.value) for verb, states in FROM.items() for state in sorted(states)],
    ids=lambda value: str(value),
)  # fmt: skip
def test_the_step_is_taken_from_there_and_written_down(stage: World, verb: str, before: str) -> None:
    story = Story.apart(stage).to(before)
    with stage.work() as work:
        known = len(queries.events(work.session, story.id))
    after, step = STEPS[verb]
    step(story)

    with stage.work() as work:
        new = queries.events(work.session, story.id)[known:]
    assert new, "every step is on record"
    assert all(one.at is not None and one.actor_id is not None for one in new), "who and when"
    elsewhere = LEADS_ELSEWHERE.get((verb, before))
    expected = before if after == SAME or elsewhere else after
    assert story.row.state == expected
    if elsewhere:
        assert elsewhere in [one.kind for one in new]
        assert [one.state for one in stage.all(Complaint) if one.follows_id == story.id] == ["new"]
    if expected != before:
        assert (new[0].before, expected) == (before, [one.after for one in new][-1])
