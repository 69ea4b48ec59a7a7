"""Cuts what is dictated in one run: where somebody else begins to act, a new clause begins without a comma.

他开错了票让我们重开|我说三天内寄, 资料缺公章|陈晨周五补, 界面难用|下周一我让技术改.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.understanding.model import Span
from bot.understanding.text.clauses import Clause
from bot.understanding.text.line import Line
from bot.understanding.text.scanner import hasty
from bot.understanding.text.turns import turns

_SHORTEST_RUN: Final = 10  # characters of a clause in which a second one is looked for
_SAYS_SOMETHING: Final = 5  # characters on either side of a cut
# Behind these the sentence goes on with whom it is about: 让我, 跟他们, 约的.
_LINKS: Final = re.compile(
    r"(?:[和与跟给向对让听按照是叫请催问找帮替为陪带约邀求喊等要把被由比嫌怪信欠加教托派劝陪同在于到从的说讲话称定成因除归属]"
    r"|告诉|通知|转告|提醒|联系|答应|承诺|希望|要求|需要|麻烦|拜访|走访|回访|会见|介绍|如果|要是|只要|等到|自|本来|原定|不是|或者?|以及|及)$"
)
_MET: Final = re.compile(r"(?:见|访|见[了过到]|访[了过到]|[了过到])$")
_WHO: Final = r"(?P<who>我们?(?![行司方厂公])|咱们?|余|他们|她们|客户|对方|人家|他|她)"
_WILL: Final = (
    r"(?P<will>先|回[来去头](?=[跟和找问给再])|来(?![访电])|去|就|催|把|再|得|会(?!议|计)|准备|打算|答应|承诺|说|讲|要(?!求了)|想|这边|回头|待会|晚点|马上|赶紧|负责"
    r"|收到(?=[^,;。]{0,6}[后再])|让(?!利)|叫|跟|给|问|礼拜)?"
)
_SPEAKS: Final = re.compile(
    r"(?:那边|方面|也|又|还)?(?:说|讲|话(?![题费术])|问|要求|答应|表示|想|让|叫|反馈|承诺|要(?=[\u4e00-\u9fff]))"
)
_WORKS: Final = re.compile(
    r"(?:来|去|会|再|也|就)?(?:负责|跟进|跟踪|对接|落实|出|做|写|报|测|算|发|寄|送|交|办|催|回|问|查|补|盯|联系|安排|处理|提交|准备|整理)"
)
_THEN: Final = r"(?:然后|接着|后来|结果|最后|另外|顺便|还有就是|再就是)(?=[\u4e00-\u9fff])"
_PUT_OFF: Final = r"(?<=不在|没空|没人|出差|不到|不了|没来|来了)(?:就|又|只好)?(?:改|推|约|拖|挪)[到约在成至]"
_PUT: Final = re.compile(r"(?:[到至过]|截止|截至)$")
# What is handed over may stand before whoever hands it over: 资料|她今晚发我.
_THING: Final = re.compile(
    r"(?<![付交发给寄签要看改补收拿带送供备缺的盖做写出开了])(?:资料|材料|合同|报表|流水|发票|清单|报价单?|方案|文件|协议|样[品本]|账单|回单|申请[书表]|表格|证件|执照|公章|尾款|定金|货款|订单|图纸|[\d一两二三四五六七八九十几百]+(?:件|台|套|箱|吨|个|份|批|张|车|辆|根|只|条|米|瓶|柜|本))$"
)
_LONGEST: Final = 6  # characters of a thing before who hands it over
_TURNS: Final = hasty(rf"{_THEN}|{_PUT_OFF}|{_WHO}{_WILL}")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")


def cut_runs(line: Line) -> list[Clause]:
    """The clauses of a line, those that tell of several people's doings in one run cut where the next one begins."""
    clauses: list[Clause] = []
    for clause in line.clauses:
        if clause.end - clause.start < _SHORTEST_RUN:
            clauses.append(clause)
        elif line.flat[clause.start : clause.end].isascii():
            clauses += _parted(line, clause)
        else:
            clauses += _cut(line, clause)
    return clauses


def _parted(line: Line, clause: Clause) -> list[Clause]:
    """An English clause cut where somebody else begins to act."""
    pieces: list[Clause] = []
    rest = clause
    for end, start in sorted({*turns(line, clause)}):
        if end > rest.start and start < clause.end:
            pieces.append(replace(rest, end=end, mark=line.text[end:start], question=False))
            rest = replace(rest, start=start)
    return [*pieces, rest] if pieces else [clause]


def _cut(line: Line, clause: Clause) -> list[Clause]:
    pieces: list[Clause] = []
    rest = clause
    for place in sorted({*_places(line, clause)}):
        if place - rest.start < _SAYS_SOMETHING or clause.end - place < _SAYS_SOMETHING - 1:
            continue
        pieces.append(replace(rest, end=place, mark="", question=False))
        rest = replace(rest, start=place)
    return [*pieces, rest]


def _places(line: Line, clause: Clause) -> Iterator[int]:
    """Where somebody begins to act in the middle of a clause."""
    begins = {date.span[0]: date.span[1] for date in line.dates_in(clause)}
    ends = {end: start for start, end in begins.items()}
    yield from _turns(line, clause, begins, ends)
    for colleague in line.colleagues_in(clause):
        start, end = colleague.span
        if end in begins or start in ends or _WORKS.match(line.flat, end):
            yield from _free(line, clause, _with_day(line, start, ends))
    for person in line.people_in(clause):
        start, end = person.span
        if _SPEAKS.match(line.flat, end) and not _MET.search(line.flat, clause.start, start):
            yield from _free(line, clause, _with_firm(line, clause, start))


def _turns(line: Line, clause: Clause, begins: dict[int, int], ends: dict[int, int]) -> Iterator[int]:
    """Where a pronoun, or a word such as 然后, begins what comes next."""
    busy = [*begins.items(), *line.customers]
    busy += [each.span for each in line.people] + [each.span for each in line.colleagues]
    for match in _TURNS.finditer(line.flat, clause.start + 1, clause.end):
        place = match.start()
        if any(start < place < end for start, end in busy):
            continue
        if not match["who"]:
            yield place
        elif match["will"] or match.end() in begins or place in ends:
            yield from _free(line, clause, _with_day(line, place, ends))


def _with_day(line: Line, place: int, ends: dict[int, int]) -> int:
    """下周一我让技术改 begins with the day, but the one of 拖到明年三月|我先说一声 belongs to what is put off."""
    day = ends.get(place, place)
    return place if day < place and _PUT.search(line.flat, max(0, day - 3), day) else day


def _with_firm(line: Line, clause: Clause, start: int) -> int:
    """西域风电马总说: he begins with the name of his firm, unless that is where the writer went."""
    firm = next((a for a, b in line.customers if b == start), start)
    return start if _MET.search(line.flat, clause.start, firm) else firm


def _free(line: Line, clause: Clause, place: int) -> Iterator[int]:
    """The place, unless what stands before it leads to it: 让我, 说下周一我."""
    thing = _THING.search(line.flat, max(clause.start, place - _LONGEST), place)
    place = thing.start() if thing else place
    before: Span = (max(clause.start, place - 4), place)
    if place > clause.start and _HAN.match(line.flat, place - 1) and not _LINKS.search(line.flat, *before):
        yield place
