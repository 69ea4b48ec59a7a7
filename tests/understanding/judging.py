"""Judges a line understood against a label that leaves room: other right values, optional parts, fields left open."""

import re
from itertools import permutations
from typing import Any

Json = dict[str, Any]
FIELDS = ("customer", "when", "channel", "contacts", "promises", "satisfaction", "hints", "amounts")
_LITTLE_WORDS = frozenset(
    [
        "the",
        "a",
        "an",
        "to",
        "of",
        "for",
        "with",
        "by",
        "on",
        "at",
        "in",
        "and",
        "them",
        "him",
        "her",
        "it",
        "us",
        "we",
        "i",
        "will",
        "be",
        "our",
        "their",
        "my",
        "his",
        "send",
        "give",
        "get",
    ]
)
_MOST_PROMISES = 6


def wrong_fields(case: Json, answer: Json) -> list[str]:
    """The fields of the command's object that do not mean what the label says."""
    judges = {
        "customer": _customer, "when": _when, "channel": _channel, "contacts": _contacts, "promises": _promises,
        "satisfaction": _satisfaction, "hints": _hints, "amounts": _amounts,
    }  # fmt: skip
    return [field for field in FIELDS if not judges[field](case, answer)]


def _right(case: Json, field: str) -> list[Any]:
    """The label's value and every other one it accepts."""
    expect = case["expect"]
    more = list((case.get("accept") or {}).get(field, ()))
    also = expect.get(f"{field}_accept", [])
    return [expect.get(field), *more, *(also if isinstance(also, list) else [also])]


def _open(case: Json, name: str) -> bool:
    return bool((case.get("accept") or {}).get(name) or case["expect"].get(name))


def _plain(text: str) -> str:
    return re.sub(r"[\s.,\uff0c\u3002\u3001'\u2019\"\u201c\u201d\-()\uff08\uff09:\uff1a]", "", text.lower())


def _alike(one: str, other: str) -> bool:
    one, other = _plain(one), _plain(other)
    return one in other or other in one


def _customer(case: Json, answer: Json) -> bool:
    expect = case["expect"]
    got = answer["customer"] and answer["customer"]["name"]
    asked = {each["name"] for each in answer["candidates"]}
    if got is not None:
        return got in _right(case, "customer")
    if expect.get("candidates"):
        return set(expect["candidates"]) <= asked
    new = answer.get("new_customer")
    names = [name for name in _right(case, "customer_new") if name]
    fits = any(_alike(name, new) for name in names) if new else not expect.get("customer_new")
    return expect.get("customer") is None and not asked and fits


def _same_date(label: Json | None, got: Json | None) -> bool:
    if label is None or got is None:
        return label is got
    if label["direction"] != got["direction"]:
        return False
    day = label["start"][:10] == got["start"][:10]
    if label["granularity"] == "minute":
        return got["granularity"] == "minute" and label["start"][:16] == got["start"][:16]
    if label["granularity"] == "day":
        closing = got["granularity"] == "minute" and got["direction"] == "by"
        whole = got["granularity"] == "day" or (got["granularity"] == "week" and got["direction"] == "by")
        return day and (whole or closing)
    if label["granularity"] == "part":
        return day and got["granularity"] in ("part", "minute")
    return day and got["granularity"] == label["granularity"]


def _when(case: Json, answer: Json) -> bool:
    return any(_same_date(each, answer["when"]) for each in _right(case, "when"))


def _channel(case: Json, answer: Json) -> bool:
    return answer["channel"] in _right(case, "channel")


def _contacts(case: Json, answer: Json) -> bool:
    return any(_pairs(list(each or ()), answer["contacts"]) for each in _right(case, "contacts"))


def _pairs(wanted: list[str], got: list[str]) -> bool:
    left = list(got)
    for name in wanted:
        found = next((each for each in left if _alike(name, each)), None)
        if found is None:
            return False
        left.remove(found)
    return not left


