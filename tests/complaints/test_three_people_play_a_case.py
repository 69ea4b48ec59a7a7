"""Manager, customer service and product play one complaint: asked, answered, pinned, paid, closed."""

import pytest
from staging.world import World, text_of

from bot.complaints.models import Case, Complaint, ComplaintEvent, ComplaintMessage, Remedy
from bot.core.subject import Subject
from bot.escalations import usecases as asks
from bot.escalations.models import Ask


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)
def test_a_departments_answer_comes_back_onto_the_case_and_is_its_evidence(world: World, desk) -> None:
    product = world.department("product", [world.wang], head=world.wang)
    world.li.types("/complaint", "宏达机械 王会计来电,手续费多扣两次,答应后天下午5点前回复")
    number = world.only(Complaint).id
    card = world.li.last_message()
    world.li.presses(card, "complaint.contacted")

    with world.work(world.li) as work:
        draft = asks.Draft(
            "扣费规则是不是改过?", department="product", customer_id=world.hongda.id, about=Subject("complaint", number)
        )
        asks.ask(work, draft)
    world.deliver()
    assert product.messages
    with world.work(world.wang) as work:
        asks.take(work, world.only(Ask).id)
        asks.answer(work, world.only(Ask).id, "规则没改,是月末批处理重复扣了")
    world.deliver()
    assert "已答复" in text_of(world.current(card))
    world.li.presses(card, f"complaint.fault/{number}", "company_fault_isolated")
    complaint = world.only(Complaint)
    assert complaint.state == "proposing", "no form: the answer is the evidence"
    assert "月末批处理" in complaint.evidence

    world.li.presses(card, f"complaint.remedy/{number}", "compensation")
    world.li.submits(amount="300", text="退回两笔手续费")
    world.li.presses(card, "complaint.decide")
    assert world.only(Complaint).state == "approval"
    assert "300" in world.chen.last_words()
    world.chen.presses(world.chen.last_message(), "complaint.approve")
    assert world.only(Complaint).state == "decided"
    world.li.presses(card, "complaint.notified")
    world.li.presses(card, "complaint.done")
    assert world.only(Remedy).done_at is not None
    world.clock.to("2026-11-26 10:00")
    world.li.presses(card, "complaint.satisfied")
    world.li.submits(headline="月末重复扣费", cause="C12", changed="批处理前去重")
    assert world.only(Complaint).state == "closed"
    assert (world.only(Case).cost, world.only(Case).remedies) == (300, ["compensation"])


def test_thread_words_do_what_buttons_do_and_a_pin_is_kept_only_for_who_may_act(world: World, desk) -> None:
    world.li.types("/complaint", "宏达机械 王会计来电,手续费多扣两次")
    shared = next(iter(desk.messages.values()))
    world.sun.says("已联系,客户同意等到周四", thread=shared)
    assert world.only(Complaint).state == "verifying"
    reply = world.sun.says("流水核对完了,确实扣了两次", thread=shared)
    world.sun.reacts(reply, "pushpin")
    assert "pinned" in [one.kind for one in world.all(ComplaintEvent)]
    world.sun.unreacts(reply, "pushpin")
    assert "unpinned" in [one.kind for one in world.all(ComplaintEvent)]


def test_an_edited_reply_is_followed(world: World, desk) -> None:
    world.li.types("/complaint", "宏达机械 王会计来电,手续费多扣两次")
    shared = next(iter(desk.messages.values()))
    reply = world.sun.says("扣了一次", thread=shared)
    world.sun.edits(reply, "扣了两次")
    assert world.only(ComplaintMessage).text == "扣了两次"
