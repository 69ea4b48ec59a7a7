"""Which customers does a typed line name? Pure: the same code over the database index and over a list in memory."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal, NamedTuple, Protocol

from bot.customers.folding import LATIN, Compact, compact, fold, is_chinese
from bot.customers.heads import LATIN_HEAD, head_keys, head_of
from bot.customers.names import EXPLICIT, Kind, Written, parts, written_forms
from bot.customers.pinyin import initials, sounds_of, spellings
from bot.customers.stretching import contradicted, is_latin, stretch
from bot.customers.typos import near

How = Literal["exact", "pinyin", "initials", "typo"]
LONGEST_LINE: Final = 600  # compact characters of a line that are searched for names
MOST_CUSTOMERS: Final = 200  # of one line that are looked at closely
LOOSE_LINE: Final = 40  # ... for misspelt names
LEAD: Final = 0.65  # the first word of a longer name: asked about, never taken
SURE: Final = 0.9  # from here on a single match is taken without asking


class Form(NamedTuple):
    """One stored form of a customer, found under a key."""

    key: str
    text: str
    kind: Kind
    customer_id: int


class Known(NamedTuple):
    """What a match says about its customer."""

    customer_id: int
    name: str
    code: str | None
    owner_id: int | None


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A customer that a stretch of a line may mean; `span` counts characters of the line as typed."""

    customer_id: int
    name: str
    code: str | None
    owner_id: int | None
    span: tuple[int, int]
    score: float
    kind: Kind
    how: How
    whole: bool  # everything but region and legal form was typed, or a form somebody wrote down


class Sighting(NamedTuple):
    """A form seen in the compact line."""

    form: Form
    start: int
    end: int
    score: float
    how: How


class FormStore(Protocol):
    """Where stored forms are looked up by key."""

    def by_heads(self, keys: Sequence[str]) -> Iterable[Form]:
        """The forms stored under any of these keys, all of them heads."""
        ...

    def by_keys(self, keys: Sequence[str]) -> Iterable[Form]:
        """The forms stored under any of these keys."""
        ...

    def known(self, ids: Collection[int]) -> Iterable[Known]:
        """Those of these customers that the person may see."""
        ...


def stored_keys(name: str, code: str | None, aliases: tuple[str, ...]) -> Iterator[tuple[str, Written]]:
    """The keys under which a customer's forms are stored.

    `=` head of a form, `^` and `$` its first and last characters (for misspelt ones), `~` pinyin, `i` initials.
    The full name needs no keys of its own where the core leads to it, nor the short one where both begin alike.
    """
    forms = written_forms(name, code, aliases)
    cores = [form.text for form in forms if form.kind == "core"]
    for form in forms:
        if form.kind != "code" and all(is_chinese(char) for char in form.text):
            yield from _sound_keys(form)
        if form.kind == "name" and any(core in form.text for core in cores):
            continue
        if form.kind == "short" and any(head_of(core) == head_of(form.text) for core in cores):
            continue
        yield "=" + head_of(form.text), form
        if form.kind in ("core", "alias", "name") and len(form.text) >= (6 if is_latin(form.text[0]) else 4):
            edge = 4 if is_latin(form.text[0]) else 2
            yield "^" + form.text[:edge], form
            yield "$" + form.text[-edge:], form


def _sound_keys(form: Written) -> Iterator[tuple[str, Written]]:
    for sound in spellings(form.text):
        yield "~" + sound, form
    for letters in initials(form.text):
        yield "i" + letters, form


def find_names(line: str, store: FormStore) -> list[NameMatch]:
    """Every customer the line may name, best first. Misspelt names are looked for only where no exact one is found."""
    seen = compact(line)
    seen = Compact(seen.text[:LONGEST_LINE], seen.places[:LONGEST_LINE], seen.breaks)
    found = _matches(line, seen, store, _exact(seen, store))
    if not any(match.score >= SURE for match in found):
        found += _matches(line, seen, store, _loose(seen, store))
    best: dict[tuple[int, int], NameMatch] = {}
    for match in _contested(_unpossessed(line, found)):
        slot = (match.customer_id, match.span[0])
        if slot not in best or _rank(match) < _rank(best[slot]):
            best[slot] = match
    return sorted(best.values(), key=_rank)


def _unpossessed(line: str, found: Sequence[NameMatch]) -> Iterator[NameMatch]:
    """Greenfield's is Greenfield's, where there is a Greenfields as well; Sainsbury's has its apostrophe itself."""
    spans = {match.span for match in found}
    for match in found:
        start, end = match.span
        possessive = fold(line[end - 2 : end]) == "'s" and (start, end - 2) in spans
        if not possessive or "'" in fold(match.name):
            yield match


def _contested(found: Iterable[NameMatch]) -> Iterator[NameMatch]:
    """Bramley may be a slip for Bramleys, but where it begins somebody else's name it is asked about."""
    matches = list(found)
    exact = {(match.span, match.customer_id) for match in matches if match.how == "exact"}
    for match in matches:
        others = any(span == match.span and customer != match.customer_id for span, customer in exact)
        yield replace(match, score=min(match.score, LEAD)) if match.how == "typo" and others else match


def find_alike(words: str, store: FormStore) -> list[NameMatch]:
    """Customers whose name sounds like, or is misspelt as, the whole of these words, best first."""
    seen = compact(words)
    found = _matches(words, seen, store, _loose(seen, store))
    return sorted((match for match in found if match.span == (0, len(words))), key=_rank)


