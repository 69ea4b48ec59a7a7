"""What an empty promise is about: wants a quote, will send it; 孙经理要一份利率表,明天发给他."""

import re
from dataclasses import replace
from typing import Final

from bot.understanding.owed.carried import BARE, carried
from bot.understanding.text.clauses import Clause
from bot.understanding.text.line import Line
from bot.understanding.text.wording import bare

EMPTY: Final = re.compile(
    r"(?:马上|立刻|立即|尽快|这就|现在)?(?:发|给|送|寄|回|办|做|弄|拿|传|报|递|打|转)(?:给|过去|回|好|一下)?(?:他们?|她们?|客户|对方)?"
    r"|(?:they\s+)?(?:(?:go|be|going)\s+(?:out|off)|send(?:ing|s)?|order(?:ing)?|email(?:ing)?|deliver(?:ing)?|do(?:ing)?|arrang(?:e|ing)|provid(?:e|ing)|get(?:ting)?|share|sharing|forward(?:ing)?|drop(?:ping)?"
    r"|courier(?:ing)?|post(?:ing)?|dig|sort(?:ing)?|chas(?:e|ing)|bring(?:ing)?|draft(?:ing)?|prepar(?:e|ing)|have|be|on|would|will|processing|handl(?:e|ing)|it|them|that|one|with|over|back)"
    r"(?:\s+(?:it|them|that|one|this|some|over|across|out|up|round|now|him|her|em|(?:to|with)\s+(?:him|her|them|em)|to|with))*",
    re.IGNORECASE,
)
_ASKS_FOR: Final = re.compile(
    r"(?:还|也|另外)?(?:让(?:我们?)?(?:给|出|发|做|报)(?=[个一份])|想要|要了?|需要|索要|想看|想拿)(?=[^,;。]{2})|(?:wants?|wanted|needs?|needed|(?:would|'d)\s+like|(?:asked|asks|asking|looking)\s+for|requested|(?:is|are)\s+after|chasing|(?:asked|asks|asking|wants?|wanted)\s+(?:us|me)\s+to)\s+(?:an?\s+|the\s+|our\s+|some\s+|another\s+)?(?!us\b|me\b|to\b)"
)


# 合同 12/15前签: a thing named right before the day and what is done to it.
_BARE_VERB: Final = re.compile(r"(?:签|盖|批|放|开|付|出|交|补|寄|发|送|办|装|审)(?:好|完|齐|掉|出|到|下来)?")
_THING: Final = re.compile(
    r"[^\W说讲要把给催问让请发签]{0,4}(?:合同|协议|方案|报价单?|资料|材料|保函|发票|回单|报告|授权书|确认书|清单|标书|样品|对账单)"
)


# 给客户发涨价函,10号前发完: the same verb before says what.
# 把验证方案翻成英文,周四交: what is done to it first.
_TAKEN: Final = re.compile(r"(?:先)?把[^,;。了]{3,20}")
_FINISHES: Final = re.compile(r"(?:发|寄|送|做|写|办|签|审|改|查|收|报|核|整理)(?:完|好|齐|掉|出去)")
_HAVING: Final = re.compile(r"(?:she|he|they|it)['\u2019\u02bc]?(?:d|ll)\s+(?:have|get|receive|see)\s+", re.IGNORECASE)


def having(text: str) -> str:
    """What somebody is told he will have: she'd have it by noon is about it."""
    return _HAVING.sub("", text, count=1) if _HAVING.match(text) else text


# 还要一柜虾,明早回她: an answer, not the thing.
_ANSWERS: Final = re.compile(r"^[^,;。]{0,4}回(?:他们?|她们?|客户|对方)?$")


# Dig them up, clear the same, doing it now: what is meant was told before. Ask them, let them know: people.
_POINTS: Final = re.compile(
    r"(?:kindly\s+)?(?:[a-z']+\s+){0,2}?(?!(?:ask|tell|ring|call|email|chase|let|remind|visit|see|meet|show|help|invite|update|inform|notify|warn|pay|text|phone|reply|to|with|for|on|of|about)\s+them\b)[a-z]+\s+"
    r"(?:it|them|that|one|the\s+same|so)(?:\s+(?:over|across|out|up|round|in|off|on|back|down|now|him|her|ready|done|through|again|asap|urgently|tonight|ages\s+ago|myself|without\s+fail|then|to|with|for|(?:to|with|for)\s+(?:him|her|them|us|me)))*"
    r"|it(?:\s+(?:will|would|should)|'ll|'d)\s+be\s+(?:there|here|ready|back|done|sent|paid|in|sorted|with\s+(?:us|me))(?:\s+(?:here|there|again))?|promis(?:ed|es|ing)|doing\s+so|do\s+the\s+needful",
    re.IGNORECASE,
)


