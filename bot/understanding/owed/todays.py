"""What a Chinese clause with a day tells by its form: 发票我明天开, 我今天去催, 今天一早补过去."""

import re
from collections.abc import Sequence
from typing import Final

from bot.understanding.dates import When
from bot.understanding.house.subjects import customer_at
from bot.understanding.owed.intents import BUSY
from bot.understanding.text.clauses import Clause
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line
from bot.understanding.text.scanner import listed
from bot.understanding.text.vocabulary import load

_DOES: Final = re.compile(r"[\u4e00-\u9fffa-z]")
_MAYBE: Final = re.compile(r"(?:就|再|会|先|还|也|一定|肯定|争取|得|要|必须|务必|去|来|尽量|一早|下班前|抓紧|\s)*")
_VERBS: Final = listed(sorted(load("chinese")["work"]["today"].split(), key=len, reverse=True))
# What somebody tells of today without 了 he has still to do, if it is no talk and no visit.
_STILL: Final = re.compile(rf"(?:{_VERBS})(?![了过着])")
_OVER: Final = cued(r"了(?!解|结)|过(?=$|[,;。的])|已(?!知)|刚|没|正在|[完好](?=$|[,;。])|时(?:候)?(?=$|[,;。])")
_COMES: Final = cued(r"[发寄送传拿带交补打转报提]过?来|[给发传寄回告]我|告诉我|通知我")
# 今天再打电话催: once more is still to come.
_ONCE_MORE: Final = re.compile(r"(?:我|就|要|得)*再(?:去|打|催|跑|约|问|发|联系|拜访|试|找|跟|追|报|送)")
# 今天要去趟海之蓝: meant, not done.
_MEANS_TO: Final = re.compile(
    r"(?:我们?)?(?:还|也|得|就)*(?:要|得|准备|打算|计划|需要)(?:先|再)?(?:去|到|跑|拜访|走访|见|找)"
)
_FAILED: Final = cued(r"延误|延迟|延期|出错|失败|晚点|异常|不[了出上动到]|错[了误]|慢|卡住|停")
_THEY: Final = cued(r"他|她|佢|客户|对方|人家|甲方")
_SAYS: Final = re.compile(
    r"\s*(?:他|她|对方|客户)?(?:们)?(?:说|讲|回复|回说|答复|表示|称|反馈|答应|承诺|同意|还?没|不|已|人|都|结果|发现)"
)


# 我明天扫描回传: right before the day, where the clause is read from behind it.
_I_BEFORE: Final = re.compile(r"(?<![要让叫请催给跟和向对求约邀问找])(?:我们?(?![行司方厂公])|咱们?)(?:这边)?$")


def i_keep_day(line: Line, clause: Clause) -> bool:
    """Whether the writer stands right before a day to come, and does something that day."""
    return any(
        _I_BEFORE.search(line.flat, clause.start, date.span[0]) and keeps_day(line, clause, date.span[0])
        for date in line.dates_in(clause)
    )


def keeps_day(line: Line, clause: Clause, place: int) -> bool:
    """发票我明天开: the writer, a day to come right behind him, and any verb that is not how he spends his own time."""
    date = next((each for each in line.dates_in(clause) if 0 <= each.span[0] - place <= 1), None)
    if date is None or not line.is_future(date) or line.said("negation", clause):
        return False
    verb = _behind(line, clause, date.span[1])
    return _DOES.match(line.flat, verb, clause.end) is not None and not BUSY.match(line.flat, verb, clause.end)


