"""What the note as a whole tells about its days: a bare Thursday or the 12th at the head of a report has gone by."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.understanding.dates import When
from bot.understanding.house.subjects import head
from bot.understanding.text.clauses import Clause
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line
from bot.understanding.text.scanner import Found

_WEEK: Final = timedelta(days=7)
_BARE_WEEKDAY: Final = re.compile(
    r"(?:on\s+)?(?:mon|tues?|weds?|thu(?:rs?)?|th|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\.?|(?:周|星期|礼拜|禮拜)[一二三四五六日天末]"
)
_CLOCK: Final = re.compile(
    r"^(?:at\s+)?\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm)?,?\s+(?:on\s+)?(?=[mtwfs])|(?:,?\s+(?:at\s+)?\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm)?|\s+(?:morning|afternoon|evening|am|pm|lunchtime))$|(?:上午|下午|早上|晚上|中午)?[\d一二两三四五六七八九十]*点?半?$"
)
_BARE_ORDINAL: Final = re.compile(
    r"(?:on\s+)?the\s+(?:\d{1,2}(?:st|nd|rd|th)|(?:twenty|thirty)?[\s-]?(?:first|second|third|\w+th))"
)
_DID: Final = re.compile(
    r"(?:for\s+[\w\s]{2,30}?\s)?(?:(?:i|we)\s+)?(?:just\s+|also\s+)?(?:(?!need|agreed|promised|asked|moved|pushed|invited|scheduled|booked|prepon|postpon|delay|defer|extend|shift|chang|cancel|resched|rebook|rearrang|plan|expect|want)[a-z]{2,}ed|"
    r"met|saw|drove|went|had|sat|rang|spoke|took|ran|came|caught)\s"
)
_AHEAD: Final = re.compile(
    r"\b(?:will|'ll|to|booked|confirmed|arranged|scheduled|set|agreed|planned|moved|next|this|coming|tbc|pls|please|reschedul\w*|rebook\w*|invite[ds]?)\b"
    r"|过去(?:一?趟|看看)|(?<![了过])(?:去|跑)一?趟(?!了)|约|定(?!期)|改|安排|计划|准备|下(?!午)|要|(?<![频话开例周])会(?!议)|将|请|再"
)
_WILL: Final = re.compile(r"\b(?:will|'ll|next|this|coming|tbc)\b")
_OVER: Final = cued(
    r"\b(?:done|held|finished|completed|shared|sent|submitted|delivered|emailed|signed|went|walked|ran|attended|over|happened|took\s+place)\b|完成|结束|搞定|开完|做完"
)
_TELLS: Final = cued(
    r"\b(?:wants?|wanted|need(?:s|ed)?|keen|happy|unhappy|said|says|loves?|likes?|worries|hates?|suspicious|found|thinks|kept|'re|'s|'d|'ve|talk|talked|worried|concerned|lost|asked|looking|ok|good|fine|tight|thin|up|down|quiet|busy|interested|"
    r"discussed|thinking|considering|has|have|is|are|was|were)\b|[a-z]{3,}ed\b|要(?!求)|想|说|谈|聊|反映|兴趣|满意|同意|没问题|没变化|正常|提到|透露|表示|希望|关心|担心|了(?!解)"
)


SAID_BY: Final = cued(
    r"(?:微信|短信|语音|邮件|钉钉|企微|电话|来电|回电)(?:里|上|中|回复)?(?:说|讲|称|表示|答应|承诺|告知)"
)


def look_back(line: Line) -> None:
    """Move days that a report at the head of the note can only have meant as gone by, and hear its plain verbs."""
    _hear_plain(line)
    line.dates = [_this_morning(line, date) for date in line.dates]
    for number, clause in enumerate(line.clauses[:3]):
        over = line.said("plain", clause) and _OVER.search(line.flat, clause.start, clause.end)
        heads = number == 0 and _only_heads(line, clause)
        if SAID_BY.search(line.flat, clause.start, clause.end):
            continue  # 单姐微信里说尾款周五打: the day of what she said, not of her message
        heads = heads or _leads_to_met(line, clause, number)
        met = line.said("channel", clause) or (number == 0 and line.said("plain", clause)) or _day_alone(line, number)
        if not (met or over or heads) or not _is_report(line, clause, number):
            continue
        for date in line.dates_in(clause):
            if line.is_future(date) and date.direction == "at" and (moved := _earlier(line, date)):
                line.dates = [moved if each is date else each for each in line.dates]


def _day_alone(line: Line, number: int) -> bool:
    """Review of the site by Zoom, Saturday of all days: the day stands alone behind the comma."""
    before, clause = line.clauses[number - 1], line.clauses[number]
    if not number or before.mark.strip() != "," or not (line.said("channel", before) or line.said("plain", before)):
        return False
    dates = line.dates_in(clause)
    return bool(dates) and not line.flat[clause.start : dates[0].span[0]].strip(" on") and not line.dates_in(before)


def _only_heads(line: Line, clause: Clause) -> bool:
    """Friday Harbor on Thursday: the customer and a day, and what happened behind them."""
    spans = [date.span for date in line.dates_in(clause)] + line.customers
    return clause.mark.strip() in (":", "-", "\u2013", "\u2014") and not line.without(clause, spans).strip(" on")


_HALF_DAY: Final = timedelta(hours=12)
_DAYBREAK: Final = 6  # nobody meets at four in the morning: a meeting at 4 is to come
_SPOKEN: Final = cued(r"\b(?:met|spoke|rang|called|phoned|saw|visited|talked|came|went)\b|[见聊谈打]了|来电|来访")
_EVENING: Final = re.compile(r"pm|p\.m|afternoon|arvo|evening|tonight|下午|晚|1[3-9]|2[0-3]")


def _this_morning(line: Line, date: When) -> When:
    """Spoke to her at half past nine, typed at ten: this morning's, not tonight's."""
    if date.granularity != "minute" or date.direction != "at":
        return date
    if _tried_before(line, date):
        return _moved(date, timedelta(days=1))
    clause = next((each for each in line.clauses if each.holds(date.span)), None)
    still_to_come = date.start > line.now and date.start.date() == line.today
    if clause is None or not still_to_come:
        return date
    early = date.start - _HALF_DAY
    told = _SPOKEN.search(line.flat, clause.start, date.span[0]) or _plainly_told(line, clause)
    told = told and not _EVENING.search(date.text.lower())
    known = early.date() == date.start.date() and early.hour >= _DAYBREAK and early <= line.now
    return _moved(date, _HALF_DAY) if told and known else date


def _plainly_told(line: Line, clause: Clause) -> bool:
    """Zoom with Priya at 8:45: a word of contact, and nothing that is still to come."""
    flat = line.flat
    if not line.said("channel", clause) or line.said("obligation", clause):
        return False
    if _AHEAD.search(flat, clause.start, clause.end):
        return False
    return flat.isascii() or _GOES_ON_TOLD.search(flat, clause.start, clause.end + _NEXT) is not None


# 8点半跟何总通电话,讨论了备件: what was done there stands in the clause or right behind it.
_GOES_ON_TOLD: Final = cued(
    r"[\u4e00-\u9fff]了(?!解)|[,;。][^,;。]{0,3}(?:说|反映|表示|提到|透露|反馈|抱怨|同意|答应|确认)"
)
_NEXT: Final = 14  # characters of the next clause that are looked at
# 早上八点半打给海之蓝,没接: an hour of no day at which somebody was called in vain is of this morning.
_NO_DAY: Final = re.compile(
    r"(?:早上|清早|上午|中午|一早|早)?[\d一二两三四五六七八九十:.]+(?:点|时)?(?:半|一刻|三刻|[\d一二三四五六七八九十]+分?)?|\d{1,2}[:.]\d\d"
)


def _tried_before(line: Line, date: When) -> bool:
    yesterday = date.start - timedelta(days=1)
    if yesterday > line.now or yesterday.date() != line.today or not _NO_DAY.fullmatch(date.text):
        return False
    place = next((number for number, each in enumerate(line.clauses) if each.holds(date.span)), None)
    beside = line.clauses[place : place + 2] if place is not None else []
    return any(line.said("attempt", each) for each in beside)


def _is_report(line: Line, clause: Clause, number: int) -> bool:
    flat = _THIS_PART.sub("", line.flat[clause.start : clause.end])
    if _DID.match(line.flat, head(line, clause), clause.end) and not _WILL.search(flat):
        return True
    if line.said("obligation", clause) or _AHEAD.search(flat):
        return False
    if _OVER.search(flat):
        return True
    if number == 0 and _only_heads(line, clause) and len(line.clauses) > 1:
        wants = line.clauses[1]
        if not line.said("obligation", wants) and _WANTS.search(line.flat, wants.start, wants.end):
            return True
    if _leads_to_met(line, clause, number):
        return True
    told = [each for each in line.clauses[number + 1 :] if not _owes(line, each)]
    return any(_TELLS.search(line.flat, each.start, each.end) or line.said("risk", each) for each in told)


_WANTS: Final = cued(r"\b(?:wants?|wanted|asked|said|says|happy|unhappy|complained|mentioned|keen|worried)\b")
_MET: Final = re.compile(
    r"(?:(?:i|we)\s+)?(?:met|saw|spoke|discussed|talked|walked|toured|had\s+(?:a\s+)?(?:good|long|quick|lunch|coffee|tea))\b"
)


def _leads_to_met(line: Line, clause: Clause, number: int) -> bool:
    """Wexford visit Mon. Met Aoife: who was met then stands in the next sentence."""
    behind = line.clauses[number + 1] if number + 1 < len(line.clauses) else None
    return behind is not None and bool(line.said("plain", clause)) and _MET.match(line.flat, behind.start) is not None


_THIS_PART: Final = re.compile(r"\bthis\s+(?:morning|afternoon|evening|lunchtime|am|pm)\b")


def _owes(line: Line, clause: Clause) -> bool:
    return bool(line.said("obligation", clause)) or any(line.is_future(date) for date in line.dates_in(clause))


def _earlier(line: Line, date: When) -> When | None:
    """The same day one week, or one month, before; today's part as it is, but told."""
    words = date.text.strip().lower()
    if _BARE_WEEKDAY.fullmatch(_CLOCK.sub("", words)):
        return _moved(date, _WEEK)
    if _BARE_ORDINAL.fullmatch(words):
        month = date.start.replace(day=1) - timedelta(days=1)
        if date.start.day <= month.day:
            return _moved(date, date.start - month.replace(day=date.start.day))
    return None


