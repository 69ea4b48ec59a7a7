"""Every transition of a case and every refusal: who may take which step when, and what it needs."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from staging.casework import LINE, PHONE, Story
from staging.databases import Databases
from staging.world import World

from bot.complaints import deciding, ending, handling, intake, pausing, queries, reviewing
from bot.complaints.acting import Told
from bot.complaints.states import FROM, State
from bot.core.errors import Refusal
from bot.directory.models import Person


@pytest.fixture(scope="module")
def house(databases: Databases) -> Iterator[World]:
    """A world in which time goes on from story to story."""
    with World(databases.lasting("sqlite")) as staged:
        yield staged


@pytest.fixture
def story(house: World) -> Story:
    return Story.apart(house)


def test_the_usual_way_leads_through_every_state_and_writes_down_who_and_when(story: Story) -> None:
    story.to("closed")
    with story.world.work() as work:
        rows = queries.events(work.session, story.id)
    reached = [row.after for row in rows if row.before != row.after]
    assert reached == [
        "acknowledged", "accepted", "verifying", "proposing", "decided", "notified", "call_back", "closed",
    ]  # fmt: skip
    assert all(row.actor_id == story.world.li.id and row.at is not None for row in rows)


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_complaint_is_refused(house: World, text: str) -> None:
    with pytest.raises(Refusal) as refusal, house.work(house.li) as work:
        intake.register(work, text)
    assert refusal.value.key == "complaints/empty"


VERBS: dict[str, Callable[[Story], str]] = {
    "acknowledge": lambda s: s.refused(handling.acknowledge, PHONE),
    "accept": lambda s: s.refused(handling.accept),
    "verify": lambda s: s.refused(handling.verify, s.world.li.id),
    "find": lambda s: s.refused(deciding.find, deciding.Found("third_party", "x", "y")),
    "remedy": lambda s: s.refused(deciding.remedy, "apology"),
    "decide": lambda s: s.refused(deciding.decide),
    "notify": lambda s: s.refused(deciding.notify, PHONE),
    "call_back": lambda s: s.refused(ending.call_back, ending.Called(True)),
    "close": lambda s: s.refused(ending.close, ending.Summary("t", "C1", "c")),
    "reopen": lambda s: s.refused(ending.reopen, "不满意"),
    "review": lambda s: s.refused(reviewing.ask_review, "请核查", PHONE),
    "reviewed": lambda s: s.refused(reviewing.decide_review, True, "维持"),
    "reject": lambda s: s.refused(ending.reject, "不是我们的产品", PHONE),
    "withdraw": lambda s: s.refused(ending.withdraw, "客户撤诉"),
    "extend": lambda s: s.refused(pausing.ask_extension, "复杂", PHONE),
    "pause": lambda s: s.refused(pausing.pause, "waiting_for_customer", "等材料"),
    "procedure_pause": lambda s: s.refused(pausing.pause, "mediation", "调解", PHONE),
}


@pytest.mark.parametrize("state", [one.value for one in State if one is not State.MERGED])
def test_a_step_the_state_does_not_allow_is_refused_and_changes_nothing(stage: World, state: str) -> None:
    story = Story.apart(stage).to(state)
    before = story.kinds()
    for verb, attempt in VERBS.items():
        if State(state) not in FROM[verb]:
            assert attempt(story) == "not-now", verb
    assert story.row.state == state
    assert story.kinds() == before


def test_a_pending_extension_is_not_lost_by_asking_for_a_decision(story: Story) -> None:
    story.to("proposing").does(pausing.ask_extension, "情况复杂", PHONE)
    story.does(deciding.remedy, "compensation", "退费", 300)
    assert story.refused(deciding.decide) == "already-pending"
    story.does(pausing.approve_extension, by=story.world.chen)
    assert story.does(deciding.decide).state == "approval"


def test_an_acknowledgement_without_channel_or_proof_does_not_count(story: Story) -> None:
    assert story.refused(handling.acknowledge, Told("", "rang him")) == "channel-missing"
    assert story.refused(handling.acknowledge, Told("phone", "  ")) == "text-missing"
    assert story.row.state == "new"


def test_a_notice_cannot_lie_ahead_nor_before_the_complaint(story: Story) -> None:
    now = story.world.clock.now
    assert story.refused(handling.acknowledge, Told("phone", "17", now + timedelta(hours=1))) == "notice-time"
    assert story.refused(handling.acknowledge, Told("phone", "17", now - timedelta(hours=1))) == "notice-time"


def test_acceptance_names_what_is_missing(world: World) -> None:
    story = Story(world, "有位客户很生气,手续费多扣两次")
    story.does(handling.acknowledge, PHONE)
    with pytest.raises(Refusal) as refusal, world.work(world.li) as work:
        handling.accept(work, story.id)
    assert refusal.value.key == "complaints/incomplete"
    assert "customer" in refusal.value.data["missing"]
    story.does(handling.set_customer, world.hongda.id)
    story.does(handling.edit, handling.Details(channel="phone"))
    assert story.does(handling.accept).state == "accepted"


def test_one_tap_takes_a_complete_case_from_new_to_verifying(story: Story) -> None:
    story.does(handling.contacted, PHONE, "接受道歉,等结果")
    assert story.row.state == "verifying"
    assert story.kinds()[1:] == ["acknowledged", "contacted", "accepted", "verifying"]


def test_a_decision_needs_a_remedy_and_money_its_amount(story: Story) -> None:
    story.to("proposing")
    assert story.refused(deciding.decide) == "remedy-missing"
    assert story.refused(deciding.remedy, "compensation") == "amount-missing"


def test_a_fault_needs_facts_and_evidence(story: Story) -> None:
    story.to("verifying")
    assert story.refused(deciding.find, deciding.Found("third_party")) == "text-missing"
    assert story.refused(deciding.find, deciding.Found("third_party", "平台出错")) == "text-missing"


def test_money_beyond_ones_authority_goes_to_the_one_who_has_it(story: Story) -> None:
    story.to("proposing").does(deciding.remedy, "compensation", "退费", 300)
    assert story.does(deciding.decide).state == "approval"
    assert story.row.approver_id == story.world.chen.id
    assert story.refused(deciding.approve) == "four-eyes"
    assert story.refused(deciding.approve, by=story.world.sun) == "not-approver"
    assert story.does(deciding.approve, by=story.world.chen).state == "decided"
    assert story.row.decided_by_id == story.world.chen.id


def test_a_refused_approval_goes_back_with_its_reason(world: World) -> None:
    story = Story(world)
    story.to("proposing").does(deciding.remedy, "compensation", "退费", 300)
    story.does(deciding.decide)
    assert story.does(deciding.send_back, "金额依据不够", by=story.world.chen).state == "proposing"
    assert story.refused(deciding.approve, by=story.world.chen) == "nothing-pending"
    story.world.deliver()
    assert "金额依据不够" in story.world.li.last_words()


def test_severity_one_and_two_take_a_second_pair_of_eyes_even_without_money(world: World) -> None:
    story = Story(world, LINE + ",客户要找记者曝光")
    assert story.row.severity == "S1"
    story.to("proposing").does(deciding.remedy, "apology")
    assert story.does(deciding.decide).state == "approval"


def test_a_notice_must_say_what_the_rule_wants(story: Story) -> None:
    story.to("decided")
    assert story.refused(deciding.notify, PHONE, ("findings",)) == "notice-incomplete"
    assert story.does(deciding.notify, PHONE, ("findings", "basis", "remedies")).state == "notified"


def test_closing_needs_a_call_back_and_finished_remedies(story: Story) -> None:
    story.to("proposing").does(deciding.remedy, "correction", "改回账户资料")
    story.does(deciding.decide)
    story.does(deciding.notify, PHONE)
    story.does(ending.call_back, ending.Called(None))
    summary = ending.Summary("改错资料", "C3", "改流程")
    assert story.refused(ending.close, summary) == "call-back-missing"
    story.does(ending.call_back, ending.Called(True, 4))
    assert story.refused(ending.close, summary) == "remedy-open"
    with story.world.work() as work:
        one = queries.remedies(work.session, story.id)[0].id
    story.does(deciding.done, one)
    assert story.does(ending.close, summary).state == "closed"


def test_three_attempts_on_three_days_close_a_case_nobody_answers(story: Story) -> None:
    story.to("notified")
    summary = ending.Summary("联系不上", "C12", "核对扣费")
    for day in range(3):
        story.does(ending.call_back, ending.Called(None))
        story.does(ending.call_back, ending.Called(None))
        if day < 2:
            assert story.refused(ending.close, summary) == "call-back-missing"
            story.world.clock.forward(days=1)
    assert story.does(ending.close, summary).state == "closed"


def test_a_dissatisfied_customer_brings_it_back_with_its_history(story: Story) -> None:
    story.to("notified")
    before = story.kinds()
    story.does(ending.call_back, ending.Called(False, 2, "还少退一笔"))
    assert (story.row.state, story.row.reopened) == ("verifying", 1)
    assert story.kinds()[: len(before)] == before


def test_new_facts_start_the_limits_anew_and_an_old_breach_stays(story: Story) -> None:
    story.world.clock.forward(days=20)
    story.to("notified")
    assert any(key.startswith("legal") for key in story.row.breaches)
    story.does(ending.reopen, "客户找到新的凭证", new_facts=True)
    assert story.row.legal_due_at > story.world.clock.now
    assert any(key.startswith("legal") for key in story.row.breaches)
    assert "restarted" in story.kinds()


def test_a_closed_case_comes_back_itself_within_thirty_days(story: Story) -> None:
    story.to("closed")
    story.world.clock.forward(days=30)
    assert story.does(ending.reopen, "又发生了").state == "verifying"
    assert story.row.handler_id == story.world.li.id


def test_out_of_scope_needs_reason_and_notice_and_ends_it(story: Story) -> None:
    assert story.refused(ending.reject, "", PHONE) == "text-missing"
    assert story.refused(ending.reject, "他行产品", Told("", "")) == "channel-missing"
    assert story.does(ending.reject, "他行产品", PHONE).state == "rejected_out_of_scope"


def test_a_withdrawal_ends_it_that_day_and_drops_its_promise(world: World) -> None:
    story = Story(world, LINE + ",答应明天中午前回复")
    assert story.does(ending.withdraw, "客户来电撤诉").state == "withdrawn"
    assert story.row.ended_at == world.clock.now
    assert story.row.wake_at is None


def test_the_same_matter_of_the_same_customer_is_merged(world: World) -> None:
    first, second = Story(world), Story(world, LINE + ",又来催了")
    other = Story(world, "华东精工 网银登录失败,投诉")
    assert second.refused(ending.merge, other.id) == "cannot-merge"
    assert second.refused(ending.merge, second.id) == "cannot-merge"
    second.does(ending.merge, first.id)
    assert (second.row.state, second.row.merged_into_id) == ("merged", first.id)
    assert "repeated" in first.kinds()


def test_a_review_is_decided_by_the_superior_unit_never_by_who_decided(world: World) -> None:
    boss = world.person("周行长", role="lead")
    with world.work() as work:
        work.session.get_one(Person, world.chen.id).lead_id = boss.id
    story = Story(world).to("closed")
    assert story.does(reviewing.ask_review, "对结果不服", PHONE).state == "under_review"
    assert story.row.reviewer_id == boss.id
    assert story.refused(reviewing.decide_review, True, "维持") == "not-reviewer"
    assert story.does(reviewing.decide_review, False, "依据不足", by=boss).state == "proposing"


def test_a_review_comes_too_late_after_its_window(story: Story) -> None:
    story.to("closed")
    story.world.clock.forward(days=40)
    assert story.refused(reviewing.ask_review, "不服", PHONE) == "review-window"


def test_strangers_see_nothing_and_colleagues_may_not_act(story: Story) -> None:
    assert story.refused(handling.accept, by=story.world.emma) == "not-found"
    assert story.refused(handling.accept, by=story.world.wang) == "not-found"