def today_still(line: Line, clause: Clause, place: int) -> bool:
    """我今天去催, 保单批改今天提交: told of today, by its form not yet done."""
    date = next((each for each in line.dates_in(clause) if _is_running(line, each)), None)
    if date is None:
        return False
    ahead = _ONCE_MORE.match(line.flat, date.span[1], clause.end) or _MEANS_TO.match(
        line.flat, date.span[1], clause.end
    )
    if ahead and not _OVER.search(line.flat, date.span[1], clause.end):
        return True
    if line.said("channel", clause) or line.said("attempt", clause):
        return False
    if line.said("complaint", clause) or _FAILED.search(line.flat, date.span[1], clause.end):
        return False
    if _COMES.search(line.flat, date.span[1], clause.end) or _THEY.search(line.flat, clause.start, date.span[0]):
        return False
    over = _OVER.search(line.flat, date.span[1], clause.end)
    if customer_at(line, clause, place) is not None or (over and not _makes_up(line, clause, over)):
        return False
    verb = _behind(line, clause, date.span[1])
    return _STILL.match(line.flat, verb, clause.end) is not None and not _is_reported(line, clause)


# 还差七家没补,今天补完: what is lacking is made up for.
_LACKS: Final = cued(r"没|未|还[差缺欠剩]|漏|忘|拖|欠")


def _makes_up(line: Line, clause: Clause, over: re.Match[str]) -> bool:
    before = next((each for each in reversed(line.clauses) if each.end <= clause.start), None)
    lacks = before is not None and _LACKS.search(line.flat, before.start, before.end) is not None
    return lacks and over[0] in "完好" and over.end() == clause.end


def _is_running(line: Line, date: When) -> bool:
    """Today, or a part of it that is not over."""
    today = date.start.date() == (date.end or date.start).date() == line.today and date.direction == "at"
    return today and (date.granularity == "day" or (date.end or date.start) > line.now)


# 发票明天开, 款下周退: a thing, the day, and what is done to it.
_DOES_IT: Final = re.compile(
    rf"(?:就|再|能|可以|会|一定|统一|去|来|给)*(?:{_VERBS}|寄|发|送|交|退|补|修|换|印|改|画|译|审|批|办|定|排)(?:好|完|出来?|上|齐|掉|给(?:他们?|她们?|客户|对方)|过去|回去|到位)*(?=$|[,;。])"
)
_A_THING: Final = re.compile(r"[^,;。我他她说问了不没]{1,12}")


def does_behind(line: Line, clause: Clause, due: When) -> bool:
    """发票明天开: whether a thing, the day and a verb of our work are all the clause holds."""
    if not clause.holds(due.span) or _DOES_IT.fullmatch(line.flat, due.span[1], clause.end) is None:
        return False
    return _A_THING.fullmatch(line.flat, clause.start, due.span[0]) is not None


def _behind(line: Line, clause: Clause, place: int) -> int:
    little = _MAYBE.match(line.flat, place, clause.end)
    return little.end() if little else place


def _is_reported(line: Line, clause: Clause) -> bool:
    """今天催款,他说月底付: what came of it is told already."""
    behind = next((each for each in line.clauses if each.start >= clause.end), None)
    return behind is not None and _SAYS.match(line.flat, behind.start, behind.end) is not None


# 他要出差到15号, 王总下周请假: how he spends his own time.
_AWAY: Final = re.compile(
    r"\s*(?:他们?|她们?|[\u4e00-\u9fff]{1,4}(?:总|经理|主任|工|会计|老板))\s*(?:要|会|得|还|都|在|正)*\s*"
    r"(?:(?:去)?[\u4e00-\u9fff]{0,3}(?:出差|出国|休假|休年假|度假|请假|住院)|不在(?:公司|国内)?)(?:去|到|至)?\s*"
)
# 今天下午和王总吃了个饭: told as done, whatever the clock says.
_MET: Final = cued(r"(?:吃|喝|聊|谈|见|碰)了(?!就|再|以后|之后)")


def is_nobodys_deed(line: Line, clause: Clause, dues: Sequence[When]) -> bool:
    """Whether the clause only tells how somebody spends his own time, or whom the writer has met today."""
    if _AWAY.fullmatch("".join(line.pieces(clause, [date.span for date in dues]))):
        return True
    today = bool(dues) and all(due.start.date() == line.today and due.direction == "at" for due in dues)
    return today and _MET.search(line.flat, clause.start, clause.end) is not None
