"""From a typed line to what it means: `understand` puts the parts together. Pure; never raises; linear in the text."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.customers.folding import fold, squeeze
from bot.customers.matching import NameMatch
from bot.customers.names import EXPLICIT
from bot.understanding import dates
from bot.understanding.amounts import find_amounts
from bot.understanding.anchors import find_anchored
from bot.understanding.company.customer import beside_own, choose, no_people
from bot.understanding.company.firms import find_firm
from bot.understanding.company.new_names import new_name, said_new
from bot.understanding.company.slips import not_meant
from bot.understanding.hinted.feelings import find_satisfaction
from bot.understanding.hinted.hints import find_hints
from bot.understanding.house.colleagues import find_colleagues
from bot.understanding.house.delegates import find_delegates
from bot.understanding.leftover import is_contact, summary, tags
from bot.understanding.meeting.contact import when_it_was
from bot.understanding.meeting.lookback import look_back
from bot.understanding.meeting.medium import how_it_was
from bot.understanding.meeting.undone import is_no_contact
from bot.understanding.model import Contact, Context, Span, Understood
from bot.understanding.owed.deeds import Deed
from bot.understanding.owed.dues import unsure_clock
from bot.understanding.owed.mixed import split_mixed
from bot.understanding.owed.promises import find_promises
from bot.understanding.people.called import is_person
from bot.understanding.people.people import find_people, is_honorific, surnames
from bot.understanding.people.roles import is_met
from bot.understanding.text import clauses, vocabulary
from bot.understanding.text.contractions import as_typed, written_out
from bot.understanding.text.cues import Flat
from bot.understanding.text.line import Line
from bot.understanding.text.runs import cut_runs
from bot.understanding.text.scanner import Found

LONGEST_READ: Final = 3000  # characters; what is beyond stays in the summary, unread
_IMPORTANT: Final = re.compile(r"[!！]\s*$")
_WENT: Final = re.compile(
    r"(?<![别不没未甭])(?:去|(?<![收接拿提想等轮遇谈聊说找问查看听做得达])到|赴|跑)(?:了|过|一|趟|访|的|咗)*$"
)
_SHORT: Final = 80
_LETTERS: Final = re.compile(r"[^\W_]")


def understand(text: str, context: Context) -> Understood:
    """What a typed line means. What is not understood stays empty; nothing of the text is lost (see `rest`)."""
    written, places = written_out(text)
    return as_typed(_understand(written, context), places)


def _understand(text: str, context: Context) -> Understood:
    read, beyond = text[:LONGEST_READ], text[LONGEST_READ:]
    flat = Flat(fold(read))
    if is_talk(flat):
        return Understood(text=text, rest=text.strip(), is_talk=True)
    line, matches, vague = _see(read, flat, context)
    matches = [match for match in matches if not is_honorific(flat, read, match.span)]
    matches = not_meant(flat, matches, [date.span for date in line.dates])
    chosen, candidates = choose(flat, read, matches, context.own, _heads(line))
    if chosen and context.own is not None and chosen.owner_id != context.own:
        typed = read[slice(*chosen.span)]
        candidates = beside_own(squeeze(typed), chosen, context.customers.alike(typed), context.own)
        chosen = None if candidates else chosen
    if candidates and all(each.kind == "lead" for each in candidates):
        candidates = no_people(flat, candidates)
    said = said_new(flat, read, chosen)
    if said:
        chosen, candidates, matches = None, (), []
    label = chosen.span if chosen else candidates[0].span if candidates else None
    firm = None if chosen or candidates or said else find_firm(flat)
    line.customers = [firm] if firm else _places(matches, chosen) or ([label] if label else [])
    line.dates = [date for date in line.dates if not any(a <= date.span[0] < b for a, b in line.customers)]
    _went(line, label)
    line.people = _people(
        line, label, [match.span for match in matches if match.kind in EXPLICIT and match.score == 1.0]
    )
    find_delegates(line)
    _unhear(line)
    named = said or (read[slice(*firm)] if firm else None)
    guess = None if chosen or candidates else named or new_name(line)
    line.customers, label = _with_guess(line, guess, label)
    _cut(line)
    answer = _meaning(line, label, beyond, text)
    vague += tuple(
        date.text for clause in line.clauses for date in line.dates_in(clause) if unsure_clock(line, clause, date)
    )
    answer = replace(answer, customer=chosen, candidates=candidates, new_name=guess, vague=vague)
    asks = len(flat) < _SHORT and flat.rstrip().endswith("?")
    return replace(answer, is_talk=True) if asks and _says_nothing(answer) else answer


def _cut(line: Line) -> None:
    line.clauses = clauses.cut(line.flat, line.text, _whole(line), [colleague.span for colleague in line.colleagues])
    line.clauses = cut_runs(line)
    look_back(line)
    line.clauses = split_mixed(line)


def _see(text: str, flat: str, context: Context) -> tuple[Line, list[NameMatch], tuple[str, ...]]:
    line = Line(text, flat, context.frame)
    reading = dates.read(text, context.frame)
    line.dates = list(reading.dates)
    for found in vocabulary.scanner(context.competitors).scan(flat):
        if found.table != "channel" or not is_no_contact(flat, found):
            line.words[found.table].append(found)
    # The end of "month end" is no event.
    days = [date.span for date in line.dates]
    line.words["state"] = [each for each in line.words["state"] if not any(a <= each.start < b for a, b in days)]
    find_anchored(line)
    line.colleagues = [
        each for each in find_colleagues(text, flat, context.colleagues) if not _meets_date(line, each.span)
    ]
    line.amounts = find_amounts(flat, text)
    return line, context.customers.find(text), tuple(each.text for each in reading.vague)


def _meets_date(line: Line, span: Span) -> bool:
    """我们周四前 names a day, not Mr Zhou."""
    return any(date.span[0] < span[1] and span[0] < date.span[1] for date in line.dates)


def _places(matches: Sequence[NameMatch], chosen: NameMatch | None) -> list[Span]:
    if chosen is None:
        return []
    spans = {
        match.span for match in matches if match.customer_id == chosen.customer_id and match.score >= chosen.score - 0.1
    }
    return sorted({chosen.span, *spans})


def _went(line: Line, label: Span | None) -> None:
    """去海天谈合同: going to the customer is meeting face to face."""
    places = sorted({*line.customers, *([label] if label else [])})
    went = next(filter(None, (_WENT.search(line.flat, max(0, start - 3), start) for start, _ in places)), None)
    if went:
        line.words["channel"] = sorted(
            [*line.words["channel"], Found("channel", "face_to_face", *went.span())], key=lambda each: each.start
        )


def _people(line: Line, label: Span | None, others: Sequence[Span]) -> list[Contact]:
    taken = [colleague.span for colleague in line.colleagues] + [date.span for date in line.dates]
    taken += [
        (each.start, each.end)
        for each in line.words.get("risk", ())
        if each.code == "key_person" and _whole_person(line, each)
    ]
    taken += [(each.start, each.end) for each in line.words.get("competitor", ())]
    taken += [
        span for span in [*others, *line.customers, *([label] if label else [])] if not is_person(line.flat, span)
    ]
    text = line.text.title() if line.text.isupper() and line.text.isascii() else line.text
    return find_people(text, line.flat, line.words.get("role", ()), taken)


def _unhear(line: Line) -> None:
    """Will from Oakfield: what is part of a name is no word of obligation."""
    named = [person.span for person in line.people if person.text.isascii()]
    if named and line.words.get("obligation"):
        line.words["obligation"] = [
            each for each in line.words["obligation"] if not any(a <= each.start < b for a, b in named)
        ]


def _whole_person(line: Line, each: Found) -> bool:
    """The CFO who left is nobody met; 王会计 of 王会计离职 is named."""
    return line.flat[each.start - 1 : each.start] not in surnames() and not is_met(line.flat, each)


def _heads(line: Line) -> list[Span]:
    """What stands before a customer at the head of a note: dates, and the colleague who is asked."""
    return [date.span for date in line.dates] + [colleague.span for colleague in line.colleagues]


def _with_guess(line: Line, guess: str | None, label: Span | None) -> tuple[list[Span], Span | None]:
    """A guessed name is taken out of the summary like a known one."""
    if guess is None:
        return line.customers or ([label] if label else []), label
    start = line.text.find(guess)
    span = (start, start + len(guess))
    line.people = [each for person in line.people if (each := _before(person, span))]
    return [span], span


def _before(person: Contact, span: Span) -> Contact | None:
    """Mr Sorensen, chief of Nordlys Lighting: he, without the words that are the firm; None where nothing is left."""
    start, end = person.span
    if end <= span[0] or span[1] <= start:
        return person
    text = person.text[: max(0, span[0] - start)].removesuffix(" of ").removesuffix(" at ").rstrip(" ,(")
    return Contact(text, (start, start + len(text))) if " " in text else None


def _whole(line: Line) -> list[Span]:
    spans = [date.span for date in line.dates] + line.customers + [person.span for person in line.people]
    spans += [colleague.span for colleague in line.colleagues]
    return spans + [amount.span for amount in line.amounts] + list(line.assigned)


def _meaning(line: Line, label: Span | None, beyond: str, text: str) -> Understood:
    feeling, feeling_span = find_satisfaction(
        line.flat, line.words.get("satisfaction", ()), [date.span for date in line.dates]
    )
    if feeling_span:
        line.dates = [date for date in line.dates if date.span[1] <= feeling_span[0] or feeling_span[1] <= date.span[0]]
    deeds = find_promises(line)
    told = _told(line, deeds)
    when = when_it_was(line, told)
    channel, channel_span = how_it_was(line, told, when)
    seen = _taken(line, feeling_span)
    hints = find_hints(line, line.customers)
    rivals = [hint.span for hint in hints if hint.kind == "competitor"]
    line.people = [each for each in line.people if each.span not in rivals]
    return Understood(
        text=text,
        when=when,
        channel=channel,
        channel_span=channel_span,
        attempt=any(line.said("attempt", clause) for clause in told),
        contacts=tuple(_contacts(line)),
        colleagues=tuple(each for each in line.colleagues if not each.is_desk),
        promises=tuple(deed.promise for deed in deeds),
        no_follow_up=bool(line.words.get("none")) and not deeds,
        satisfaction=feeling,
        satisfaction_span=feeling_span,
        hints=tuple(hints),
        amounts=tuple(each for each in line.amounts if not any(a < each.span[1] and each.span[0] < b for a, b in seen)),
        tags=tuple(tag for tag, _ in tags(line.text)),
        important=_IMPORTANT.search(line.text) is not None,
        rest=summary(line, told, when, label, beyond),
    )  # fmt: skip


def _told(line: Line, deeds: Sequence[Deed]) -> list[clauses.Clause]:
    """The clauses but for those shown as promises, and those that hold nothing but the date of one."""
    due = [deed.promise.due.span[0] for deed in deeds if deed.promise.due]
    owed = {id(clause) for deed in deeds for clause in (deed.clause, deed.first)}
    return [
        clause
        for clause in line.clauses
        if id(clause) not in owed and not (due and any(clause.start <= start < clause.end for start in due))
    ]


def _contacts(line: Line) -> list[Contact]:
    """Everybody of the customer's side who is named, each once."""
    seen: dict[str, Contact] = {}
    for person in line.people:
        text = person.text.lower()
        if not any(_same_person(known, text) for known in seen):
            seen.setdefault(text, person)
    return list(seen.values())


