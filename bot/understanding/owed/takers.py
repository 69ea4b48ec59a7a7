"""What stands beside a promise and says whose it is, or by when: accounts on it, (Wang Fang), all by Monday."""

import re
from dataclasses import replace
from typing import Final

from bot.understanding.dates import When
from bot.understanding.model import Colleague, Promise
from bot.understanding.owed.deeds import Deed
from bot.understanding.text.clauses import Clause
from bot.understanding.text.line import Line
from bot.understanding.text.verbs import every_act
from bot.understanding.text.wording import bare

_BESIDE: Final = 4  # characters between two clauses that follow each other
_IT: Final = r"(?:it|this|that|them|these|those|both|all)"
_TAKES: Final = re.compile(
    rf"(?:'s|\s+(?:is|are))?\s+(?:now\s+|already\s+)?(?:on\s+(?:{_IT}|the\s+case|point)|(?:has|have|got)\s+(?:{_IT}|the\s+action|that\s+one)"
    rf"|(?:has\s+|have\s+|is\s+|are\s+)?tak(?:en|es|ing|e)\s+(?:{_IT}(?:\s+(?:on|over))?|responsibility|care\s+of\s+{_IT}|ownership)(?:\s+(?:for|of)\s+{_IT})?"
    rf"|(?:will\s+|to\s+)?[a-z]+\s+{_IT}(?:\s+up)?|to\s+(?:do|handle|action|sort|own|lead|write|prepare|price|produce|supply|issue|complete|arrange)|(?:is|are)\s+[a-z]+ing\s+(?:it|this|that|them)(?:\s+(?:in|up|out|off|on|over))?|(?:'s|\s+(?:is|are))\s+(?:now\s+)?(?:finali[sz]ing|writing|drafting|pricing|checking|preparing|working\s+on\s+it|looking|sorting|handling|dealing|chasing|costing|reviewing|building|fixing)|sorting|handling|owns\s+{_IT})\s*"
)
_ALL: Final = re.compile(
    r"\W*(?:and\s+)?(?:all(?:\s+(?:of\s+(?:it|this|them|these)|this|done|three|four))?|everything|both(?:\s+of\s+them)?|the\s+lot|all\s+due|due)\W*(?:(?:please|pls|needed|due|done|before|by|the|credit|board|sales|team|next|our|their|meeting|mtg|call|visit|review)\W*)*"
)
# Asked Kevin to handle, passed to Kevin, over to the depot: who is given what the clause before tells.
_GIVEN_TO: Final = re.compile(
    r"\s*(?:(?:i|we)(?:'ve|\s+have)?\s+|and\s+|will\s+)*(?:asked|told|got|get|ask|(?:(?:passed|handed|given|gave|delegated|assigned|forwarded|sent|pass|hand|give)\s+)?(?:(?:it|this|that|them)\s+)?(?:on\s+|over\s+|across\s+)?(?:to|with))\s*"
)
_TO_DO_IT: Final = re.compile(
    rf"\s*(?:(?:to\s+)?(?:do|handle|sort|fix|deal\s+with|look\s+(?:into|at)|pick|take|own|action|chase|follow|see\s+to|progress|arrange|prepare|check)(?:\s+(?:{_IT}|out|up|on|over|care\s+of))*)?\s*"
)
_NEEDED: Final = re.compile(
    r"(?:(?:he|she|they|i|we)\s+)?(?:needs?|wants?|must\s+have)\s+(?:an?\s+|the\s+|his\s+|her\s+|our\s+)?(?:answer|reply|decision|response|result|outcome|it|this|them|that|these|word|done)\b\W*"
)
_COMES: Final = re.compile(
    r"(?:go|be\s+there|attend|come(?:\s+along)?|pop\s+(?:along|in)|be\s+in\s+attendance)", re.IGNORECASE
)
# Owe her the term sheet, said I'd have it over to her by Wednesday: nothing but when.
_IT_ONLY: Final = re.compile(
    r"(?:(?:have|get|send|give|drop|bring|email|post|do|finish|turn|deliver|ship|return|let|ring|forward|share|see|receive|look\s+at|sort|handle|told\s+\w+)\s+)?(?:to\s+|into\s+)?(?:(?:him|her|them|us)\s+)?"
    r"(?:it|them|this|that|one)(?:\s+(?:on\s+(?:his|her|their)\s+desk|in\s+(?:his|her|their)\s+inbox|by\s+then|over|across|out|back|round|done|ready|off|in|up|all|both|to|with|for|him|her|them|us|me))*"
    r"|(?:the\s+|with\s+)?(?:first|final|rough|initial|latest|1st)\s+(?:draft|version|cut|pass|sight)(?:\s+of\s+it)?"
    r"|(?:promised|told|said|due|agreed)(?:\s+(?:to\s+)?(?:him|her|them))?"
)
_ITS_THING: Final = re.compile(r"\s\(.*\)$")