def _rank(match: NameMatch) -> tuple[float, int, bool, int, int]:
    length = match.span[1] - match.span[0]
    return (-match.score, -length, match.kind not in EXPLICIT, match.span[0], match.customer_id)


def _matches(line: str, seen: Compact, store: FormStore, sightings: list[Sighting]) -> list[NameMatch]:
    sightings.sort(key=lambda sighting: (-sighting.score, sighting.start - sighting.end))
    ids = list(dict.fromkeys(sighting.form.customer_id for sighting in sightings))[:MOST_CUSTOMERS]
    known = {each.customer_id: each for each in store.known(ids)} if ids else {}
    return [
        _match(line, seen, sighting, known[sighting.form.customer_id])
        for sighting in sightings
        if sighting.form.customer_id in known
    ]


def _match(line: str, seen: Compact, sighting: Sighting, known: Known) -> NameMatch:
    form, start, end, score, how = sighting
    whole = True
    if form.kind != "code":
        start, end, whole = stretch(seen, start, end, known.name)
    if form.kind == "lead":
        score = LEAD
    elif how == "exact":
        whole = whole and (form.kind != "core" or form.text in (parts(known.name).core, parts(known.name).short))
        score = 1.0 if form.kind in EXPLICIT or whole else score
        if form.kind in ("core", "alias") and contradicted(line, seen, start, end, known.name):
            score = 0.6
    return NameMatch(*known, seen.span(start, end), score, form.kind, how, whole)


def _exact(seen: Compact, store: FormStore) -> list[Sighting]:
    return [
        Sighting(form, start, start + len(form.text), 0.95, "exact")
        for form in store.by_heads(head_keys(seen))
        for start in _starts(seen, form.text)
        if _ends_well(seen, start + len(form.text))
    ]


def _starts(seen: Compact, form: str) -> Iterator[int]:
    """Where a form stands in the line: a Latin one at the beginning of a word, one character only before Latin."""
    text = seen.text
    start = text.find(form)
    while start >= 0:
        if start in seen.breaks if form[0] in LATIN else len(form) > 1 or text[start + 1 : start + 2] in LATIN:
            yield start
        start = text.find(form, start + 1)


def _ends_well(seen: Compact, end: int) -> bool:
    return end >= len(seen.text) or not is_latin(seen.text[end - 1]) or end in seen.breaks


def _loose(seen: Compact, store: FormStore) -> list[Sighting]:
    short = replace(seen, text=seen.text[:LOOSE_LINE])
    sounds, letters, edges = _sound_places(short), _initial_places(short), _edge_places(short)
    found: list[Sighting] = []
    slips: dict[tuple[str, str], list[tuple[int, int, float]]] = {}
    for form in store.by_keys([*sounds, *letters, *edges]):
        if form.key in sounds:
            found += [Sighting(form, *heard, "pinyin") for heard in _heard(short, sounds[form.key])]
        elif form.key in letters:
            found.append(Sighting(form, *letters[form.key], 0.7, "initials"))
        else:
            slot = (form.key, form.text)
            if slot not in slips:
                slips[slot] = list(near(short, form.text, edges[form.key], form.key[0] == "^"))
            found += [Sighting(form, *slip, "typo") for slip in slips[slot]]
    return found


def _heard(seen: Compact, stretches: list[tuple[int, int]]) -> Iterator[tuple[int, int, float]]:
    """Pinyin typed as letters is meant; a stretch that only sounds the same is a slip of the input method."""
    for start, end in stretches:
        if is_latin(seen.text[start]):
            yield start, end, 0.95
        elif end - start >= 3 or start == 0:
            sure = end - start >= 4 or start == 0
            yield start, end, 0.9 if end - start >= 3 and sure else 0.75


def _sound_places(seen: Compact) -> dict[str, list[tuple[int, int]]]:
    """Pinyin typed as letters, and the sound of each stretch of two to six Chinese characters."""
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for start, end in _latin_runs(seen, words=4):
        places["~" + seen.text[start:end]].append((start, end))
    sounds = [sounds_of(char) for char in seen.text]
    for start, first in enumerate(sounds):
        spoken = ["~" + sound for sound in first[:2]]
        for end in range(start + 1, min(start + 6, len(sounds))):
            following = sounds[end]
            if not spoken or not following:
                break
            if len(spoken) == len(following) == 1:  # most characters have one sound
                spoken = [spoken[0] + following[0]]
            else:
                spoken = [before + sound for before in spoken for sound in following][:2]
            for each in spoken:
                places[each].append((start, end + 1))
    return places


def _initial_places(seen: Compact) -> dict[str, tuple[int, int]]:
    """Only the first word of a line is read as initials: anywhere else they would be an abbreviation."""
    runs = [(start, end) for start, end in _latin_runs(seen, words=1) if start == 0 and 2 <= end - start <= LATIN_HEAD]
    return {"i" + seen.text[start:end]: (start, end) for start, end in runs}


def _latin_runs(seen: Compact, words: int) -> Iterator[tuple[int, int]]:
    ends = sorted(place for place in seen.breaks if place <= len(seen.text))
    pieces = [(start, end) for start, end in pairwise(ends) if is_latin(seen.text[start])]
    for first, (start, end) in enumerate(pieces):
        yield start, end
        reach = end
        for next_start, next_end in pieces[first + 1 : first + words]:
            if next_start != reach:
                break
            reach = next_end
            yield start, reach


def _edge_places(seen: Compact) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for start, char in enumerate(seen.text):
        size = 4 if is_latin(char) else 2
        piece = seen.text[start : start + size]
        if len(piece) == size:
            places["^" + piece].append(start)
            places["$" + piece].append(start + size)
    return places
