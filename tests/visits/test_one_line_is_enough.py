"""/visit: one line becomes a note, a card and a promise."""

from datetime import UTC, datetime

from staging.world import World

from bot.customers.models import Contact
from bot.promises.models import Promise
from bot.visits.models import Visit


def test_one_chinese_line_leaves_a_note_a_contact_and_a_promise(world: World) -> None:
    outcome = world.li.types("/visit", "华东精工 今天下午拜访李总,谈了应收账款周转慢,下周三前给供应链金融方案")

    visit, promise = world.only(Visit), world.only(Promise)
    assert outcome.ok
    hint = world.li.hints()[-1]
    assert f"V-{visit.id} 已记" in hint
    assert "苏州华东精工机械有限公司" in hint
    assert "1个承诺" in hint
    assert (visit.customer_id, visit.channel, visit.contacts, visit.summary) == (
        world.huadong.id, "face_to_face", ["李总"], "谈了应收账款周转慢",
    )  # fmt: skip
    assert (promise.text, promise.due_at, promise.owner_id) == (
        "给供应链金融方案", datetime(2026, 12, 2, 10, tzinfo=UTC), world.li.id,
    )  # fmt: skip
    assert world.only(Contact).customer_id == world.huadong.id
    card = world.li.last_words()
    told = ("面谈", "11月23日 周一", "下午", "李总", "谈了应收账款周转慢", "风险", "需求")
    for words in (*told, "12月2日 周三 18:00", "7个工作日"):
        assert words in card, words


def test_one_english_line_is_answered_in_english(world: World) -> None:
    line = "Acme Steel met Mr. Brown this afternoon, receivables slow, send SCF proposal by next Wed"
    world.emma.types("/visit", line)

    promise = world.only(Promise)
    card = world.emma.last_words()
    assert f"V-{world.only(Visit).id} saved" in world.emma.hints()[-1]
    assert promise.text == "send SCF proposal"
    for words in ("Acme Steel Ltd", "meeting", "Mr. Brown", "Wed 2 Dec 18:00", "7 working days", "Risk", "Need"):
        assert words in card, words


def test_a_customers_code_is_no_passport_even_where_it_looks_like_one(world: World) -> None:
    southern = world.customer("南方机电", world.li, code="H10012345")
    world.li.types("/visit", "H10012345 今天拜访李总\uff0c周五前核对李总的H20012345")
    visit = world.only(Visit)
    assert visit.customer_id == southern.id
    assert "H20012345" not in visit.text and "H******45" in visit.text
    world.emma.types("/visit", "H10012345 met today")
    assert "H******45" in world.all(Visit)[-1].text, "of a customer she may not see she learns nothing"
