"""Work that an English note gives to somebody without a verb: (Priya, 11 Dec), -> engineering, to be priced by Tom."""

import re
from typing import Final

from bot.understanding.house.functions import desk_at
from bot.understanding.model import Colleague, Span
from bot.understanding.people.name_words import no_names, titles
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line
from bot.understanding.text.verbs import every_act, words

_GIVES: Final = cued(
    r"(?P<open>\()|(?P<arrow>\s?(?:->|=>|\u2192)\s?)"
    r"|(?P<by>\b(?:to\s+be\s+)?(?P<verb>[a-z]+)(?:ed|en|n)\s+(?:up\s+|out\s+|off\s+|over\s+)?(?P<agent>by\s))|(?P<moved>\b(?:re)?assigned\s+to\s)|\b(?P<what>due|due\s+back|[a-z]+)\s(?P<from>from\s)"
    r"|(?P<thing>\b[a-z-]+)\s(?P<with>with\s)"
)
_ME: Final = re.compile(r"(?:me|us|myself)\b")
_AND: Final = re.compile(r"\s?[,:\u2013-]?\s?")
_ENDS: Final = re.compile(
    r"\s*(?:$|[.,;:!)]|\s[-\u2013\u2014(]|\s(?:by|until|till|til|before|due|on|w/c|in|and|this|next|today|tonight|tomorrow|tmrw)\b)"
)
_HEADS: Final = re.compile(
    r"(?:^|[.;:,\n]\s*|[-\u2013\u2014]\s+)(?P<more>(?:(?!(?:[a-z]+ed|spoke|went|had|met|did|i|we|he|she|they|it|will|to|said|must|should|can|could|would|please|pls|let's|[a-z]+'(?:d|ll|m|re))\s)[a-z'-]+\s){0,3})$"
)


def find_assigned(line: Line) -> None:
    """Take for colleagues whom something is given to, and remember where it says so: see `Line.assigned`."""
    if not line.flat.isascii() and _HAN.search(line.flat):
        return
    for match in _GIVES.finditer(line.flat):
        found = _bracketed(line, match) if match["open"] else _named(line, match)
        if found is not None:
            whom, cut = found
            line.assigned[cut] = whom
            if whom is not None:
                _is_ours(line, whom)


_FROM_US: Final = frozenset(("nos", "stock", "info", "details", "wording", "parts"))
# Follow-up with Jane is a meeting with her, pricing with Tom his work.
_MEETINGS: Final = frozenset(("follow-up", "follow-ups", "catch-up", "meeting", "review"))
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")


def _is_ours(line: Line, whom: Colleague) -> None:
    others = [each for each in line.colleagues if each.span[1] <= whom.span[0] or whom.span[1] <= each.span[0]]
    line.colleagues = sorted([*others, whom], key=lambda each: each.span)
    first = whom.name.split(" ")[0].lower()
    line.people = [person for person in line.people if person.text.lower() not in (whom.name.lower(), first)]


def _bracketed(line: Line, match: re.Match[str]) -> tuple[Colleague | None, Span] | None:
    """Data mapping (Priya, 11 Dec): nothing but who and when between the brackets."""
    close = line.flat.find(")", match.end())
    if close < 0 or close - match.end() > _LONGEST:
        return None
    date = next((each for each in line.dates if match.end() <= each.span[0] and each.span[1] <= close), None)
    if date is None or date.start < line.frame.local_now or line.flat[: match.start()].strip() == "":
        return None
    begin = match.end() if date.span[0] > match.end() else _AND.match(line.flat, date.span[1]).end()  # type: ignore[union-attr]
    whom, end = _who(line, begin)
    if end <= begin:
        return None
    between = line.flat[end : date.span[0]] if begin == match.end() else line.flat[end:close]
    return (whom, (match.start(), close + 1)) if not between.strip(" ,:-\u2013by") else None


