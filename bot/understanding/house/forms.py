"""Whose a promise is by the form of the clause alone: will be paid, told her draft on Thursday, me to release it."""

import re
from typing import Final, Literal

from bot.understanding.house.subjects import head
from bot.understanding.text.clauses import Clause
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line
from bot.understanding.text.verbs import handed, words

Side = Literal["mine", "theirs", "ours"]


def plainly(line: Line, clause: Clause) -> Side | None:
    """The writer's or the customer's, where the form says it; None where it does not."""
    forms = (
        _labelled,
        _passive,
        _told_them,
        _me_to,
        _reported,
        _has_until,
        _their_thing,
        _promised_thing,
        _wanted,
        _it_comes,
        _they_get,
        _arranged,
    )
    return next((side for form in forms if (side := form(line, clause))), None)


def _labelled(line: Line, clause: Clause) -> Side | None:
    """Jasmin: can pay 60% by 30 Nov. What somebody of the customer's can do is his."""
    before = next((each for each in line.clauses if each.end + len(each.mark) == clause.start), None)
    if before is None or not before.mark.strip().startswith(LABELS):
        return None
    if listed_for(line, before):
        return listed_for(line, before)
    if ":" not in before.mark or not _CAN.match(line.flat, head(line, clause), clause.end):
        return None
    named = [*line.customers, *(each.span for each in line.people)]
    return "theirs" if any(before.start <= a < before.end for a, _ in named) else None


def listed_for(line: Line, label: Clause) -> Side | None:
    """Actions - Raj: artwork files; me: chase the supplier. Whose a thing is that stands in a list behind a name."""
    begins = LIST.search(line.flat, 0, label.start)
    if begins is None:
        return None
    span = (head(line, label), label.end)
    if line.flat[slice(*span)] in ("me", "us", "we"):
        return "mine"
    if any(each.span == span for each in line.colleagues_in(label)):
        return "ours"
    return "theirs" if any(each.span == span for each in line.people_in(label)) or span in line.customers else None


LABELS: Final = (":", "-", "\u2013", "\u2014")  # what stands behind a name in a list
LIST: Final = cued(
    r"\b(?:actions?(?:\s+(?:points?|items?))?|next\s+steps?|to[\s-]?do(?:'?s)?|follow[\s-]?ups?|agreed)\s*(?:[:\u2013\u2014-]|$)"
)
_CAN: Final = re.compile(r"(?:can|could|will|'ll|to)\s+(?:pay|settle|clear|sign|transfer|wire|repay|return|remit)\b")


def _me_to(line: Line, clause: Clause) -> Side | None:
    """Gavin to countersign by Friday, me to release funds on Monday."""
    return "mine" if line.flat.startswith("me to ", head(line, clause)) else None


def _reported(line: Line, clause: Clause) -> Side | None:
    """I've said they'll be with her by the weekend, told them they'd have it: the writer's word, whoever gets it."""
    place = head(line, clause)
    if _TOLD_THEY.match(line.flat, place, clause.end):
        return "mine"
    if not _THEY_WILL.match(line.flat, place, clause.end):
        return None
    before = next(
        (each for each in line.clauses if each.end + len(each.mark) == clause.start and not each.mark.strip()), None
    )
    return "mine" if before is not None and _I_SAID.search(line.flat[before.start : before.end]) else None


_HAVE: Final = r"(?:they|he|she|it)(?:'d|'ll|\s+would|\s+will)\s+"
_THEY_WILL: Final = re.compile(_HAVE)
_I_SAID: Final = re.compile(
    r"(?:\b(?:i|we)(?:'ve|\s+have)?\s+(?:also\s+|just\s+)?(?:said|promised|agreed|(?:told|assured)(?:\s+\S+){1,3})|^(?:and\s+)?(?:told|assured|promised)(?:\s+\S+){1,3})(?:\s+that)?\s*$"
)
_TOLD_THEY: Final = re.compile(
    rf"(?:(?:i|we)(?:'ve|\s+have)?\s+(?:also\s+|just\s+)?said|(?:(?:i|we)(?:'ve|\s+have)?\s+)?(?:told|promised|assured)(?:\s+\S+){{1,4}}?)\s+(?:that\s+)?{_HAVE}"
)


def _their_thing(line: Line, clause: Clause) -> Side | None:
    """Their sign-off by the 15th; their quote is ours to give."""
    match = _THEIR.match(line.flat, head(line, clause), clause.end)
    if match is None or not any(
        date.span[0] >= match.end() and not line.flat[match.end() : date.span[0]].strip(" by,on:-")
        for date in line.dates_in(clause)
    ):
        return None
    said = match["thing"].split()
    return (
        "theirs" if said[-1] in words("theirs", "things") | words("comes", "things") and handed(said[-1]) <= 0 else None
    )


_THEIR: Final = re.compile(
    r"(?:their|his|her)\s+(?P<thing>(?:[a-z-]+\s+){0,3}?[a-z-]+?)(?=\s+(?:by|on|before|due)\b|\s*$|\s+\d|\s+(?:mon|tue|wed|thu|fri|next|this|tomorrow|today))"
)


