"""Pieces without a browser: words, mrkdwn, emoji, moments of the clock, the count, the way time passes."""

import re
import tomllib
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from bot.cli.playground_run import stops
from bot.core.calendar import Calendar
from bot.playground.choosing import Changed, find_element
from bot.playground.page import Posted, emoji, mrkdwn
from bot.playground.page.acts import CHANGED, reason
from bot.playground.page.chaos import RULES, tally
from bot.playground.page.moments import NoSuchMoment, moment
from bot.playground.page.pen import HERE, Pen, environment

SHANGHAI = ZoneInfo("Asia/Shanghai")
CHINA = Calendar.bundled("CN", 2026, 2027)
NOW = datetime(2026, 9, 30, 10, 15, tzinfo=SHANGHAI).astimezone(UTC)


def words(language):
    return tomllib.loads((HERE / "words" / language / "words.toml").read_text("utf-8"))


def test_both_languages_say_the_same_things():
    english, chinese = words("en"), words("zh-CN")
    assert {k: set(v) for k, v in english.items()} == {k: set(v) for k, v in chinese.items()}
    for section, rows in english.items():
        for key, text in rows.items():
            gaps = set(re.findall(r"\{\w+\}", str(text)))
            assert gaps == set(re.findall(r"\{\w+\}", str(chinese[section][key]))) or section == "time", key


def test_every_switch_has_its_words():
    assert set(RULES) <= set(words("en")["chaos"])
    assert {f"{key}_hint" for key in RULES} <= set(words("en")["chaos"])


def test_a_press_on_what_was_drawn_anew_has_words_of_its_own():
    with pytest.raises(Changed) as met:
        find_element(SimpleNamespace(blocks=[]), "ask.answer")
    assert reason(met.value) == CHANGED
    assert all("ask.answer" not in words(language)["page"][CHANGED] for language in ("en", "zh-CN"))


def test_a_reference_is_not_broken_across_lines_and_stays_what_was_typed():
    draw = environment().get_template("rich.html").module.words
    shown = draw(Pen.__new__(Pen), "看C-2026-014和P-12, <b>, not 3-4 or ISO-9001-like-words")
    assert re.findall('<span class="ref">(.*?)</span>', shown) == ["C-2026-014", "P-12"]
    assert "&lt;b&gt;, not 3-4" in shown


def told(text):
    return [
        (e.get("text") or e.get("name") or e.get("user_id"), tuple(sorted(e.get("style", {}))))
        for part in mrkdwn.parts(text)
        for e in part["elements"]
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*a* b", [("a", ("bold",)), (" b", ())]),
        ("*_a_*", [("a", ("bold", "italic"))]),
        ("a*b*c", [("a*", ()), ("b*", ()), ("c", ())]),
        ("2 * 3 * 4", [("2 *", ()), (" 3 *", ()), (" 4", ())]),
        ("`*a*`", [("*a*", ("code",))]),
        ("hi <@U1>", [("hi ", ()), ("U1", ())]),
        ("&lt;b&gt; &amp;", [("<b> &", ())]),
        (":tada:", [("tada", ())]),
    ],
)
def test_mrkdwn_is_read_as_slack_reads_it(text, expected):
    assert told(text) == expected


def test_quotes_and_fences_are_parts_of_their_own():
    kinds = [part["type"] for part in mrkdwn.parts("&gt; quoted\nplain\n```\ncode *a*\n```\nend")]
    assert kinds == ["rich_text_quote", "rich_text_section", "rich_text_preformatted", "rich_text_section"]


def test_dates_and_links_are_taken_apart():
    date, link = mrkdwn.parts("<!date^1795420800^{date} at {time}|then><https://e.com/a?b=1&amp;c=2|here>")[0][
        "elements"
    ]
    assert (date["timestamp"], date["format"], date["fallback"]) == (1795420800, "{date} at {time}", "then")
    assert (link["url"], link["text"]) == ("https://e.com/a?b=1&c=2", "here")


def test_skin_tones_and_unknown_codes():
    assert emoji.sign("+1", 2) == "👍🏻" and emoji.sign("wave::skin-tone-6") == "👋🏿"
    assert emoji.sign("point_up", 3) == "☝🏼"
    assert emoji.spelled("ok :tada: :nothing: 10:30:00") == "ok 🎉 :nothing: 10:30:00"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("hour", "2026-09-30 11:15"),
        ("tomorrow", "2026-10-01 09:00"),
        ("workday", "2026-10-08 09:00"),
        ("workdays", "2026-10-10 10:15"),
        ("friday", "2026-10-02 16:30"),
        ("week", "2026-10-07 10:15"),
        ("month", "2026-10-30 10:15"),
        ("2026-12-02T09:00", "2026-12-02 09:00"),
    ],
)
def test_moments_follow_the_working_calendar(code, expected):
    assert moment(code, NOW, SHANGHAI, CHINA).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") == expected


@pytest.mark.parametrize("code", ["", "x", "2026-09-01T09:00", "2030-01-01T09:00", "2026-13-01"])
def test_other_moments_are_refused(code):
    with pytest.raises(NoSuchMoment):
        moment(code, NOW, SHANGHAI, CHINA)


def test_lost_and_repeated_are_told_apart_from_waiting_and_withdrawn():
    posted = [Posted("a", True), Posted("b", True), Posted("c", False), Posted("d", False, over=True)]
    assert tally(posted, {"a": 2}) == {"captured": 3, "arrived": 1, "waiting": 1, "lost": 1, "twice": 1}


def test_time_passes_in_steps_by_day_and_leaps_over_the_night():
    found = stops(NOW, NOW + timedelta(days=1), {SHANGHAI})
    local = [at.astimezone(SHANGHAI) for at in found]
    assert found == sorted(found) and found[-1] == NOW + timedelta(days=1)
    assert all(7 <= at.hour <= 19 for at in local)
    assert any(at.strftime("%H:%M") == "09:00" for at in local)
    assert len(stops(NOW, NOW + timedelta(days=300), {SHANGHAI})) <= 402
