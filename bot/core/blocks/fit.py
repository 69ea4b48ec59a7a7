"""Makes a list of blocks valid as a whole: number of blocks, characters in all, action ids that differ."""

from collections.abc import Callable, Iterator
from typing import Any

from bot.core.blocks import limits
from bot.core.blocks.limits import Surface, shorten

Block = dict[str, Any]

_CLOSING = ("actions", "context", "divider")
_MOST_CLOSING = 6
_SHORTEST = 40
_MANY_PARTS = 12
_MOST_PARTS = 900


def fit(blocks: list[Block], surface: Surface, more: Callable[[int], str]) -> list[Block]:
    """The blocks cut to what the surface takes.

    What goes is the middle: the beginning says what it is about, and the closing rows of buttons and footers are what
    people act on. `more(n)` gives the sentence shown where n blocks were left out. Blocks are changed in place.
    """
    weight, parts = _size(blocks)
    if weight > limits.CHARACTERS[surface] or parts > _MOST_PARTS or len(blocks) > limits.BLOCKS[surface]:
        while _cut_longest(blocks, _MOST_PARTS):
            continue
        blocks = _fewer(blocks, limits.BLOCKS[surface], more)
        blocks = _lighter(blocks, limits.CHARACTERS[surface], more)
    tell_apart(blocks)
    return blocks


def _fewer(blocks: list[Block], most: int, more: Callable[[int], str]) -> list[Block]:
    if len(blocks) <= most:
        return blocks
    closing = _closing(blocks)
    head = most - closing - 1
    # A row of buttons whose sentence was cut away would act on nothing a reader can see, and the reverse.
    while head > 1 and blocks[head]["type"] == "actions":
        head -= 1
    left_out = len(blocks) - head - closing
    return [*blocks[:head], _note(more(left_out)), *blocks[len(blocks) - closing :]]


def _closing(blocks: list[Block]) -> int:
    count = 0
    while count < min(_MOST_CLOSING, len(blocks) - 1) and blocks[-1 - count]["type"] in _CLOSING:
        count += 1
    return count


def _note(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "plain_text", "text": text, "emoji": True}]}


def _lighter(blocks: list[Block], most: int, more: Callable[[int], str]) -> list[Block]:
    """Shorten the longest texts, all to the same length, until the whole is light enough; then drop blocks."""
    if weight(blocks) <= most:
        return blocks
    long_texts = [holder for holder in _texts(blocks, []) if len(holder["text"]) > _SHORTEST]
    spare = most - (weight(blocks) - sum(len(holder["text"]) for holder in long_texts))
    cap = max(_SHORTEST, _level([len(holder["text"]) for holder in long_texts], spare))
    for holder in long_texts:
        holder["text"] = shorten(holder["text"], cap)
    while weight(blocks) > most and _cut_longest(blocks, _MANY_PARTS):
        continue
    while weight(blocks) > most and len(blocks) > 1:
        blocks = _fewer(blocks, max(1, len(blocks) * 3 // 4), more)
    return blocks


def _cut_longest(blocks: list[Block], spared: int) -> bool:
    """Drop the last quarter of the longest run of parts (words, items, rows); False if all have at most `spared`."""
    longest: list[Any] = max(_parts(blocks), key=len, default=[])
    if len(longest) <= spared:
        return False
    del longest[max(spared, len(longest) * 3 // 4) :]
    ending = longest[-1]
    while isinstance(ending, dict) and ending.get("elements"):
        ending = ending["elements"][-1]
    if isinstance(ending, dict) and ending.get("type") == "text":
        ending["text"] += "…"
    return True


def _parts(node: Any) -> Iterator[list[Any]]:
    """Every list of parts inside rich text and tables."""
    for each in node if isinstance(node, list) else ():
        for key in ("elements", "rows"):
            if isinstance(each, dict) and each.get("type") not in ("actions", "context") and key in each:
                yield each[key]
                yield from _parts(each[key])


def _level(lengths: list[int], spare: int) -> int:
    """The greatest length to which all texts can be cut so that together they take at most `spare` characters."""
    ordered = sorted(lengths)
    for index, length in enumerate(ordered):
        share = spare // (len(ordered) - index)
        if length > share:
            return share
        spare -= length
    return ordered[-1] if ordered else 0


def weight(blocks: list[Block]) -> int:
    """Characters of all texts plus a fixed amount for every container, as near as Slack's own count is known."""
    return _size(blocks)[0]


def _size(blocks: list[Block]) -> tuple[int, int]:
    """The weight of the blocks, and how many parts any list in them has at most."""
    characters = parts = 0
    waiting: list[Any] = [blocks]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting += node
        if not isinstance(node, dict):
            continue
        text = node.get("text")
        if isinstance(text, str):
            characters += len(text)
        if node.get("type") != "actions":
            inside = [each for each in (node.get("elements"), node.get("rows")) if each]
            parts = max(parts, *map(len, inside)) if inside else parts
            waiting += inside if not isinstance(text, dict) else [*inside, text]
    return characters + limits.CONTAINER * len(blocks), parts


def _texts(node: Any, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every object that carries characters, outside buttons and pickers (those have limits of their own)."""
    if isinstance(node, list):
        for item in node:
            _texts(item, found)
    elif isinstance(node, dict):
        if isinstance(node.get("text"), str):
            found.append(node)
        if node.get("type") != "actions":
            for key in ("elements", "text", "rows"):
                if key in node:
                    _texts(node[key], found)
    return found


def tell_apart(blocks: list[Block]) -> None:
    """Give every action of a message an id of its own: the second "promise.snooze" becomes "promise.snooze#2"."""
    seen: dict[str, int] = {}
    for element in interactive(blocks):
        name = element["action_id"]
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            element["action_id"] = f"{name}#{seen[name]}"


def interactive(blocks: list[Block]) -> Iterator[dict[str, Any]]:
    """Every element of these blocks that somebody can press or pick."""
    for block in blocks:
        if block["type"] == "actions":
            yield from block["elements"]
        elif "accessory" in block:
            yield block["accessory"]
