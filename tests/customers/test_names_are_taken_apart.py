"""Region, core, trade and legal form of company names in both languages."""

import pytest

from bot.customers.names import parts, written_forms
from bot.customers.pinyin import initials, spellings


@pytest.mark.parametrize(
    ("name", "regions", "core", "short"),
    [
        ("苏州华东精工机械有限公司", ("苏州",), "华东精工", "华东精工机械"),
        ("鑫达商贸有限公司", (), "鑫达", "鑫达商贸"),
        ("江苏省苏州市恒力化纤有限公司", ("江苏", "苏州"), "恒力", "恒力化纤"),
        ("蘇州(中國)鴻遠紡織股份有限公司", ("苏州", "中国"), "鸿远", "鸿远纺织"),
        ("上海电气集团股份有限公司", (), "上海电气", "上海电气"),
        ("鑫达（上海）物流有限公司", ("上海",), "鑫达", "鑫达物流"),
        ("Acme Steel Co., Ltd.", (), "acme", "acmesteel"),
        ("The Müller GmbH & Co. KG", (), "muller", "muller"),
        ("United Foods Inc", (), "unitedfoods", "unitedfoods"),
        ("Blue Ocean Logistics PLC", (), "blueocean", "blueoceanlogistics"),
        ("华为技术有限公司", (), "华为", "华为技术"),
        ("沈阳鼎力起重设备租赁有限公司", ("沈阳",), "鼎力", "鼎力起重设备租赁"),
    ],
)
def test_a_name_is_taken_apart(name: str, regions: tuple[str, ...], core: str, short: str) -> None:
    taken = parts(name)

    assert (taken.regions, taken.core, taken.short) == (regions, core, short)


def test_a_place_is_never_a_company_by_itself() -> None:
    assert "上海" not in [form.text for form in written_forms("上海电气集团股份有限公司", None, ())]


def test_a_hospital_is_called_by_its_number() -> None:
    assert "二院" in [form.text for form in written_forms("明州市第二人民医院", None, ())]
    assert "附一院" in [form.text for form in written_forms("中山大学附属第一医院", None, ())]


def test_brown_and_sons_is_found_however_the_and_is_written() -> None:
    assert {"brownsons", "brownandsons"} <= {form.text for form in written_forms("Brown & Sons Ltd", None, ())}
    assert {"brownsons", "brownandsons"} <= {form.text for form in written_forms("Brown and Sons Ltd", None, ())}


def test_characters_with_two_readings_are_spelt_both_ways() -> None:
    assert spellings("长安") == ["changan", "zhangan"]
    assert initials("重工") == ["cg", "zg"]
