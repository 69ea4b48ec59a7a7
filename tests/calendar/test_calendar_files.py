"""A table somebody exported becomes calendar days, or says which row is wrong."""

from datetime import date

import pytest

from bot.core.calendar import Calendar, Day, DaysUnreadable, merge, parse_csv, parse_ics

NOTICE = """date,kind,name
2027-10-01,holiday,国庆节
2027-10-02,holiday,国庆节
2027-09-26,workday,国庆节
"""
EXPECTED = [
    Day(date(2027, 9, 26), "workday", "国庆节"),
    Day(date(2027, 10, 1), "holiday", "国庆节"),
    Day(date(2027, 10, 2), "holiday", "国庆节"),
]


def ics(*events):
    body = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//\r\n{body}END:VCALENDAR\r\n".encode()


def event(start, summary, *more):
    return "\r\n".join([f"DTSTART;VALUE=DATE:{start}", f"SUMMARY:{summary}", *more])


@pytest.mark.parametrize(
    "text",
    [
        NOTICE,
        NOTICE.replace("\n", "\r\n"),
        NOTICE.replace(",", ";"),
        NOTICE.replace(",", "\t"),
        NOTICE.replace(",", "，"),
        NOTICE.replace("date,kind,name", "日期,类型,名称").replace("holiday", "休").replace("workday", "班"),
        NOTICE.replace("holiday", "（放假）").replace("workday", "补班"),
        NOTICE.replace("2027-10-0", "2027/10/0").replace("2027-09-26", "2027年9月26日"),
        NOTICE.replace("2027-10-0", "2027100").replace("2027-09-26", "20270926"),
        NOTICE.replace("\n", "\n\n,,\n") + NOTICE.splitlines()[1],
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_however_the_spreadsheet_saved_it(text, encoding):
    assert parse_csv(text.encode(encoding)) == EXPECTED


def test_columns_may_stand_in_any_order_and_a_missing_name_gets_a_mark():
    assert parse_csv("note,name,date,kind\nx,,2027-10-01,holiday\n,,2027-10-09,班\n".encode()) == [
        Day(date(2027, 10, 1), "holiday", "休"),
        Day(date(2027, 10, 9), "workday", "班"),
    ]


def test_every_bad_row_of_a_csv_is_named():
    text = NOTICE + "2027-02-30,holiday,x\n2027-05-01,maybe,x\nsoon,holiday,x\n3027-01-01,holiday,x\n2027-10-01,班,x\n"
    with pytest.raises(DaysUnreadable) as caught:
        parse_csv(text.encode())
    problems = [(problem.row, problem.reason, problem.value) for problem in caught.value.problems]
    assert problems == [
        (5, "date", "2027-02-30"),
        (6, "kind", "maybe"),
        (7, "date", "soon"),
        (8, "year", "3027-01-01"),
        (9, "conflict", "2027-10-01"),
    ]
    assert "row 6: “maybe” is neither holiday nor workday" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"date,kind,name\n", "empty"),
        (b"date,name\n2027-10-01,x\n", "columns"),
        (b"2027-10-01,holiday,x\n", "columns"),
        ("date,kind,name\n".encode("utf-16"), "encoding"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "encoding"),
        (b"date,kind,name\n" * 200_000, "too_large"),
    ],
)
def test_a_file_that_is_no_table_says_so(content, reason):
    with pytest.raises(DaysUnreadable) as caught:
        parse_csv(content)
    assert caught.value.problems[0].reason == reason
    assert str(caught.value)


def test_a_short_row_is_a_bad_row():
    with pytest.raises(DaysUnreadable, match="row 2"):
        parse_csv(b"date,kind,name\n2027-10-01\n")


@pytest.mark.parametrize(
    ("rest", "work", "name"),
    [
        ("国庆节（休）", "国庆节（班）", "国庆节"),
        ("国庆节 休", "国庆节 班", "国庆节"),
        ("国庆节 假期 第1天/共8天", "国庆节 补班 第1天/共1天", "国庆节"),
        ("[休] 国庆节", "[班] 国庆节", "国庆节"),
        ("National Day day off", "National Day make-up workday", "National Day"),
    ],
)
def test_a_chinese_feed_marks_rest_and_make_up_days(rest, work, name):
    feed = ics(
        event("20271001", rest, "DTEND;VALUE=DATE:20271003"),
        event("20270926", work),
        event("20270910", "教师节"),
    )
    assert parse_ics(feed) == [
        Day(date(2027, 9, 26), "workday", name),
        Day(date(2027, 10, 1), "holiday", name),
        Day(date(2027, 10, 2), "holiday", name),
    ]


