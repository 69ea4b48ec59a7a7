"""What an English clause tells as a fact, a doubt or as nothing: ETA 12 Dec, not sure they'll renew, no promises."""

import re
from typing import Final

from bot.understanding.house.subjects import head
from bot.understanding.text.clauses import Clause
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line

_EXPECTED: Final = cued(
    r"\b(?:eta|etd|ets)\b|\btracking\s+(?:says|shows|has)\b|\b(?:vessel|ship|boat|flight|container|lorry)\s+(?:due|arrives|arriving|docks|docking|sails|lands)\b"
)
# Ship date 20 Dec, lease expires: what is fixed already.
_DATE_OF: Final = re.compile(
    r"(?:[\w'-]+\s+){0,2}?(?:ship(?:ping|ment)?|delivery|value|settlement|drawdown|start|end|due|completion|maturity|expiry|closing|exchange|arrival|sailing|effective|issue|invoice|go-live)\s+date\b"
)
# Valuation now likely after Xmas.
_LIKELY: Final = re.compile(
    r"(?:[\w'-]+\s+){1,4}?(?:(?:is|are|now)\s+){0,2}(?:likely|tbc|tbd|anticipated|probable)\b(?!\s+to\b)"
)
_DOUBTED: Final = cued(
    r"\b(?:not\s+(?:too\s+|very\s+|entirely\s+|at\s+all\s+)?(?:sure|certain|convinced)|(?:is|are|was|were|do|does|did)n't\s+(?:sure|certain|convinced|think|know|believe)|unsure|unlikely|doubts?|doubtful|no\s+guarantee"
    r"|may\s+not|might\s+not|might|could)\b[^,;]*$"
)
_WILL: Final = re.compile(r"(?:(?:if|whether|that)\s+)?(?:they|he|she|it|client|customer)(?:'ll|\s+will|\s+would|'d)\b")
_WAS_DUE: Final = re.compile(
    r"[^,;]*?\b(?:(?:was|were)\s+(?:due|promised|supposed|meant|expected)\b|(?:sold|sells?|lasted|finished|completed|used\s+up|ran\s+out|went|burned)\s+(?:out\s+|through\s+)?in\s+(?:an?|two|three|\d)\b)"
)
_NOTHING: Final = re.compile(
    r"(?:still\s+)?waiting\s+(?:for|on)\b(?![^,;.]*\b(?:chase|call|ring)\b)|(?:made\s+|gave\s+|given\s+|(?:told|said|warned)(?:\s+\w+){0,2}\s+)?(?:nothing|no(?:ne)?\s+(?:promises?|commitments?|actions?|to-?do'?s?))\b|(?:commit|forecast|pipeline|outlook)\s+(?:is|stays|at|remains|unchanged)\b"
)
# Acme wants to visit our factory: a wish of theirs, until one of ours takes it on.
_THEIR_VISIT: Final = cued(
    r"\b(?<!\bi )(?<!\bwe )(?:wants?|would\s+like|hopes?|plans?)\s+to\s+(?:visit|come|see|tour)\s+"
    r"(?!(?:him|her|them)\b)"
)
# Two reams will do: enough.
_ENOUGH: Final = re.compile(r"(?!(?:i|we|he|she|they|you)\s)(?:[\w-]+\s+){1,4}will\s+do\W*$")


