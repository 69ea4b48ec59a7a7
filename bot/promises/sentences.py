"""What people write below a reminder, in both languages: done, tomorrow, 转给 @某人. Pure; the grammar reads dates."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.calendar import WorkingTime
from bot.core.mentions import MENTION
from bot.promises import rules
from bot.understanding.dates import Frame, When, find_dates

LONGEST_WISH = 300
"""Characters; a longer reply is talk, not a date."""


@dataclass(frozen=True)
class Wish:
    """What the writer wants: keep, snooze, move, give, drop, help or undo.

    `at` is the instant of a snooze or new date (None: none was understood), `timed` whether a clock time was named,
    `person` a Slack id or a name as typed, `words` the reason or outcome, `every` whether a whole digest is meant.
    """

    verb: str
    at: datetime | None = None
    timed: bool = False
    person: str = ""
    words: str = ""
    every: bool = False


def _any(*words: str) -> str:
    return "(?:" + "|".join(words) + ")"


_STOP = r"[\s,，。.:：!！;；—-]"
_DONE_WORDS = _any(
    "✅", "☑️?", "✔️?", "已经?完成了?", "完成了?", "做完了?", "办完了?", "办好了?", "搞定了?", "弄好了?", "已办", "已发",
    "(?:it'?s |all )?done", "finished", "completed?", "kept", "sorted",
)  # fmt: skip
_UNDO_WORDS = _any("撤销", "撤回", "还没完成", "没完成", "undo", "re-?open", "not done(?: yet)?")
_HELP_WORDS = _any(
    "求助", "帮忙", "帮帮我", "需要(?:帮助|支持)", "请支持", "🙋", "(?:i )?need (?:some )?help", "help(?: me)?"
)
_DROP_WORDS = _any("放弃", "取消", "作废", "不做了", "不用做了", "drop(?: it)?", "cancel(?: it)?", "give up")
_GIVE_WORDS = _any(
    "转给", "交给", "转交给?", "移交给?", "改由", "hand(?:ed)? (?:it )?over to", "hand to", "assign(?: it)? to",
    "reassign(?: it)? to", "give (?:it )?to", "pass (?:it )?to",
)  # fmt: skip
_MOVE_WORDS = _any(
    "改到", "改成", "改为", "改期到?", "延期到?", "改日期", "新日期", "移到", "move(?: it)? to", "new date",
    "reschedule(?: it)? (?:to|for)", "due", "change(?: it)? to",
)  # fmt: skip
_SNOOZE_WORDS = _any(
    "推迟到?", "推到", "延后到?", "稍后", "晚点", "过后", "等到?", "snooze(?:d)?", "later", "remind me(?: again)?",
    "postpone(?: it)?", "wait",
)  # fmt: skip
_EVERY = re.compile(
    r"^(?:全部|都|所有的?|all(?: of them)?\b|everything\b)\s*"
    r"|\s*\b(?:all|everything|them all)\b(?=\s*(?:until|till|to\b|$))",
    re.I,
)
_DONE = re.compile(rf"{_DONE_WORDS}(?=$|{_STOP}){_STOP}*(?P<words>.*)", re.I | re.S)
_UNDO = re.compile(rf"{_UNDO_WORDS}[。.!！]*", re.I)
_HELP = re.compile(rf"{_HELP_WORDS}[。.!！]*", re.I)
_DROP = re.compile(
    rf"{_DROP_WORDS}(?=$|{_STOP}|因|由于|原因){_STOP}*(?:原因[:：]?|因为|because\b:?|reason\b:?)?\s*(?P<words>.*)",
    re.I | re.S,
)
_GIVE = re.compile(rf"{_GIVE_WORDS}\s*(?P<person>@?\S.*?)\s*(?:负责|来做|处理)?[。.!！]*", re.I | re.S)
_MOVE = re.compile(rf"{_MOVE_WORDS}[\s:：]*(?P<date>.*)", re.I | re.S)
_SNOOZE = re.compile(rf"(?:💤\s*)?{_SNOOZE_WORDS}\s*(?:到|till|until|to|on|at|for)?[\s:：]*(?P<date>.*)", re.I | re.S)
_LEFT_OVER = re.compile(
    r"(?:再?(?:提醒|说|跟进|办|做)我?|吧|了|后|之后|by|on|till|until|please|again|[\s,,。.!!])+", re.I
)


def read(text: str, frame: Frame, time: WorkingTime) -> Wish | None:
    """What a reply below a reminder asks for; None when it is ordinary talk."""
    text = " ".join(text.split())
    rest = _EVERY.sub("", text, count=1).strip()
    every = rest != text
    said = rest if every else text
    wish = _plain(said) or _dated(said, frame, time)
    if wish is None or not every:
        return wish
    return Wish(wish.verb, wish.at, wish.timed, wish.person, wish.words, every=True)


def _plain(text: str) -> Wish | None:
    if not text:
        return None
    if _UNDO.fullmatch(text):
        return Wish("undo")
    if _HELP.fullmatch(text):
        return Wish("help")
    if (found := _DONE.fullmatch(text)) is not None:
        return Wish("keep", words=found["words"].strip())
    if (found := _DROP.fullmatch(text)) is not None:
        return Wish("drop", words=found["words"].strip())
    if (found := _GIVE.fullmatch(text)) is not None:
        mention = MENTION.search(found["person"])
        return Wish("give", person=mention[1] if mention else found["person"].strip().lstrip("@"))
    return None


def _dated(text: str, frame: Frame, time: WorkingTime) -> Wish | None:
    if len(text) > LONGEST_WISH:
        return None
    if (found := _MOVE.fullmatch(text)) is not None:
        when = _only_date(found["date"], frame)
        return Wish("move", *(due_of(when, frame, time) if when else (None, False)))
    found = _SNOOZE.fullmatch(text)
    if found is not None and not found["date"].strip():
        return Wish("snooze", rules.preset(frame.now, "next_morning", time))
    when = _only_date(found["date"] if found else text, frame)
    if when is not None:
        return Wish("snooze", morning_of(when, frame, time), timed=when.granularity == "minute")
    return Wish("snooze") if found else None


def _only_date(text: str, frame: Frame) -> When | None:
    """The date of a text that says nothing but a date."""
    found = find_dates(text, frame)
    if len(found) != 1:
        return None
    start, end = found[0].span
    rest = text[:start] + " " + text[end:]
    return found[0] if not _LEFT_OVER.sub("", rest).strip() else None


def morning_of(when: When, frame: Frame, time: WorkingTime) -> datetime:
    """When to remind again: the clock time that was named, else the opening of the (first) day that was."""
    if when.granularity in ("minute", "part") and when.direction != "by":
        return time.next_open(when.start)
    return rules.opening(when.start.astimezone(frame.zone).date(), time)


def due_of(when: When, frame: Frame, time: WorkingTime) -> tuple[datetime, bool]:
    """The new due moment, and whether a clock time was named; a day is due at its closing."""
    due = when.due(frame)
    if when.granularity == "minute":
        return due, True
    local = (due - timedelta(microseconds=1)).astimezone(frame.zone).date()
    return rules.closing(local, time), False