def _same_person(known: str, text: str) -> bool:
    """Paul behind CEO Paul Ortiz; 总 behind 王总."""
    if not text.isascii():
        return known.endswith(text)
    return text in known.split() or known.startswith(text + " ") or known.endswith(" " + text)


def _taken(line: Line, feeling: Span | None) -> list[Span]:
    spans = [date.span for date in line.dates] + line.customers
    return [*spans, *([feeling] if feeling else [])]


def is_talk(flat: str) -> bool:
    """Whether a folded line is ordinary talk: thanks, greetings, yes and no, emoji, a question about the bot."""
    bare = re.sub(r":[a-z0-9_+\-]+:|<@[^>]*>", " ", flat).strip()
    if not _LETTERS.search(bare):
        return True
    words = bare.strip(" \t\r\n.,!?~。、…'\"")
    return len(words) <= 60 and vocabulary.talk().fullmatch(re.sub(r"[^\w\s'+]+", " ", words).strip() + " ") is not None


def _says_nothing(answer: Understood) -> bool:
    """Nothing of a note was understood in a short question: how does that help me?"""
    facts = (
        answer.customer,
        answer.candidates,
        answer.new_name,
        answer.when,
        answer.channel,
        answer.promises,
        answer.contacts,
    )
    hints = (answer.amounts, answer.hints, answer.satisfaction, answer.tags, answer.no_follow_up)
    return not any(facts) and not any(hints)


__all__ = ["LONGEST_READ", "is_contact", "is_talk", "understand"]
