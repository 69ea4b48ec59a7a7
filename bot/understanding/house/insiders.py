"""What tells of somebody's place in the house without a verb of work: approval from Tom, Priya (us), over to Sam."""

import re
from functools import lru_cache
from typing import Final

from bot.understanding.house.stations import by_station
from bot.understanding.model import Span
from bot.understanding.people.name_words import jobs

_REACH: Final = 40  # characters before a name that are looked at
_SURE: Final = 5
_LIKELY: Final = 3
_MAY_BE: Final = 2
# Who is handed a case, who is kept informed, whose leave is needed: our own.
_HANDED: Final = re.compile(
    r"\b(?:(?:hand(?:ed|ing)?|pass(?:ed|ing)?|assign(?:ed)?|delegated?|reassign(?:ed)?|escalated?|delegating|escalating)"
    r"\s(?:\w+\s){0,3}?(?:over\s|on\s|across\s)?to|(?<![a-z]\s)over\sto|(?:it|this|that|case|file|account)\sover\sto|(?:loop(?:ed|ing)?|brief(?:ed|ing)?)(?:\sin)?|cc|cc'd|cc'ing)\s$"
)
_LEAVE: Final = re.compile(
    r"\b(?:approval|sign-?off|authority|go-?ahead|green\slight|clearance|pricing|steer|exemption|waiver|numbers?\sneeded"
    r"|input|ok|okay|budget)\s(?:\w+\s)?(?:from|by|of)\s$"
)
# Credit check with Tom, run it past Lena: whom one asks before one answers.
_CHECKED: Final = re.compile(
    r"\b(?:(?:double[\s-])?check(?:ed|ing|s)?(?!\sin\b)(?:\s\w+){0,2}\swith|(?:run|ran|running)\s(?:it|this|that|the\s\w+)\s(?:past|by)"
    r"|(?:clear(?:ed|ing)?|square[ds]?|agree\sinternally|sense-check(?:ed)?)(?:\s(?:it|this|that|the\s\w+))?\swith|sitting\swith"
    r"|(?:is|it's|now|still)\swith)\s$"
)
_APPROVES: Final = re.compile(
    r"(?:\b(?:once|when|until|till|after|if|as\ssoon\sas|unless|before)\s$)",
)
_SIGNS_OFF: Final = re.compile(
    r"(?:\s(?:has\s)?(?:sign(?:s|ed)?(?:\s(?:it|this|them))?\soff|approve[sd]|clear(?:s|ed)|ok(?:s|'s|ays|'d)|okayed))\b"
)
# What is said behind a name.
_US: Final = re.compile(r"\s?\((?:us|ours|our\sside|our\s\w+|internal|mine|from\sour\s\w+|\w+,\sus)\)")
_OUR_OWN: Final = re.compile(r"\b(?:our|my)\s$")
_THEM: Final = re.compile(
    r"\s?\((?:them|theirs|their\s\w+|customer|client|\w+,\sthem)\)|(?:\s[a-z]+(?:\s(?:it|this|that))?)?\s(?:on\s|from\s|at\s)?(?:their|the\scustomer's|the\sclient's)\s(?:end|side)\b"
)
# I've asked Raj for sign-off.
_ASKS_HIM: Final = re.compile(r"\b(?:ask(?:ed|ing)?|chas(?:e|ed|ing)|need(?:ed)?|waiting\son|tell|told|get)\s$")
_FOR_LEAVE: Final = re.compile(
    r"\s(?:for|to)\s(?:(?:the|an?|his|her|final)\s)?(?:sign-?\s?off|approval|approve|authori[sz]e|authority|go-?ahead|clearance|pricing|a\ssteer|costings?|an?\squote)\b"
)
# Jackie in the front office to sort.
_AT_WORK_IN: Final = re.compile(
    r"\s(?:in|from|at|of)\s(?:the\s)?(?:[a-z-]+\s)?(?:[a-z-]+)\s(?:to|will|is\sto)\s(?:sort|check|issue|raise|price|quote|draft|arrange|handle|process|ship|book|fix|chase|prepare)\b"
)
_HOLDS: Final = re.compile(
    r"\s(?:has\s(?:got\s)?(?:the\s(?:list|file|action|lead|ball|details?|brief|case)|it\b|this\b|this\sone|taken\s(?:it|this"
    r"|responsibility|ownership|over|charge|the\saction))|(?:is\s|'s\s)?(?:taking\sover|takes\sover|to\stake\sover|took\sover|will\stake\sover)"
    r"\s(?:the\s|this\s|their\s)?(?:account|case|file|relationship|client|customer|portfolio)|owns\sthis|(?:is\s)?(?:covering|standing\sin)\b|(?:is\s|'s\s)?on\s(?:it|this|the\scase)\b"
    r"|(?:will\s|to\s|'ll\s)?(?:cover|stand\sin|dial\sin|shadow|deputise)\b)"
)
# Tom said he'd ring him: whoever speaks of the customer's man as of a third.
_OF_A_THIRD: Final = re.compile(
    r"\s(?:said|says|promised|offered|reckons|has\ssaid|agreed|volunteered)\s(?:that\s)?(?:(?:s?he)(?:'d|'ll|\swill|\swould|\scan|\scould)|to)\s"
    r"(?:\w+\s)?[a-z]+(?:\s(?:back\s)?(?:to|with|over|on))?\s(?:him|her|them)\b(?!\s(?:to|for)\s(?:us|me)\b)"
)
# Welcome pack - Priya - asap; security pack by tomorrow (Wang Fang).
_ASSIGNED: Final = re.compile(r"\s?[-\u2013]\s(?:asap|urgent|today|tomorrow|tmrw|mon|tue|wed|thu|fri|by\b|\d)")
_DASH: Final = re.compile(r"[a-z]\s?[-\u2013]\s$")

