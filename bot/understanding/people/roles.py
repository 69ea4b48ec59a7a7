"""People called by what they are: the CFO, VP Ops, and the name that stands beside."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final

from bot.understanding.model import Contact
from bot.understanding.people.name_words import jobs
from bot.understanding.people.names import NAMES, one_name
from bot.understanding.text.scanner import Found

# 会计所, 股东身份证: the role is a part of another word.
_NOT_AFTER_ROLE: Final = {
    "会计": "师事所准科凭报",
    "股东": "身会决结变大背信签增减出",
    "法人": "身章证变代户签",
    "实控人": "家变",
    "总裁": "会",
    "老板": "椅桌",
}
_CHANGED: Final = re.compile(
    r"(?:换了?个?|新来的?|新|变更|更换|招|聘|intro to (?:the|their) |introduction to (?:the|their) )$"
)
_FORMER: Final = re.compile(r"(?:前任|上一?任|原来的?|以前的)$")
_CHANGED_NEW: Final = re.compile(
    rf"(?:{_CHANGED.pattern[:-1]}|introduc(?:e|ing|tion) (?:(?:me|us) )?to (?:the |their |his |her )?)$"
)


def in_role(text: str, unaccented: str, flat: str, role: Found) -> Iterator[Contact]:
    """The CFO, and the name that stands beside the role."""
    end = _with_desk(flat, role.end)
    behind = flat[end : end + 1]
    if (
        _A_SUM.match(flat, role.end)
        or _OF_A_ROLE.match(flat, end)
        or (behind and behind in _NOT_AFTER_ROLE.get(flat[role.start : end], ""))
    ):
        return
    if _OUR_ROLE.search(flat, max(0, role.start - 24), role.start) or _is_our_boss(flat, role.start, end):
        return
    if _FAMILY.match(flat, end):
        return
    changed = _CHANGED if not flat.startswith("new ", role.start) else _CHANGED_NEW
    if not changed.search(flat, 0, role.start) and not _FORMER.search(flat, max(0, role.start - 3), role.start):
        yield Contact(text[role.start : end], (role.start, end))
    if named := NAMES.match(unaccented, end + (2 if text[end : end + 2] == " (" else 1)):
        for each in one_name(unaccented, *named.span("first")):
            yield replace(each, text=text[slice(*each.span)])


# 院长太太: one of his family.
_FAMILY: Final = re.compile(r"的?(?:太太|夫人|女儿|儿子|爱人|母亲|父亲|老婆|老公|孩子|家人|丈人|岳父)")


# Lunch with Eoin and the new CFO: somebody new who was there is met, and no sign of risk.
_MET_NEW: Final = re.compile(r"\b(?:with|met|meet|saw|and|by|from|introduced\sto)\s(?:(?:the|their|his|her)\s)?$")
_NEW: Final = re.compile(r"(?:(?:the|their)\s)?new\s")


def is_met(flat: str, found: Found) -> bool:
    """Whether the words that somebody is new tell of a meeting with him."""
    return _NEW.match(flat, found.start) is not None and (
        _MET_NEW.search(flat, max(0, found.start - 24), found.start) is not None
    )


# What a firm is called as well: contractor Balfour is nobody.
_FIRMS: Final = frozenset(
    (
        *("agent", "broker", "builder", "caterer", "contractor", "courier", "dealer", "exec", "forwarder", "grower"),
        *("installer", "lead", "maker", "merchant", "miner", "operator", "owner", "partner", "printer", "processor"),
        *("producer", "purchaser", "shipper", "specialist", "super", "trader"),
    )
)


@lru_cache(maxsize=1)
def _working() -> frozenset[str]:
    return jobs() - _FIRMS


_BEFORE_NAME: Final = re.compile(r"(?<![\w-])(?P<work>[A-Za-z]{2,})(?:,|\s(?:called|named))?\s(?=[A-Z])")


def at_work(text: str) -> Iterator[Contact]:
    """Accounts payable clerk Dipti, the bookkeeper, Fiona: who is named behind what he does."""
    for match in _BEFORE_NAME.finditer(text):
        if match["work"].lower() in _working() and (named := NAMES.match(text, match.end())):
            yield from one_name(text, *named.span("first"))


# 容我跟老板申请一下, 跟领导汇报: whoever is asked for leave is our own.
_UPWARDS: Final = re.compile(r"(?:跟|向|找|问|和|同|请|报|等|让|叫)(?:我们|我的?|咱们?)?$")
_LEAVE: Final = re.compile(
    r"(?:那边|那里|那)?(?:再|去|先|也)?(?:申请|请示|汇报|报批|报备|特批|争取|批一?下|批示|批准|签批|审批|拍板再)"
)
_I_ASK: Final = re.compile(r"我(?:再|得|要|先|还得|回去|去|需要?|们?内部)*(?:跟|向|找|问|和|同)$")
_TALKS: Final = re.compile(r"(?:商量|沟通|确认|讨论|说一声|打个?招呼)")


def _is_our_boss(flat: str, start: int, end: int) -> bool:
    before = flat[max(0, start - 10) : start]
    asked = _UPWARDS.search(before) and _LEAVE.match(flat, end)
    return bool(asked or (_I_ASK.search(before) and _TALKS.match(flat, end)))


DESK: Final = re.compile(
    r"\s(?:of\s)?(?:ops|operations|sales|finance|product|engineering|it|hr|marketing|procurement"
    r"|supply\schain)\b(?=\s|,|$)"
)


def _with_desk(flat: str, end: int) -> int:
    """VP Ops: what somebody is in charge of."""
    match = DESK.match(flat, end)
    return match.end() if match else end


# Bring the product manager: one of ours.
_OUR_ROLE: Final = re.compile(
    r"\b(?:bring(?:ing)?|brought|take|taking|our|my)\s(?:in\s|along\s)?(?:an?\s|the\s|our\s|my\s)?$|\bour\s[a-z]+\s$"
)
# A VP intro, the CFO sign-off: of somebody who was not there.
_OF_A_ROLE: Final = re.compile(
    r"\s(?:intro|introduction|sponsor|sign-?off|approval|buy-?in|level|slot|role|job|vacancy|post|team|credit|questionnaire|waiver"
    r"|letter|capital|scheme|meetings?|indemnity|certificate|rates?|loan|fees?)\b|'s\s(?:office|letter|role)\b"
)
# An FD of 50 lakh is a deposit.
_A_SUM: Final = re.compile(r"\s+(?:of|for)\s+(?:rs\.?\s*|inr\s*)?[£$€￥¥]?\d")
