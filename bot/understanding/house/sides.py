"""On whose side somebody stands who is named in English without a title: all evidence is weighed here, in one place."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.understanding.house.forms import LIST
from bot.understanding.house.insiders import within
from bot.understanding.house.stations import with_function
from bot.understanding.model import Colleague, Contact, Span
from bot.understanding.people.name_words import titles
from bot.understanding.text.line import Line
from bot.understanding.text.verbs import doing, every_act, handed, present, words

_REACH: Final = 40  # characters before and behind a name that are looked at
_WORK: Final = re.compile(
    r"(?:'ll|(?P<now>'s|\s+(?:is|are))(?=\s+(?:also\s+|now\s+)?(?!going\s+to\b)[a-z]+ing\b)"
    r"|\s+(?P<aux>will|to|is\s+to|is\s+going\s+to|is\s+due\s+to|can|has\s+to|needs\s+to|should|shall|must))?\s+(?:then\s+"
    r"|also\s+|now\s+|first\s+|(?P<goes>goe?s?\s+(?:and\s+|to\s+)?)(?=[a-z]+\b))*"
    r"(?P<verb>[a-z]+)(?P<rest>[^.;,!?]*)"
)
# What stands before a name: who took part beside the writer, who was met.
_COMPANION: Final = re.compile(
    r"\b(?:(?:along|together)\s+with|joined\s+by|accompanied\s+by|brought|took|colleagues?)\s+$|\b(?:me|myself|i)\s+(?:and|&|\+)\s+$"
)
_WITH: Final = re.compile(r"(?<!\bmet )(?<!\bmet up )\b(?:with|w/?)\s+$")
_TALKED_WITH: Final = re.compile(
    r"\b(?:met|meet|meeting|mtg|call|called|lunch|coffee|dinner|breakfast|tea|drinks|zoom|teams|catch[- ]?up|debrief"
    r"|review|session|spoke|speaking|talked|chat|chatted|sat\s+down|caught\s+up|word|golf|pint|discussion|discussed"
    r"|visit)"
    r"\s+(?:\w+\s+)?(?:with|w/?)\s+$"
)
_MET: Final = re.compile(
    r"\b(?:met|saw|seen|seeing|rang|phoned|called|emailed|texted|chased|told|heard\s+from|(?:spoke|talked|chatted"
    r"|speak)\s+(?:to|with)"
    r"|(?:email|call|msg|message|text|note)\s+from|their|his|her|boss|owner|founder|manager|customer|client)\s+$"
)
_GIVEN_WORK: Final = re.compile(
    r"\b(?:(?:can|could|would|will|pls|please)(?!\s+\w)|asked|ask|asks|get|tell|told|need|have"
    r"|handed\s+(?:it\s+)?(?:over\s+)?to|over\s+to)\s+$"
)
_INSTEAD: Final = re.compile(r"\b(?:please|pls)\s+(?:see|contact|ask|speak\s+to|talk\s+to|refer\s+to|copy|cc)\s+$")
# What stands behind a name: what he felt, said and wanted, that he and the writer went together.
_AND_I: Final = re.compile(r"\s+(?:and|&|\+)\s+(?:i|me|myself)\b(?!\s(?:both|agreed|have\sagreed|each)\b)")
_SPEAKS: Final = re.compile(
    r"\s+(?:says?|said|wants?|wanted|asks|asked|needs?|happy|unhappy|pleased|thinks?|thought|mentioned|told\s+(?:us"
    r"|me)|likes?"
    r"|loved?|complained|worried|keen|promised|reckons|fine|ok|okay|not\s+happy|(?:is|was|seems?|sounded)\s+\w+"
    r"|on\s+their\s+side)\b"
)
# Priya pls chase them: whom the note speaks to.
_ASKED_OF: Final = re.compile(
    r"\s?[,:\u2013-]?\s(?:please|pls|plz|kindly|(?:can|could|would|will)\s(?:you|u))\s(?!(?:let|send|give|tell)\s(?:me|us)\b)[a-z]+"
)
# Brenda can do any day next week: who says when it suits.
_FREE: Final = re.compile(
    r"\s+(?:can|could|can't|cannot|will\s+be)?\s*(?:do|make|manage|free|available|around|prefers?)\s+(?:any|only|on|from|after|before|next|this|the|either|it|mon|tue|wed|thu|fri|early|late|\d|mornings|afternoons)"
)
_OF_FIRM: Final = re.compile(r"\s+(?:at|of|from|@)\s+$|\s*\($")
_TO_US: Final = re.compile(
    r"\b(?:us|me)\b|\b(?:to|from|at)\s+our\s+(?:side|offices?|end|site|place|shop|premises|factory|plant|branch|reception|counter|yard|depot|warehouse|works)\b"
)
_TO_THEM: Final = re.compile(r"\s*(?:to\s+|with\s+)?(?:him|her|them|the\s+(?:client|customer))\b|\s+(?:mr|mrs|ms|dr)\b")


def find_ours(line: Line) -> list[Colleague]:
    """Who is named without a title and is one of ours by what the line tells of him; every place he is named."""
    found: list[Colleague] = []
    people = [person for person in line.people if _is_plain(line, person)]
    for name in dict.fromkeys(person.text.lower() for person in people):
        group = [person for person in people if person.text.lower() == name]
        first = name.split(" ")[0]
        spans = [person.span for person in people if person.text.lower() in (name, first)]
        if sum(_weights(line, spans, group[0].span)) > 0:
            found += [Colleague(line.text[slice(*span)], with_function(line.flat, span)) for span in spans]
    return found


def _is_plain(line: Line, person: Contact) -> bool:
    name = re.sub(r"[ .'-]", "", person.text)
    return name.isascii() and name.isalpha() and not _titled(line, person.span)


def _titled(line: Line, span: Span) -> bool:
    """A title or a role says that he was met as the customer's: CFO Dan Ruiz, Jo (FD)."""
    text = line.flat[slice(*span)]
    roles = [each for each in line.words.get("role", ()) if span[0] <= each.start < span[1]]
    return bool(roles) or text.split(" ")[0].rstrip(".") in titles()