# Our fitter Gary, my boss Ellen: called ours, but for the customers we call so.
_NOT_OF_US: Final = (
    "contact|champion|sponsor|buyer|customer|client|prospect|lead|friend|mate|account|landlord|supplier|neighbour|host|man|guy"
    "|guest|partner|investor|lender|regular|rival|competitor|main|key|old|point"
)


_PEOPLE: Final = (
    "guy",
    "lady",
    "chap",
    "lad",
    "lass",
    "bloke",
    "man",
    "woman",
    "girl",
    "person",
    "rep",
    "exec",
    "expert",
    "genius",
    "apprentice",
)


@lru_cache(maxsize=1)
def _ours() -> tuple[re.Pattern[str], re.Pattern[str]]:
    work = "|".join(sorted([*jobs(), *_PEOPLE], key=len, reverse=True))
    before = re.compile(
        rf"\b(?:our|my)\s(?!(?:own\s)?(?:{_NOT_OF_US})\b)(?:[a-z&/-]+\s){{0,2}}?(?:(?:{work})|colleagues?)\s?,?\s(?:[a-z]+,\s)?$"
    )
    behind = re.compile(
        rf",?\s\(?(?:our|my)\s(?!(?:{_NOT_OF_US})\b)(?:[a-z&/-]+\s){{0,2}}?(?:{work}|colleague|team|side)\b\)?"
        rf"|\s\(?(?:in|from|on|at|with|of)\s(?:our|my)\s(?!(?:side|customers?|clients?|phone|way|desk|list|visit|last)\b)(?!(?:{work})\s)[a-z-]+"
        r"(?:\s(?:desk|team|dept|department|group|office|branch|unit|studio|lab|floor|centre|center|room|shop|yard|plant|site)\b)?\)?"
        r"|\s\([a-z ]+,\s(?:us|our\sside|ours)\)"
    )
    return before, behind


def called_ours(flat: str, span: Span) -> int:
    """Where the words end that call somebody ours, his stretch being `span`; 0 where none does.

    Our fitter Gary, Raj from our design studio, Melissa our VP; a role may be part of the stretch: my boss Ellen.
    """
    before, behind = _ours()
    words = flat[slice(*span)].split(" ")
    roles = max((place + 1 for place, word in enumerate(words[:-1]) if word in jobs() or word in _PEOPLE), default=0)
    start = span[0] + sum(len(word) + 1 for word in words[:roles])
    said = behind.match(flat, span[1])
    if said is not None:
        return said.end()
    return span[1] if before.search(flat, max(0, span[0] - _REACH), start) else 0


def within(flat: str, name: Span, *, known: bool) -> int:
    """The weight of what stands around a name, more than 0 for one of ours; `known`: one of theirs is named as well."""
    before = flat[max(0, name[0] - _REACH) : name[0]]
    if _US.match(flat, name[1]):
        return _SURE
    if _OUR_OWN.search(before):
        return 2 * _SURE
    if _THEM.match(flat, name[1]):
        return -_SURE
    return by_station(flat, name, before) or _by_work(flat, name, before, known=known)


def _by_work(flat: str, name: Span, before: str, *, known: bool) -> int:
    """The weight of what he is asked for, holds or clears."""
    if _OF_A_THIRD.match(flat, name[1]) or (_FOR_LEAVE.match(flat, name[1]) and _ASKS_HIM.search(before)):
        return 2 * _LIKELY
    if _AT_WORK_IN.match(flat, name[1]):
        return _LIKELY + 1
    if _HOLDS.match(flat, name[1]) or _HANDED.search(before) or _CHECKED.search(before):
        return _LIKELY
    if _APPROVES.search(before) and _SIGNS_OFF.match(flat, name[1]):
        return 2 * _LIKELY if known else _MAY_BE
    assigned = _DASH.search(before) and _ASSIGNED.match(flat, name[1])
    return _MAY_BE if _LEAVE.search(before) or assigned else 0