def points(text: str) -> bool:
    """Whether an English promise only points to what was told before it: send it over, clear the same."""
    return _POINTS.fullmatch(text) is not None


def is_empty(text: str) -> bool:
    """Whether the words of a promise do not say what it is about."""
    if text.isascii() and points(text):
        return True
    return not _ANSWERS.search(text) and any(each.fullmatch(text) for each in (EMPTY, _BARE_VERB, BARE))


def _is_thing(line: Line, clause: Clause) -> bool:
    return _THING.fullmatch(line.flat, clause.start, clause.end) is not None and not line.said("obligation", clause)


def with_object(line: Line, clause: Clause, text: str) -> str:
    """另外孙经理要一份存款利率表,明天发给他: what is sent is what was asked for just before."""
    place = next((number for number, each in enumerate(line.clauses) if each is clause), 0)
    before = line.clauses[place - 1] if place else None
    if text.isascii():
        asked = _told_before(line, line.clauses[max(0, place - _BACK) : place], pointing=points(text))
        if asked:
            return f"{text} ({asked})"
    behind_it = before is not None and before.mark.strip() == "" and before.end < clause.start
    if before is not None and behind_it and text.isascii() and not points(text):
        # Stock statement they will submit: the thing stands before who gives it.
        thing = line.text[before.start : before.end].strip(" ,.;:")
        return f"{thing} {text}" if thing and len(thing) <= _LONGEST_THING else text
    if before is not None and _BARE_VERB.fullmatch(text) and before.mark == " " and _is_thing(line, before):
        return f"{line.text[before.start : before.end].strip()}{text}"
    thing = _asked_for(line, before) if before is not None else ""
    if not thing and before is not None and _FINISHES.fullmatch(text):
        said = line.text[before.start : before.end].strip()
        return said if text[0] in said and len(said) <= _LONGEST_THING and "了" not in said else text
    if not thing and before is not None and _TAKEN.fullmatch(line.flat, before.start, before.end):
        return f"{line.text[before.start : before.end]}\uff0c{text}"
    thing = thing or ("" if text.isascii() else carried(line, clause))
    if not thing:
        return text
    return f"{thing}{text}" if not thing.isascii() else f"{text} ({thing})"


_BACK: Final = 3  # clauses before a promise in which its thing is looked for
_OWED: Final = re.compile(
    r"\bowe[sd]?\s+(?:me|us|him|her|them|the\s+\w+|[a-z]+)\s+(?:an?\s+|the\s+|some\s+|our\s+)?"
    r"|\bask(?:ed|s)?\s+[^,;.]{2,40}?\sfor\s+(?:an?|the|some|our)\s+|\bpromised\s+(?:(?:mr|mrs|ms|dr)\.?\s)?[a-z]+\s+(?:an?|the|some|our)\s+|\b(?:forget|forgot)\s+(?:about\s+)?(?:an?|the|our|his|her|their)\s+|\b(?:send|share|give|provide|submit)\s+(?:him|her|them|us|me)\s+(?:an?|the|some|our)\s+"
)
_OPEN: Final = re.compile(
    r"\s+(?:is\s+|are\s+|was\s+|were\s+)?(?:still\s+|now\s+|long\s+)?(?:needed|required|wanted|requested|outstanding|missing|pending|overdue)(?:\s+(?:from|for|by|before|b4|since|on|of|with)\b.*)?$"
)
_ABOUT: Final = re.compile(r"(?<![\w'])(?:re|regarding|concerning)\s*:?\s+(?:the\s+|an?\s+|his\s+|her\s+|their\s+)?")
_NO_THING: Final = re.compile(
    r"(?:b4|before|by|from|as|at|and|asap|it|them|that|this|one|us|me|him|her|to|if|whether|how|when|what|why|for|with|on)\b"
)


def _told_before(line: Line, clauses: list[Clause], *, pointing: bool) -> str:
    """The thing told in the clauses before: what was asked for or owed, and where a word points to it what is open."""
    near = list(reversed(clauses))
    asked = next(filter(None, (_thing_in(line, each, each.start) for each in near)), "")
    if asked or not pointing:
        return asked
    for each in near:
        about = _ABOUT.search(line.flat, each.start, each.end)
        if about and (thing := _thing(line, each, about.end())):
            return thing
    return ""


