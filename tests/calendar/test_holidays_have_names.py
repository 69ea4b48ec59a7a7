"""People name holidays; the calendar knows when they rest."""

from datetime import date

import pytest

from bot.core.calendar import HOLIDAY_KEYS, Calendar, Day, holiday_key, holiday_keys
from bot.core.calendar.breaks import RULES, easter_sunday

CHINA = Calendar.bundled("CN", 2018, 2036)
BRITAIN = Calendar.bundled("GB", 2018, 2036)
AMERICA = Calendar.bundled("US", 2018, 2036)
COUNTRIES = {code: Calendar.bundled(code, 2018, 2036) for code in ("CN", "GB", "US", "DE", "FR", "HK", "SG")}


@pytest.mark.parametrize(
    ("phrases", "key"),
    [
        ("国庆 国庆节 國慶 国庆长假 十一 十一假期 黄金周 国庆黄金周", "national_day"),
        ("元旦 元旦节 新年 元旦小长假", "new_year"),
        ("春节 过年 春节假期 农历新年 大年初一 春节长假", "spring_festival"),
        ("清明 清明节 清明假期", "qingming"),
        ("五一 五一假期 五一小长假 五一劳动节", "may_day"),
        ("端午 端午节", "dragon_boat"),
        ("中秋 中秋节 中秋假期", "mid_autumn"),
        ("圣诞 圣诞节 聖誕節 圣诞假期", "christmas"),
        ("复活节", "easter"),
        ("感恩节", "thanksgiving"),
        ("除夕 农历除夕", "spring_festival_eve"),
    ],
)
def test_chinese_names_are_known(phrases, key):
    assert {phrase: holiday_key(phrase) for phrase in phrases.split()} == dict.fromkeys(phrases.split(), key)


@pytest.mark.parametrize(
    ("phrase", "key"),
    [
        ("Christmas", "christmas"),
        ("the Christmas holidays", "christmas"),
        ("X-mas", "christmas"),
        ("New Year", "new_year"),
        ("New Year’s Day", "new_year"),
        ("new year's eve", "new_years_eve"),
        ("Easter", "easter"),
        ("Easter weekend", "easter"),
        ("Easter Monday", "easter_monday"),
        ("Thanksgiving", "thanksgiving"),
        ("Thanksgiving break", "thanksgiving"),
        ("National Day", "national_day"),
        ("Golden Week", "national_day"),
        ("National Day holiday", "national_day"),
        ("Spring Festival", "spring_festival"),
        ("Chinese New Year", "spring_festival"),
        ("CNY", "spring_festival"),
        ("Lunar New Year holiday", "spring_festival"),
        ("Labour Day", "labour_day"),
        ("Labor Day weekend", "labour_day"),
        ("May Day", "may_day"),
        ("Boxing Day", "boxing_day"),
        ("Boxing Day (observed)", "boxing_day"),
        ("  MID-AUTUMN   festival ", "mid_autumn"),
        ("Dragon Boat", "dragon_boat"),
        ("Tomb-Sweeping Day", "qingming"),
        ("St. Stephen's Day", "boxing_day"),
        ("August bank holiday", "summer_bank"),
        ("4th of July", "independence_day"),
    ],
)
def test_english_names_are_known(phrase, key):
    assert holiday_key(phrase) == key


@pytest.mark.parametrize(
    "phrase", ["", " ", "节", "假期", "day", "holiday", "报价", "quote", "next week", "五一路", "国庆路支行"]
)
def test_other_words_are_no_holidays(phrase):
    assert holiday_key(phrase) is None


def test_a_day_can_belong_to_two_festivals():
    assert holiday_keys("中秋节; 国庆节") == ("mid_autumn", "national_day")
    assert holiday_keys("国庆节、中秋节") == ("national_day", "mid_autumn")
    assert holiday_keys("Founders' day") == ()


def test_every_key_has_a_rule_and_no_phrase_means_two_things():
    phrases = [phrase for known in HOLIDAY_KEYS.values() for phrase in known]
    assert set(HOLIDAY_KEYS) == set(RULES)
    assert len(phrases) == len(set(phrases))
    assert all(holiday_key(phrase) == key for key, known in HOLIDAY_KEYS.items() for phrase in known)