# He asked whether it can ship before Christmas, wondered when we could start: what somebody would like to know.
_ASKS_WHETHER: Final = re.compile(
    r"(?!(?:i|we)\s)(?:[\w&'.-]+\s+){0,4}?(?:asked|asks|asking|wonder(?:s|ed|ing)?|enquir(?:es|ed|ing)|inquir(?:es|ed|ing)|quer(?:ies|ied|ying)|curious|(?:wants?|wanted|keen|would\s+like|likes?)\s+to\s+(?:know|understand|hear))"
    r"\s+(?:(?:me|us)\s+)?(?:again\s+)?(?:(?:whether|if)(?!\s+(?:we|you|i|it)\s+(?:could|can|would|might)\b)|when|how|why|where|what|which|who|is\s+(?:it|there|the)|are\s+(?:we|there|the))\b"
)
# Told me they may switch next year: what may be.
_MAY: Final = re.compile(
    r"(?:[\w&'.-]+\s+){0,4}?(?:says?|said|told\s+(?:me|us)|mentioned|thinks?|reckons?|hinted|warned(?:\s+(?:me|us))?)\s+(?:that\s+)?(?:they|he|she|it|the\s+\w+|their\s+\w+|his\s+\w+|her\s+\w+)\s+(?:may|might|could)\b"
)


_ASKING: Final = cued(r"\b(?:ask|wonder|enquir|inquir|quer|curious|to\s+(?:know|understand|hear)\b)")
_MAYBE: Final = cued(r"\b(?:may|might|could)\b")
_ME: Final = ("me", "us", "myself")
# Wearing quicker than promised.
_THAN: Final = cued(r"\b(?:than|as)\s+(?:promised|agreed|committed|expected|advertised|planned)\b")


def is_told(line: Line, clause: Clause) -> bool:
    """Whether nothing is owed by this clause, whatever its words and days."""
    place = head(line, clause)
    if _is_asked(line, clause, place):
        return True
    if _DATE_OF.match(line.flat, place, clause.end) and not line.said("obligation", clause):
        return True
    if _LIKELY.match(line.flat, place, clause.end):
        return True
    if _NOTHING.match(line.flat, place, clause.end) or _WAS_DUE.match(line.flat, place, clause.end):
        return True
    if _stands(line, clause, place):
        return True
    if _THEIR_VISIT.search(line.flat, clause.start, clause.end):
        return True
    if _EXPECTED.search(line.flat, clause.start, clause.end) or _ENOUGH.match(line.flat, place, clause.end):
        return True
    doubt = _DOUBTED.can_be_in(line.flat) and _doubted(line, clause)
    return bool(doubt)


# Will be in London, will be 9 % dearer, would be tight: how things will stand.
_WILL_BE: Final = cued(
    r"(?:\b(?:will|would|shall|should|must|might)|'ll|'d)\s+(?:also\s+|still\s+|then\s+|probably\s+|all\s+|now\s+)?be\s+"
    r"(?:\d|there\s+(?:too|as\s+well|also)\b|joining\b|away|abroad|out\b(?!\s+(?:to|with|by|on|tom|tod|mon|tue|wed|thu|fri)\b)|off\b|in\s+(?!touch\b|place\b|by\b|on\b|contact\b|their\b|your\b|his\b|her\b|this\b|next\b|at\b|for\b|tom|tod)[a-z]|within\s|under\s|short\b|tight\b|tough\b|quiet\b|busy\b|closed\b|shut\b|down\b"
    r"|on\s+(?:leave|holiday|vacation|annual|maternity|paternity)|(?:my|our|his|her|their|the\s+(?:new|main|only))\s|(?:less|more|much|too|very|a\s+bit|slightly)\s|cheaper|dearer|unhappy)"
)
# Had to tell her, said no, maybe they order, otherwise those are off: told, refused, thought, or what follows.
_TOLD_ONLY: Final = re.compile(
    r"(?:(?:i|we|he|she|they)\s+)?had\s+to\s+[a-z]+\b|(?:(?:i|we)\s+)?(?:said|told\s+\w+)\s+no\b(?!\s+(?:problem|worries|prob))"
    r"|(?:[a-z]+\s+){0,3}?(?:maybe|perhaps|possibly)\s+(?:he|she|they)\s|(?:otherwise|or\s+else|else|failing\s+that)\b(?!\s+(?:i|we)\b)|[^,;]{0,30}?\basked\s+(?:us\s+|me\s+)?not\s+to\b"
    r"|(?:annual\s+|policy\s+|contract\s+)?renewal\b[^,;.]{0,40}?\bdue\b"
)
_WE_DID: Final = re.compile(
    r"(?:[a-z]+\s(?:and|&|\+)\s(?:i|me|myself)|(?:i|me|myself)\s(?:and|&|\+)\s[a-z]+|i|we)\s+(?:also\s+|both\s+|then\s+|just\s+|have\s+|had\s+)*"
    r"(?:(?!need|agreed|promised|committed|offered|undert|volunteer|pledged|assured|asked|told)[a-z]{2,}ed|went|met|saw|drove|had|sat|rang|took|ran|came|spoke|spoken|gave|walked|did|done|been|seen)\b(?!\s+to\s)"
)


