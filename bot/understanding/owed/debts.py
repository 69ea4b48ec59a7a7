"""What one side owes the other, by the words of an English clause: owes me a chart, need it from Jo, to be paid."""

import re
from typing import Final

from bot.understanding.house.subjects import head
from bot.understanding.owed.brief import tells
from bot.understanding.owed.saying import Sentence, Verdict
from bot.understanding.text.clauses import Clause
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line
from bot.understanding.text.verbs import words

# Owes us 40k is a debt of money, no promise.
_OWES_US: Final = re.compile(
    r"\s+(?:me|us)\s+(?!(?:money|[£$€]|\d[\d,.]*\s?(?:k|m|gbp|usd|eur|pounds|dollars)\b|(?:a\s+)?(?:lot|favou?r|pint|beer|drink|lunch))\b)(?:an?|the|some|our|his|her|my|two|three|that|those|both|all|another|signed|more)\s"
)
_SOMEBODY_TO: Final = re.compile(
    r"\s+(?:some(?:one|body)|any(?:one|body)|a\s+human|a\s+person|one\s+of\s+us|us|me)\s+to\s+(?!(?:stop|be|have|know|understand|wait|leave|drop|reconsider|think)\b)[a-z]+"
)
_AWAITED: Final = re.compile(
    r"(?:(?:i|we)\s+)?(?:still\s+|just\s+)?(?:need(?:ed)?|await(?:ing)?|waiting\s+(?:for|on)|expect(?:ing)?|want|require)\s+(?!to\b|us\b|me\b)[^,;]*?\bfrom\s+"
)
_THEM: Final = re.compile(r"(?:him|her|them|their\b|the\s+(?:customer|client)|customer|client)\b")
_GIVEN_TIME: Final = cued(
    r"\b(?:give|gives|gave|given|giving)\s+(?:us|me)\s+(?:(?:until|till|til|to|up\s+to)\s|(?:an?|one|two|three|\d+)\s+(?:more\s+)?(?:days?|weeks?|months?)\b)"
)
_TO_BE_BY: Final = cued(
    r"\bto\s+be\s+(?P<verb>paid|settled|cleared|transferred|repaid|remitted|countersigned|(?:e-?)?signed|returned|approved|completed)\b"
    r"(?P<by>\s+(?:off\s+|up\s+|back\s+)?by\s+(?:both|all|each|either|his|her|their|the\s+(?:board|directors?|partners?|owners?|trustees|client|customer|shareholders)|him|her|them|directors|partners|customer|client)\b)?"
)
_OUT: Final = re.compile(
    r"(?P<thing>(?:[a-z&'./-]+\s+){0,5}?[a-z-]+)\s+(?:(?:go|goes|going)\s+(?:out|off|over|back|in)\b|(?:(?:is|are)\s+)?going\s+(?:out|off|over)\b|follows\b|leaves?\s+(?:us|here)\b|(?:due\s+)?(?<!runs\s)(?<!run\s)(?<!ran\s)(?<!sold\s)(?<!sells\s)(?<!check\s)out(?=\s*$|\s+(?:the\s+door|by|on|for|to|via|today|tonight|tomorrow|tmrw|mon|tue|wed|thu|fri|asap|first)))"
    r"(?P<whom>\s+(?:to|with)\s+)?"
)


# PO to come from purchasing, signed copy back: what a customer gives, on its way.
_ON_ITS_WAY: Final = re.compile(
    r"(?:(?!(?:to|our|we|i)\s)[\w'&-]+\s+){0,3}?(?P<thing>[a-z]+)\s+(?:still\s+)?to\s+(?:come|arrive|land|be\s+raised|be\s+issued)\b"
    r"|(?:po|purchase\s+order|payment|cheque|deposit|remittance)\s+to\s+follow\b"
    r"|(?:[\w'&-]+\s+){0,3}?(?:signed|countersigned|completed|executed)\s+(?:[a-z]+\s+){0,3}?back\b"
)
_SAYS_DO: Final = re.compile(
    r"\s+(?:to\s+|we\s+(?:must|should|need\s+to|have\s+to)\s+)?(?P<verb>match|beat|sort|fix|send|call|ring|email|drop|cut|get|find|prove|show|replace|collect|refund|credit|resend|redo|quote|requote|bring|confirm)\s+"
    r"(?:it|the|them|him|her|an?|his|her|their|over|back|that|this|or)\b"
)


