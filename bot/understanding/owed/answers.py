"""Who gives an answer where nobody is named: 徐总回去开董事会,下周五给答复."""

import re
from typing import Final

from bot.understanding.house.subjects import subject
from bot.understanding.text.clauses import Clause
from bot.understanding.text.line import Line

_ANSWERS: Final = re.compile(
    r"(?:再|就|会|能|统一)*(?:给|回)(?:个|我们?)*(?:信儿?|话|准信|答复|回复|说法|结果|意见|消息|数)"
)


def answers_us(line: Line, clause: Clause, said: str) -> bool:
    """Whether it is an answer, and the customer was told of right before, and the writer was not."""
    if _ANSWERS.fullmatch(said) is None:
        return False
    before = next((each for each in line.clauses if 0 <= clause.start - each.end <= len(", ")), None)
    if before is None or before.start >= clause.start or line.flat.find("\u6211", before.start, before.end) >= 0:
        return False
    return subject(line, before)[0] is not None


_FOR: Final = ("给", "替", "帮", "向")


def is_for_firm(line: Line, clause: Clause) -> bool:
    """周五前给海天回复进度: the day, and then what is done for the customer."""
    return any(
        line.flat.endswith(_FOR, clause.start, start)
        and any(date.span[1] == start - 1 and line.is_future(date) for date in line.dates_in(clause))
        for start, _ in line.customers
    )
