"""A day of the customer's own that we do something about: 明天他们店庆,送个花篮; 航班14点到,我去接; 12点截单,我补料."""

from dataclasses import replace
from typing import Final

from bot.understanding.owed.deeds import Deed
from bot.understanding.text.clauses import Clause
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line

_NEAR: Final = ("minute", "part", "day")
_MOST: Final = 2  # clauses between the day and what is done on it
_BESIDE: Final = 4  # characters between two clauses that follow each other
_FEAST: Final = cued(
    r"(?:店|厂|校|院|司)庆|开业|开张|开幕|剪彩|揭牌|挂牌|奠基|封顶|乔迁|入伙|周年|生日|寿宴|婚礼|婚宴|结婚|满月|百日宴|升学宴|追悼会|葬礼|年会|年夜饭|尾牙|答谢[会宴]|酒会|晚会|晚宴|典礼|(?<!签约)(?<!启动)仪式|发布会|订货会|推介会|招商会|论坛|峰会|展会|开展|参展|博览会|沙龙|开放日|运动会|投产|试产|开工|开机"
)
_COMES: Final = cued(
    r"上门|到现场|到场|航班|班机|高铁|动车|到站|[工老专客领检]?(?:外|家|人|商|导|员|团|程师)(?:周[一二三四五六日天]|明天|后天|今天|下午|上午)到(?=,|$)|落地|降落|抵达|(?:来|到)(?:我们?|公司|行里|厂里|总部|上海|北京|广州|深圳|杭州|这边|现场|店里|[\u4e00-\u9fff]{2})?(?:考察|参观|看(?!法)|验厂|验货|出差|拜访|访问|审厂|audit|visit)|[a-z]{2}\d{3,4}(?!\d)"
)
_CLOSES: Final = cued(r"截[止标单关港仓]|cut-?off|deadline|开标|封盘")
_THEN: Final = cued(r"届时|到时候?(?!再)|同时(?=带|携|把)|一并")
_ATTENDS: Final = cued(r"参加|出席|赴|去|到场|(?<!请)我|陪|带|送|邀请|受邀|应邀|观礼|捧场|给")
_GIVES: Final = cued(
    r"送|带|去|到场|参加|出席|捧场|祝贺|祝|道贺|随|包(?:个|一)|红包|花篮|订|准备|备|发(?:个|条|消息|祝)|打(?:个)?电话|陪|接|拍|布置|搭"
)
_FETCHES: Final = cued(r"接|陪|跟|安排|订|准备|带|派|迎|招待|请|去")


def on_their_days(line: Line, deeds: list[Deed]) -> list[Deed]:
    """The deeds without the customer's own days, and those that are done for such a day due on it."""
    own = [deed for deed in deeds if not _is_occasion(line, deed)]
    kept: list[Deed] = []
    for deed in own:
        due = _due(line, deed)
        if due is not deed and kept and kept[-1].promise.due is not None and _closes_only(line, kept[-1], due):
            kept.pop()
        kept.append(due)
    return kept


def _is_occasion(line: Line, deed: Deed) -> bool:
    """Whether a deed is only a day of the customer's own, which nobody of ours is said to attend."""
    stretch = (deed.clause.start, deed.clause.end)
    if deed.promise.owner is not None or deed.promise.due is None or _FEAST.search(line.flat, *stretch) is None:
        return False
    return _ATTENDS.search(line.flat, *stretch) is None and not line.said("obligation", deed.clause)


def _closes_only(line: Line, deed: Deed, later: Deed) -> bool:
    """SI截止明天12点: until when something else is to be done."""
    same = (
        deed.promise.due is not None
        and later.promise.due is not None
        and deed.promise.due.span == later.promise.due.span
    )
    return same and _CLOSES.search(line.flat, deed.clause.start, deed.clause.end) is not None


def _due(line: Line, deed: Deed) -> Deed:
    clause = deed.clause
    if deed.promise.due is not None or deed.promise.by_customer or line.dates_in(clause):
        return deed
    told = _before(line, clause)
    then = _THEN.search(line.flat, clause.start, clause.end)
    dates = [date for each in told for date in line.dates_in(each) if date.granularity in _NEAR]
    if not told or not dates or not (line.is_future(dates[-1]) or dates[-1].start.date() == line.today):
        return deed
    if then is not None:
        return replace(deed, promise=replace(deed.promise, due=dates[-1]))
    start, end = told[0].start, clause.start
    for tells, does in ((_FEAST, _GIVES), (_COMES, _FETCHES), (_CLOSES, None)):
        if tells.search(line.flat, start, end) and (does is None or does.search(line.flat, clause.start, clause.end)):
            due = replace(dates[-1], direction="by") if does is None else dates[-1]
            return replace(deed, promise=replace(deed.promise, due=due))
    return deed


def _before(line: Line, clause: Clause) -> list[Clause]:
    """The clause right before, and the one before that where it holds nothing but the day or the name."""
    found: list[Clause] = []
    for each in reversed([each for each in line.clauses if each.end <= clause.start]):
        behind = found[0].start if found else clause.start
        if behind - each.end > _BESIDE or "。" in line.flat[each.end : behind]:
            break
        found.insert(0, each)
        if line.dates_in(each) or len(found) > _MOST:
            break
    return found