def owed_by(line: Line, clause: Clause, said: Sentence, *, dated: bool) -> Verdict | None:
    """What the clause says that one side owes the other; None where it leaves that open."""
    if said.who == "theirs" and said.verb in ("owe", "owes") and _OWES_US.match(said.rest):
        return Verdict(True, "theirs")
    if _is_asked(line, clause, said, dated=dated):
        return Verdict(True)
    if _from_them(line, clause) or (said.who is None and _is_given_to_us(line, clause, said, dated=dated)):
        return Verdict(True, "theirs")
    if not dated:
        soon = is_handed_soon(line, clause) or _goes_out_today(line, clause)
        return Verdict(True) if said.who is None and soon else None
    if _GIVEN_TIME.search(line.flat, clause.start, clause.end):
        return Verdict(True)
    done = _TO_BE_BY.search(line.flat, clause.start, clause.end)
    ours = _WE_PAY.search(line.flat, 0, clause.end)
    if done and not ours and not line.colleagues_in(clause) and (done["by"] or done["verb"] in _THEIRS):
        return Verdict(True, "theirs")
    return Verdict(True) if said.who is None and _goes_out(line, clause) else None


def _is_given_to_us(line: Line, clause: Clause, said: Sentence, *, dated: bool) -> bool:
    """What only a customer does for us or pays us, though nobody is named."""
    if _is_on_its_way(line, clause) or (said.willed and _FOR_US.match(said.verb + said.rest)):
        return True
    rest = dated and _REST.match(line.flat, head(line, clause), clause.end)
    return bool(rest) and not _WE_PAY.search(line.flat)


_WE_PAY: Final = cued(r"\b(?:refund|rebate|compensation|commission|goodwill|cashback|claim|credit\s+note|by\s+us)\b")
# Very pleased, will act as a reference, will recommend us: what only a customer does for us.
_FOR_US: Final = re.compile(
    r"(?:recommend|refer|introduce|connect|endorse)\s+(?:us|me)\b|(?:act|serve)\s+as\s+(?:an?\s+|our\s+)?(?:reference|referee)"
    r"|be\s+(?:an?\s+|our\s+)reference\b|vouch\s+for\s+us\b|come\s+back\s+to\s+(?:us|me)\b"
)
# Balance of 30k due 15 Jan, remaining 20k to follow: what a customer still has to pay.
_REST: Final = re.compile(
    r"(?:(?:with|and|but)\s+)?(?:the\s+|a\s+)?(?:(?:outstanding|remaining|final|second|last)\s+)*(?:balance|rest|remainder|instal?ment|half|remaining"
    r"|[£$€¥]?[\d.,]+\s?(?:k|m|mn|million)\b)(?:\s+(?:of\s+)?[£$€¥]?[\d.,]+\s?(?:k|m|mn|million)?)?\s+"
    r"(?:(?:is|falls|comes)\s+)?(?:still\s+)?(?:due|payable|outstanding\s+until|to\s+(?:follow|come|be\s+paid))\b"
)
# Ms Goh can meet on Thursday: a time is offered, kept by both.
# Asked for service prices. They go out today.
_IT_GOES_OUT: Final = re.compile(
    r"they(?:'ll|\s+will|\s+can)?\s+(?:go|be\s+going|be)\s+(?:out|off|over|with\s+(?:him|her|them))\b"
)
_SLOT: Final = re.compile(
    r"[\w.' -]{2,40}?\s(?:can|could|is\s+free\s+to|is\s+able\s+to|is\s+happy\s+to)\s+"
    r"(?:meet|see\s+us|see\s+me|talk|speak|do\s+(?:a\s+call|lunch|coffee))\b"
)
_WISHES: Final = ("need", "needs", "want", "wants", "wanted", "needed")
_THEIRS: Final = ("paid", "settled", "repaid", "remitted", "countersigned")


_HANDED: Final = re.compile(
    r"(?P<thing>(?:(?!(?:to|sent|gave|is|was|are|were|has|have|will|i|we|he|she|they)\s)[a-z'-]+\s+){1,5}?)(?:(?:over|out|back|across|round|off)\s+)?(?:to|->|=>|\u2192)\s+"
    r"(?P<whom>him|her|them|(?:the\s+|their\s+|my\s+|our\s+)?(?:customer|client|boss|manager|board|team|buyer|owner|director|committee|credit|legal|finance|product|hq|head\s+office|underwriters?))?(?![a-z])"
)
_SOON: Final = re.compile(r"\b(?:first\s+thing|asap|urgently|pronto|soonest)\b")