def _only_it(promise: Promise) -> bool:
    """Whether the words only point to a thing, which may stand in brackets behind them."""
    return _IT_ONLY.fullmatch(_ITS_THING.sub("", promise.text.lower())) is not None


def _is_thing_of(one: Promise, other: Promise) -> bool:
    """Owes us the tide tables; said she'd dig them out (tide tables) on Thursday."""
    thing = _ITS_THING.search(other.text.lower())
    return thing is not None and thing[0].strip(" ()") in one.text.lower()


_OWNS_IT: Final = re.compile(rf"(?:owns?|has|takes|taking|handling|leading)\s+{_IT}", re.IGNORECASE)
_SHORT: Final = 7  # words of a thing that is noted with who and when


def settled(line: Line, deeds: list[Deed]) -> list[Deed]:
    """The promises with what stands beside them taken in."""
    if not line.flat.isascii() and not any(each.promise.text.isascii() for each in deeds):
        return deeds
    deeds = _tabled(line, deeds)
    kept: list[Deed] = []
    for deed in deeds:
        before = kept[-1] if kept else None
        if before is None or not _merged(line, kept, deed):
            kept.append(deed)
    return [_bracketed(line, _taken(line, deed, kept)) for deed in kept]


_IN_LOTS: Final = re.compile(
    r"\bin\s+(?:two|three|four|several|\d)\s+(?:lots|instal?ments|payments|tranches|stages|goes|parts|halves)\b"
)


def _merged(line: Line, kept: list[Deed], deed: Deed) -> bool:
    """Whether the deed only says more of those before it, which then hold it."""
    before, promise = kept[-1], deed.promise
    told = _told_again(before, deed)
    if told is not None:
        kept[-1] = told
        return True
    said = line.without(deed.clause, [date.span for date in line.dates_in(deed.clause)]).lower()
    if promise.due is not None and _ALL.fullmatch(said):
        kept[:] = [_due(each, promise.due) for each in kept]
        return True
    if not _beside(before.clause, deed.clause) or before.promise.by_customer != promise.by_customer:
        return False
    dated = _dated(line, before, deed)
    if dated is not None:
        kept[-1] = dated
        return True
    if promise.by_customer:
        return False
    taker = _taker(line, deed.clause)
    if taker is not None and before.promise.owner is None:
        kept[-1] = _due(replace(before, promise=replace(before.promise, owner=taker)), promise.due)
        return True
    return False


def _told_again(before: Deed, deed: Deed) -> Deed | None:
    """Pay it in two lots: half on the 15th; the table by Thursday, I'll turn it round; Raj owns it, back by Monday."""
    if deed.promise.by_customer and before.promise.due is None and _IN_LOTS.search(before.promise.text.lower()):
        return deed
    if _takes_on(before, deed):
        return replace(before, promise=replace(before.promise, by_customer=False))
    return replace(deed, promise=replace(deed.promise, owner=before.promise.owner)) if _goes_on(before, deed) else None