def _weights(line: Line, spans: Sequence[Span], first: Span) -> Iterator[int]:
    """What speaks for one of ours (more than 0) and for the customer's people (less), mention by mention."""
    others = any(person.span not in spans and _is_known(line, person) for person in line.people)
    for start, end in spans:
        begin = _first_of_list(line, start)
        before = line.flat[max(0, begin - _REACH) : begin]
        owes = _OWES_THEM.match(line.flat, end)
        yield 3 * bool(owes and (owes["them"] or any(0 < a - end < 8 for a, _ in line.customers)))
        yield 3 * _visits(line, start, end)
        yield -6 * any(line.flat[b:start] in ("'s ", "' ") for _, b in line.customers)
        yield 4 * bool(not line.flat[:start].strip(" *>-") and line.customers and _ASKED_OF.match(line.flat, end))
        yield 3 * bool(
            _COMPANION.search(before) or (begin == start and _AND_I.match(line.flat, end)) or _INSTEAD.search(before)
        )
        says = _SPEAKS.match(line.flat, end) and not _is_work(line, (start, end))
        yield -3 * bool(_MET.search(before) or says or _FREE.match(line.flat, end))
        if _WITH.search(before) and not _COMPANION.search(before):
            yield -3 if _TALKED_WITH.search(before) else 2 * (others and _visited(line, start))
        yield -6 * bool(_TAKEN.search(before) and _OUT.match(line.flat, end))
        yield -4 * _attends(line, start, end)
        yield -6 * any(
            _OF_FIRM.fullmatch(line.flat, end, place) is not None for place, _ in line.customers if place > end
        )
        label = line.flat[:begin].rstrip(" -\u2013\u2014:,")
        beside = _CHASES_US.match(line.flat, end) and any(b == len(label) for _, b in line.customers)
        yield -6 * bool(beside or _CHASES.match(line.flat, end))
        yield within(line.flat, (begin, end), known=others)
        yield 6 * bool(_I_HAVE.search(before) and _DOES.match(line.flat, end))
        about = _ABOUT.match(line.flat, end)
        yield 3 * bool(about and any(a == about.end() for a, _ in line.customers))
        yield _work(line, end, _GIVEN_WORK.search(before) is not None)
    yield int(line.flat.startswith(":", first[1]) and LIST.search(line.flat, 0, first[0]) is not None)
    if not _introduced(line, first):
        yield int(others or _is_work(line, first))
    yield int(" " in line.text[slice(*first)] and _ARRANGES.match(line.flat, first[1]) is not None)


