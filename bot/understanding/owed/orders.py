"""What an English note tells its writer to do by a verb at the head of a clause: rebook, amend the order, nudge Fay."""

import re
from typing import Final

from bot.understanding.house.functions import desk_at
from bot.understanding.house.subjects import head, subject
from bot.understanding.model import Span
from bot.understanding.text.clauses import Clause
from bot.understanding.text.line import Line
from bot.understanding.text.verbs import words

_VERB: Final = re.compile(
    r"(?:(?:first(?:ly)?|next|finally|lastly|later|afterwards|meanwhile|now|just|maybe|perhaps|probably|prob|better|best|also|then|asap|please|pls"
    r"|in\s+the\s+meantime|after\s+(?:that|this|which)|once\s+(?:done|that's\s+done))[,:]?\s+)*(?P<verb>[a-z]+(?:-[a-z]+)?)"
)
# Behind an order stands what it is about: ask Pauline, book the train, chase them, call back the guy.
_OBJECT: Final = re.compile(
    r"\s+(?!(?:me|us|of|feeling|impression)\b)(?:(?:him|her|them|it|the|an?|his|their|our|my|this|that|these|those|some|new|more|another|all|both|revised|updated|\d[\w,.]*)\b"
    r"(?!\s+(?:feeling|impression|sense|hang|idea|message)\b)|(?P<little>back|up|out|off|over|again|round)\b|(?P<about>re|about|if|whether|why|what|when|with|w|for|to|on)\b)"
)
# Invoices and reports are things, too: here only what is done to one counts.
_ITS_NOUN: Final = re.compile(
    r"\s+(?:(?:him|her|them|it|the|an?|his|their|our|this|that|these|those|back|again|another|all|both|every|everything|everybody|everyone|some"
    r"|two|three|four|five|six|eight|ten|twelve|twenty|half|dozens?|couple|several)\b|\d{1,3}\s+(?:[a-z-]+\s+)?[a-z]{2,}s\b)"
)
# Ship samples to Jo, trace with the carrier: by what stands behind it no thing.
_HANDLES: Final = re.compile(
    r"(?:ship|courier|swap|trace|scan|park|file|post|copy|fax|credit|transfer|log|track|book)\b(?!\s+(?:date|dates|results?|charges?|deal|code|rates?|thread|costs?|order|orders|book|value|number|no|fees?|notes?|list|line|limit)\b)"
    r"\s+(?:[a-z-]+\s+){0,3}?(?:to|with|under|into|onto|against|through|via)\s+\S|source\s+(?!code\b)[a-z]+\s+(?:[a-z]+\s+){0,2}from\s"
)
_STANDS: Final = re.compile(r"\b(?:is|was|are|were|still|unpaid|overdue|outstanding|received|arrived|bounced)\b")
_SPEAKS: Final = re.compile(r"\s+(?:says?|said|wants?|ok|okay|happy|asks?|asked|thinks|confirmed|rang|called|is|was)\b")
_OURS: Final = re.compile(
    r"\s+(?:the|my|our)\s+(?:boss|manager|team|bank|broker|factory|supplier|head|director|guys|[a-z]+\s+(?:team|guys|manager|desk))\b"
)
_BACK: Final = re.compile(r"[^,;.]{0,30}?\b(?:back|again)\b")
_WITH_ONESELF: Final = ("bring", "invite")  # who comes along
# Verbs that order something only together with what follows: make sure, keep her posted, go through the file.
_PHRASE: Final = re.compile(
    r"(?:make\s+(?:sure|certain|(?:an?\s+)?(?:note|appointment|copies)|the\s+(?:changes?|amendments?|edits?|booking))"
    r"|keep\s+(?:(?:him|her|them|an\s+eye|tabs|(?:the\s+)?pressure)\b|(?:\S+\s+){1,3}?(?:posted|informed|updated|in\s+the\s+loop|warm|sweet|happy))"
    r"|let\s+(?:him|her|them|(?:\S+\s+){1,3}?know)|go\s+(?:through|over|see|and\s+see|back\s+to|to\s+see|round\s+to)"
    r"|see\s+(?:if|whether|about|what|to\s+it)|look\s+(?:into|at|up|over|out)|work\s+(?:out|up|on)|(?:talk|speak)\s+(?:to|with|through)"
    r"|(?:check|touch|liaise|catch)\s+(?:in|base|up)?\s*(?:with|w/|whether|if|that|on)|(?:set|line|fill|firm|write|tot|tidy|draw|round|type|read)\s+up"
    r"|(?:hold|put|push|move|bring|call)\s+(?:off|back|forward)|find\s+(?:out|an?|the|him|her|them|some|somewhere|someone|somebody)"
    r"|(?:put|set|get)\s+(?:him|her|them|it|this|that|us|me|\S+(?:\s\S+){0,3}?)\s+(?:in|on|into|onto|through\s+to|down\s+for|up\s+with)\s"
    r"|have\s+(?:a\s+(?:word|chat|look|go|think)|\S+\s+(?:call|ring|email|send|look|check|draft|fix))|book\s+(?:in|him|her|them|us|me|into)"
    r"|(?:start|begin|kick\s?-?off|launch|open|resume)\s+(?:(?:the|our|a|an|his|her|their)\s+(?!day\b|date\b)|talks|talking|work|preparing|drafting|planning|discussions|negotiations|training|onboarding|testing)"
    r"|top\s+up|loop\s+in|drop\s+(?:off|in|round|by)|put\s+in\s+(?:an?|the)|set\s+(?:it|this|that|them|\S+(?:\s\S+)?)\s+up|look(?:ing)?\s+into\s+(?:it|this|that)|have\s+(?:it|them|this)\s+(?:ready|done|sent|out)|park\s+(?:it|this|that)|get\s+(?!(?:the|a)\s+(?:feeling|impression|sense|idea)\b|(?:it|that)\s*$)[a-z£$€\d][\w']*|be\s+(?:there|on\s+site|ready)\s+(?:at|by|for|with)"
    r"|take\s+(?!(?:it|that)\s+(?:easy|or)\b|(?:note|care|part|place|home)\b)[a-z][\w']*|give\s+(?!(?:or|up)\b)[a-z][\w']*)\b"
)
_NOT_ORDERED: Final = re.compile(
    r"(?:\s+(?:me|us|of|you|u|god|goodness|likely|possible|expected|due|pending|done|sent|soon|ok|is|was|are|were|has|had|says?|said|wants?)\b|:)"
)
# Mr Lim say price too high, ask discount: what he goes on to want, told in the plain form.
_PLAIN_TELLING: Final = re.compile(
    r"\s+(?:say|tell|ask|want|complain|request|think|need|like|reply|feel|call|phone|email)\b"
)
_BESIDE: Final = re.compile(r"\s(?:also\s|now\s|then\s|just\s)?")
_JOINED: Final = ("", "and", "then", "but", "&", "or")


