"""Chinese reads naturally: full-width punctuation between characters, and one name for one thing."""

import re
from pathlib import Path

import pytest

# What is not prose: tags and values, code, the targets of links, addresses, gaps.
MACHINE = re.compile(
    r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|`[^`]*`|\]\([^)\"]*|https?://\S+|\{\w+\}|^\s*#.*$|danger;|primary;", re.S | re.M
)
HAN = "[\u4e00-\u9fff\u3002\u201d\u300b]"
HALF = re.compile(rf"{HAN}[,:;?!](?!//)|[,;?!]{HAN}|\([^()\n]*{HAN}[^()\n]*\)")
ROOT = Path(__file__).resolve().parents[2] / "templates" / "zh-CN"


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.*")), ids=lambda path: str(path.relative_to(ROOT)))
def test_punctuation_between_chinese_characters_is_full_width(path: Path) -> None:
    source = path.read_text("utf-8")
    if path.suffix == ".toml":
        source = "\n".join(re.findall(r'"((?:[^"\\]|\\.)*)"', re.sub(r"(?m)^\s*#.*$", "", source)))
        prose = re.sub(r"\{\w+\}", " ", source)
    else:
        prose = MACHINE.sub(" ", source.replace("\n# ", "\n").removeprefix("# "))
    found = HALF.search(prose)
    assert not found, f"{path.name}: {prose[max(0, found.start() - 15) : found.end() + 5]!r}"


ONE_WORD = {"团队长": "主管", "首页": "主页", "制度包": "规则包", "消息串": "消息列"}
"""Other words for what Rapport, or Slack itself, calls by one name everywhere."""
SHELF = Path(__file__).resolve().parents[2]
READ = [
    *sorted(ROOT.rglob("*.*")),
    *sorted((SHELF / "docs" / "guide" / "zh-CN").glob("*.md")),
    *sorted((SHELF / "bot" / "playground" / "page" / "words" / "zh-CN").glob("*.toml")),
    SHELF / "bot" / "cli" / "playground_tour.toml",
    SHELF / "README.zh-CN.md",
]


def test_one_thing_has_one_name_wherever_it_is_read() -> None:
    found = [
        f"{path.name}: {other} -> {name}"
        for path in READ
        for other, name in ONE_WORD.items()
        if other in path.read_text("utf-8")
    ]
    assert found == []