def _promised_thing(line: Line, clause: Clause) -> Side | None:
    """Decision promised for Monday, PO before the 20th: things that only a customer gives."""
    match = _PROMISED_THING.match(line.flat, head(line, clause), clause.end)
    dated = match is not None and any(0 <= date.span[0] - match.end() <= 1 for date in line.dates_in(clause))
    return "theirs" if dated else None


_PROMISED_THING: Final = re.compile(
    r"(?:(?:the|final|formal|signed|official|written|new|first|his|her|their)\s+)*(?:(?:po|purchase\s+order|order|deposit|payment|cheque|remittance|sign-?off|go-?ahead|decision|verdict)"
    r"(?:(?:\s+number|\s+no)?\s+(?:promised|expected|coming|due\s+in|to\s+come|will\s+come|lands?|landing))(?:\s+(?:for|by|on|from\s+(?:him|her|them)))?|(?:po|purchase\s+order))(?=\s)"
)


def _they_get(line: Line, clause: Clause) -> Side | None:
    """She gets it tonight, he has them by noon, she'll get it from me: what they get is ours to give."""
    return "mine" if _GETS.match(line.flat, head(line, clause), clause.end) else None


_GETS: Final = re.compile(
    r"(?:he|she|they|(?:the\s+)?(?:customer|client)|[a-z]+)(?:'ll|\s+will|\s+would|'d)?\s+(?:get|gets|have|has|receive|receives)\s+(?:it|them|one|this|both|these|those|an\s+answer)\b"
    r"(?!\s+(?:[a-z]+(?:ed|en)|ready|done|to|from\s+(?!us\b|me\b)|with|on|in|over|across|back|sent|signed|out|off\s+(?!us\b|me\b)|sorted|fixed|up)\b)"
)


def _it_comes(line: Line, clause: Clause) -> Side | None:
    """Says bank error, it'll be there by Thursday; he said it'd be back today; accounts to reach us by the 18th."""
    if _REACHES.search(line.flat, clause.start, clause.end):
        return "theirs"
    match = _IT_WILL.search(line.flat, clause.start, clause.end)
    if match is None:
        return None
    start = next((each.start for each in line.clauses if each.end + len(each.mark) == clause.start), clause.start)
    said = _HE_SAYS.search(line.flat, start, match.end())
    return "theirs" if said is not None and not _I_SAY.search(line.flat, start, match.start()) else None


_IT_WILL: Final = cued(
    r"\bit(?:'ll|\s+will|'d|\s+would|\s+should)\s+be\s+(?:there|here|back|in\b|ready|paid|sorted|done|sent|cleared|settled|with\s+(?:us|me))"
)
_REACHES: Final = cued(r"\bto\s+(?:reach|follow\s+from|come\s+from)\s+(?:us|me|him|her|them)\b")
_HE_SAYS: Final = cued(
    r"\b(?:says?|said|reckons?|replied|promises?|promised|swears|swore|claims?|tells\s+me|told\s+(?:me|us))\b"
)
_I_SAY: Final = cued(r"\b(?:i|we)\s+(?:said|say|told|promised|replied|reckon)\b|\btold\s+(?:him|her|them)\b")


def _wanted(line: Line, clause: Clause) -> Side | None:
    """Samples wanted w/c 14 Dec, drawings needed by Friday: told of us."""
    if not _NEEDED.can_be_in(line.flat):
        return None
    match = _WANTED.match(line.flat, head(line, clause), clause.end)
    if match is None or match["thing"].split()[-1] in words("theirs", "things") - words("ours", "things"):
        return None
    return (
        "mine"
        if any(
            date.direction != "after" and 0 <= date.span[0] - match.end() <= len(" for ")
            for date in line.dates_in(clause)
        )
        else None
    )


_NEEDED: Final = cued(r"\b(?:wanted|needed|required|requested)\b")
_WANTED: Final = re.compile(
    r"(?!(?:i|we|he|she|they|it|who|client|customer)\s)(?P<thing>(?:(?!(?:who|that|which|if|has|have|had|was|were|is|are)\s)[\w'&/-]+\s){1,4}?)(?:are\s+|is\s+)?(?:also\s+)?(?:wanted|needed|required|requested)\b"
)


def _arranged(line: Line, clause: Clause) -> Side | None:
    """Final negotiation is scheduled on Monday, now Friday at 10: kept by the writer."""
    place = head(line, clause)
    if _NOW_ON.match(line.flat, place) and any(
        date.span[0] - place <= len("now for ") and date.granularity in ("minute", "day")
        for date in line.dates_in(clause)
    ):
        return "mine"
    if _BOOKED.match(line.flat, place, clause.end) and any(
        date.granularity in ("minute", "part", "day") for date in line.dates_in(clause)
    ):
        return "mine"
    match = _SET.search(line.flat, head(line, clause), clause.end)
    if match is None or not any(0 <= date.span[0] - match.end() <= len(" for the ") for date in line.dates_in(clause)):
        return None
    return "mine"


