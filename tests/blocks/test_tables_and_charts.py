"""Tables and fenced builders: Slack's own block where it exists, aligned type everywhere else."""

from typing import Any

TABLE = "| 客户 | 余额 |\n|---|--:|\n| {name} | 12 |\n| Acme | 3 |"


def typed(block: dict[str, Any]) -> str:
    """The text of a preformatted block."""
    assert block["elements"][0]["type"] == "rich_text_preformatted"
    return block["elements"][0]["elements"][0]["text"]


def test_the_first_table_of_a_message_is_slacks_own(draw: Any) -> None:
    (block,) = draw(TABLE, name="a | b")
    assert block["type"] == "table"
    assert [side["align"] for side in block["column_settings"]] == ["left", "right"]
    assert block["rows"][1][0]["elements"][0]["elements"] == [{"type": "text", "text": "a | b"}]


def test_a_second_table_and_every_table_on_home_is_aligned_type(draw: Any) -> None:
    first, second = draw(f"{TABLE}\n\ntext\n\n{TABLE}".replace("text\n\n", ""), name="宏达")
    assert (first["type"], second["type"]) == ("table", "rich_text")
    (home,) = draw(TABLE, "home", name="宏达")
    assert typed(home).split("\n") == ["客户  余额", "─" * 10, "宏达    12", "Acme     3"]


def test_a_table_beyond_slacks_limits_is_aligned_type(draw: Any) -> None:
    rows = "\n".join(f"| {n} | x |" for n in range(150))
    (block,) = draw(f"| a | b |\n|---|---|\n{rows}")
    assert typed(block).startswith("a    b")


def test_an_empty_cell_is_still_a_cell(draw: Any) -> None:
    (block,) = draw("| a | b |\n|---|---|\n| {x} | |", x="")
    assert [len(row) for row in block["rows"]] == [2, 2]


def test_bars_show_shares_and_bear_bad_numbers(draw: Any) -> None:
    (block,) = draw("```bars\n华东 | {done} | 100\n华南 | ? | 0\nwest | 250\n```", done=50)
    lines = typed(block).split("\n")
    assert lines[0].split() == ["华东", "██████░░░░░░", "50%"]
    assert lines[1].split()[-1] == "0%"
    assert lines[2].split()[-1] == "250%"


def test_a_chart_is_native_in_a_message_and_bars_on_home(draw: Any) -> None:
    source = "```chart line 存款\n月份 | 目标 | 实际\n10月 | 100 | 96\n11月 | 110 | {n}\n```"
    (chart,) = draw(source, n=118)
    assert (chart["type"], chart["title"], chart["chart"]["type"]) == ("data_visualization", "存款", "line")
    assert chart["chart"]["series"][1]["data"][1] == {"label": "11月", "value": 118.0}
    (home,) = draw(source, "home", n=118)
    assert "11月" in typed(home)


def test_a_third_chart_is_bars_because_slack_takes_two(draw: Any) -> None:
    one = "```chart pie\nk | n\na | 1\nb | 2\n```\n"
    assert [block["type"] for block in draw(one * 3)] == ["data_visualization", "data_visualization", "rich_text"]


def test_chart_labels_that_are_long_or_the_same_are_told_apart(draw: Any) -> None:
    (chart,) = draw("```chart bar\nk | n\n{a} | 1\n{b} | 2\n```", a="x" * 40, b="x" * 40)
    first, second = chart["chart"]["axis_config"]["categories"]
    assert first != second
    assert max(len(first), len(second)) <= 20


def test_a_chart_of_nothing_disappears(draw: Any) -> None:
    assert draw("```chart pie\nk | n\na | 0\n```") == []
    assert draw("```chart bar\nk | n\n```") == []


def test_a_sortable_table_keeps_numbers_as_numbers(draw: Any) -> None:
    source = "```table Renewals\nCustomer | Balance\n{name} | 1,200\n```"
    (block,) = draw(source, name="Acme | Co")
    assert block["type"] == "data_table"
    assert block["rows"][1] == [
        {"type": "raw_text", "text": "Acme | Co"},
        {"type": "raw_number", "value": 1200.0, "text": "1,200"},
    ]
    (home,) = draw(source, "home", name="Acme")
    assert "Acme" in typed(home)


def test_plain_fenced_text_shows_values_as_they_are(draw: Any) -> None:
    (block,) = draw("```\n{v}\n```", v="a*b [x](do:a/1)")
    assert typed(block) == "a*b [x](do:a/1)"
