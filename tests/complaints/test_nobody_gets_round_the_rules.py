"""Tried as an enemy would: the wrong person on every road, emoji that must not decide, the same press twice, odd text."""

import pytest
from staging.world import World, text_of

from bot.complaints import deciding, ending, handling, intake, pausing
from bot.complaints.acting import Told
from bot.complaints.models import Complaint, ComplaintEvent, ComplaintMessage
from bot.core.errors import Refusal

LINE = "宏达机械 王会计来电,手续费多扣两次"
HOSTILE = "<!channel> <@U1> *bold* [x](do:complaint.close/1) {{ 7*7 }} \u202e`;DROP TABLE complaint;--"
PHONE = Told("phone", "recording")


def about_li(world: World) -> Complaint:
    """A case about Li, in the hands of his lead."""
    with world.work(world.chen) as work:
        intake.register(work, LINE, intake.Given(subject_id=world.li.id))
    world.deliver()
    return world.only(Complaint)


def test_no_emoji_moves_a_case(world: World, desk) -> None:
    world.li.types("/complaint", LINE)
    before = [one.kind for one in world.all(ComplaintEvent)]
    for who, card in ((world.li, world.li.last_message()), (world.sun, next(iter(desk.messages.values())))):
        for emoji in ("white_check_mark", "eyes", "raising_hand", "zzz", "x", "thumbsup"):
            who.reacts(card, emoji)

    assert world.only(Complaint).state == "new"
    assert [one.kind for one in world.all(ComplaintEvent)] == before


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)
def test_the_subject_is_refused_on_every_road(world: World, desk) -> None:
    number = about_li(world).id
    shared = next(iter(desk.messages.values()))
    desk.members.append(world.li.hands.user.id)
    verbs = (
        lambda work: handling.acknowledge(work, number, PHONE), lambda work: handling.assign(work, number, world.li.id),
        lambda work: deciding.find(work, number, deciding.Found("third_party", "x", "y")),
        lambda work: ending.withdraw(work, number, "x"), lambda work: pausing.resume(work, number),
        lambda work: ending.close(work, number, ending.Summary("t", "C1", "c")),
    )  # fmt: skip
    for verb in verbs:
        with pytest.raises(Refusal), world.work(world.li) as work:
            verb(work)
    world.li.types("/complaint", f"C-{number}")
    world.li.says("已联系,客户满意", thread=shared)
    world.li.presses(shared, "complaint.open")

    assert world.only(Complaint).state == "new"
    assert world.all(ComplaintMessage) == [], "his words are no evidence"
    assert not any("C-1" in text_of(one) for one in world.li.messages())


def test_the_same_press_twice_counts_once(world: World, desk) -> None:
    world.li.types("/complaint", LINE)
    card = world.li.last_message()
    world.li.presses(card, "complaint.contacted")
    with pytest.raises(Refusal) as refused, world.work(world.li) as work:
        handling.acknowledge(work, 1, PHONE)
    assert refused.value.key == "complaints/not-now"
    with world.work(world.li) as work:
        handling.contacted(work, 1, PHONE)
    kinds = [one.kind for one in world.all(ComplaintEvent)]

    assert kinds.count("acknowledged") == 1
    assert kinds.count("accepted") == 1


def test_a_stranger_presses_in_vain(world: World, desk) -> None:
    world.li.types("/complaint", LINE)
    shared = next(iter(desk.messages.values()))
    for who in (world.emma, world.wang):
        desk.members.append(who.hands.user.id)
        who.presses(shared, "complaint.open")
        assert "宏达机械" not in " ".join([*who.hints(), *(text_of(one) for one in who.messages())])

    assert world.only(Complaint).state == "new"


def test_hostile_text_stays_text_in_every_field(world: World, desk) -> None:
    with world.work(world.li) as work:
        number = intake.register(work, f"{LINE} {HOSTILE}", intake.Given(complainant=HOSTILE)).id
        handling.contacted(work, number, Told("phone", HOSTILE), HOSTILE)
        deciding.find(work, number, deciding.Found("third_party", HOSTILE, HOSTILE))
        deciding.remedy(work, number, "apology", HOSTILE)
    world.deliver()
    for message in (world.li.last_message(), next(iter(desk.messages.values()))):
        buttons = [
            element.get("action_id", "") for block in world.current(message).blocks
            for element in [*block.get("elements", []), block.get("accessory") or {}] if isinstance(element, dict)
        ]  # fmt: skip
        assert not any("complaint.close" in one for one in buttons)
        assert "49" not in text_of(world.current(message))
        assert '"type": "broadcast"' not in str(message.blocks)


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)
def test_twenty_thousand_characters_are_kept_to_the_last(world: World, desk) -> None:
    text = LINE + "。" + "客户反映的情况如下。" * 2000 + "完"
    with world.work(world.li) as work:
        intake.register(work, text)
    world.deliver()

    assert world.only(Complaint).claim.endswith("完")
    assert len(world.only(Complaint).claim) == len(text)
    assert "C-1" in world.li.last_words()
    world.sun.says(text, thread=next(iter(desk.messages.values())))
    with world.work(world.li) as work:
        handling.contacted(work, 1, PHONE)
        deciding.find(work, 1, deciding.Found("third_party", text, text))
    assert [len(one.text) for one in world.all(ComplaintMessage)] == [len(text)]
    assert (len(world.only(Complaint).findings), len(world.only(Complaint).evidence)) == (len(text), len(text))
