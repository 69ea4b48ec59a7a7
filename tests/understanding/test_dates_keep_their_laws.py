"""Laws of the date grammar: never raises, deterministic, monotone in now, reads back what it renders."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from understanding.datetable import frame_at, rows

from bot.understanding.dates import Frame, find_dates, read, render

ZONE = ZoneInfo("Asia/Shanghai")
BASE = frame_at("2026-11-23T14:30", "Asia/Shanghai")
PHRASES = sorted(
    {
        row.text
        for name in ("dates_zh.tsv", "dates_en.tsv", "dates_zh_families.tsv", "dates_en_families.tsv")
        for row in rows(name)
    }
)
BITS = sorted(
    {bit for phrase in PHRASES for bit in phrase.split()} | {"下", "周", "前", "3", "/", ":", "-", " ", "by "}
)


def at(moment: datetime) -> Frame:
    return Frame(moment.replace(tzinfo=ZONE), ZONE, BASE.calendar, BASE.hours)


moments = st.datetimes(datetime(2025, 1, 1), datetime(2029, 12, 31))


@settings(max_examples=400)
@example(text="1.00AM through 1.00AM", now=datetime(2025, 1, 1))
@given(text=st.text(max_size=60) | st.lists(st.sampled_from(BITS), max_size=12).map("".join), now=moments)
def test_no_text_makes_it_raise_and_the_answer_never_changes(text: str, now: datetime) -> None:
    first = read(text, at(now))

    assert read(text, at(now)) == first
    for when in first.dates:
        assert when.start.tzinfo is not None
        assert when.end is None or when.end > when.start
        assert when.due(at(now)).tzinfo is not None
        assert set(when.as_json()) >= {"start", "end", "granularity", "direction", "text", "span"}


@settings(max_examples=600)
@given(
    phrase=st.sampled_from(PHRASES),
    now=moments,
    later=st.timedeltas(timedelta(0), timedelta(days=500)),
)
def test_a_later_now_never_gives_an_earlier_date(phrase: str, now: datetime, later: timedelta) -> None:
    before, after = find_dates(phrase, at(now)), find_dates(phrase, at(now + later))

    if len(before) == len(after):
        for earlier, following in zip(before, after, strict=True):
            assert earlier.start <= following.start


@pytest.mark.parametrize("language", ["zh", "en"])
@settings(max_examples=400)
@given(phrase=st.sampled_from(PHRASES), now=moments)
def test_what_it_says_reads_back_to_the_same_instant(language: str, phrase: str, now: datetime) -> None:
    frame = at(now)
    for when in find_dates(phrase, frame):
        said = render(when, language, today=frame.today)
        (back,) = find_dates(said, frame)
        assert (back.start, back.end, back.direction) == (when.start, when.end, when.direction), said
        assert not back.ambiguous


def test_both_languages_say_the_same_instant() -> None:
    (when,) = find_dates("下周三下班前", BASE)

    chinese, english = (render(when, language, today=BASE.today) for language in ("zh", "en"))

    assert (chinese, english) == ("12月2日 周三 18:00前", "by Wed 2 Dec 18:00")


def test_a_naive_now_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        Frame(datetime(2026, 11, 23), ZONE, BASE.calendar, BASE.hours)
