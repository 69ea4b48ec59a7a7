"""An English clause as who, will and what: from them alone whether something is owed, and by whom.

Where they do not tell, nothing is decided here: the words of the clause are then weighed one by one (promises, deeds).
"""

import re
from collections.abc import Sequence
from typing import Final

from bot.understanding.dates import When
from bot.understanding.house.forms import plainly
from bot.understanding.house.subjects import given_to, head
from bot.understanding.owed.asides import is_question
from bot.understanding.owed.dayless import REMEDY, undated
from bot.understanding.owed.debts import is_handed, owed_by
from bot.understanding.owed.events import is_event
from bot.understanding.owed.facts import is_told
from bot.understanding.owed.jotted import is_reminded
from bot.understanding.owed.orders import is_order
from bot.understanding.owed.saying import Sentence, Verdict, sentence
from bot.understanding.text.clauses import Clause
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line
from bot.understanding.text.verbs import doing, every_act, handed, present, words

_LONG: Final = ("month", "quarter", "year")
# Review again in June tells more than a noun would: a review in June.
_SAYS_MORE: Final = re.compile(r"\s+(?!(?:in|on|by|at|next|this|due|is|are|was|of|and|or|for)\b)[a-z]")
_SAYS_WHAT: Final = re.compile(
    r"\s+(?:the|an?|his|her|their|our|him|them|it|this|that|again|back|up|off|over|to|with|us)\b(?!\s+(?:of|be)\b)"
)
_TO_BE: Final = re.compile(r"\s+to\s+be\b")
_TO_US: Final = re.compile(
    r"[^,;]*\b(?:to\s+(?:us|me)|(?:back\s+)?from\s+(?:him|her|them|their\s+\w+|the\s+(?:client|customer)))\b"
)
_FROM: Final = re.compile(r"\bfrom\s+$")
_FROM_US: Final = re.compile(r"[^,;]*\bfrom\s+(?:us|me)\b")
_VERBAL: Final = cued(
    r"\b(?:is|are|was|were|will|heard|got|had|has|have|received|came|wants?|asked|said|need)\b|\w'll\b"
)


def verdict(line: Line, clause: Clause, dues: Sequence[When], *, follows: bool) -> Verdict | None:
    """What an English clause itself says of a date to come in it; None where it leaves that open.

    `follows` says that a promise stands right before it: chase Jo for accounts Thursday | and Ed for the forms Friday.
    """
    if is_question(line, clause) or is_told(line, clause):
        return Verdict(False)
    said = sentence(line, clause)
    plain = _noted(line, clause, said, dated=bool(dues)) or owed_by(line, clause, said, dated=bool(dues))
    if plain is not None:
        return plain
    if not dues:
        return undated(line, clause, said, follows=follows)
    return _dated(line, clause, said, dues, follows=follows)


def _noted(line: Line, clause: Clause, said: Sentence, *, dated: bool) -> Verdict | None:
    """What is given to somebody, or noted as a reminder."""
    given = given_to(line, clause)
    if given is not None and (dated or line.assigned[given] is not None):
        return Verdict(True, "mine" if line.assigned[given] is None else "ours")
    if not is_reminded(line, clause):
        return None
    acts = said.who is not None and (said.willed or said.verb in every_act())
    return Verdict(True, said.who or "mine") if acts else Verdict(True)


def _dated(line: Line, clause: Clause, said: Sentence, dues: Sequence[When], *, follows: bool) -> Verdict | None:
    asks = said.verb in words("wishes", "verbs") and not said.willed
    if asks and (said.who != "mine" or _OFF_YOU.match(said.rest)):
        return _wish(said, dues)
    side = plainly(line, clause)
    if side is not None:
        return Verdict(True, side)
    return None if said.willed else _acts(line, clause, said, follows=follows)


def _acts(line: Line, clause: Clause, said: Sentence, *, follows: bool) -> Verdict | None:
    """What the verb tells where no word of will or wish stands before it."""
    if said.who == "theirs" and _says_it_comes(said):
        return Verdict(True, "theirs")
    if follows and said.who == "theirs" and said.verb == "for":
        return Verdict(True)
    if said.who is None:
        return Verdict(True) if is_order(line, clause) else _nobody(line, clause, said)
    return _somebody(said)