def is_order(line: Line, clause: Clause) -> bool:
    """Whether the clause begins with a verb that says what is to be done, and nobody else is its subject."""
    place = head(line, clause)
    found = _VERB.match(line.flat, place, clause.end)
    if found is None:
        return False
    verb, (start, end) = found["verb"], found.span("verb")
    phrase = _PHRASE.match(line.flat, start, clause.end) is not None
    plain = verb in words("orders", "plain")
    if end >= clause.end and ":" in clause.mark:
        return False  # Present: who was there
    if not (phrase or plain or verb in words("orders", "verbs")) or _has_subject(line, clause, place):
        return False
    if verb in words("acts", "verbs") and _is_past(line, clause):
        return False
    if verb in _WITH_ONESELF and any(span[0] == end + 1 for span in named(line)):
        return False
    if phrase or (plain and _may_be_ordered(line, clause, end)):
        return True
    return verb in words("orders", "verbs") and _with_object(line, clause, verb, end)


def _is_past(line: Line, clause: Clause) -> bool:
    """Draft deed circulated on the 23rd, draft with them since October: when it was done."""
    return any(
        line.is_past(date) and date.start.date() < line.today and _SINCE.search(line.flat, clause.start, date.span[0])
        for date in line.dates_in(clause)
    )


_SINCE: Final = re.compile(r"(?:ed\s+on|\bsent\s+on|\bsince)\s+$")


