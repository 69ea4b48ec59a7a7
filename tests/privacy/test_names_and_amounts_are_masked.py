"""Names, addresses and amounts show what recognises them and no more."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.privacy import amount_band, mask_address, mask_company, mask_email, mask_person, mask_resident_id

HAN = st.text(alphabet="张王李华东精工机械有限公司欧阳娜", max_size=20)
LATIN = st.lists(st.text(alphabet="abcdefgXYZ", min_size=1, max_size=9), max_size=4).map(" ".join)


@pytest.mark.parametrize(
    "name, shown",
    [("张伟", "张*"), ("王小明", "王**"), ("张", "*"), ("", ""), ("John Smith", "J*** S****"), ("A Li", "* L*")],
)
def test_a_person_keeps_the_first_character(name, shown):
    assert mask_person(name) == shown


@pytest.mark.parametrize(
    "name, shown",
    [
        ("华东精工", "华**工"),
        ("华东精工有限公司", "华******司"),
        ("华为", "华*"),
        ("新东方", "新**"),
        ("Acme Tools Ltd", "A*** ***** **d"),
        ("IBM", "I**"),
    ],
)
def test_a_company_keeps_the_first_and_last_character(name, shown):
    assert mask_company(name) == shown


@given(st.one_of(HAN, LATIN))
def test_never_more_than_half_of_a_name_is_shown(name):
    for shown in (mask_person(name), mask_company(name)):
        kept = sum(char.isalnum() for char in shown)
        assert kept * 2 <= sum(char.isalnum() for char in name)


@pytest.mark.parametrize(
    "address, shown",
    [
        ("杭州市余杭区文一西路969号5幢", "杭州市余杭区****"),
        ("浙江省杭州市西湖区文三路18号", "浙江省杭州市西湖区****"),
        ("河北省正定县燕赵大街1号", "河北省正定县****"),
        ("东莞市长安镇振安路8号", "东莞市****"),
        ("12 Baker Street", "****"),
    ],
)
def test_an_address_ends_at_its_district(address, shown):
    assert mask_address(address) == shown


def test_amounts_become_bands():
    amounts = [999_999, 1_000_000, Decimal("4999999.99"), 5_000_000, 19_999_999, 20_000_000, -30_000_000]
    assert [amount_band(amount) for amount in amounts] == [
        "lt1m", "1to5m", "1to5m", "5to20m", "5to20m", "gt20m", "gt20m",
    ]  # fmt: skip


def test_strict_houses_show_one_character_at_either_end():
    assert mask_resident_id("11010519491231002X", strict=True) == "1****************X"


def test_a_mailbox_of_one_letter_shows_nothing():
    assert mask_email("z@x.com") == "***@x.com"
