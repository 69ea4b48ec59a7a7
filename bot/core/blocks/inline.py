"""The inside of a paragraph: runs of styled words and values, and the links that are actions."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from markdown_it.tree import SyntaxTreeNode

from bot.core.blocks.actions import Link, is_action
from bot.core.blocks.limits import RICH_TEXT, TEXT_OBJECT, shorten
from bot.core.blocks.pieces import ALIVE, WORDS, Date, Mention, Options, Piece, Sealed, Text

Style = frozenset[str]
_PLAIN: Style = frozenset()
_STYLES = {"strong": "bold", "em": "italic", "s": "strike"}
_MARKS = {"bold": "*", "italic": "_", "strike": "~", "code": "`"}

# What Slack's own markup would read in a value; it has no escape for these (a value that holds one is never put there).
_MRKDWN = re.compile(r"[*_~`]|^\s*(?:>|•|\d+\.\s)", re.MULTILINE)
_WORDLIKE = re.compile(r"[^\s!-/:-@\[-`{-~]")
_SLACK_LINK = re.compile(r"https://[a-z0-9-]+(?:\.enterprise)?\.slack\.com/[A-Za-z0-9/_.?=&-]*", re.ASCII)
_WEB = re.compile(r"https?://[^\s<>|]+")


class Run(NamedTuple):
    """A stretch of one style. `own` is true for words of the template, false for a value."""

    piece: Piece
    style: Style = _PLAIN
    url: str = ""
    own: bool = True

    def plain(self) -> str:
        """The characters alone."""
        return self.piece.plain()


class Gap(NamedTuple):
    """Where the value with that number will stand."""

    number: int
    style: Style


class Line(NamedTuple):
    """A paragraph taken apart: what is read and what is pressed."""

    runs: tuple[Run, ...]
    links: tuple[Link, ...]

    def plain(self) -> str:
        """The words without any markup."""
        return "".join(run.plain() for run in self.runs)


def escape(text: str) -> str:
    """Slack's three escapes, without which `<!channel>` or `<https://…|…>` would come alive in mrkdwn and fallback."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def take_apart(node: SyntaxTreeNode, sealed: Sealed) -> Line:
    """The runs and action links below an inline node."""
    plan, links = _plan(node), list[Link]()
    runs = _join(_walk(node.children, sealed, _PLAIN, links)) if plan is None else _filled(plan, sealed)
    return Line(tuple(_trim(runs)), tuple(links))


@lru_cache(maxsize=4096)
def _plan(node: SyntaxTreeNode) -> tuple[Run | Gap, ...] | None:
    """The runs of a node that is kept and read again and again, with gaps for its values; None if it has links."""
    if any(inner.type == "link" for inner in node.walk()):
        return None
    runs = _join(_walk(node.children, Sealed(_Numbers()), _PLAIN, []))
    return tuple(run if run.own else Gap(int(run.plain()), run.style) for run in runs)


class _Numbers(list[Piece]):
    """Stands for values that are not known yet: each is its number."""

    def __getitem__(self, number: Any) -> Any:
        return Text(str(number))


def _filled(plan: tuple[Run | Gap, ...], sealed: Sealed) -> list[Run]:
    pieces = sealed.pieces
    runs = [Run(pieces[item.number], item.style, own=False) if isinstance(item, Gap) else item for item in plan]
    # Words on both sides of an empty value become one run.
    return _join(runs) if any(isinstance(run.piece, Text) and not run.piece.text for run in runs) else runs


def _walk(nodes: Iterable[SyntaxTreeNode], sealed: Sealed, style: Style, links: list[Link]) -> Iterator[Run]:
    for node in nodes:
        if node.type in ("text", "code_inline"):
            kind = style | {"code"} if node.type == "code_inline" else style
            yield from _words(node.content, sealed, kind)
        elif node.type in ("softbreak", "hardbreak"):
            yield Run(Text("\n"), style)
        elif node.type in _STYLES:
            yield from _walk(node.children, sealed, style | {_STYLES[node.type]}, links)
        elif node.type == "link":
            yield from _link(node, sealed, style, links)


def _words(text: str, sealed: Sealed, style: Style, url: str = "") -> Iterator[Run]:
    for part in sealed.split(text):
        if isinstance(part, str):
            yield Run(Text(part), style, url)
        else:
            yield Run(part, style, url, own=False)


def _link(node: SyntaxTreeNode, sealed: Sealed, style: Style, links: list[Link]) -> Iterator[Run]:
    href = str(node.attrs.get("href", ""))
    inside = list(_walk(node.children, sealed, style, links))
    if is_action(href):
        label = sealed.plain("".join(run.plain() for run in inside))
        links.append(Link(href, label, str(node.attrs.get("title", ""))))
        return
    target = web_address(href, sealed)
    for run in inside:
        yield Run(run.piece, run.style, target, run.own)


