"""What each filter shows, in both languages."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.core.templating import Reader, Templates

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
DUE = datetime(2026, 12, 2, 10, tzinfo=UTC)


class Speaker:
    """Renders one expression as a whole message."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder = folder
        for language in ("en", "zh-CN"):
            for source in root.glob(f"{language}/**/words.toml"):
                target = folder / source.relative_to(root)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(source.read_text("utf-8"), "utf-8")
            (folder / language / "try").mkdir(parents=True, exist_ok=True)
        self.reader = Reader("zh-CN", ZoneInfo("Asia/Shanghai"), NOW)

    def blocks(self, source: str, language: str = "en", shared: bool = False, **data: Any) -> list[dict[str, Any]]:
        """The blocks of a template written on the spot."""
        (self.folder / language / "try" / "it.md.j2").write_text(source, "utf-8")
        return Templates(self.folder).render("try/it", language, data, replace(self.reader, shared=shared)).blocks

    def says(self, source: str, language: str = "en", **data: Any) -> str:
        """The words of a one-paragraph template."""
        (block,) = self.blocks(source, language, **data)
        (element,) = block["elements"][0]["elements"]
        return str(element["text"])


@pytest.fixture
def speaker(tmp_path: Path, root: Path) -> Speaker:
    return Speaker(tmp_path, root)


@pytest.mark.parametrize(
    ("expression", "value", "english", "chinese"),
    [
        ("x", DUE, "Wed 2 Dec 18:00", "12月2日 周三 18:00"),
        ("x|moment", datetime(2027, 1, 4, 1, tzinfo=UTC), "Mon 4 Jan 2027 09:00", "2027年1月4日 周一 09:00"),
        ("x|moment", "2026-12-02T10:00:00+00:00", "Wed 2 Dec 18:00", "12月2日 周三 18:00"),
        ("x|day", DUE, "Wed 2 Dec", "12月2日 周三"),
        ("x|day", datetime(2026, 12, 2, 17, tzinfo=UTC), "Thu 3 Dec", "12月3日 周四"),
        ("x|day(weekday=false)", date(2025, 2, 1), "1 Feb 2025", "2025年2月1日"),
        ("x|clock", DUE, "18:00", "18:00"),
        ("x|workdays", 1, "1 working day", "1个工作日"),
        ("x|left", 7, "7 working days left", "还有7个工作日"),
        ("x|left", 0, "due today", "今天到期"),
        ("x|left", -1, "1 working day overdue", "已超期1个工作日"),
        ("x|ago", 0, "today", "今天"),
        ("x|ago", 1, "yesterday", "昨天"),
        ("x|ago", 12, "12 days ago", "12天前"),
        ("x", timedelta(hours=27, minutes=5), "1 day 3 h", "1天3小时"),
        ("x|duration", 9_000, "2 h 30 min", "2小时30分钟"),
        ("x|duration", 20, "less than 1 min", "不到1分钟"),
        ("x|duration", timedelta(days=2), "2 days", "2天"),
        ("x|duration(27000)", 90 * 3600, "12 working days", "12个工作日"),
        ("x|duration(27000)", timedelta(hours=17), "2 working days 2 h", "2个工作日2小时"),
        ("x|duration(27000)", 5400, "1 h 30 min of working time", "1小时30分钟工作时间"),
        ("x|duration(none)", 5400, "1 h 30 min", "1小时30分钟"),
        ("x|number", 1234567.891, "1,234,567.89", "1,234,567.89"),
        ("x|number(places=0)", Decimal("2.50"), "3", "3"),
        ("x|percent", 0.615, "62%", "62%"),
        ("x|money", 20_000_000, "CNY 20,000,000", "2,000万元"),
        ("x|money", Decimal("120000000"), "CNY 120,000,000", "1.2亿元"),
        ("x|money('USD')", "12345678", "USD 12,345,678", "12,345,678美元"),
        ("x|money('XXX')", 5, "XXX 5", "5XXX"),
        ("x|excerpt(4)", "one two", "one…", "one…"),
        ("x|join", ["A", "", None, "B"], "A, B", "A、B"),
        ("x|join(' / ')", ["A", "B"], "A / B", "A / B"),
        ("x|label('visits.channel')", "phone", "phone", "电话"),
        ("x|term('customers.sector')", "C", "manufacturing", "制造业"),
        ("x|term('customers.sector')", "own words. C", "own words. C", "own words. C"),
        ("x|plural('visit', 'visits')", 1, "1 visit", "1 visit"),
        ("x|plural('visit', 'visits')", 2_000, "2,000 visits", "2,000 visits"),
        ("x|prose", " a  b \n\n\n\n c\r\nd ", "a b\n\nc\nd", "a b\n\nc\nd"),
        ("x|person", {"name": "Li  Wei"}, "Li Wei", "Li Wei"),
        ("x|mention", "not an id", "not an id", "not an id"),
        ("x", 3.5, "3.5", "3.5"),
    ],
)
def test_a_value_is_worded(speaker: Speaker, expression: str, value: Any, english: str, chinese: str) -> None:
    assert speaker.says("{{ " + expression + " }}", "en", x=value) == english
    assert speaker.says("{{ " + expression + " }}", "zh-CN", x=value) == chinese


