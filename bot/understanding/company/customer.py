"""Which customer a line is about: never a silent wrong one, rather buttons or the question "new customer?"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.customers.folding import is_chinese, squeeze
from bot.customers.matching import SURE, NameMatch
from bot.customers.names import EXPLICIT
from bot.understanding.company.slips import decided
from bot.understanding.company.telling import told
from bot.understanding.model import Span

MOST_CANDIDATES: Final = 5
_LEADS: Final = re.compile(
    r"(?:把|将|替|等|让|叫|请|接|收到|欠|过|答应|承诺|通知|提醒|催|拜访|走访|回访|见|去|到|给|和|与|跟|同|搵|揾|在|陪|致电|联系|约|关于|对|从|拜会|"
    r"看望|趟|路过|还是|或者?|对接|服务|维护|催款|客户|公司|说|了|的|向|找|帮|为|来|访|谈|[:,;。!?、(\-*•·#|\[\]\n]|"
    r"\d[.)、]|"
    r"(?:^|[^a-z])(?:met|visited|saw|called|at|with|from|for|to|rang|emailed|"
    r"phoned|by|on|of|re|and|the|visit|call|meeting|client|customer|about|texted|"
    r"zoomed|chased|chase|promised|promise|told|tell|owe|owes|ask|asked|send|sent|give|gave|email|ring|phone|remind|see))\s*$"
)
# Met conemara today: where the note says that somebody was met, one long name with a slip is that customer.
_PLAINLY_MET: Final = re.compile(
    r"(?:i\s+|we\s+|just\s+)*(?:met|visited|saw|called|rang|phoned|emailed|(?:met|spoke|talked)\s+(?:with|to)|visit|call|meeting)\s+(?:at\s+|to\s+|with\s+)?"
)
_LONG_NAME: Final = 8
_BETWEEN: Final = re.compile(r"\s*(?:、|和|及|与|跟|以及|还有|还是|或者?|&|\band\b|/)\s*")
_NEXT: Final = re.compile(r"\s*[,;&]\s*(?:and\s+)?|\s+and\s+")
_HEAD: Final = re.compile(r"[\s\-*•·#>]*(?:\(?\d{1,2}[.)、]\s*)?")


def choose(
    flat: str, text: str, matches: Sequence[NameMatch], own: int | None, dates: Sequence[Span]
) -> tuple[NameMatch | None, tuple[NameMatch, ...]]:
    """The one customer meant, or the candidates to ask about: own customers first, then the better match."""
    sure = [match for match in matches if match.score >= SURE and _stands_out(flat, text, match, dates)]
    if not sure:
        likely = [match for match in matches if _anchored(flat, match, dates) or _is_plain(text, match)]
        named = [match for match in matches if match.kind == "lead" and match.how == "exact"]
        plain = decided(flat, likely) or _only_one(flat, text, likely) or told(flat, likely or named)
        if plain is not None:
            return plain, ()
        slip = likely[0] if len({match.customer_id for match in likely}) == 1 and len(matches) == len(likely) else None
        if slip and slip.how == "typo" and _PLAINLY_MET.fullmatch(flat, 0, slip.span[0]):
            return (slip, ()) if slip.span[1] - slip.span[0] >= _LONG_NAME else (None, _ordered(likely, own))
        return None, _ordered(likely, own)
    first = min(sure, key=lambda match: (not _anchored(flat, match, dates), match.span[0], -match.span[1]))
    rivals = [match for match in sure if match.span[0] < first.span[1] and first.span[0] < match.span[1]]
    listed = _listed(flat, sure, first, dates)
    listed = listed if len(listed) > 1 else [first, *_elsewhere(flat, sure, rivals, dates)]
    if len(listed) > 1:
        return None, _ordered(listed, own)
    longest = max(match.span[1] - match.span[0] for match in rivals)
    rivals = [match for match in rivals if match.span[1] - match.span[0] == longest]
    written = [match for match in rivals if match.kind in EXPLICIT] or [match for match in rivals if match.score == 1.0]
    if written and own is not None and not any(match.owner_id == own for match in written):
        # A short name written down for somebody else's customer may still mean one's own of that name.
        written += [match for match in rivals if match.owner_id == own and match.score >= SURE]
    rivals = written or rivals
    rivals += _begin_alike(matches, rivals)
    if len({match.customer_id for match in rivals}) == 1:
        return rivals[0], ()
    plain = decided(flat, rivals) or told(flat, rivals)
    return (plain, ()) if plain else (None, _ordered(rivals, own))


def _is_plain(text: str, match: NameMatch) -> bool:
    """In Zenith's trade account: the first word of a name, with its capital letter."""
    return match.kind == "lead" and match.how == "exact" and text[match.span[0]].isupper()


def _only_one(flat: str, text: str, likely: Sequence[NameMatch]) -> NameMatch | None:
    """Marlow, where one customer's name alone begins so; but for a person's name, a place, or more of another name."""
    if not likely or len({match.customer_id for match in likely}) > 1:
        return None
    first = min(likely, key=lambda match: match.span)
    start, end = first.span
    if first.kind != "lead" or first.how != "exact" or _TITLED.search(flat, max(0, start - 12), start):
        return None
    return None if _SPEAKS.match(flat, end) or _MORE.match(text, end) else first