def _promises(case: Json, answer: Json) -> bool:
    got = answer["promises"]
    must = [each for each in case["expect"]["promises"] if not each.get("optional")]
    spare = [each for each in case["expect"]["promises"] if each.get("optional")]
    if not len(must) <= len(got) <= _MOST_PROMISES:
        return False
    for order in permutations(got, len(must)):
        rest = [each for each in got if not any(each is used for used in order)]
        extra = _open(case, "extra_promises_ok") or all(
            any(_kept(case, label, each) for label in spare) for each in rest
        )
        if extra and all(_kept(case, label, each) for label, each in zip(must, order, strict=True)):
            return True
    return False


def _kept(case: Json, label: Json, got: Json) -> bool:
    dues = [label["due"], *label.get("due_accept", ()), *([None] if _open(case, "due_null_ok") else [])]
    if not _same_words(label["text"], got["text"]) or not any(_same_date(due, got["due"]) for due in dues):
        return False
    if _open(case, "owner_free"):
        return True
    whose = [label["by_customer"], *([label["by_customer_accept"]] if "by_customer_accept" in label else [])]
    if got["by_customer"] not in whose:
        return False
    if got["by_customer"] or label["by_customer"]:
        return True
    return got["owner"] is None if label["owner"] in ("me", None) else _alike(label["owner"], got["owner"] or "-")


def _same_words(label: str, got: str) -> bool:
    if not label.isascii():
        plain = _plain(got)
        wanted = _plain(label)
        return sum(char in plain for char in wanted) >= 0.6 * len(wanted) and len(plain) <= 2.5 * len(wanted) + 8
    words = re.findall(r"[a-z0-9&]+", label.lower())
    core = [word for word in words if word not in _LITTLE_WORDS] or words
    heard = sum(word[:5] in got.lower() for word in core)
    return 2 * heard >= len(core) and len(got.split()) <= 3 * len(words) + 6


def _satisfaction(case: Json, answer: Json) -> bool:
    return any(_same_score(each, answer["satisfaction"]) for each in _right(case, "satisfaction"))


def _same_score(label: Any, got: int | None) -> bool:
    if label is None or got is None:
        return label is got
    words = {"good": got >= 4, "bad": got <= 2, "neutral": got == 3}
    if str(label) in words:
        return words[str(label)]
    value = float(label)
    return abs(got - (value if value <= 5 else value / 2)) < 1


def _hints(case: Json, answer: Json) -> bool:
    """A need more, or a hearsay marked as such, is only one suggestion more; anything else must have been labelled."""
    free = set(case["expect"].get("hints_optional_kinds") or ())
    labels = case["expect"]["hints"]
    for label in labels:
        if label.get("optional") or label["kind"] in free:
            continue
        if not any(label["kind"] == each["kind"] and _overlap(label["text"], each["text"]) for each in answer["hints"]):
            return False
    kinds = {label["kind"] for label in labels} | free | {"need"}
    return all(each.get("hearsay") or each["kind"] in kinds for each in answer["hints"])


def _overlap(one: str, other: str) -> bool:
    shared, fewer = set(_plain(one)) & set(_plain(other)), min(len(set(_plain(one))), len(set(_plain(other))))
    return _alike(one, other) or len(shared) >= max(2, fewer / 2)


def _amounts(case: Json, answer: Json) -> bool:
    got = [_digits(each["text"]) for each in answer["amounts"]]
    for right in _right(case, "amounts"):
        wanted = [_digits(each["text"] if isinstance(each, dict) else each) for each in right or ()]
        if len(wanted) == len(got) and all(any(one in other or other in one for other in got) for one in wanted):
            return True
    return False


def _digits(text: str) -> str:
    """An amount's digits and unit, without its currency."""
    kept = re.sub(r"(?:usd|gbp|eur|rmb|cny|hkd|sgd|about|[\uffe5\u00a5$\u00a3\u20ac\u5143\u5757])", "", text.lower())
    return re.sub(r"[^\d.a-z\u4e00-\u9fff]", "", kept).rstrip(".")