def test_apples_feed_is_understood_by_its_own_property():
    feed = ics(
        event("20271001", "国庆节", "X-APPLE-SPECIAL-DAY:WORK-HOLIDAY"),
        event("20270926", "国庆节", "X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY"),
        event("20271031", "万圣夜"),
    )
    assert [(day.day, day.kind) for day in parse_ics(feed)] == [
        (date(2027, 9, 26), "workday"),
        (date(2027, 10, 1), "holiday"),
    ]


def test_in_a_feed_without_marks_every_event_is_a_holiday():
    feed = ics(
        event("20271225", "Christmas Day", "DTEND;VALUE=DATE:20271226"),
        event("20271227", "Bank holiday", "DURATION:P2D"),
        event("20270101", "Cancelled", "STATUS:CANCELLED"),
        "DTSTART:20270503T000000Z\r\nDTEND:20270504T000000Z\r\nSUMMARY:Early May bank holiday",
    )
    assert parse_ics(feed) == [
        Day(date(2027, 5, 3), "holiday", "Early May bank holiday"),
        Day(date(2027, 12, 25), "holiday", "Christmas Day"),
        Day(date(2027, 12, 27), "holiday", "Bank holiday"),
        Day(date(2027, 12, 28), "holiday", "Bank holiday"),
    ]


@pytest.mark.parametrize(
    ("content", "reason", "row"),
    [
        (b"", "format", 0),
        (b"date,kind,name\n2027-10-01,holiday,x\n", "format", 0),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "format", 0),
        (b"\x00\xff\xfe", "format", 0),
        (ics(), "empty", 0),
        (ics("SUMMARY:No date"), "date", 1),
        (ics(event("2027", "Broken")), "date", 1),
        (ics(event("20271001", "ok"), event("20270101", "Yearly", "RRULE:FREQ=YEARLY")), "repeats", 2),
        (ics(event("20270101", "Age", "DTEND;VALUE=DATE:20290101")), "too_long", 1),
        (ics(event("10270101", "Old")), "year", 1),
        (ics(event("20271001", "国庆（休）"), event("20271001", "国庆（班）")), "conflict", 2),
        (b"x" * 2_000_001, "too_large", 0),
    ],
)
def test_a_bad_feed_names_the_event(content, reason, row):
    with pytest.raises(DaysUnreadable) as caught:
        parse_ics(content)
    problem = caught.value.problems[0]
    assert (problem.reason, problem.row) == (reason, row)


def table_of_2027():
    rests = [date(2027, 2, day) for day in range(5, 13)] + [date(2027, 10, day) for day in range(1, 8)]
    days = [Day(day, "holiday", "国庆节" if day.month == 10 else "春节") for day in rests]
    return [*days, Day(date(2027, 10, 9), "workday", "国庆节")]


def test_a_whole_table_makes_its_year_final_and_drops_the_guesses():
    china = Calendar.bundled("CN", 2018, 2036)
    loaded = merge(china, table_of_2027())
    assert not loaded.is_provisional(date(2027, 10, 1))
    assert loaded.is_provisional(date(2028, 10, 1))
    assert loaded.is_workday(date(2027, 10, 9))
    assert loaded.is_workday(date(2027, 6, 9))  # a guess the table is silent on
    assert loaded.named("national_day", date(2027, 1, 1)) == (date(2027, 10, 1), date(2027, 10, 7))
    assert china.is_provisional(date(2027, 10, 1))
    assert loaded.fingerprint != china.fingerprint


def test_statutory_days_alone_leave_a_chinese_year_provisional():
    statutory = [day for day in table_of_2027() if day.kind == "holiday"]
    assert merge(Calendar.bundled("CN", 2018, 2036), statutory).is_provisional(date(2027, 10, 1))


def test_a_single_correction_wins_over_the_shipped_day_and_makes_no_year_final():
    china = Calendar.bundled("CN", 2018, 2036)
    fixed = merge(china, [Day(date(2026, 10, 10), "holiday", "司庆"), Day(date(2027, 12, 24), "holiday", "司庆")])
    assert fixed.holiday(date(2026, 10, 10)) == "司庆"
    assert not fixed.is_provisional(date(2026, 10, 10))
    assert fixed.is_provisional(date(2027, 12, 24))
    assert not fixed.is_workday(date(2026, 10, 1))
    assert merge(china, []) is china


def test_a_table_teaches_a_year_the_shipped_data_does_not_know():
    firm = merge(Calendar(), [Day(date(2027, month, 6), "holiday", "x") for month in range(1, 6)])
    assert not firm.is_provisional(date(2027, 9, 1))
    assert firm.is_provisional(date(2028, 9, 1))