# Booked a Teams for Monday at 11, pencilled in a call with Jo on Friday.
_BOOKED: Final = re.compile(
    rf"(?:(?:i|we)(?:'ve|\s+have)?\s+)?(?:booked|arranged|scheduled|set\s+up|fixed|agreed|pencilled\s+in|rebooked|diarised)\s+(?:in\s+)?(?:an?\s+|the\s+|another\s+|our\s+|to\s+)?"
    rf"(?:[a-z0-9'-]+\s+){{0,2}}?(?:teams|zoom|speak|meet|{'|'.join(sorted(words('events', 'things')))})\b"
)
_NOW_ON: Final = re.compile(r"(?:so\s+)?(?:it's\s+|is\s+)?now\s+(?:on\s+|for\s+)?")
_SET: Final = cued(
    rf"\b(?:{'|'.join(sorted(words('events', 'things') | {'discussion', 'readout', 'completion'}))})s?\s+"
    r"(?:(?:is|are|has\s+been|have\s+been|now|got)\s+)?(?:now\s+|provisionally\s+)?(?:scheduled|sched'd|fixed|booked|arranged|set|planned|pencilled\s+in|confirmed|agreed|moved|postponed|rescheduled|shifted)\b"
)


def _has_until(line: Line, clause: Clause) -> Side | None:
    """Gavin has until Thursday to approve."""
    match = _UNTIL.search(line.flat, clause.start, clause.end)
    if match is None or not any(date.span[0] <= match.end() <= date.span[1] for date in line.dates_in(clause)):
        return None
    ours = any(each.span[1] == match.start() - 1 for each in line.colleagues_in(clause))
    mine = re.search(r"\b(?:i|we)\s*$", line.flat[clause.start : match.start()]) is not None
    return "ours" if ours else "mine" if mine else "theirs"


_UNTIL: Final = cued(r"\b(?:has|have|got|given)\s+(?:until|till|til|up\s+to)\s")


def _told_them(line: Line, clause: Clause) -> Side | None:
    return "mine" if _TOLD_THEM.match(line.flat, head(line, clause), clause.end) else None


def _passive(line: Line, clause: Clause) -> Side | None:
    """The invoice will be paid on Monday is the customer's; the letter will be sent by Friday is ours."""
    done = _BE_DONE.search(line.flat, clause.start, clause.end)
    if done is not None and _by_them(line, clause, done.end()):
        return "theirs"
    match = _WILL_BE.search(line.flat, clause.start, clause.end)
    if match is None or any(each.span[0] < match.start() for each in line.colleagues_in(clause)):
        return None
    if match["to"] and match["paid"]:
        return None  # see debts
    theirs = match["paid"] is not None and not _TO_THEM.match(line.flat, match.end(), clause.end)
    by_us = _BY_ME.search(line.flat, match.end(), clause.end)
    return "theirs" if theirs and not by_us else "mine"


# Will be provided by his side, to be issued by Mr Pryce.
_BY: Final = re.compile(
    r"[^,;.]{0,24}?\bby\s+(?P<them>(?:his|her|their)\s+(?:side|end|office|team|accounts|finance|people)|him\b|her\b|them\b|the\s+(?:customer|client))?"
)


def _by_them(line: Line, clause: Clause, place: int) -> bool:
    by = _BY.match(line.flat, place, clause.end)
    if by is None:
        return False
    named = [*line.customers, *(person.span for person in line.people_in(clause))]
    return by["them"] is not None or any(start == by.end() for start, _ in named)


_BE_DONE: Final = cued(r"\b(?:will|shall|'ll|to)\s+be\s+[a-z]+(?:ed|en|nt|ne|id|wn)\b")
_WILL_BE: Final = cued(
    r"\b(?:will|shall|'ll|(?P<to>to))\s+be\s+(?:(?P<paid>paid|settled|cleared|transferred|repaid|remitted|wired)"
    r"|sent|issued|submitted|posted|couriered|emailed|circulated|provided|drafted|prepared|arranged|booked|ordered|installed|fitted|repaired|replaced|collected|delivered|shipped|quoted|priced|checked|credited|refunded)\b"
)
_TO_THEM: Final = re.compile(r"\s+(?:out|back\s+to|to)\s+(?:him|her|them)?\b|\s+into\s+(?:his|her|their)\b")
_BY_ME: Final = re.compile(r"\bby\s+(?:me|us|our)\b")
# I told her draft on Thursday: a thing and its day, told to somebody, is promised.
_TOLD_THEM: Final = re.compile(
    r"(?:(?:i|we)\s+(?:have\s+|'ve\s+)?)?(?:told|promised)\s+(?:him|her|them)\s+"
    r"(?!(?:that|about|we|i|i'd|we'd|he|she|they|it|no|not|off|to|of|how|what|why|when|if|so|is|was|our|there|this|last|his|her)\b)[a-z]+"
)
