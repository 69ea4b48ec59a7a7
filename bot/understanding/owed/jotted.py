"""What is jotted down to be done, with or without a day: ring Kayla back, flights to book, owe Jago a call."""

import re
from typing import Final

from bot.understanding.house.subjects import head
from bot.understanding.owed.orders import named
from bot.understanding.text.clauses import Clause
from bot.understanding.text.line import Line
from bot.understanding.text.verbs import every_act, words

_REMINDED: Final = re.compile(
    r"(?:hey\s+|quick\s+)?(?:(?:note|memo|reminder)\s+to\s+(?:self|myself)|remember(?!\s+to)|remind\s+me(?!\s+to)|reminder|(?:don't|dont|do\s+not|mustn't|must\s+not)\s+forget"
    r"|to[\s-]?do(?:'?s)?(?:\s+list)?|my\s+(?:action|to-?do)s?|action(?:s|\s+points?|\s+items?)?(?:\s+(?:on\s+|for\s+)?me)?)"
)
_TOLD: Final = re.compile(r"\b(?:said|says|told|asked|wants?|got|was|were|rang|called|happy|unhappy)\b")
_OWE: Final = re.compile(
    r"(?:still\s+|also\s+still\s+|also\s+|(?:i|we)\s+(?:still\s+|also\s+)?)?owe\s+(?!(?:us|me|the\s+(?:bank|taxman)|hmrc|money)\b|[£$€]?\d)(?P<whom>[^,;.]{2,40}?)\s(?:an?|the|some|that|those|our|his|her|\d+)\s"
)
# Takes on what was asked for right before.
_TAKE_ON: Final = re.compile(
    r"(?:(?:i'm\s+)?on\s+it|doing\s+(?:it|this|that)|will\s+do|leave\s+it\s+with\s+me|consider\s+it\s+done|(?:i|we)\s+(?:said|agreed)\s+(?:i|we)(?:\s+would|\s+will|'d|'ll))\s*(?:now|asap|today|right\s+away)?\W*$"
)
_TO_DO: Final = re.compile(
    r"(?P<thing>(?:[\w£$€%&'./-]+\s+){1,7}?)(?P<still>(?:still|yet)\s+)?to\s+(?:be\s+(?P<done>[a-z]+)|(?P<verb>[a-z]+))\b(?P<rest>[^,;.]*)"
)
_STILL_TO: Final = re.compile(_TO_DO.pattern.replace("(?P<still>(?:still|yet)\\s+)?", "(?P<still>(?:still|yet)\\s+)"))
_FOLLOWS: Final = re.compile(
    r"(?:(?:the|a|an|our|formal|revised|new|full|written|signed|final|updated)\s+)*(?P<thing>[a-z]+)\s+(?:follows|to\s+follow)\b"
)


def is_jotted(line: Line, clause: Clause) -> bool:
    """Whether the clause is a note to oneself of what is to be done."""
    place = head(line, clause)
    return (
        is_reminded(line, clause)
        or _TAKE_ON.match(line.flat, place, clause.end) is not None
        or _OWE.match(line.flat, place, clause.end) is not None
        or _is_to_do(line, clause, place)
        or _is_following(line, clause, place)
    )


def is_reminded(line: Line, clause: Clause) -> bool:
    """Remember: cake for Brenda; reminder call back Jonty; don't forget the basket."""
    place = head(line, clause)
    # What few clauses have comes first.
    if not _REMINDED.search(line.flat, clause.start, place) and not _is_under_reminder(line, clause):
        return False
    return not _TOLD.search(line.flat, place, clause.end) and (place, clause.end) not in named(line)


def _is_under_reminder(line: Line, clause: Clause) -> bool:
    before = next((each for each in line.clauses if each.end + len(each.mark) == clause.start), None)
    return (
        before is not None
        and before.mark.strip() in (":", "-", "\u2013", "\u2014")
        and _REMINDED.fullmatch(line.flat, before.start, before.end) is not None
    )


def _is_to_do(line: Line, clause: Clause, place: int) -> bool:
    """Flights to book, quote to go out: a thing, and what is to be done with it."""
    match = _STILL_TO.match(line.flat, place, clause.end) or _TO_DO.match(line.flat, place, clause.end)
    if (
        match is None
        or (match.end() == clause.end and ":" in clause.mark)  # note to file: a heading
        or _SAYS.search(match["thing"])
        or (not match["still"] and any(place <= span[0] < match.end("thing") for span in named(line)))
    ):
        return False
    if match["done"]:
        return match["done"].endswith(("ed", "en", "nt", "ne", "ut")) and match["done"] not in words("noted", "open")
    last = match["thing"].split()[-1]
    if match["verb"] == "go" and match["rest"].split()[:1] in (["out"], ["off"], ["over"], ["back"]):
        return True
    plural = last.endswith("s") and not last.endswith("ss") and last not in words("noted", "not")
    short = (
        len(match["thing"].split()) <= _FEWEST
        and not last.endswith(("ed", "ing", "ly"))
        and last not in words("noted", "not")
        and last.isalpha()
    )
    return (
        (plural or short or last in words("noted", "things"))
        and match["verb"] in every_act() - (frozenset() if match["still"] else words("theirs", "verbs"))
        and len(match["rest"].split()) <= _FEW
    )


_FEW: Final = 4
_FEWEST: Final = 2  # words before "to" that hardly tell anything: van to book


_SAYS: Final = re.compile(
    r"n't\b|\b(?:did|do|does|get|gets|got|not|never|will|would|can|could|is|are|was|were|has|have|had|they|he|she|we|i|it|who|which|that|from|by)\b"
)


def _is_following(line: Line, clause: Clause, place: int) -> bool:
    """Formal letter follows."""
    match = _FOLLOWS.match(line.flat, place, clause.end)
    return match is not None and match["thing"] in words("ours", "things") | words("noted", "things")
