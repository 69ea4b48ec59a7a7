"""Numbers as people and programs write them into cells: blanks in many words, both decimal marks, percent, brackets."""

import re
import unicodedata
from collections.abc import Iterable

_BLANKS = """
- -- --- . .. ... … — – / \\ * ? ?? n/a n.a. n.a na n\\a <na> nan nat nil null none missing unknown n.m. nm
inf +inf -inf infinity +infinity -infinity ∞ #n/a #na #null! #div/0! #value! #ref! #num! #name?
无 缺 空 缺失 暂无 未知 不适用 未披露
"""
_BLANK = frozenset(["", *_BLANKS.split()])
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[-+]?[0-9]+)?")
_PLAIN = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?", re.ASCII)
"""As programs write a number: where the decimal mark is the point, nothing about it needs to be found out."""
_NOISE = re.compile(r"[\s_¥$€£']")
_UNIT = re.compile(r"(?<=[0-9.])(?:x|倍|次|天)$")
_TIMES = re.compile(r"(?<=[0-9.])(千|万|百万|千万|亿|万亿|)元?$")
_WORTH = {"": 1, "千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "万亿": 1e12}
_THOUSANDS = re.compile(r"[-+]?[1-9][0-9]{0,2}(?:[,.][0-9]{3})+")


class NotANumber(ValueError):
    """A cell that is neither blank nor a number."""


def number(cell: str, *, percent: bool = False, decimal_comma: bool = False) -> float | None:
    """A cell as a number, None if it is blank in any of the usual words or not finite.

    "70%" is 70 where values are counted in `percent` and 0.7 elsewhere; (5), △5 and 5- are -5; 1.2亿元 is 120 million.
    A lone comma before three digits groups thousands, unless the file's decimal mark is the comma. Raises NotANumber.
    """
    if not decimal_comma and _PLAIN.fullmatch(cell):
        return float(cell)
    plain = unicodedata.normalize("NFKC", cell).strip().lower().replace("−", "-")
    if plain in _BLANK:
        return None
    plain = _NOISE.sub("", plain)
    digits, negative = _signed(plain.removesuffix("%"))
    share = plain.endswith("%") or digits.endswith("%")
    digits, worth = _counted(_UNIT.sub("", digits.removesuffix("%")))
    digits = _pointed(digits, decimal_comma)
    if not _NUMBER.fullmatch(digits):
        raise NotANumber(cell)
    value = float(digits) * (-worth if negative else worth)
    if abs(value) == float("inf"):
        return None
    return value / 100 if share and not percent else value


def _signed(digits: str) -> tuple[str, bool]:
    if digits.startswith("(") and digits.endswith(")"):
        return digits[1:-1], True
    if digits[:1] in ("△", "▲"):
        return digits[1:], True
    # Accounting programs put the sign of a negative amount behind it.
    return (digits[:-1], True) if digits.endswith("-") and digits[:1].isdigit() else (digits, False)


def _counted(digits: str) -> tuple[str, float]:
    """What stands before 万 or 亿, and how much one of it is."""
    unit = _TIMES.search(digits)
    return (digits[: unit.start()], _WORTH[unit[1]]) if unit else (digits, 1)


def _pointed(digits: str, decimal_comma: bool) -> str:
    comma, point = digits.rfind(","), digits.rfind(".")
    if comma >= 0 and point >= 0:
        decimal, group = (",", ".") if comma > point else (".", ",")
        return digits.replace(group, "").replace(decimal, ".") if digits.count(decimal) == 1 else digits
    if comma >= 0:
        grouped = digits.count(",") > 1 or (not decimal_comma and _THOUSANDS.fullmatch(digits) is not None)
        return digits.replace(",", "" if grouped else ".")
    grouped = digits.count(".") > 1 or (decimal_comma and _THOUSANDS.fullmatch(digits) is not None)
    return digits.replace(".", "") if grouped and _THOUSANDS.fullmatch(digits) else digits


def decimal_comma(cells: Iterable[str]) -> bool:
    """Whether these cells of one file write decimals with a comma, as German, French or Russian files do.

    1,234 alone could be either; 0,72 or 12,5 could not, and one 0.72 among them settles the matter the other way.
    """
    commas = False
    for cell in cells:
        digits = _NOISE.sub("", unicodedata.normalize("NFKC", cell).strip().lower()).strip("()%")
        if not _THOUSANDS.fullmatch(digits) and re.fullmatch(r"[-+]?[0-9.,]+(?:e[-+]?[0-9]+)?", digits):
            comma, point = digits.rfind(","), digits.rfind(".")
            if point > comma and digits.count(".") == 1:
                return False
            commas = commas or (comma > point and digits.count(",") == 1)
    return commas
