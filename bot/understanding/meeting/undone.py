"""Words of contact that tell of none: not met yet, owes her a call, a fella called Declan."""

import re
from typing import Final

from bot.understanding.text.scanner import Found

_NOT_DONE: Final = re.compile(
    r"(?:没有?|未|未能|尚未|不|爱|喜欢|不(?:太|是很)?(?:方便|能|便|让|愿|想)|提前|随时|记得|约我们?|约咱们?|[等盼](?:着|候)?(?:他们?|她们?|客户|对方|人家|[\u4e00-\u9fff]{1,2}[总工姐哥])?(?:的|回|来)?|(?:\d|[一两二三几])(?:天|周|个?星期|个?小时)(?:了)?(?:才|都没|也没)(?:回|给|收到)?)$|(?:n't|\bnot|\bnever|\bno)\s+(?:(?:yet|been|even|actually|really"
    r"|ever)\s+)*$|\b(?:is|are|prefers?|wants?|needs?|asked\s+for|requested|expects?|owes?|owed|do\s+with|worth|fancy)\s+$"
    r"|\b(?:wants?|would\s+like|hopes?|plans?)\s+to\s+$|\bowe[sd]?\s+(?:[a-z']+\s+){1,3}$|\b(?:nobody|no\s?one)\s+(?:has\s+|ever\s+|from\s+us\s+)*$"
)
# A fella called Declan: his name, and no telephone.
_NAMED: Final = re.compile(
    r"\b(?:fella|fellow|guy|chap|bloke|man|woman|lady|lad|girl|boy|person|someone|somebody|firm|company|outfit)\s$"
)


def is_no_contact(flat: str, found: Found) -> bool:
    """Whether a word of contact tells of none: not met, owes her a call, a fella called Declan."""
    start = max(0, found.start - 24)
    if flat.startswith("called", found.start) and _NAMED.search(flat, start, found.start):
        return True
    return _NOT_DONE.search(flat, start, found.start) is not None
