"""Does an English clause look back or ahead? Mostly the last verb before the date tells."""

from __future__ import annotations

from typing import Literal

from bot.understanding.dates.patterns import compiled

Tense = Literal["past", "future", ""]

# He said Friday: the day is what he said, not when he said it.
_EN_SAID = compiled(
    r"\b(?:said|says|told (?:me|us|him|her|them)|reckons|thinks|suggested|offered|wants)\s+"
    r"(?:(?:not )?(?:after|before|by|on|from|until|till)\s+)*$"
    r"|\btold (?:him|her|them) (?!(?:that|about|off|no|it|of|to|the|my|our|we|i|last)\b)\w{3,12} (?:by|on)\s+$"
)

# Payment after Christmas, he said.
_EN_SAID_SO = compiled(
    r"\s*,?\s*(?:(?:he|she|they|client|customer)\s+)(?:said|says|told\s+(?:me|us)|reckons|thinks|confirmed)\W*"
)

# The signed forms, a revised quote: what they are like tells nothing of when.
_NO_ADJECTIVE = "".join(rf"(?<!\b{word} )" for word in ("the", "a", "an", "our", "their", "his", "her", "its"))
_EN_CUE = compiled(
    r"\b(?:(?P<ahead>(?:'ll|will|to|must|should|gotta) (?:get|have)(?: [\w'&]{1,14}){1,5}? \w{2,16}ed"
    r"|(?:will|shall|to|can|could|may|must|should) be(?: \w{1,12})?"
    r"|got (?!(?:round|around|back|through|in|on|off)\b)(?:[\w'&]{1,14} ){1,6}?to \w+|before (?:he|she|they|we|i|it) "
    r"|(?:'s|is|are|am|'re|'m) to \w+|(?:is|are) \w+ed(?= (?:by|before|on time|in time)\b)"
    r"|will|'ll|shall|going to|gonna|promis\w+|agreed? to"
    r"|commit(?:s|ted|ting|ment\w*)?\b|send|must|should"
    r"|due|deadline|plan(?:s|n\w+)?\b|(?:re)?schedul\w+|(?:re)?book\w*|re-?arranged|pushed|put back|brought forward"
    r"|(?:confirmed|set|fixed|agreed|pencilled in|down|on|slated|lined up|cancell?ed|off) for"
    r"|arrang\w+|pencill?ed in|slotted in|(?:ring|call|email|chase|text|ping|see|visit|meet|try) (?:him|her|them|again)"
    r"|call back|get back|follow(?!ing (?!up))\w*|want\w*|expect\w*|needs?|needed|let's|please|remind\w*"
    r"|next steps?|postponed|prepon\w+"
    r"|(?:booked|pencilled|slotted|squeezed|fitted|put|penned|got) (?:us|me|him|her|them|it"
    r"|you|everyone)(?: in| down)? (?:for|on|at)"
    r"|(?:moved|shifted|switched|swapped|changed|deferred|extended|slipped|rolled"
    r"|stretched)(?: [\w']{1,14}){0,6}? (?:to|from|till|until)|delayed"
    r"|ask(?:ed|s|ing) (?:if|whether|can|could|us to|me to|about)\b"
    r"|asked for(?! (?:it|them|this|that|these|those)\b)|wants|would"
    r"|'d|(?:told|asked|ordered|invited)(?: \w{1,9})? to|hope\w*|to (?:send"
    r"|call|give|sign|meet|deliver|visit|review|finish|pay))"
    r"|(?P<back>(?:happy|unhappy|satisfied|pleased|impressed|disappointed) (?:with|w)"
    r"|could(?: not|n't)|did(?: not|n't)|no[- ]show|wasn't|weren't|failed to|met|saw|spoke"
    r"|agreed (?:it |this |that )?(?:on|over|by|in) (?:the )?(?:phone|email|mail|writing|teams|zoom|call)"
    r"|rang|had|was|were|went|did|came|said|told|wrote|quit|drove|ran|bought|brought|caught|ate|drank|fell|grew|threw"
    r"|kept|spent|stood|taught|began|showed|stole|withdrew|drew|hung"
    rf"|{_NO_ADJECTIVE}(?:stolen|withdrawn)"
    r"|(?:have|has|i|we|he|she|they|just|\w+'ve) (?:shared|attached|revised|proposed|closed|audited|extended|combined)"
    r"|(?<!\bit )(?<!them )(?<!\bbe )(?<!\bget )(?<!gets )(?<!\bis )(?<!\bare )(?<!\bas )(?<!the )(?<!\ba )signed off"
    r"|(?<!['\u2019]ve )(?<!have )(?<!has )(?<!['\u2019]s )got|held"
    rf"|{_NO_ADJECTIVE}(?:paid|sent)"
    r"|made|gave|took|left|heard|found|lost|won(?!')"
    rf"|ago|since|yesterday|{_NO_ADJECTIVE}(?P<ed>(?!(?:mohamm?ed|muhammed|ahmed|alfred|wilfred|winifred|jared|javed|saeed"
    rf"|naveed|hamed|khaled|waleed|syed|closed|based|interested|supposed|detailed|limited|united|dedicated"
    rf"|required"
    r"|revised|attached|proposed|unsecured"
    r"|related|audited|signed off|mixed|shared|advanced|extended|combined)\b)\w{2,}[^e\W]ed)))\b|(?<=\w)(?P<soon>'ll)\b"
)

