"""Names, short names, codes, pinyin, other scripts and slips of the finger in typed lines."""

import pytest

from bot.customers.matching import SURE
from bot.customers.memory import CustomersInMemory


@pytest.fixture
def book() -> CustomersInMemory:
    book = CustomersInMemory()
    book.add(1, "苏州华东精工机械有限公司", "C001", ["华东精工"])
    book.add(2, "鑫达商贸有限公司", "C002")
    book.add(3, "上海鑫达物流有限公司", "C003")
    book.add(4, "Acme Steel Co., Ltd.", "ACM")
    book.add(5, "宏远纺织", None)
    book.add(6, "Blue Ocean Logistics Ltd", None)
    book.add(7, "Smith & Jones Trading (Asia) Ltd", None)
    return book


@pytest.mark.parametrize(
    ("line", "customer", "typed"),
    [
        ("华东精工 今天下午拜访李总", 1, "华东精工"),
        ("今天拜访華東精工機械", 1, "華東精工機械"),
        ("苏州市华东精工机械有限公司 王总来电", 1, "苏州市华东精工机械有限公司"),
        ("鑫达商贸公司,谈了续贷", 2, "鑫达商贸公司"),
        ("鑫达物流 今天来访", 3, "鑫达物流"),
        ("ＡＣＭＥ Steel called", 4, "ＡＣＭＥ Steel"),
        ("c001 电话", 1, "c001"),
        ("hongyuan 今天拜访", 5, "hongyuan"),
        ("met Blue Ocean today", 6, "Blue Ocean"),
        ("Smith & Jones Trading (Asia) Ltd met us", 7, "Smith & Jones Trading (Asia) Ltd"),
    ],
)
def test_the_best_match_is_the_customer_meant(book: CustomersInMemory, line: str, customer: int, typed: str) -> None:
    best = book.find(line)[0]

    assert (best.customer_id, line[slice(*best.span)]) == (customer, typed)
    assert best.score >= 0.9


@pytest.mark.parametrize("line", ["鑫达 今天拜访", "鑫达今天来电"])
def test_a_short_name_of_two_customers_names_both_equally(book: CustomersInMemory, line: str) -> None:
    first, second = book.find(line)

    assert {first.customer_id, second.customer_id} == {2, 3}
    assert first.score == second.score


@pytest.mark.parametrize("line", ["Acme Foods called", "鑫达机械来电", "北京鑫达"])
def test_a_name_that_contradicts_is_never_sure(book: CustomersInMemory, line: str) -> None:
    assert all(match.score < 0.9 for match in book.find(line) if match.customer_id != 2 or "北京" not in line)


@pytest.mark.parametrize(
    ("line", "customer"),
    [
        ("华东金工来电", 1),
        ("宏源纺织来电", 5),
        ("met Blue Ocaen today", 6),
        ("Blue Ocan visited", 6),
        ("hyfz visited", 5),
    ],
)
def test_a_slip_of_the_finger_still_finds_the_customer(book: CustomersInMemory, line: str, customer: int) -> None:
    assert book.find(line)[0].customer_id == customer


@pytest.mark.parametrize("line", ["谢谢", "", "👍", "how does this work?", "今天拜访了一家新客户"])
def test_ordinary_talk_names_nobody(book: CustomersInMemory, line: str) -> None:
    assert book.find(line) == []


def test_a_possessive_is_no_plural_and_a_slip_for_one_may_begin_another() -> None:
    book = CustomersInMemory()
    for number, (name, alias) in enumerate(
        [
            ("Greenfield Packaging Ltd", "Greenfield"),
            ("Greenfields Care Homes Ltd", "Greenfields"),
            ("Bramley & Hughes LLP", "Bramleys"),
            ("Bramley Orchards Ltd", "BOL"),
        ]
    ):
        book.add(number, name, aliases=(alias,))

    assert [match.customer_id for match in book.find("Lunch with Greenfield's Rob") if match.score >= SURE] == [0]
    assert [match.customer_id for match in book.find("Lunch with Greenfields today") if match.score >= SURE] == [1]
    asked = book.find("Bramley rang")
    assert {match.customer_id for match in asked} == {2, 3}
    assert all(match.score < SURE for match in asked)
