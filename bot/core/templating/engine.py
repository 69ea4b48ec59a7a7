"""The Jinja2 side: a sandbox in which a template can format values and nothing else, and cannot run long.

A template is a file in the repository, yet colleagues outside the programming team edit them. So the engine holds three
lines: names that are missing raise; attributes and methods of values are out of reach beyond plain data; and every
loop turn, call and include draws on one budget, so a loop bomb is refused after a few milliseconds (T6, S10).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import FileSystemLoader, StrictUndefined, Template, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from bot.core.blocks import Sealed

_TURNS = 20_000
_LONGEST = 400_000
_METHODS = frozenset({"items", "keys", "values", "get"})
_FILTERS = """
    abs batch count d default first groupby int items last length list lower map max min reject rejectattr reverse
    round select selectattr slice sort sum trim unique upper
"""
_TESTS = """
    defined undefined none number string mapping sequence iterable even odd divisibleby eq ne lt le gt ge in
    equalto sameas true false boolean integer float greaterthan lessthan == != > >= < <=
"""
_TAG_LINE = re.compile(r"^[ \t]*((?:(?:\{%.*?%\}|\{#.*?#\})[ \t]*)*(?:\{%.*?|\{#.*?))(%\}|#\})[ \t]*\n", re.MULTILINE)
_NAME = re.compile(r"[a-z][a-z0-9-]*/[a-z0-9][a-z0-9-]*")


class TemplateProblem(Exception):
    """A template cannot be rendered: unknown, broken, asking for a name it was not given, or running too long.

    The message names template, line and cause; it never quotes a value.
    """


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a message is rendered: language, time zone, the present instant, and whether many people will read it.

    `shared` is true in channels with several readers: instants become date elements that Slack shows in each
    reader's own zone. `now` must be aware.
    """

    language: str
    zone: ZoneInfo
    now: datetime
    shared: bool = False


@dataclass(slots=True)
class Rendering:
    """One rendering under way: the values put aside, the reader, and what is left of the budget."""

    language: str
    reader: Reader
    sealed: Sealed = field(default_factory=Sealed)
    turns: int = _TURNS

    def tick(self) -> None:
        """Spend one turn. Raises SecurityError when the template has had enough of them."""
        self.turns -= 1
        if self.turns < 0:
            raise SecurityError(f"more than {_TURNS:,} loop turns and calls")


_current: ContextVar[Rendering] = ContextVar("rendering")


def current() -> Rendering:
    """The rendering this thread is busy with."""
    return _current.get()


class Engine(ImmutableSandboxedEnvironment):
    """The sandbox for our templates. `show` turns a printed value into a piece of the message."""

    # Repetition and powers are how one short expression fills the memory.
    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, root: Path, filters: Mapping[str, Callable[..., Any]], show: Callable[[Any], Any]) -> None:
        super().__init__(
            loader=FileSystemLoader(root),
            undefined=StrictUndefined,
            autoescape=True,
            auto_reload=False,
            cache_size=-1,
        )
        self.filters = {name: self.filters[name] for name in _FILTERS.split()} | dict(filters) | {"_counted": _counted}
        self.tests = {name: test for name, test in self.tests.items() if name in _TESTS.split()}
        self.globals = {"range": _range}

        @pass_context
        def seal(context: Context, value: Any) -> Any:
            # Markup is what our own macros and {% set %} blocks produced; `show` gives a token, never a value.
            return value if type(value) is Markup else Markup(show(value))  # noqa: S704

        self.finalize = seal

    def preprocess(self, source: str, name: str | None = None, filename: str | None = None) -> str:
        """A line of nothing but tags leaves no line behind; a tag at the end of a sentence keeps the line break.

        Jinja's own trim_blocks swallows both. The break moves inside the tag, so line numbers in errors stay true.
        """
        return _TAG_LINE.sub(lambda line: f"{line[1]}\n{line[2]}", super().preprocess(source, name, filename))

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Parse a template and put every loop on the budget."""
        tree = super()._parse(source, name, filename)
        for loop in list(tree.find_all(nodes.For)):
            if loop.recursive:
                raise SecurityError("recursive loops are not for messages")
            loop.iter = nodes.Filter(loop.iter, "_counted", [], [], None, None, lineno=loop.lineno)
        return tree

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Data only: fields of our own cards, and four methods of mappings."""
        if callable(value):
            return isinstance(obj, Mapping) and attr in _METHODS
        return not attr.startswith("_")

    def wrap_str_format(self, value: Any) -> None:
        """`"…".format()` is not for templates; without a wrapper it falls under the rule for attributes."""

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        """A call costs a turn."""
        current().tick()
        return super().call(__context, __obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic on numbers only, and no powers."""
        if operator == "**" or not all(isinstance(side, int | float) for side in (left, right)):
            raise SecurityError(f"{operator} works on numbers only")
        return super().call_binop(context, operator, left, right)

    def get_template(self, name: str | Template, parent: str | None = None, globals: Any = None) -> Template:
        """An include or import costs a turn too, or two templates could include each other in ever more branches."""
        if parent is not None:
            current().tick()
        return super().get_template(name, parent, globals)


def _counted(items: Iterable[Any]) -> Iterator[Any]:
    rendering = current()
    for item in items:
        rendering.tick()
        yield item


def _range(*bounds: int) -> range:
    made = range(*bounds)
    if len(made) > _TURNS:
        raise SecurityError("range is too long")
    return made


def run(template: Template, data: Mapping[str, Any], rendering: Rendering) -> str:
    """The Markdown of a template. Raises SecurityError beyond the budget of turns or characters."""
    token = _current.set(rendering)
    try:
        parts: list[str] = []
        size = 0
        for part in template.generate(data):
            size += len(part)
            if size > _LONGEST:
                raise SecurityError(f"more than {_LONGEST:,} characters")
            parts.append(part)
        return "".join(parts)
    finally:
        _current.reset(token)


def checked_key(key: str) -> str:
    """The key itself if it is "capability/message" in lower case. Raises TemplateProblem otherwise."""
    if not _NAME.fullmatch(key):
        raise TemplateProblem(f"{key!r} is not the name of a template, such as promises/reminder")
    return key