def _stands(line: Line, clause: Clause, place: int) -> bool:
    """How things stand or will stand, what was done, what follows otherwise."""
    if any(_TOLD_ONLY.match(line.flat, start, clause.end) for start in {place, clause.start}):
        return True
    if _WE_DID.match(line.flat, place, clause.end):
        return True
    if _TOOK.search(line.flat, clause.start, clause.end) or _WE_SEE.search(line.flat, clause.start, clause.end):
        return True
    return _WILL_BE.search(line.flat, clause.start, clause.end) is not None or _of_dates(line, clause)


# Resolved within two hours, was there in 20 minutes: how long it took. We'll see, I'd say: nothing.
_TOOK: Final = cued(
    r"\b(?:was|were|came|got|arrived|turned\s+up|resolved|fixed|replied|responded|answered|sorted|done|delivered|approved|over|back)\s+(?:[a-z]+\s+){0,3}?(?:within|in|under|inside)\s+(?:an?|the|\d+|one|two|three|half)\s*(?:an\s+)?(?:hours?|hrs?|h|minutes?|mins?|days?)\b"
)
_WE_SEE: Final = cued(r"(?:'ll|\bwill|'d|\bwould)\s+(?:see|say)\W*$")


# Contract end dates: Lumo 30 Apr, Acme 3 May. What stands under such a heading is fixed.
_DATES: Final = re.compile(
    r"[^,;.]*\b(?:due|end|renewal|expiry|review|maturity|key|start|closing|year[\s-]end)\s+dates?$"
)


def _of_dates(line: Line, clause: Clause) -> bool:
    if " dates" not in line.flat:
        return False
    place = next((number for number, each in enumerate(line.clauses) if each is clause), 0)
    while place:
        place -= 1
        before = line.clauses[place]
        if before.mark.strip() == ":":
            return _DATES.match(line.flat, before.start, before.end) is not None
        if before.mark.strip() != ",":
            return False
    return False


def _is_asked(line: Line, clause: Clause, place: int) -> bool:
    """What somebody would like to know, what may be, worse than promised; me, before what I am to do."""
    if ":" in clause.mark and line.flat[place : clause.end] in _ME:
        return True
    if _ASKING.can_be_in(line.flat) and _ASKS_WHETHER.match(line.flat, place, clause.end):
        return True
    if _MAYBE.can_be_in(line.flat) and _MAY.match(line.flat, place, clause.end):
        return True
    return _THAN.search(line.flat, clause.start, clause.end) is not None


def _doubted(line: Line, clause: Clause) -> bool:
    """Not sure they'll renew in March: said of them within the clause, or cut off before it."""
    for match in _WILL.finditer(line.flat, clause.start, clause.end):
        if match.start() > clause.start and _DOUBTED.search(line.flat[clause.start : match.start()]):
            return True
    before = next((each for each in line.clauses if each.end + len(each.mark) == clause.start), None)
    cut = before is not None and not before.mark.strip() and _WILL.match(line.flat, clause.start, clause.end)
    return bool(cut) and before is not None and _DOUBTED.search(line.flat[before.start : before.end]) is not None