def test_an_instant_in_a_shared_channel_is_slacks_date_element(speaker: Speaker) -> None:
    (block,) = speaker.blocks("{{ due }}", shared=True, due=DUE)
    (element,) = block["elements"][0]["elements"]
    assert element == {
        "type": "date",
        "timestamp": int(DUE.timestamp()),
        "format": "{date_short_pretty} {time}",
        "fallback": "Wed 2 Dec 18:00 (UTC+08:00)",
    }


def test_a_day_is_the_same_for_everybody_also_in_a_shared_channel(speaker: Speaker) -> None:
    (block,) = speaker.blocks("{{ when|day }}", shared=True, when=date(2026, 12, 2))
    assert block["elements"][0]["elements"] == [{"type": "text", "text": "Wed 2 Dec"}]


def test_a_slack_id_becomes_a_mention(speaker: Speaker) -> None:
    (block,) = speaker.blocks("{{ who|mention }}", who="U0123ABC")
    assert block["elements"][0]["elements"] == [{"type": "user", "user_id": "U0123ABC"}]


def test_none_shows_nothing(speaker: Speaker) -> None:
    for expression in ("x", "x|day", "x|moment", "x|prose", "x|excerpt", "x|mention", "x|label('visits.channel')"):
        assert speaker.blocks("{{ " + expression + " }}", x=None) == []


def test_options_come_from_pairs_mappings_and_named_fields(speaker: Speaker) -> None:
    for values in ([(1, "A")], {"1": "A"}, [{"id": 1, "name": "A"}]):
        (row,) = speaker.blocks('[x](pick:menu/a/1 "{{ v|options }}")', v=values)
        assert [each["value"] for each in row["elements"][0]["options"]] == ["1"]
    (row,) = speaker.blocks("[x](pick:menu/a \"{{ v|options('code', 'title') }}\")", v=[{"code": "a", "title": "T"}])
    assert row["elements"][0]["options"][0]["text"]["text"] == "T"


def test_macros_and_captured_text_keep_their_markup(speaker: Speaker) -> None:
    source = (
        "{% macro row(name) %}**{{ name }}**{% endmacro %}{% set both %}{{ row(a) }} {{ row(b) }}{% endset %}{{ both }}"
    )
    (block,) = speaker.blocks(source, a="x*y", b="[z](do:a/1)")
    styled = [each["text"] for each in block["elements"][0]["elements"] if "style" in each]
    assert styled == ["x*y", "[z](do:a/1)"]


def test_a_line_of_tags_leaves_no_line_and_a_tag_at_the_end_keeps_the_break(speaker: Speaker) -> None:
    source = "first{% if yes %} more{% endif %}\n{% for each in [1, 2] %}\nrow {{ each }}\n{% endfor %}\nlast"
    assert speaker.says(source, yes=True) == "first more\nrow 1\nrow 2\nlast"


def test_a_naive_instant_is_refused(speaker: Speaker) -> None:
    with pytest.raises(Exception, match="try/it"):
        speaker.blocks("{{ x }}", x=datetime(2026, 12, 2, 10))


@pytest.mark.parametrize("expression", ["at", "at|moment"])
def test_a_picker_starts_on_the_day_and_hour_the_reader_sees(speaker: Speaker, expression: str) -> None:
    midnight = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)

    for kind, preset, value in (("date", "initial_date", "2026-11-23"), ("time", "initial_time", "00:00")):
        (row,) = speaker.blocks(f"[Another](pick:{kind}/a.b?at={{{{ {expression} }}}})", at=midnight)
        assert row["elements"][0][preset] == value
