"""What tells of somebody's place in the house without a verb of work: approval from Tom, Priya (us), over to Sam."""

import re
from typing import Final

from bot.understanding.model import Span

_REACH: Final = 40  # characters before a name that are looked at
_SURE: Final = 5
_LIKELY: Final = 3
_MAY_BE: Final = 2
# Who is handed a case, who is kept informed, whose leave is needed: our own.
_HANDED: Final = re.compile(
    r"\b(?:(?:hand(?:ed|ing)?|pass(?:ed|ing)?|assign(?:ed)?|delegated?|reassign(?:ed)?|escalated?|delegating|escalating)"
    r"\s(?:\w+\s){0,3}?(?:over\s|on\s|across\s)?to|over\sto|(?:loop(?:ed|ing)?|brief(?:ed|ing)?)(?:\sin)?|cc|cc'd|cc'ing)\s$"
)
_LEAVE: Final = re.compile(
    r"\b(?:approval|sign-?off|authority|go-?ahead|green\slight|clearance|pricing|steer|exemption|waiver|numbers?\sneeded"
    r"|input|ok|okay|budget)\s(?:\w+\s)?(?:from|by|of)\s$"
)
_APPROVES: Final = re.compile(
    r"(?:\b(?:once|when|until|till|after|if|as\ssoon\sas|unless|before)\s$)",
)
_SIGNS_OFF: Final = re.compile(
    r"(?:\s(?:has\s)?(?:sign(?:s|ed)?(?:\s(?:it|this|them))?\soff|approve[sd]|clear(?:s|ed)|ok(?:s|'s|ays|'d)|okayed))\b"
)
# What is said behind a name.
_US: Final = re.compile(r"\s?\((?:us|ours|our\sside|our\s\w+|internal|mine|from\sour\s\w+|\w+,\sus)\)")
_THEM: Final = re.compile(
    r"\s?\((?:them|theirs|their\s\w+|customer|client|\w+,\sthem)\)|\s(?:on\s)?(?:their|the\scustomer's|the\sclient's)\s(?:end|side)\b"
)
_HOLDS: Final = re.compile(
    r"\s(?:has\s(?:got\s)?(?:the\s(?:list|file|action|lead|ball|details?|brief|case)|it\b|this\b|this\sone|taken\s(?:it|this"
    r"|responsibility|ownership|over|charge|the\saction))|(?:is\s|'s\s)?(?:taking\sover|takes\sover|to\stake\sover|took\sover|will\stake\sover)"
    r"\s(?:the\s|this\s|their\s)?(?:account|case|file|relationship|client|customer|portfolio)|owns\sthis|(?:is\s)?(?:covering|standing\sin)\b|(?:is\s|'s\s)?on\s(?:it|this|the\scase)\b"
    r"|(?:will\s|to\s|'ll\s)?(?:cover|stand\sin|dial\sin|shadow|deputise)\b)"
)
# Tom said he'd ring him: whoever speaks of the customer's man as of a third.
_OF_A_THIRD: Final = re.compile(
    r"\s(?:said|says|promised|offered|reckons|has\ssaid|agreed|volunteered)\s(?:that\s)?(?:(?:s?he)(?:'d|'ll|\swill|\swould|\scan|\scould)|to)\s"
    r"(?:\w+\s)?[a-z]+(?:\s(?:back\s)?(?:to|with|over|on))?\s(?:him|her|them)\b"
)
# Welcome pack - Priya - asap; security pack by tomorrow (Wang Fang).
_ASSIGNED: Final = re.compile(r"\s?[-\u2013]\s(?:asap|urgent|today|tomorrow|tmrw|mon|tue|wed|thu|fri|by\b|\d)")
_DASH: Final = re.compile(r"[a-z]\s?[-\u2013]\s$")


def within(flat: str, name: Span, *, known: bool) -> int:
    """The weight of what stands around a name, more than 0 for one of ours; `known`: one of theirs is named as well."""
    before = flat[max(0, name[0] - _REACH) : name[0]]
    if _US.match(flat, name[1]):
        return _SURE
    if _THEM.match(flat, name[1]):
        return -_SURE
    if _OF_A_THIRD.match(flat, name[1]):
        return 2 * _LIKELY
    if _HOLDS.match(flat, name[1]) or _HANDED.search(before):
        return _LIKELY
    if _APPROVES.search(before) and _SIGNS_OFF.match(flat, name[1]):
        return _MAY_BE
    if _LEAVE.search(before):
        return _MAY_BE
    if _DASH.search(before) and _ASSIGNED.match(flat, name[1]):
        return _MAY_BE
    return 0