def _may_be_ordered(line: Line, clause: Clause, end: int) -> bool:
    """Whether what stands behind a verb that is no thing can be what is done: amend the SOW, rebook."""
    return _NOT_ORDERED.match(line.flat, end, clause.end) is None


def _with_object(line: Line, clause: Clause, verb: str, end: int) -> bool:
    """Ask Pauline why, book the train: what is done stands behind a verb that may be a thing as well."""
    somebody = line.text[end + 1 : end + 2].isupper() and verb in words("noted", "addressed")
    somebody = somebody or any(span[0] == end + 1 and not _SPEAKS.match(line.flat, span[1]) for span in named(line))
    if somebody and verb not in words("orders", "contact"):
        return True
    if verb in words("noted", "both") or verb in words("acts", "nouns"):
        what = _ITS_NOUN.match(line.flat, end, clause.end) or _HANDLES.match(line.flat, end - len(verb), clause.end)
        return what is not None and not _STANDS.search(line.flat, end, clause.end)
    what = _OBJECT.match(line.flat, end, clause.end)
    if verb in words("orders", "contact"):
        if somebody and len(line.clauses) == 1 and not line.dates_in(clause):
            return True  # call Monica, and nothing else
        back = _BACK.match(line.flat, end, clause.end)
        return back is not None and (somebody or what is not None)
    if verb in _OF_OURS and _desk_behind(line, clause, end):
        return True
    if what is None or (what["about"] and (verb in words("acts", "nouns") or verb in ("ask", "tell"))):
        return False
    return (
        verb not in ("ask", "tell")
        or what[0].strip() in ("him", "her", "them")
        or _OURS.match(line.flat, end) is not None
    )


_OF_OURS: Final = (
    "ask",
    "tell",
    "chase",
    "check",
    "ring",
    "remind",
    "warn",
    "brief",
    "update",
    "nudge",
    "ping",
    "inform",
    "get",
    "push",
)


def _desk_behind(line: Line, clause: Clause, end: int) -> bool:
    """Ask marketing, chase the depot: a function of our house, and nothing that makes it a thing."""
    place = end + 1 if line.flat[end : end + 1] == " " else end
    desk = desk_at(line.text, line.flat, place)
    return desk is not None and _WHOM.match(line.flat, desk.span[1], clause.end) is not None


_WHOM: Final = re.compile(
    r"\s*(?:$|[,.;]|(?:to|re|about|if|whether|for|on|why|when|what|how|today|tomorrow|by|asap|first|again|please|pls)\b)"
)


def named(line: Line) -> list[Span]:
    """The stretches of everybody and of every firm the line names."""
    return [*(each.span for each in line.people), *(each.span for each in line.colleagues), *line.customers]


def _has_subject(line: Line, clause: Clause, place: int) -> bool:
    """She'll sign it and post it; Mr Lim say it is late, ask discount: somebody else does it."""
    if any(
        clause.start <= start and end < place and _BESIDE.fullmatch(line.flat, end, place) for start, end in named(line)
    ):
        return True
    before = _before(line, clause)
    if before is None:
        return False
    who = subject(line, before)[0]
    if who is not None and before.mark.strip() in _JOINED:
        return True
    while before is not None and who is None and before.mark.strip() == ",":
        before = _before(line, before)
        who = subject(line, before)[0] if before is not None else None
    told = who is not None and before is not None and before.mark.strip() == ","
    return told and _PLAIN_TELLING.match(line.flat, who[1], before.end) is not None  # type: ignore[index, union-attr]


def _before(line: Line, clause: Clause) -> Clause | None:
    return next((each for each in line.clauses if each.end + len(each.mark) == clause.start), None)