_TITLED: Final = re.compile(r"\b(?:mr|mrs|ms|miss|dr|sir|lord|lady|madam|old|young)\.?\s$")
_MORE: Final = re.compile(r"\s(?:[A-Z][a-z]|&\s?[A-Z])")


def beside_own(typed: str, chosen: NameMatch, alike: Sequence[NameMatch], own: int | None) -> tuple[NameMatch, ...]:
    """海天机械 of a colleague, typed by whoever looks after 海田机械: both are offered, the own one first.

    `typed` are the words, squeezed, that were read as `chosen`, `alike` the customers of nearly these words. Nothing
    where nobody need be asked, as behind a name in full.
    """
    if own is None or chosen.owner_id == own or chosen.kind in ("name", "code") or typed == squeeze(chosen.name):
        return ()
    near = [
        replace(match, span=chosen.span)
        for match in alike
        if match.owner_id == own and match.customer_id != chosen.customer_id and match.score >= _NEARLY
    ]
    return _ordered([*near, chosen], own) if near else ()


_NEARLY: Final = 0.7


def _begin_alike(matches: Sequence[NameMatch], rivals: Sequence[NameMatch]) -> list[NameMatch]:
    """Meridian may be Meridian Packaging or Meridian Health Group where nobody wrote it down as either's name."""
    if any(match.kind in EXPLICIT or match.whole for match in rivals):
        return []
    return [match for match in matches if match.kind == "lead" and any(match.span == each.span for each in rivals)]


def _elsewhere(
    flat: str, sure: Sequence[NameMatch], rivals: Sequence[NameMatch], dates: Sequence[Span]
) -> list[NameMatch]:
    """周三去海天,周四去宏达: other customers that a Chinese note names apart from the first."""
    if flat.isascii():
        return []
    meant = {match.customer_id for match in rivals}
    again = [match.span for match in sure if match.customer_id in meant]
    return [
        match
        for match in sure
        if not any(match.span[0] < end and start < match.span[1] for start, end in again)
        and (_anchored(flat, match, dates) or _BEGINS.search(flat, 0, match.span[0]))
        and not _BESIDE.search(flat, 0, match.span[0])
    ]


_BEGINS: Final = re.compile(r"(?:[\s,，;；。、]|\d[.、)）]?)$")
_BESIDE: Final = re.compile(r"(?:[听据像比和跟同]|[供卖送][货给]|不如|介绍)$")
"""听海天的人说, 和海天那次一样, 供货给海天: somebody else's part in it."""


def _listed(flat: str, sure: Sequence[NameMatch], first: NameMatch, dates: Sequence[Span]) -> list[NameMatch]:
    """华东精工、海天、宏达: several customers side by side are never taken for the first of them."""
    listed = [first]
    for match in sorted(sure, key=lambda match: match.span):
        if (
            match.span[0] >= listed[-1].span[1]
            and match.customer_id != listed[-1].customer_id
            and _side_by_side(flat, listed[-1].span[1], match.span[0], dates)
        ):
            listed.append(match)
    return listed


def _side_by_side(flat: str, start: int, end: int, dates: Sequence[Span]) -> bool:
    """Trident and Tamar; Trident at 10, Tamar at 2."""
    if _BETWEEN.fullmatch(flat, start, end):
        return True
    date = next((span for span in dates if start <= span[0] and span[1] <= end), None)
    return (
        date is not None
        and flat[start : date[0]].strip() in ("", "at")
        and _NEXT.fullmatch(flat, date[1], end) is not None
    )


def _ordered(matches: Sequence[NameMatch], own: int | None) -> tuple[NameMatch, ...]:
    best: dict[int, NameMatch] = {}
    for match in sorted(
        matches, key=lambda match: (own is None or match.owner_id != own, -match.score, match.customer_id)
    ):
        best.setdefault(match.customer_id, match)
    return tuple(best.values())[:MOST_CANDIDATES]


def _anchored(flat: str, match: NameMatch, dates: Sequence[Span]) -> bool:
    """Whether it stands where a customer is named: at the head, after a verb of contact, a date or a mark."""
    start = match.span[0]
    if _HEAD.fullmatch(flat, 0, start) or any(end <= start and not flat[end:start].strip() for _, end in dates):
        return True
    return _LEADS.search(flat, max(0, start - 12), start) is not None


def _stands_out(flat: str, text: str, match: NameMatch, dates: Sequence[Span]) -> bool:
    """A short derived name inside other words is no sign of the customer: 前途光明 is not 光明食品."""
    if match.kind in EXPLICIT or _anchored(flat, match, dates):
        return True
    start, end = match.span
    if is_chinese(flat[start]):
        return end - start >= 4 or match.score == 1.0
    return text[start].isupper()


_SPEAKS: Final = re.compile(
    r"\s(?:said|says|confirmed|told|called|asked|wants|wanted|will|promised|agreed|rang|emailed|is|was)\b"
)


def no_people(flat: str, candidates: Sequence[NameMatch]) -> tuple[NameMatch, ...]:
    """Brown confirmed it: the first word of Brown & Sons, but a person here."""
    return tuple(each for each in candidates if not _SPEAKS.match(flat, each.span[1]))