# Took Roger and his PA to lunch, had Stan over to ours: the customer's people are taken out and shown round.
_TAKEN: Final = re.compile(r"\b(?:took|taking|take|had|showed|walked|drove)\s+$")
_OUT: Final = re.compile(
    r"[^.;,]{0,48}?\b(?:to\s+(?:lunch|dinner|the\s|an?\s)|out\b|round\b|around\b|through\b|over\b|for\s+(?:an?\s+)?(?:coffee|lunch|dinner|tea|pint|beer|drinks?|breakfast|meal|curry|spin)\b|in\s+for\b|up\s+to\b)"
)
# Attendees Lisa, Marcus: who is listed with others as present is theirs, unless he is called ours.
_PRESENT: Final = re.compile(r"\b(?:attendees?|present|attending|with\s+us)\s*:?\s+$")


def _attends(line: Line, start: int, end: int) -> bool:
    """Annual review: Sinead, Eoin, Fergal + me: one of a list of names behind a mark, with nothing told of them."""
    begins = _first_of_list(line, start)
    listed = begins < start or any(
        line.flat[end : person.span[0]] in (", ", " and ", " & ", " + ")
        for person in line.people
        if person.span[0] > end
    )
    if not listed:
        return False
    if _PRESENT.search(line.flat, 0, begins):
        return True
    return (
        line.flat.endswith((": ", "- ", "\u2013 ", "\u2014 "), 0, begins) and _NO_VERB.match(line.flat, end) is not None
    )


_NO_VERB: Final = re.compile(r"\s*(?:[,.;&+]|\+\s|and\s|\()")


def _first_of_list(line: Line, start: int) -> int:
    """Call with Callum & Isla: what stands before the first of a list is said of them all."""
    for person in reversed(line.people):
        if person.span[1] < start and line.flat[person.span[1] : start] in (" & ", " and ", " + ", " n ", ", "):
            start = person.span[0]
    return start


_OWES_THEM: Final = re.compile(r"\s+owes?\s(?:(?P<them>him|her|them)\b)?")
_VISITS: Final = re.compile(
    r"\s+(?:already\s+)?(?:met|visited|visit|saw|popped\s+into|called\s+on"
    r"|went\s+to(?:\s+see)?)\s+(?:the\s+)?"
)


def _visits(line: Line, start: int, end: int) -> bool:
    """Priya met Clonmel yesterday: at the head of the note, and whom she met is the customer."""
    visits = _VISITS.match(line.flat, end)
    return visits is not None and not line.flat[:start].strip() and any(a == visits.end() for a, _ in line.customers)


def _visited(line: Line, start: int) -> bool:
    """Whether the words before "with" tell whom or where the visit was: visited Vance on 9 April with Priya."""
    begin = max(line.flat.rfind(mark, 0, start) for mark in ",.;:\n") + 1
    told = re.search(r"\b(?:visit(?:ed)?|met|saw|went\s+to|called\s+on|popped)\b", line.flat[begin:start])
    named = [*line.customers, *(person.span for person in line.people)]
    whom = _HIM.search(line.flat, begin, start) is not None or any(begin <= a < start for a, _ in named)
    return told is not None and whom


# Ask Priya re: Quayside wording: who is asked about the customer is not the customer's.
_ABOUT: Final = re.compile(r"\s(?:re|about|regarding|concerning)\s?:?\s(?:the\s)?")
_HIM: Final = re.compile(r"\b(?:him|her|them|there)\b")


_VISIT_WITH: Final = re.compile(
    r"[^.;]{0,60}\b(?:visit|meeting|mtg|call|lunch|coffee|review|session|teams|zoom|demo)\b[^.;,]{0,60}\b(?:with\s|w/?\s?)"
)


def _is_known(line: Line, person: Contact) -> bool:
    """Surely the customer's: with a title or a role, or met."""
    before = line.flat[max(0, person.span[0] - _REACH) : person.span[0]]
    return (
        _titled(line, person.span)
        or _VISIT_WITH.fullmatch(line.flat, 0, person.span[0]) is not None
        or _MET.search(before) is not None
        or _TALKED_WITH.search(before) is not None
    )