# To be decided by our GM, will be drawn up by our legal team: whoever of our house it is.
_HOUSE: Final = re.compile(
    r"our\s(?P<name>[a-z&-]+(?:\s(?:team|desk|dept|department|manager|director|committee|gm|lab|office))?)(?=\s*(?:$|[,.;:!)]|\s(?:by|until|till|til|before|on|and|in)\b))"
)
_TO_COME: Final = re.compile(r"\b(?:will|shall|must|should|to)\s+be\s+$")
_LONGEST: Final = 40  # characters between two brackets


def _named(line: Line, match: re.Match[str]) -> tuple[Colleague | None, Span] | None:
    """Logs -> engineering, to be updated by Priya, pricing with Tom."""
    house = _HOUSE.match(line.flat, match.end()) if match["agent"] else None
    if house is not None and (
        "to be" in match["by"] or _TO_COME.search(line.flat, 0, match.start()) or _day_behind(line, house.end())
    ):
        named = Colleague(line.text[slice(*house.span("name"))], house.span(), is_desk=True)
        return named, (match.start("agent"), house.end())
    whom, end = _who(line, match.end(), titled=False)
    if end <= match.end() or not _ENDS.match(line.flat, end):
        return None
    if match["arrow"]:
        return whom, (match.start(), end)
    if match["moved"]:
        return (whom, (match.start(), end)) if whom is not None else None
    if match["from"]:
        given = words("ours", "things") | words("given", "things") | words("noted", "things") | _FROM_US
        asked = match["what"].startswith("due") or match["what"] in given
        return (whom, (match.start("from"), end)) if asked and whom is not None and whom.is_desk else None
    if match["with"]:
        before = _HEADS.search(line.flat, 0, match.start()) if match["thing"] in words("given", "things") else None
        verb = before is not None and not before["more"] and match["thing"] in every_act() | _MEETINGS
        return (whom, (match.start("with"), end)) if before is not None and not verb and _once(line, whom) else None
    ours = _base(match["verb"]) in words("ours", "verbs") | (every_act() - words("theirs", "verbs") - {"deliver"})
    to_come = "to be" in match["by"] or _day_behind(line, end)
    return (whom, (match.start("agent"), end)) if whom is not None and ours and to_come and _once(line, whom) else None


def _who(line: Line, place: int, *, titled: bool = True) -> tuple[Colleague | None, int]:
    """Who is named there, and where he ends: None for the writer himself; the place itself where nobody is."""
    mine = _ME.match(line.flat, place)
    if mine:
        return None, mine.end()
    for colleague in line.colleagues:
        if colleague.span[0] == place:
            return colleague, colleague.span[1]
    for person in line.people:
        name = line.text[slice(*person.span)]
        role = any(person.span[0] <= each.start < person.span[1] for each in line.words.get("role", ()))
        if person.span[0] == place and not role and name.split(" ")[0].lower().rstrip(".") not in titles():
            return Colleague(name, person.span), person.span[1]
    desk = desk_at(line.text, line.flat, place)
    if desk is not None:
        return desk, desk.span[1]
    called = _NAME.match(line.text, place)
    known = called is not None and (
        called[0].split(" ")[0].lower() in no_names() or any(a == place for a, _ in line.customers)
    )
    return (None, place) if called is None or known else (Colleague(called[0], called.span()), called.end())


_NAME: Final = re.compile(r"[A-Z][a-z]+(?:\s[A-Z][a-z]+)?(?![\w'&])")


def _once(line: Line, whom: Colleague | None) -> bool:
    """Whether he is named nowhere else, as the customer's people are who were met or spoke."""
    first = whom.name.split(" ")[0].lower() if whom is not None else ""
    return whom is None or sum(person.text.lower().split(" ")[0] == first for person in line.people) <= 1


def _day_behind(line: Line, end: int) -> bool:
    return any(line.is_future(date) and 0 <= date.span[0] - end <= len(", out on ") for date in line.dates)


def _base(stem: str) -> str:
    """Price of priced, handle of handled, plan of planned."""
    for base in (stem, stem + "e", stem[:-1], stem.removesuffix("i") + "y"):
        if base in every_act():
            return base
    return stem