def _wish(said: Sentence, dues: Sequence[When]) -> Verdict | None:
    """Needs the report from us by Monday is ours to keep; wants to add six coaches is the customer's own plan."""
    if _OFF_US.match(said.rest) or _OFF_YOU.match(said.rest):
        return Verdict(True)
    if _A_SUM.match(said.rest):
        return Verdict(False)
    if said.verb.startswith(("request", "appl")) and all(_UNTIL.match(due.text.lower()) for due in dues):
        return Verdict(False)
    far = all(due.granularity in _LONG for due in dues)
    plan = _TO_DO.match(said.rest)
    due_by = any(due.direction == "by" for due in dues)
    if (
        plan
        and said.who == "theirs"
        and due_by
        and said.verb in _INTENDS
        and plan["verb"] in words("gives", "verbs") | {"have"}
    ):
        return Verdict(True, "theirs")
    own = plan is not None and _is_own_plan(plan["verb"]) and all(due.direction != "by" for due in dues)
    return Verdict(False) if far or own or _TO_BE.match(said.rest) else None


_UNTIL: Final = re.compile(r"(?:until|till|'?til)\b")
# Need 80k by Christmas: what they have to find, or to borrow.
_A_SUM: Final = re.compile(
    r"\s+(?:another\s+|an?\s+(?:extra|further)\s+|about\s+|around\s+)?[£$€]?\d[\d,.]*\s?(?:k|m|mn|million|lakh|crore|usd|gbp|eur|sgd)?"
    r"(?:\s+(?:more\s+|extra\s+|of\s+)?(?:headroom|limit|overdraft|facility|loan|line|rcf|funding|working\s+capital|credit|cash|bridge|cover|finance))?"
    r"(?:\s+(?:by|before|from|until|in|on|over|for|asap|quick(?:ly)?)\b|\s*$)"
)
# We need your best terms by Friday, written by the customer: what is asked of us.
_OFF_YOU: Final = re.compile(r"\s+(?:to\s+have\s+)?(?:you\s+to|your)\b")


def _is_own_plan(verb: str) -> bool:
    """Add, insure, expand: nothing that is done for us or by us."""
    if verb in words("wishes", "own"):
        return True
    return verb not in words("acts", "verbs") | words("theirs", "verbs") | words("gives", "verbs") | {
        "have",
        "be",
        "know",
        "hear",
    }


_INTENDS: Final = frozenset(("expects", "expect", "aims", "aim", "hopes", "hope", "plans", "plan"))
_OFF_US: Final = re.compile(r"(?!\s+to\b)[^,;]*\b(?:from|off|by)\s+(?:us|me)\b")
_TO_DO: Final = re.compile(r"\s+to\s+(?P<verb>[a-z]+)\b")


def _says_it_comes(said: Sentence) -> bool:
    """Dave says the cheque goes out Friday: a thing of theirs, and that it will be on its way."""
    if said.verb not in words("comes", "reports"):
        return False
    rest, little = _WORDS.findall(said.rest), words("comes", "little")
    thing = next((place for place, word in enumerate(rest) if word not in little), len(rest))
    behind = [word for word in rest[thing + 1 : thing + 5] if word not in little]
    comes = words("comes", "verbs").intersection(behind[:2])
    return thing < len(rest) and rest[thing] in words("comes", "things") and bool(comes)


_WORDS: Final = re.compile(r"[a-z]+(?:-[a-z]+)?")


def is_willed(line: Line, clause: Clause) -> bool:
    """She is to send it this week: somebody stands before a word of will or duty."""
    said = sentence(line, clause)
    return said.willed and said.who is not None and bool(said.verb)


def _somebody(said: Sentence) -> Verdict | None:
    """I send, Tom checks, she pays: the present tense promises, where it is a verb of doing something for somebody."""
    if said.who == "mine":
        return Verdict(True) if said.verb in words("acts", "verbs") or doing(said.verb) else None
    if said.who == "ours":
        return Verdict(True, "ours") if present(said.verb) or said.verb in words("acts", "verbs") else None
    if (present(said.verb) or doing(said.verb) or said.verb) in words("gives", "verbs"):
        return Verdict(True, "theirs")
    return None


