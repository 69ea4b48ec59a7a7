"""Departments of the customer's that are met or speak for him: 电话财务说, 跟新芯财务视频, 他们HR周四给."""

from collections.abc import Iterator
from typing import Final

from bot.understanding.model import Contact
from bot.understanding.text.cues import cued

_DESK: Final = "财务|采购|行政|人事|hr|出纳|会计"
_SPEAKS: Final = (
    "(?:那边)?(?:大姐|小姐姐|小姑娘|小妹|那边)?(?:说|讲|问|要求|答应|承诺|表示|反馈|回复|催(?!款)|嫌"
    "|聊|谈|对完|核对|视频|打了?招呼|电话会|对了)"
)
# A stretch that is known, such as the customer, is masked and ends with a blank.
_SPEAKING: Final = cued(
    rf"(?:(?<=, )(?:的|那边的?)?|(?<=客户)|(?<=[他她]们)|(?<=对方)|(?<=电话)|(?<=电联)|(?<=致电))(?P<desk>(?:{_DESK})"
    rf"(?:大姐|小姐姐|小姑娘|小妹)?)(?={_SPEAKS})|(?:^|(?<=,))(?P<own>采购|hr)(?=说|讲|问|要求|嫌)"
)


def speaking_desks(flat: str) -> Iterator[Contact]:
    """The departments in a folded text in which everything known is masked."""
    for match in _SPEAKING.finditer(flat):
        group = "desk" if match["desk"] else "own"
        yield Contact(match[group], match.span(group))