def _moved(date: When, back: timedelta) -> When:
    return replace(date, start=date.start - back, end=date.end - back if date.end else None)


def _hear_plain(line: Line) -> None:
    """Call Miss Lin yesterday: the day says that it has happened."""
    heard: list[Found] = []
    for clause in line.clauses if line.words.get("plain") else ():
        if (
            line.said("channel", clause)
            or line.said("obligation", clause)
            or line.text[clause.end : clause.end + 1] == "?"
        ):
            continue
        past = [date for date in line.dates_in(clause) if line.is_past(date) and date.start <= line.now]
        if past:
            told = [each for each in line.said("plain", clause) if not _MEANT.search(line.flat, 0, each.start)]
            heard += [Found("channel", each.code, each.start, each.end) for each in told[:1]]
    if heard:
        line.words["channel"] = sorted([*line.words["channel"], *heard], key=lambda each: each.start)


_MEANT: Final = cued(r"\b(?:to|will|must|should|can|could|would|pls|please|not|let's|they|he|she|want|wants)\s+$")


def told_today(line: Line, clause: Clause, date: When) -> bool:
    """今天下午拜访李总,谈了...: a part of today at the head of a report, whatever the clock says now."""
    if date.granularity != "part" or date.start.date() != line.today or date.direction != "at":
        return False
    place = next((number for number, each in enumerate(line.clauses) if each is clause), _HEAD)
    contact = line.said("channel", clause) or line.said("plain", clause)
    return place < _HEAD and bool(contact) and _is_report(line, clause, place)


_HEAD: Final = 3  # clauses at the head of a note