def _dated(line: Line, before: Deed, deed: Deed) -> Deed | None:
    """The deed before with the day that this one names, where it says little more than when."""
    promise = deed.promise
    if promise.due is None:
        return None
    if before.promise.due is not None:
        same = before.promise.due.start == promise.due.start and promise.owner is None
        return before if same and _only_it(promise) else None
    if _only_it(promise) or _is_thing_of(before.promise, promise):
        return _due(before, promise.due)
    if promise.by_customer:
        return None
    if _same_thing(before, deed):
        return _due(before, promise.due)
    if _NEEDED.fullmatch(_unnamed(line, deed)):
        return _due(before, promise.due)
    if promise.text.lower() not in every_act():
        return None
    text = f"{before.promise.text}, {promise.text}"
    return _due(replace(before, promise=replace(before.promise, text=text)), promise.due)


_THING: Final = re.compile(
    r"(?:(?:assured|promised|told|offered)\s+(?:him|her|them)\s+)?(?:the\s+|an?\s+|its?\s+|their\s+|his\s+|her\s+)?(?P<thing>[a-z-]{4,}(?:\s[a-z-]+)?)"
)


def _same_thing(before: Deed, deed: Deed) -> bool:
    """Kindly arrange a replacement. I have assured him replacement within 7 days."""
    found = _THING.fullmatch(deed.promise.text.lower())
    return found is not None and before.promise.text.lower().rstrip(" .").find(found["thing"]) > 0


def _goes_on(before: Deed, deed: Deed) -> bool:
    """Raj owns it, back to them by 12/14."""
    theirs = before.promise.by_customer or deed.promise.by_customer
    open_ = before.promise.owner is not None and deed.promise.owner is None and not theirs
    return open_ and _beside(before.clause, deed.clause) and _OWNS_IT.fullmatch(before.promise.text) is not None


def _takes_on(before: Deed, deed: Deed) -> bool:
    """Colin is after the table by Thursday, I'll turn it round: what was asked for by a day, and nothing more."""
    undated = deed.promise.due is None and before.promise.due is not None and not deed.promise.by_customer
    return undated and _beside(before.clause, deed.clause) and _IT_ONLY.fullmatch(deed.promise.text.lower()) is not None


def _unnamed(line: Line, deed: Deed) -> str:
    """The clause without its days and whoever it names: Boon Keat needs it by noon."""
    spans = [*(date.span for date in line.dates_in(deed.clause)), *(each.span for each in line.people_in(deed.clause))]
    return line.without(deed.clause, spans).lower().strip()


def _due(deed: Deed, due: When | None) -> Deed:
    return (
        deed if deed.promise.due is not None or due is None else replace(deed, promise=replace(deed.promise, due=due))
    )


def _beside(one: Clause, two: Clause) -> bool:
    return 0 <= two.start - one.end <= _BESIDE


def _taker(line: Line, clause: Clause) -> Colleague | None:
    """Who takes on what the clause before tells, and nothing else: accounts on it, Priya is writing it."""
    for colleague in line.colleagues_in(clause):
        spans = [date.span for date in line.dates_in(clause)]
        rest = " " + _IN_DESK.sub("", line.without(clause, [*spans, colleague.span]).lower().strip(" .,!()"))
        before = line.flat[clause.start : colleague.span[0]]
        if before and _GIVEN_TO.fullmatch(before) and _TO_DO_IT.fullmatch(line.flat, colleague.span[1], clause.end):
            return colleague
        if colleague.span[0] == clause.start and (
            _TAKES.fullmatch(rest.rstrip() if rest[1:2] != "'" else rest[1:].rstrip())
        ):
            return colleague
    return None


_IN_DESK: Final = re.compile(r"^(?:in|from|at)\s(?:our\s|the\s)?[a-z-]+\s(?=(?:to|will|on|has)\b)")


def _taken(line: Line, deed: Deed, deeds: list[Deed]) -> Deed:
    """The deed with the owner whom the next clause names: 8D report within 3 days, Priya has taken responsibility."""
    if deed.promise.owner is not None or deed.promise.by_customer:
        return deed
    behind = next(
        (each for each in line.clauses if each.start > deed.clause.start and _beside(deed.clause, each)), None
    )
    if behind is None or any(each.clause is behind for each in deeds):
        return deed
    taker = _taker(line, behind) or (None if ":" in behind.mark else _alone(line, behind))
    return replace(deed, promise=replace(deed.promise, owner=taker)) if taker is not None else deed


