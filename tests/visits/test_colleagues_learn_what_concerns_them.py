"""Promises given in a colleague's name, visits to a colleague's customer, customers one may not see."""

from staging.world import World, text_of

from bot.customers import usecases as customers
from bot.customers.models import Contact
from bot.promises.models import Promise
from bot.visits.models import Visit


def test_a_colleague_named_as_owner_is_told_and_accepts(world: World) -> None:
    world.li.types("/visit", f"华东精工 今天拜访李总,请 <@{world.wang.slack_id}> 周五前发产品方案")

    promise = world.only(Promise)
    assert promise.owner_id == world.wang.id
    told = world.wang.only_message()
    assert "李雷 替您答应了客户" in text_of(told) and "发产品方案" in text_of(told)
    world.wang.taps(told, "我来做")

    assert "您已接受" in world.wang.last_words()
    assert "王敏已接受" in world.li.last_words()


def test_the_colleague_hands_it_back_and_the_author_owes_it(world: World) -> None:
    world.li.types("/visit", "华东精工 今天拜访李总,请王敏周五前发产品方案")
    told = world.wang.only_message()
    world.wang.taps(told, "退回给 李雷")

    assert world.only(Promise).owner_id == world.li.id
    assert "现在由 李雷 负责" in text_of(world.current(told))


def test_an_undone_note_tells_the_colleague_that_it_is_off(world: World) -> None:
    world.li.types("/visit", "华东精工 今天拜访李总,请王敏周五前发产品方案")
    world.li.taps(world.li.only_message(), "撤销")

    assert "不用做了" in world.wang.last_words()


def test_an_unknown_colleague_leaves_the_promise_with_its_author(world: World) -> None:
    world.li.types("/visit", "华东精工 今天拜访李总,请 @张三丰 周五前发产品方案")

    assert world.only(Promise).owner_id == world.li.id
    assert "没有找到同事 张三丰" in world.li.last_words()


def test_what_the_customer_promised_is_chased_by_us(world: World) -> None:
    world.li.types("/visit", "宏达机械 今天电话沟通,客户答应周四前提供财务报表")

    promise = world.only(Promise)
    assert promise.by_customer and promise.owner_id == world.li.id
    assert "客户答应" in world.li.last_words() and "提醒您去催" in world.li.last_words()


def test_the_owner_learns_of_a_visit_to_his_customer(world: World) -> None:
    with world.work() as work:
        customers.edit(work, world.huadong.id, customers.Details(support=[world.emma.id]))
    world.clock.to("2026-11-23 17:30")
    world.emma.types("/visit", "HD001 met today, discussed rates, no follow-up")

    assert world.only(Visit).customer_id == world.huadong.id
    assert "Emma Brown 记了一次拜访" in world.li.last_words()
    world.emma.taps(world.emma.only_message(), "Undo")
    assert "撤销了这条拜访记录" in world.li.last_words()


def test_ones_own_visit_is_told_to_nobody_else(world: World) -> None:
    world.li.types("/visit", "宏达机械 今天拜访王总,无后续")

    assert world.chen.messages() == []


def test_a_hidden_customer_is_treated_like_an_unknown_one(world: World) -> None:
    world.li.types("/visit", "Acme Steel met Mr. Brown today, no follow-up")
    hidden = world.li.last_words()
    world.li.types("/visit", "Zzzz Steel met Mr. Brown today, no follow-up")
    unknown = world.li.last_words()

    assert [row.customer_id for row in world.all(Visit)] == [None, None]
    assert hidden.replace("Acme", "Zzzz").replace("V-1", "V-2") == unknown
    assert world.all(Contact) == []
    assert world.emma.messages() == []


def test_a_no_show_is_an_attempt_that_does_not_reset_the_cadence(world: World) -> None:
    world.li.types("/visit", "宏达机械 今天去了没见到王总,无后续")

    assert world.only(Contact).attempt
    assert "没联系上" in world.li.last_words()
    with world.work() as work:
        from bot.customers.queries import last_real_contact

        assert last_real_contact(work, world.hongda.id) is None


def test_an_auditor_cannot_write_notes(world: World) -> None:
    auditor = world.person("吴审", role="auditor")
    auditor.types("/visit", "宏达机械 今天拜访王总,无后续")

    assert world.all(Visit) == []
    assert "没有做这件事的权限" in auditor.hints()[-1]