def _nobody(line: Line, clause: Clause, said: Sentence) -> Verdict | None:
    """Chase them Friday is the writer's to do; PO to us by Friday, accounts from Jane: what comes to us is theirs."""
    behind_firm = any(line.flat[end : head(line, clause)] == " " for _, end in line.customers if clause.start < end)
    more = _SAYS_WHAT if said.verb in words("acts", "nouns") else _SAYS_MORE
    if said.verb in words("acts", "verbs") and more.match(said.rest):
        theirs = said.verb in words("theirs", "verbs") or handed(said.rest) < 0
        return Verdict(True, "theirs" if theirs and behind_firm else "mine")
    if behind_firm and said.verb in words("theirs", "verbs"):
        return Verdict(True, "theirs")
    place = head(line, clause)
    if _is_for_them(line, clause, said, place):
        return Verdict(True)
    if _sends(line, said) or _is_coming(line, clause, said):
        return Verdict(True, "theirs")
    if _VERBAL.search(line.flat, place, clause.end):
        return None
    if _FROM_US.match(line.flat, place, clause.end):
        return Verdict(True)
    return _comes(line, clause, place)


def _is_for_them(line: Line, clause: Clause, said: Sentence, place: int) -> bool:
    """Sending her the pack tonight, menu tasting Friday, back to them Monday, decision to her by noon."""
    if doing(said.verb) and _TO_THEM.match(said.rest):
        return True
    if REMEDY.match(line.flat, place, clause.end):
        return True
    back = _BACK_TO_THEM.match(line.flat, place, clause.end)
    return is_event(line, clause) or back is not None or is_handed(line, clause)


def _comes(line: Line, clause: Clause, place: int) -> Verdict | None:
    """Decision from the quality desk, accounts from Jane, PO to us."""
    if any(_FROM.search(line.flat, place, each.span[0]) for each in line.colleagues_in(clause) if each.is_desk):
        return Verdict(True, "ours")
    people = [person.span[0] for person in line.people_in(clause)] + [start for start, _ in line.customers]
    # Dave from Meridian is somebody, no word on whose move it is.
    first = min((start for start in people if start >= place), default=place)
    from_them = place < first < clause.end and _FROM.search(line.flat, place, first) is not None
    return Verdict(True, "theirs") if from_them or _TO_US.match(line.flat, place, clause.end) else None


_TO_THEM: Final = re.compile(r"\s+(?:\w+\s+){0,4}?(?:him|her|them|(?:back|over|out|off|round)\s+to)\b")
_BACK_TO_THEM: Final = re.compile(r"(?:back|over)\s+to\s+(?:him|her|them|(?:the\s+)?(?:customer|client))\b")


def _is_coming(line: Line, clause: Clause, said: Sentence) -> bool:
    """Phil called back, ok with the valuation, coming in Thursday to sign: who was told of before does it."""
    told = any(person.span[1] <= clause.start for person in line.people) or any(
        b <= clause.start for _, b in line.customers
    )
    drops = said.verb in ("popping", "calling", "dropping", "swinging")
    if drops and re.match(r"\s+(?:in|by|round|over)\b", said.rest):
        return told
    return told and said.verb in ("coming", "signing", "paying", "settling", "returning", "transferring", "wiring")


def _sends(line: Line, said: Sentence) -> bool:
    """Quick call with Jon, price ok, sends PO Monday: a third person nobody need name again."""
    verb = present(said.verb)
    thing = verb not in words("acts", "nouns") or _SAYS_WHAT.match(said.rest) is not None
    return verb in words("gives", "verbs") and thing and bool(line.people or line.customers) and bool(said.rest.strip())


def is_done_today(line: Line, clause: Clause) -> bool:
    """I report to the boss today: to be done, unless it tells of a contact that took place."""
    said = sentence(line, clause)
    if said.who != "mine" or said.willed or said.verb not in words("acts", "verbs"):
        return False
    return not any(line.said(table, clause) for table in ("channel", "plain"))