@pytest.mark.parametrize(
    ("code", "key", "after", "expected"),
    [
        ("CN", "national_day", "2024-05-01", "2024-10-01 2024-10-07"),
        ("CN", "national_day", "2025-10-08", "2025-10-01 2025-10-08"),
        ("CN", "national_day", "2025-10-09", "2026-10-01 2026-10-07"),
        ("CN", "mid_autumn", "2025-01-01", "2025-10-01 2025-10-08"),
        ("CN", "spring_festival", "2024-01-01", "2024-02-10 2024-02-17"),
        ("CN", "spring_festival", "2025-01-01", "2025-01-28 2025-02-04"),
        ("CN", "spring_festival", "2026-01-01", "2026-02-15 2026-02-23"),
        ("CN", "spring_festival_eve", "2026-01-01", "2026-02-16 2026-02-16"),
        ("CN", "qingming", "2026-01-01", "2026-04-04 2026-04-06"),
        ("CN", "may_day", "2026-01-01", "2026-05-01 2026-05-05"),
        ("CN", "labour_day", "2026-01-01", "2026-05-01 2026-05-05"),
        ("CN", "dragon_boat", "2025-01-01", "2025-05-31 2025-06-02"),
        ("CN", "new_year", "2026-12-01", "2027-01-01 2027-01-03"),
        ("CN", "new_year", "2024-01-01", "2023-12-30 2024-01-01"),
        ("CN", "christmas", "2026-07-01", "2026-12-25 2026-12-25"),
        ("CN", "easter", "2026-01-01", "2026-04-05 2026-04-05"),
        ("CN", "thanksgiving", "2026-07-01", "2026-11-26 2026-11-26"),
        ("GB", "christmas", "2026-07-01", "2026-12-25 2026-12-28"),
        ("GB", "boxing_day", "2026-07-01", "2026-12-26 2026-12-26"),
        ("GB", "easter", "2026-01-01", "2026-04-03 2026-04-06"),
        ("GB", "easter", "2026-04-06", "2026-04-03 2026-04-06"),
        ("GB", "easter", "2026-04-07", "2027-03-26 2027-03-29"),
        ("GB", "may_day", "2026-01-01", "2026-05-02 2026-05-04"),
        ("GB", "summer_bank", "2026-01-01", "2026-08-29 2026-08-31"),
        ("GB", "spring_festival", "2026-01-01", "2026-02-15 2026-02-23"),
        ("GB", "national_day", "2026-01-01", "2026-10-01 2026-10-07"),
        ("US", "labour_day", "2026-01-01", "2026-09-05 2026-09-07"),
        ("US", "may_day", "2026-01-01", "2026-05-01 2026-05-01"),
        ("US", "thanksgiving", "2026-01-01", "2026-11-26 2026-11-26"),
        ("US", "independence_day", "2026-01-01", "2026-07-03 2026-07-05"),
        ("US", "easter", "2026-01-01", "2026-04-05 2026-04-05"),
        ("US", "new_year", "2027-12-01", "2027-12-31 2028-01-02"),
        ("DE", "german_unity", "2025-01-01", "2025-10-03 2025-10-05"),
        ("FR", "bastille_day", "2026-01-01", "2026-07-14 2026-07-14"),
        ("FR", "ascension", "2026-01-01", "2026-05-14 2026-05-14"),
        ("HK", "juneteenth", "2026-01-01", "2026-06-19 2026-06-19"),
        ("SG", "national_day", "2026-01-01", "2026-08-08 2026-08-10"),
        ("SG", "diwali", "2026-01-01", "2026-11-07 2026-11-09"),
    ],
)
def test_a_named_holiday_is_the_whole_break_of_the_country(code, key, after, expected):
    first, last = map(date.fromisoformat, expected.split())
    assert COUNTRIES[code].named(key, date.fromisoformat(after)) == (first, last)


def test_a_calendar_without_holidays_still_knows_when_they_are():
    assert Calendar().named("national_day", date(2026, 1, 1)) == (date(2026, 10, 1), date(2026, 10, 7))
    assert Calendar().named("christmas", date(2026, 1, 1)) == (date(2026, 12, 25), date(2026, 12, 25))


def test_a_loaded_table_decides_the_break():
    days = [Day(date(2027, 10, day), "holiday", "国庆节、中秋节") for day in range(1, 9)]
    assert Calendar(days).named("national_day", date(2027, 1, 1)) == (date(2027, 10, 1), date(2027, 10, 10))


def test_an_unknown_key_or_a_date_nobody_can_compute_is_none():
    assert CHINA.named("birthday", date(2026, 1, 1)) is None
    assert CHINA.named("diwali", date(2026, 1, 1)) is None
    assert CHINA.named("spring_festival", date(2400, 1, 1)) is None


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("key", list(RULES))
def test_the_next_break_is_never_over_and_follows_the_one_before(country, key):
    after, seen = date(2024, 1, 1), []
    for _ in range(3):
        found = COUNTRIES[country].named(key, after)
        if found is None:
            assert key in ("diwali", "eid_al_fitr", "eid_al_adha", "vesak")
            return
        first, last = found
        assert after <= last
        assert first <= last
        assert not seen or seen[-1] < first
        seen.append(last)
        after = last.replace(day=1) if last < after else date.fromordinal(last.toordinal() + 1)


def test_easter_falls_on_the_published_sundays():
    published = "2019-04-21 2024-03-31 2025-04-20 2026-04-05 2027-03-28 2038-04-25 2285-03-22 1981-04-19 1954-04-18"
    assert [easter_sunday(day.year) for day in map(date.fromisoformat, published.split())] == [
        date.fromisoformat(day) for day in published.split()
    ]


def test_qingming_by_formula_is_the_day_china_rests():
    for year in range(2018, 2037):
        day = RULES["qingming"].on(year)
        assert day is not None
        assert "清明节" in (CHINA.holiday(day) or "")
