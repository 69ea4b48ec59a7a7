"""What a case refuses, and that nothing it can refuse is without a story."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from staging.casework import LINE, PHONE, Story
from staging.world import World

from bot.complaints import deadlines_kept, deciding, ending, handling, intake, pausing, reviewing
from bot.complaints.reporting import file_orders
from bot.core.errors import Refusal
from bot.core.policy import load_pack
from bot.directory.models import Person

ROOT = Path(__file__).resolve().parents[2]
SLICES = {"complaints": ("complaints",), "escalations": ("escalations",)}


def refusals() -> Iterator[str]:
    """Every key the two capabilities refuse with."""
    for folder in SLICES:
        sources = [*(ROOT / "bot" / folder).rglob("*.py"), *(ROOT / "handlers").glob(f"{folder[:-1]}*.py")]
        for node in (one for path in sources for one in ast.walk(ast.parse(path.read_text("utf-8")))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal":
                key = node.args[0]
                if isinstance(key, ast.Constant) and str(key.value).partition("/")[0] in SLICES:
                    yield str(key.value)


@pytest.mark.parametrize("key", sorted(set(refusals())))
def test_a_story_tells_of_it(key: str) -> None:
    folder, _, name = key.partition("/")
    told = "".join(path.read_text("utf-8") for path in (ROOT / "tests" / folder).glob("test_*.py"))
    assert f'"{key}"' in told or f'"{name}"' in told, f"no story is refused with {key}"


def test_a_colleague_who_sees_a_case_but_does_not_act_on_it_is_refused(world: World, desk) -> None:
    story = Story(world, f"{LINE},要找记者曝光", by=world.emma)
    with world.work() as work:
        work.session.get_one(Person, world.emma.id).lead_id = None
    with world.work(world.sun) as work:
        handling.assign(work, story.id, world.chen.id)
    story.does(handling.contacted, PHONE, by=world.chen)
    emma = world.emma
    assert story.refused(handling.acknowledge, PHONE, by=emma) == "not-yours"
    assert story.refused(deciding.done, 1, by=emma) == "not-yours"
    assert story.refused(pausing.resume, by=emma) == "not-yours"
    assert story.refused(handling.edit, handling.Details(cause="C3"), by=emma) == "not-yours"
    assert story.refused(file_orders.order_case, by=emma) == "not-yours"


def test_only_a_lead_or_the_desk_gives_a_case_away(world: World, desk) -> None:
    story = Story(world)
    assert story.refused(handling.assign, world.emma.id) == "lead-assigns"
    assert story.does(handling.assign, world.emma.id, by=world.sun).handler_id == world.emma.id


def test_nobody_who_left_gets_a_part_in_it(world: World, desk) -> None:
    story = Story(world).to("accepted")
    with world.work() as work:
        work.session.get_one(Person, world.emma.id).deactivated_at = work.now
    assert story.refused(handling.verify, world.emma.id) == "nobody-there"
    assert story.refused(handling.verify, 99_999) == "nobody-there"


def test_a_group_has_as_many_representatives_as_the_rule_allows(world: World) -> None:
    story = Story(world)
    six = handling.Details(representatives=tuple("甲乙丙丁戊己"))
    assert story.refused(handling.edit, six) == "representatives"
    story.does(handling.edit, handling.Details(representatives=tuple("甲乙丙丁戊")))
    assert story.row.representatives == list("甲乙丙丁戊")


def test_forged_codes_are_no_buttons_of_ours(world: World) -> None:
    story = Story(world).to("verifying")
    with pytest.raises(Refusal) as refused, world.work(world.li) as work:
        deciding.find(work, story.id, deciding.Found("nobodys_fault", "x", "y"))
    assert refused.value.key == "core/unknown-button"
    for details in (
        handling.Details(severity="S0"), handling.Details(regime="none"), handling.Details(cause="C0"),
        handling.Details(product="gold"),
    ):  # fmt: skip
        with pytest.raises(Refusal) as refused, world.work(world.li) as work:
            handling.edit(work, story.id, details)
        assert refused.value.key == "core/unknown-button"


def test_where_nobody_may_say_yes_it_is_said(world: World) -> None:
    story = Story(world).to("proposing")
    story.does(deciding.remedy, "compensation", "退费", 300)
    with world.work() as work:
        for one in (world.chen, world.admin):
            work.session.get_one(Person, one.id).deactivated_at = work.now
        work.session.get_one(Person, world.li.id).lead_id = None
    assert story.refused(deciding.decide) == "no-approver"
    assert story.refused(pausing.ask_extension, "复杂", PHONE) == "no-approver"


def test_a_rule_without_review_refuses_one(world: World) -> None:
    shop = world.rapport.workshop
    shop.house = shop.house.__class__(**{**shop.house.__dict__, "policy": load_pack("uk-fca")})
    story = Story(world).to("notified")
    assert story.refused(reviewing.ask_review, "不服", PHONE) == "no-review"


def test_a_promise_or_a_limit_in_the_past_is_none(world: World) -> None:
    story = Story(world)
    past = world.clock.now.replace(day=22)
    assert story.refused(deadlines_kept.promise, past) == "past"
    assert story.refused(deadlines_kept.agree, past, "客户书面同意") == "past"


def test_the_register_and_the_files_of_a_day_have_their_readers_and_their_number(world: World, desk) -> None:
    with pytest.raises(Refusal) as refused, world.work(world.emma) as work:
        file_orders.order_register(work, work.now.date(), work.now.date())
    assert refused.value.key == "complaints/register-not-yours"
    world.emma.types("/desk", "register")
    assert "for leads" in world.emma.hints()[-1]


def test_two_at_once_the_second_finds_the_step_taken(world: World, desk) -> None:
    story = Story(world).to("notified")
    with world.work(world.li) as mine:
        ending.call_back(mine, story.id, ending.Called(True, 5))
    assert story.refused(deciding.notify, PHONE) == "not-now"
    assert story.refused(ending.merge, story.id) == "not-now"
    with pytest.raises(Refusal), world.work(world.li) as work:
        intake.register(work, " ")