def _thing_in(line: Line, clause: Clause, place: int) -> str:
    asked = _asked_for(line, clause)
    if asked and not _NO_THING.match(asked.lower()):
        return bare(asked)
    owed = _OWED.search(line.flat, place, clause.end)
    if owed:
        return _thing(line, clause, owed.end())
    is_open = _OPEN.search(line.flat, place, clause.end)
    thing = line.text[place : is_open.start()].strip(" ,.;:-") if is_open else ""
    return thing if len(thing) <= _LONGEST_THING and not _NO_THING.match(thing.lower()) else ""


def _thing(line: Line, clause: Clause, place: int) -> str:
    """What stands from there to the end of the clause, without its days."""
    dates = [date.span for date in line.dates_in(clause) if date.span[0] >= place]
    thing = line.without(replace(clause, start=place), dates).strip(" ,.;:-")
    return "" if _NO_THING.match(thing.lower()) or len(thing) > 2 * _LONGEST_THING else bare(thing)


def _asked_for(line: Line, clause: Clause) -> str:
    """What the customer asks for in the clause: wants a quote; fleet certificate pls."""
    found = _ASKS_FOR.search(line.flat, clause.start, clause.end)
    if found is None:
        thing = line.text[clause.start : clause.end].strip(" ,.;:")
        return thing.rpartition(" ")[0] if _PLEASE.search(thing.lower()) and len(thing) <= _LONGEST_THING else ""
    dates = [date.span for date in line.dates_in(clause) if date.span[0] > found.end()]
    thing = line.text[found.end() : clause.end]
    thing = (line.without(replace(clause, start=found.end()), dates) if thing.isascii() else thing).strip(" ,.;:")
    thing = re.sub(
        r"^(?:的|一份|一个|个|份|一套|一张)|\s+(?:and\s+|so\s+)?(?:i|we)\s+(?:said|promised|told\s+\w+)$|\s+(?:asap|urgently|please|pls)$|(?:到现在|一直|还|都|也)+(?:没|未)[^,;。]{0,4}$",
        "",
        thing,
    )
    return thing if len(thing) <= (_LONGEST_THING if not thing.isascii() else 2 * _LONGEST_THING) else ""


_PLEASE: Final = re.compile(r"^(?!(?:please|pls|send|call|ring|can|could)\b)[a-z].*\s(?:please|pls)$")


_LONGEST_THING: Final = 48


LABEL: Final = re.compile(
    r"(?:agreed|promised|remind(?:er|\s+me)?|actions?(?:\s+(?:on\s+)?me)?|next\s+steps?|follow[- ]?ups?"
    r"|to[- ]?do(?:'?s)?|答应|承诺|待办|下一步|负责|尽快|回头)\W*",
    re.IGNORECASE,
)

# I've replied that we will: what, another line tells.
_NO_VERB: Final = re.compile(r"\b(?:will|would|shall|'ll|agrees?)\W*$", re.IGNORECASE)
_ONLY_SAID: Final = re.compile(
    r"(?:跟|和|与|向|对)[^,;。]{1,14}?(?:那边)?(?:承诺|答应|保证|说)过|我?(?:答应|同意|承诺|说|说可以|说好|应下来?)了?|"
    r"(?:i\s+|we\s+)?(?:said|says|told|promised|agreed|confirmed)(?:\s+\w+)?",
    re.IGNORECASE,
)
# 得抓紧, 别忘: how, not what.
_HURRIES: Final = re.compile(
    r"(?:[^,;。]{0,8}的?事(?:情|儿)?)?(?:得|要|必须|千万|一定|可|还)*(?:抓紧|赶紧|尽快|加油|注意|盯紧|上心|上点心|别忘|记得|别迟到|别漏|别拖|务必|重视|跟紧)(?:了|啊|哦|哈|呀|一下|点)*"
)


_PARTICLES: Final = frozenset("\u7684\u4e86\u8fc7\u7740\u5462\u5427\u5440")


def says_nothing(line: Line, clause: Clause, text: str) -> bool:
    """Whether nothing is left of a clause without a day that would tell what is owed."""
    if not text or text in _PARTICLES or LABEL.fullmatch(line.flat, clause.start, clause.end):
        return True
    return any(each.fullmatch(text) for each in (_HURRIES, LABEL, _ONLY_SAID)) or _NO_VERB.search(text) is not None