def _introduced(line: Line, span: Span) -> bool:
    """Whether the first mention says more of somebody than what he is to do."""
    match = _WORK.match(line.flat, span[1])
    return match is None or not (
        match["aux"] or match["goes"] or match["now"] or present(match["verb"]) or _doing(match)
    )


def _is_work(line: Line, span: Span) -> bool:
    """Whether somebody never told of before is to do what hardly a customer does for us: reprice, chase, organise."""
    match = _WORK.match(line.flat, span[1])
    if match is None or _TO_US.search(match["rest"]):
        return False
    verb = _doing(match) or (match["verb"] if match["aux"] else present(match["verb"]))
    return verb in every_act() - words("theirs", "verbs") - words("either", "verbs")


def _doing(match: re.Match[str]) -> str | None:
    """Wang Fang chasing it, Priya's sorting glasses."""
    return doing(match["verb"])


def _with_somebody(line: Line, match: re.Match[str]) -> bool:
    """Will follow up with Graham: with one of theirs."""
    start, end = match.span("rest")
    named = any(start < each.span[0] and each.span[1] <= end for each in line.people)
    return named and _WITH_WHOM.match(match["rest"]) is not None


# I'll have Lucy send it, will get Tom to call: whom the writer sends.
_DOES: Final = re.compile(rf"\s+(?:to\s+)?(?:{'|'.join(sorted(every_act()))})\b")
_I_HAVE: Final = re.compile(r"\b(?:i|we|i'll|we'll|will|to|should|can)\s+(?:have|get)\s+$")
_ARRANGES: Final = re.compile(
    r"\s+(?:to|will|is\s+to)\s+(?:arrange|book|schedule|organi[sz]e|set\s+up|prepare|draft|circulate)\b"
)
_WITH_WHOM: Final = re.compile(r"\s+(?:\w+\s+){0,2}(?:up|back|in|over|through)\s+(?:with|on|to)\b")


def _plain_verb(verb: str, *, given: bool) -> str | None:
    """Li Lei prepare the form, Priya preparing the slip; can Tom chase the valuer."""
    base = doing(verb)
    if base in words("ours", "verbs") or verb in words("ours", "verbs"):
        return base or verb
    return verb if given and verb in words("acts", "verbs") else None


# Whosever the figures are, it is one of ours who goes through them.
_EXAMINES: Final = frozenset(("check", "review", "verify", "validate", "inspect"))
_A_THING: Final = re.compile(
    r"\s+(?:(?:the|their|his|her|all|an?|that|these|those)\s|(?:stock|availability|lead\s+times?|capacity|pricing|prices|credit|slots?|tolerances?|whether|if|drawings?|dimensions?|compatibility|freight)\b)"
)
# Hargreave Tools - Malcolm chasing the wrench: right behind the customer it is his man who chases us.
_CHASES_US: Final = re.compile(
    r"(?:'s|\s+is|\s+still|\s+now)*\s+(?:chasing|asking|querying|complaining|enquiring|moaning|pushing|pressing|after)\b"
)
# Docs - Fergal chasing, third email: us, whatever stands before.
_CHASES: Final = re.compile(
    r"(?:'s|\s+is|\s+still|\s+now|\s+also)*\s+chasing\s*(?:$|[,.;]|\s(?:again|us|me|for|hard|daily)\b)"
)


def _work(line: Line, end: int, given: bool) -> int:
    """Drafts the NDA, to ring her: our work; to send us the accounts: the customer's."""
    match = _WORK.match(line.flat, end)
    if match is None:
        return 0
    verb = (
        match["verb"]
        if match["aux"] or match["goes"]
        else present(match["verb"]) or _plain_verb(match["verb"], given=given)
    )
    if given and match["verb"] == "for":
        return handed(match["rest"]) * 3
    if verb is None and not line.flat.startswith("'ll", end):
        return 0
    rest = match["rest"]
    if _TO_US.search(rest):
        return -4
    if _TO_THEM.match(rest) or _with_somebody(line, match):
        return 3
    examines = (verb or match["verb"]) in _EXAMINES and _A_THING.match(rest)
    side = 3 if examines else 3 * handed(rest)
    if (verb or match["verb"]) in words("theirs", "verbs"):
        side -= 4
    elif (verb or match["verb"]) in words("ours", "verbs"):
        side += 2
    return side