# The visit on Wednesday confirmed: what stands behind the date fixes it.
_EN_FIXED = compiled(r"\s*(?:(?:is|now|all|has been)\s+)*(?:confirmed|booked|set|agreed|arranged|scheduled|fixed)\b")
STILL_OPEN = compiled(
    r"\b(?:will|'ll|wants?|needs?|(?<!supposed )(?<!meant )(?<!expected )to\s+be|must|is|are|going\s+to|chase"
    r"|please)\b|\w'll\b"
)
# Was meant to sign on Monday, should have paid on the 15th.
_WAS_TO = compiled(r"\b(?:(?:was|were)(?:n't)? (?:supposed|meant|due|expected) to|should(?:'ve| have)|ought to have)\b")


# Doubled the order for Saturday; but sorry for Friday.
_FOR = compiled(
    r"(?<!sorry )(?<!thanks )(?<!paid )(?<!thanked )(?<!apologi[sz]ed )(?<!charged )(?<!billed )"
    r"(?<!\bme )(?<!\bus )for\s+$"
)
_WEEKDAY = compiled(r"(?:mon|tue|wed|thu|fri|sat|sun)(?:[a-z]{0,3}day|s|rs?|nes)?(?!'s)\b")


def is_for_weekday(before: str, text: str, start: int) -> bool:
    """Whether something is for a weekday: the order for Saturday."""
    return _FOR.search(before) is not None and _WEEKDAY.match(text, start) is not None


def told_at_first(before: str, after: str) -> bool:
    """Whether the sentence opens with what was done then, some words before the day."""
    return _TOGETHER.search(before) is not None or (_APART.match(after) is not None and _opened(before))


def _opened(before: str) -> bool:
    """Met Pete and Rob, Friday: a day alone between commas is that of the deed the sentence opens with."""
    told = _DEED_OPENS.search(before)
    return told is not None and not any(cue.lastgroup == "ahead" for cue in _EN_CUE.finditer(before, told.start()))


_DEED_OPENS = compiled(
    r"(?:^|[.!?;:\n]\s|\s[-\u2013]\s)\s*(?:(?:i|we|\w+ and (?:i|me)|myself and \w+)\s+)?(?:just\s+|also\s+)?"
    r"(?:met|saw|took|went|visited|sent|had|popped|spoke|rang|called|phoned|showed|walked|hosted|attended|toured"
    r"|dropped|emailed|inspected|presented|delivered)\b[^.;!?\n]*(?:,|\))\s*"
    r"(?:(?:on|at|last|first on|second on)\s+)?(?:the\s+)?$"
)
_APART = compiled(r"\s*(?:$|[,;.:!)]|(?:at|in|with|w/|over|via|by)(?![a-z])|[-\u2013]\s)")


# Took Ian and Susan from Sharma round the plant on Friday: whom we met may be two.
_TOGETHER = compiled(
    r"\b(?:met|saw|took|showed|walked|hosted|visited|called|rang|phoned|entertained) (?:\w[\w'.&-]{0,14} ){1,4}?and "
    r"(?!(?:i|we|he|she|they|it|then|will|the|a|an|is|are|have|has)\b)\w[^,;.]{0,48}\bon $"
)

# My mail of the 20th, our discussion of 23 November, his letter from Friday.
_OF_THAT_DAY = compiled(
    r"\b(?:(?:e?mail|letter|message|call|note|meeting|visit|discussion|conversation|minutes|invoice|quot(?:e|ation)|complaint)s?"
    r" (?:of|dated)|(?:e?mail|letter|message)s? from)\s+$"
)
_MODAL = compiled(r"will|'ll|shall|must|should|'d|would|wants?|needs?")
_OBJECT = compiled(r"\b(?:it|them|him|her|this|that|these|those|one)(?:\s+back)?\s+$")


def en_tense(before: str, after: str) -> Tense:
    """What the last word before the date tells, else the first one behind it."""
    cue = None
    for match in _EN_CUE.finditer(before):
        # He'll return it marked up Friday, she'd like it documented: what is to be done to it is still to come.
        if not (match["ed"] and cue is not None and _MODAL.match(cue[0]) and _OBJECT.search(before, 0, match.start())):
            cue = match
    if _OF_THAT_DAY.search(before):
        return "past"
    if _WAS_TO.search(before) and not STILL_OPEN.search(before):
        return "past"
    if cue is None and _EN_FIXED.match(after):
        return "future"
    cue = cue or _EN_CUE.search(after)
    if cue is None or _EN_SAID.search(before) or _EN_SAID_SO.fullmatch(after):
        return ""
    return "past" if cue.lastgroup == "back" else "future"
