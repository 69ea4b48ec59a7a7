"""Templates: `templates/<language>/<capability>/<message>.md.j2` with data becomes blocks and fallback text."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import TemplateError, TemplateNotFound, meta

from bot.core.blocks import BadLink, Surface, fallback, to_blocks
from bot.core.templating.engine import Engine, Reader, Rendering, TemplateProblem, checked_key, run
from bot.core.templating.filters import Filters
from bot.core.words import Words

__all__ = ["Reader", "Rendered", "TemplateProblem", "Templates"]

_SUFFIX = ".md.j2"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready to send: Block Kit blocks, and the escaped plain text for notifications and old clients."""

    blocks: list[dict[str, Any]]
    text: str


class Templates:
    """Every message of the house, in every language. Safe to share between threads; parsed templates are kept."""

    def __init__(self, root: Path, words: Words | None = None) -> None:
        self.root = root
        self.words = words or Words(root)
        filters = Filters(self.words)
        self._engine = Engine(root, filters.table(), filters.show)

    def render(
        self, key: str, language: str, data: Mapping[str, Any], reader: Reader, surface: Surface = "message"
    ) -> Rendered:
        """A message in a language for a reader, valid for the surface whatever the data holds.

        `key` is "capability/message". Raises TemplateProblem if there is no such template, a name is missing from
        the data, or the template runs too long.
        """
        language = self.words.normalise(language)
        rendering = Rendering(language, reader)
        try:
            template = self._engine.get_template(f"{language}/{checked_key(key)}{_SUFFIX}")
            markdown = run(template, data, rendering)
            blocks = to_blocks(markdown, rendering.sealed, surface, self._more(language))
        except TemplateNotFound as problem:
            raise TemplateProblem(f"{problem.name or key}: there is no such template") from None
        except (TemplateError, BadLink, ArithmeticError, LookupError, TypeError, ValueError, RecursionError) as problem:
            raise TemplateProblem(f"{language}/{key}: {_cause(problem)}") from problem
        return Rendered(blocks, fallback(blocks))

    def _more(self, language: str) -> Any:
        return lambda count: self.words.get(language, "core.more", n=count)

    def prepare(self, key: str, language: str) -> None:
        """Parse a template now, so that the first message need not wait. Raises TemplateProblem if it is broken."""
        try:
            self._engine.get_template(f"{language}/{checked_key(key)}{_SUFFIX}")
        except TemplateError as problem:
            raise TemplateProblem(f"{language}/{key}: {_cause(problem)}") from problem

    def keys(self, language: str) -> frozenset[str]:
        """All messages of one language."""
        folder = self.root / language
        return frozenset(
            str(path.relative_to(folder))[: -len(_SUFFIX)].replace("\\", "/") for path in folder.glob(f"*/*{_SUFFIX}")
        )

    def names(self, key: str, language: str) -> frozenset[str]:
        """The names a message wants from its data."""
        source = (self.root / language / f"{checked_key(key)}{_SUFFIX}").read_text("utf-8")
        return frozenset(meta.find_undeclared_variables(self._engine.parse(source)) - self._engine.globals.keys())


def _cause(problem: Exception) -> str:
    """Kind and message of a template error; of other errors the kind only, since their message may quote a value."""
    if isinstance(problem, TemplateError | BadLink):
        return f"{type(problem).__name__}: {problem}"
    return type(problem).__name__