_BRACKETED: Final = re.compile(r"\s*\((?P<who>[A-Z][a-z]+(?:\s(?:[A-Z][a-z]+|[A-Z]\.?))?|me|us)\)\W*")


def _bracketed(line: Line, deed: Deed) -> Deed:
    """Security pack by tomorrow (Wang Fang): somebody in brackets right behind the day."""
    promise = deed.promise
    found = _BRACKETED.match(line.text, promise.due.span[1]) if promise.due is not None else None
    firm = found is not None and any(a < found.end("who") and found.start("who") < b for a, b in line.customers)
    if found is None or firm or promise.owner is not None or promise.by_customer:
        return deed
    text = bare(promise.text.replace(f"({found['who']})", "").strip())
    if found["who"] in ("me", "us"):
        return replace(deed, promise=replace(promise, text=text))
    line.people = [each for each in line.people if each.span != found.span("who")]
    return replace(deed, promise=replace(promise, text=text, owner=Colleague(found["who"], found.span("who"))))


def _alone(line: Line, clause: Clause) -> Colleague | None:
    """Somebody of ours named alone between two dashes, or in brackets."""
    return next(
        (each for each in line.colleagues_in(clause) if not line.without(clause, [each.span]).strip(" .,()-!")), None
    )


def _tabled(line: Line, deeds: list[Deed]) -> list[Deed]:
    """With what is noted as thing - who - when: welcome pack - Priya - asap; spare part list - me - 7/12."""
    added: list[Deed] = []
    for place, clause in enumerate(line.clauses):
        owner = _alone(line, clause)
        mine = line.flat[clause.start : clause.end].strip(" .()") in ("me", "myself", "self", "mine")
        if (
            not (owner or mine)
            or not 0 < place < len(line.clauses) - 1
            or clause.mark.strip() not in ("-", "\u2013", "\u2014", ",")
        ):
            continue
        thing, when = line.clauses[place - 1], line.clauses[place + 1]
        dues = [date for date in line.dates_in(when) if line.is_future(date) or date.start.date() == line.today]
        soon = line.flat[when.start : when.end].strip(" .!") in ("asap", "urgent", "soonest", "now")
        only = dues and not line.without(when, [dues[0].span]).strip(" .!,byon")
        known = any(each.clause in (thing, when) for each in deeds)
        if (
            known
            or not (soon or only)
            or thing.mark.strip() not in ("-", "\u2013", "\u2014")
            or not _is_thing(line, thing)
        ):
            continue
        text = bare(_OUTSTANDING.sub("", line.without(thing, [span for span in line.customers if thing.holds(span)])))
        if text:
            added.append(Deed(Promise(text, (thing.start, when.end), owner, due=dues[0] if only else None), thing))
    return sorted([*deeds, *added], key=lambda each: each.promise.span) if added else deeds


_OUTSTANDING: Final = re.compile(r"\s+(?:o/s|outstanding|tbd|open|due|needed|required)$", re.IGNORECASE)
_VERBAL: Final = re.compile(r"\b(?:is|are|was|were|has|had|said|says|wants?|asked|met|saw|rang|called)\b")


def _is_thing(line: Line, clause: Clause) -> bool:
    said = line.flat[clause.start : clause.end]
    alone = all(each.span != (clause.start, clause.end) for each in line.people)
    return (
        alone
        and len(said.split()) <= _SHORT
        and not _VERBAL.search(said)
        and (clause.start, clause.end) not in line.customers
    )


def attended(deeds: list[Deed]) -> list[Deed]:
    """Retirement do on the 18th, I said I'd go: one promise, the writer's."""
    kept: list[Deed] = []
    for deed in deeds:
        if (
            kept
            and deed.promise.due is None
            and _COMES.fullmatch(deed.promise.text)
            and kept[-1].promise.due is not None
        ):
            kept[-1] = replace(kept[-1], promise=replace(kept[-1].promise, by_customer=False, owner=deed.promise.owner))
        else:
            kept.append(deed)
    return kept