def web_address(href: str, sealed: Sealed) -> str:
    """The address of a link if it is our template's own http(s) text or a Slack permalink from data; else ""."""
    address = sealed.plain(href)
    allowed = _WEB if address == href else _SLACK_LINK
    return address if allowed.fullmatch(address) else ""


def _join(runs: Iterable[Run]) -> list[Run]:
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and run.own and last.own and (run.style, run.url) == (last.style, last.url):
            joined[-1] = Run(Text(last.plain() + run.plain()), run.style, run.url)
        elif not isinstance(run.piece, Text) or run.piece.text:
            joined.append(run)
    return joined


def _trim(runs: list[Run]) -> list[Run]:
    """White space at either end, left where an action stood, is gone; runs it leaves empty too."""
    while runs and isinstance(runs[-1].piece, Text) and not runs[-1].plain().strip():
        runs.pop()
    while runs and isinstance(runs[0].piece, Text) and not runs[0].plain().strip():
        runs.pop(0)
    if runs:
        runs[-1] = _cut(runs[-1], str.rstrip)
        runs[0] = _cut(runs[0], str.lstrip)
    return runs


def _cut(run: Run, strip: Callable[[str], str]) -> Run:
    text = run.piece.text if isinstance(run.piece, Text) else ""
    shorter = strip(text)
    return run if shorter == text else Run(Text(shorter), run.style, run.url, run.own)


def rich(runs: Iterable[Run], bold: bool = False) -> list[dict[str, Any]]:
    """The runs as elements of a rich_text section, where Slack parses nothing; neighbours of one style are one."""
    made: list[dict[str, Any]] = []
    going_on: Style | None = None
    for run in runs:
        style = run.style | {"bold"} if bold else run.style
        is_text = isinstance(run.piece, WORDS) and not run.url
        if is_text and style == going_on:
            made[-1]["text"] = shorten(made[-1]["text"] + run.plain(), RICH_TEXT)
        else:
            made.append(_element(run, style))
            going_on = style if is_text else None
    return made


def _element(run: Run, style: Style) -> dict[str, Any]:
    piece = run.piece
    element: dict[str, Any]
    match piece:
        case Mention():
            element = {"type": "user", "user_id": piece.user}
        case Date():
            element = {"type": "date", "timestamp": piece.timestamp, "format": piece.format, "fallback": piece.fallback}
        case Text() if run.url:
            element = {"type": "link", "url": run.url, "text": shorten(piece.text, TEXT_OBJECT)}
        case Text() | Options():
            element = {"type": "text", "text": shorten(piece.plain(), RICH_TEXT)}
    if style:
        element["style"] = dict.fromkeys(sorted(style), True)
    return element


def text_object(line: Line) -> dict[str, Any] | None:
    """The paragraph as a Slack text object, or None if only rich_text can show it unharmed.

    Plain words become `plain_text`, which Slack does not parse. Styled ones become mrkdwn with `verbatim` (nothing is
    linked by itself), but only when no value holds a character that mrkdwn would read as markup: it has no escape.
    """
    text = line.plain()
    if not text or len(text) > TEXT_OBJECT:
        return None
    if not any(run.style or run.url or isinstance(run.piece, ALIVE) for run in line.runs):
        return {"type": "plain_text", "text": text, "emoji": True}
    if any(_MRKDWN.search(run.plain()) for run in line.runs if isinstance(run.piece, WORDS)):
        return None
    if not _stands_apart(line.runs):
        return None
    marked = "".join(_mrkdwn(run) for run in line.runs)
    return {"type": "mrkdwn", "text": marked, "verbatim": True} if len(marked) <= TEXT_OBJECT else None


def _stands_apart(runs: tuple[Run, ...]) -> bool:
    """True if white space or ASCII punctuation surrounds each styled run; otherwise Slack shows the bare markers."""
    for before, after in pairwise(runs):
        if before.style != after.style:
            left, right = before.plain()[-1:], after.plain()[:1]
            if (before.style and _WORDLIKE.match(right)) or (after.style and _WORDLIKE.match(left)):
                return False
            if before.style and after.style:
                return False
    return True


def _mrkdwn(run: Run) -> str:
    match run.piece:
        case Mention(user):
            return f"<@{user}>"
        case Date(timestamp, form, fallback):
            return f"<!date^{timestamp}^{form}|{escape(fallback).replace('|', ' ')}>"
        case _:
            return _marked(escape(run.plain()), run.style, run.url)


def _marked(text: str, style: Style, url: str) -> str:
    """Markers must touch the words they mark, line by line, or Slack shows them as they are."""
    if url:
        text = f"<{escape(url)}|{text.replace('|', ' ')}>"
    for name in sorted(style):
        mark = _MARKS[name]
        text = "\n".join(_hug(line, mark) for line in text.split("\n"))
    return text


def _hug(line: str, mark: str) -> str:
    core = line.strip()
    if not core:
        return line
    start = line.index(core)
    return f"{line[:start]}{mark}{core}{mark}{line[start + len(core) :]}"