def is_handed(line: Line, clause: Clause) -> bool:
    """Decision to her by Friday, note to the boss this week: a thing and its receiver, and no word of what happened."""
    match = _HANDED.match(line.flat, head(line, clause), clause.end)
    if match is None:
        return False
    named = any(each.span[0] == match.end() for each in line.people_in(clause)) or any(
        start == match.end() for start, _ in line.customers
    )
    last = match["thing"].split()[-1]
    things = words("ours", "things") | words("comes", "things") | words("theirs", "things") | words("noted", "things")
    return bool(match["whom"] or named) and last in things and not tells(line.flat[match.start() : match.end()])


def is_handed_soon(line: Line, clause: Clause) -> bool:
    """The same without a day to come: this week, first thing, asap."""
    if not (
        any(map(line.is_running, line.dates_in(clause)))
        or _SOON.search(line.flat, clause.start, clause.end + len(", asap"))
    ):
        return False
    return is_handed(line, clause)


def _is_asked(line: Line, clause: Clause, said: Sentence, *, dated: bool) -> bool:
    """Needs somebody to ring her, says match it by Friday, can meet on Thursday: ours to do, though he speaks."""
    if said.who in (None, "theirs") and said.verb in _WISHES and _SOMEBODY_TO.match(said.rest):
        return True
    if said.who != "theirs":
        return False
    if _IT_GOES_OUT.match(line.flat, head(line, clause), clause.end):
        return True
    if dated and _SLOT.match(line.flat, head(line, clause), clause.end):
        return True
    return said.verb in ("says", "said", "say") and _SAYS_DO.match(said.rest) is not None


def _is_on_its_way(line: Line, clause: Clause) -> bool:
    match = _ON_ITS_WAY.match(line.flat, head(line, clause), clause.end)
    if match is None or line.colleagues_in(clause):
        return False
    return match["thing"] is None or match["thing"] in words("theirs", "things")


def _from_them(line: Line, clause: Clause) -> bool:
    """Need bank details from Simone: it is hers to give."""
    awaited = _AWAITED.match(line.flat, head(line, clause), clause.end)
    if awaited is None:
        return False
    named = [*(person.span for person in line.people_in(clause)), *line.customers]
    place = awaited.end()
    return _THEM.match(line.flat, place) is not None or any(start == place for start, _ in named)


def _goes_out_today(line: Line, clause: Clause) -> bool:
    """Quote goes out today, credit goes out when we receive."""
    today = any(date.start.date() == line.today and date.direction != "after" for date in line.dates_in(clause))
    then = _WHEN.search(line.flat, clause.start, clause.end)
    return (
        bool(today or then) and not _OUT_BEFORE.search(line.flat, clause.start, clause.end) and _goes_out(line, clause)
    )


_WHEN: Final = re.compile(r"\b(?:once|when|as\s+soon\s+as|the\s+(?:minute|moment))\s+(?:we|i|it|they)\b")
_OUT_BEFORE: Final = re.compile(r"\b(?:went|was|were|sent|this\s+morning)\b")


def _goes_out(line: Line, clause: Clause) -> bool:
    """Engagement letter goes out tonight; the cheque that goes out is the customer's."""
    found = _OUT.match(line.flat, head(line, clause), clause.end)
    if found is None:
        return False
    named = [start for start, _ in line.customers if clause.start <= start < found.end("thing")]
    if any(not line.flat.endswith((" for ", " to "), 0, start) for start in named):
        return False
    if named:
        return found["thing"].split()[0] in words("ours", "things") | words("noted", "things")
    thing = found["thing"].split()[-1]
    if thing in words("theirs", "things") and thing not in words("ours", "things"):
        return False
    to_them = found["whom"] is not None and (
        any(each.span[0] == found.end() for each in line.people_in(clause))
        or any(start == found.end() for start, _ in line.customers)
        or _THEM.match(line.flat, found.end()) is not None
    )
    return to_them or thing in words("ours", "things") | words("noted", "things")
