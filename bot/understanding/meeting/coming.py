"""Appointments: words of contact that tell of a meeting still to come, which is no contact yet."""

import re
from collections.abc import Sequence
from typing import Final

from bot.understanding.dates import When
from bot.understanding.text.clauses import Clause
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line
from bot.understanding.text.scanner import Found
from bot.understanding.text.wording import is_glue

# The names of meetings and media; met, rang, 拜访了 tell what has been done.
_NOUN: Final = re.compile(
    r"(?!.*(?:[了过咗完里中]|ed\b|\b(?:met|saw|rang|rung|spoke|went|sat|came|caught|got|took|made)\b))"
    r".*(?:call|visit|come|meet|mtg|lunch|coffee|dinner|breakfast|brunch|drinks|tea|golf|pint|beer|curry|zoom|teams|webex|skype|video|vc|webinar"
    r"|site|tour|walk|demo|training|workshop|session|inspection|audit|premises|face|person|their|see|showroom"
    r"|会|视频|视讯|连线|现场|拜访|走访|面谈|面签|见|碰|上门|参观|考察|调研|检查|饭|餐|茶|咖啡|酒|球|电话|接待|去|到|来|坐|趟|厂|公司|店)"
)
_ARRANGED: Final = cued(
    r"\b(?:booked|pencilled|penciled|scheduled|arranged|planned|pushed|moved|postponed|shifted|rescheduled|rebooked|put\s+back"
    r"|brought\s+forward|diarised|in\s+the\s+diary|lined\s+up)\b|约好|约在|约了|定在|定于|订在|改[到在成]|推[到迟]|挪到|安排在|预约|预定|拟于|原定"
)
_NEXT_TIME: Final = cued(r"下次|下回|改天|改日|有空|回头|哪天|\bnext\s+time\b|\bsome\s?time\b|\bat\s+some\s+point\b")
# Wants a meeting with our MD, a monthly report by email from now on.
_WISHED: Final = cued(
    r"\b(?:wants?|wanted|asked\s+for|requested|after|needs?|would\s+like|'d\s+like)\s+(?:(?:an?|the|another|to\s+have\s+an?|monthly|weekly|regular|urgent|face-to-face|[\w-]+\s+report\s+by)\s+)+$|\bwants?\s[^,;.]{0,24}\sby\s+$"
)
_TOLD: Final = cued(
    r"\b(?:was|were|went|had|held|did|done|met|saw|said|says|told|asked|wants|needs|happy|fine|great|good|ok|discussed|agreed|just|got|came)\b"
    r"|[谈聊问]了|[说讲](?![好定妥])|了解|反馈|表示|顺利|不错|很好"
)
_WEAK: Final = ("meeting", "place", "face_to_face")


def gone_by(line: Line, clause: Clause) -> Sequence[Found]:
    """The words of contact in a clause but for those of a meeting still to come: lunch on Friday, 明天上午视频会议."""
    said = line.said("channel", clause)
    return [each for each in said if not _to_come(line, clause, each)] if said else said


def _to_come(line: Line, clause: Clause, word: Found) -> bool:
    if _NEXT_TIME.search(line.flat, clause.start, word.start) or _WISHED.search(line.flat, clause.start, word.start):
        return True
    if not _NOUN.match(line.flat, word.start, word.end) or _TOLD.search(line.flat, clause.start, clause.end):
        return False
    dates = line.dates_in(clause)
    if any(line.is_past(date) and not _is_ahead(line, clause, date.span) for date in dates):
        return False
    if any(_is_ahead(line, clause, date.span) for date in dates):
        return True
    return _ARRANGED.search(line.flat, clause.start, clause.end) is not None or _belongs_to_plan(line, clause, word)


def _is_ahead(line: Line, clause: Clause, span: tuple[int, int]) -> bool:
    """A day or an hour still to come, at which something is to be."""
    return any(
        date.span == span and date.direction == "at" and line.now < date.start and not _is_vague(line, date)
        for date in line.dates_in(clause)
    )


def _is_vague(line: Line, date: When) -> bool:
    """This afternoon, or a bare hour: it may be the head of a report."""
    part = date.granularity != "minute" and date.start.date() == line.today
    return part or line.is_running(date) or _BARE_HOUR.fullmatch(date.text) is not None


_BARE_HOUR: Final = re.compile(r"(?i:at\s+)?[\d:.]+\s?(?i:[ap]\.?m\.?|h|点半?)?")


def _belongs_to_plan(line: Line, clause: Clause, word: Found) -> bool:
    """培训定在12月8号,腾讯会议: how it is to take place, behind the day of a note that tells of no other."""
    place = next((number for number, each in enumerate(line.clauses) if each is clause), 0)
    before = line.clauses[:place]
    ahead = any(_is_ahead(line, each, date.span) for each in before for date in line.dates_in(each))
    if not ahead or any(line.is_past(date) for date in line.dates):
        return False
    spans = [(word.start, word.end), *line.customers, *(each.span for each in line.people)]
    return word.code in _WEAK or is_glue(line.without(clause, spans))


__all__ = ["gone_by"]
