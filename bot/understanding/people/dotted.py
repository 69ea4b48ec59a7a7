"""Names written by their sound, their parts set apart by a dot: 阿布都热合曼·买买提明总经理, 约翰·史密斯."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from bot.understanding.model import Contact
from bot.understanding.text.vocabulary import load

_DOTS: Final = "·•・‧∙"
_DOT: Final = rf"\s?[{_DOTS}]\s?"
_TOO_SHORT: Final = frozenset({"生", "太", "总", "工", "董", "伯", "婶", "嫂", "爷", "法人", "财务", "采购", "股东"})
_CHIEF: Final = "总(?![结体部额量共之公行裁监计价表账数值])"
_HAS_DOT: Final = re.compile(rf"[.{_DOTS}]")
# 万科·金域小区: what is called so and is nobody.
_NOBODY: Final = (
    r"[\u4e00-\u9fffA-Za-z]{0,4}?"
    r"(?:公司|集团|酒店|饭店|商场|广场|小区|花园|公寓|大厦|工厂|门店|品牌|系列|牌|店|厂|路|街)"
)


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = load("names_zh")["sounds"]
    plain = "".join(words["plain"].split())
    unless = "|".join(f"{char}(?![{behind}])" for char, behind in words["unless"].items())
    sound = rf"(?:[{plain}]|{unless}|约(?=[翰瑟])|(?<=买)提)"
    titles = sorted(set(load("people")["zh"]["titles"].split()) - _TOO_SHORT, key=len, reverse=True)
    title = rf"(?:{'|'.join(titles)}|{_CHIEF})"
    # 公司阿布都, 12日阿布都: these end the word before more often than they begin a name.
    return re.compile(
        rf"(?<![{plain}])(?:(?<=[\u4e00-\u9fff\d])[司里日门])?"
        rf"(?P<name>{sound}{{2,9}}(?:(?:{_DOT}{sound}{{1,9}}){{1,3}}(?:{title}|(?!{_NOBODY}))|\.{sound}{{2,9}}{title}))"
    )


def dotted(flat: str) -> Iterator[Contact]:
    """The people so written in a folded text in which everything known is masked, each with the title behind."""
    for match in _pattern().finditer(flat) if _HAS_DOT.search(flat) else ():
        yield Contact(match["name"], match.span("name"))
