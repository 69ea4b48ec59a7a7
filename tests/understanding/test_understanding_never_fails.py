"""Properties of understanding: any text, no exception, same answer twice, spans inside the text, linear time."""

import time
import tomllib
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.calendar import Calendar, WorkingHours
from bot.understanding import Context, Understood, understand, understand_all
from bot.understanding.dates import Frame
from bot.understanding.trial import as_json, read_customers

TYPED = [
        "华东精工",
        "鑫达",
        "Acme",
        "Steel",
        "今天",
        "下周三前",
        "by",
        "Friday",
        "拜访",
        "met",
        "李总",
        "Mr.",
        "Brown",
        ",",
        "，。",
        ";",
        "\n",
        "答应",
        "will",
        "send",
        "给",
        "方案",
        "200万",
        "$2.5m",
        "满意",
        "not",
        "happy",
        "欠薪",
        "没有",
        "据说",
        "@王敏",
        "<@U123|x>",
        "#标签",
        "!",
        "4分",
        "3/5",
        "电话",
        "zoom",
        "无后续",
        "客户",
        "they",
        "周总",
        "老周",
        "、",
        "(",
        ")",
        ":",
        "-",
        "/",
        "1.",
        "和",
        "with",
        "and",
    ]  # fmt: skip
WORDS = st.sampled_from(TYPED)
LINES = st.one_of(
    st.text(max_size=300), st.lists(WORDS, max_size=40).map(" ".join), st.lists(WORDS, max_size=40).map("".join)
)


@lru_cache
def context() -> Context:
    zone = ZoneInfo("Asia/Shanghai")
    frame = Frame(
        datetime(2026, 11, 23, 15, 0, tzinfo=zone), zone, Calendar.bundled("CN", 2025, 2028), WorkingHours.DEFAULT
    )
    return Context(frame, read_customers(Path(__file__).parent / "customers.csv"))


@settings(max_examples=400)
@given(LINES)
def test_any_text_is_read_the_same_way_twice(text: str) -> None:
    assert understand(text, context()) == understand(text, context())
    assert as_json(understand(text, context()))


@settings(max_examples=400)
@given(LINES)
def test_every_span_lies_inside_the_text_and_holds_its_words(text: str) -> None:
    answer = understand(text, context())

    for start, end in spans(answer):
        assert 0 <= start < end <= len(text)
    for each in (*answer.contacts, *answer.hints, *answer.amounts):
        assert each.text == text[slice(*each.span)]


@settings(max_examples=150)
@given(LINES)
def test_several_visits_never_fail_and_lose_no_line(text: str) -> None:
    answers = understand_all(text, context())

    assert answers
    assert sum(len(answer.text) for answer in answers) <= len(text) + len(answers)


@pytest.mark.parametrize(
    "piece", ["周", "1", "下周三前", "a ", "李总", "<@U123|", "@", "send ", "￥1,", "Mr. ", "和", "((", "答应"]
)
def test_a_hundred_kilobytes_of_hostile_text_are_read_at_once(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    understand("华东精工 今天拜访", context())

    started = time.process_time()
    answer = understand(text, context())

    # Ten times the budget of 200 ms: a shared machine must not fail the build, a quadratic pattern must.
    assert time.process_time() - started < 30
    assert len(answer.rest) <= len(text)


@pytest.mark.parametrize("blank", ["\n", "\t", "\u00a0", "\u3000", "  ", "\r\n"])
def test_golden_lines_and_dates_are_read_with_other_blanks_between_its_words(blank: str) -> None:
    tables = sorted(Path(__file__).parent.glob("*lines*.toml"))
    said = [row["say"] for table in tables for row in tomllib.loads(table.read_text("utf-8"))["line"]]
    assert len(said) > 300

    phrases = [
        row.split("\t")[0]
        for table in sorted(Path(__file__).parent.glob("dates_en*.tsv"))
        for row in table.read_text("utf-8").splitlines()
    ]
    for text in said[::3] + phrases[::2]:
        written = text.replace(" ", blank)
        assert all(0 <= start < end <= len(written) for start, end in spans(understand(written, context())))


def spans(answer: Understood) -> list[tuple[int, int]]:
    found = [
        each.span for each in (*answer.contacts, *answer.colleagues, *answer.promises, *answer.hints, *answer.amounts)
    ]
    found += [each.span for each in (answer.when, answer.customer) if each]
    return found + [each for each in (answer.channel_span, answer.satisfaction_span) if each]
