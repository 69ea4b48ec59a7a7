"""Forms: one declared class per modal gives the view, the reading of what came back, and the errors at the field.

    class RecordVisit(Form):
        name = "visits.record"
        customer = Customer(required=True)
        channel = Choice(words="visits.channel")
        summary = LongText(required=True)

Its words stand in `templates/<language>/visits/words.toml` under `[form.record]`: `title`, optionally `submit` and
`close`, and for each field a table with `label` and optionally `hint` and `placeholder`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.core.blocks import Sealed, fold, limits, shorten, to_blocks, to_modal
from bot.core.forms.fields import Asking, Field, LongText, Note
from bot.core.forms.reading import Wrong, entry
from bot.core.words import Words

Block = dict[str, Any]
_EDITION = "#"
_WITHOUT_PLACEHOLDER = frozenset({"checkboxes", "radio_buttons", "datetimepicker", "file_input"})


@dataclass(frozen=True, slots=True)
class Parsed:
    """What came back: typed values by field name, and errors by block id with the sentence to show at the field.

    A field that was not shown has no value at all, which means "unchanged"; one left empty has None.
    """

    values: dict[str, Any]
    errors: dict[str, str]


@dataclass(frozen=True, slots=True)
class Typed:
    """One answer in words, for giving a refused form's content back. `person`: the text is a Slack user id."""

    label: str
    text: str
    person: bool = False


class Form:
    """A modal. Declare fields as class attributes; give it the words once, then use it for everybody."""

    name: ClassVar[str] = ""
    fields: ClassVar[dict[str, Field]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        own = {name: value for name, value in vars(cls).items() if isinstance(value, Field)}
        cls.fields = {**cls.fields, **own}

    def __init__(self, words: Words) -> None:
        self.words = words
        capability, _, rest = self.name.partition(".")
        self._prefix = f"{capability}.form.{rest}"

    def check(self, values: Mapping[str, Any]) -> Mapping[str, Wrong]:
        """Rules over several fields: the name of a field and what is wrong with it. Called when each field is fine."""
        return {}

    def view(
        self,
        language: str,
        values: Mapping[str, Any] | None = None,
        *,
        private: str = "",
        errors: Mapping[str, str] | None = None,
        options: Mapping[str, Sequence[tuple[str, str]]] | None = None,
        only: Collection[str] = (),
        edition: int = 0,
    ) -> Block:
        """The modal for `views.open`.

        `values` prefill by field name (a `Found` field takes (id, label)); `private` is an opaque id that comes back
        with the answer; `errors` are sentences shown below their fields; `only` shows some of the fields; a new
        `edition` makes Slack take the prefill instead of what the person typed before an update.
        """
        values, errors, options = values or {}, errors or {}, options or {}
        blocks: list[Block] = []
        for name, field in self.fields.items():
            if only and name not in only:
                continue
            asking = Asking(self.words, language, values.get(name), options.get(name, ()))
            blocks += self._blocks(name, field, asking, edition)
            if name in errors:
                blocks.append(_context(f"⚠️ {errors[name]}"))
        title = self._word(language, "title") or self.name
        close = self._word(language, "close") or self.words.get(language, "forms.close")
        submit = self._word(language, "submit") or self.words.get(language, "forms.submit")
        return to_modal(blocks, title=title, close=close, submit=submit, callback=self.name, private=private)

    def parse(self, state: Mapping[str, Any], language: str) -> Parsed:
        """Read `view["state"]["values"]`. Never raises: what cannot be used becomes an error at its field."""
        values: dict[str, Any] = {}
        wrong: dict[str, Wrong] = {}
        for name, block in self._answers(state).items():
            field = self.fields[name]
            try:
                values[name] = field.read(entry(block))
                if field.required and values[name] in (None, False):
                    raise Wrong("forms.required")
            except Wrong as problem:
                values.pop(name, None)
                wrong[name] = problem
        problems = wrong or self.check(values)
        return Parsed(values, self.errors(state, language, problems))

    def errors(self, state: Mapping[str, Any], language: str, problems: Mapping[str, Wrong]) -> dict[str, str]:
        """Errors as Slack wants them, by block id; a problem of a field not shown goes to the first one shown."""
        blocks = {_field_name(block): block for block in state if _field_name(block) in self.fields}
        first = next(iter(blocks.values()), "")
        return {
            blocks.get(name, first): self.words.get(language, problem.key, **problem.values)
            for name, problem in problems.items()
        }

    def block_of(self, state: Mapping[str, Any], name: str) -> str:
        """The block id an error about a field goes to; the first block shown where that field is not."""
        blocks = {_field_name(block): block for block in state if _field_name(block) in self.fields}
        return blocks.get(name, next(iter(blocks.values()), name))

    def typed(self, state: Mapping[str, Any], language: str) -> list[Typed]:
        """Everything somebody entered, field by field in words, so that a refused form loses nothing."""
        said: list[Typed] = []
        for name, block in self._answers(state).items():
            field = self.fields[name]
            text = _told(field, entry(block), Asking(self.words, language, None))
            if text:
                said.append(Typed(self._label(language, name), text, field.person))
        return said

    def _answers(self, state: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
        """The blocks of this form in the order of its fields; what belongs to no field is left out."""
        by_name = {_field_name(block): answer for block, answer in state.items() if isinstance(answer, Mapping)}
        return {name: by_name[name] for name, field in self.fields.items() if name in by_name and field.interactive}

    def _blocks(self, name: str, field: Field, asking: Asking, edition: int) -> list[Block]:
        if isinstance(field, Note):
            return self._note(name, asking)
        if isinstance(field, LongText) and len(str(asking.value or "")) > field.longest:
            excerpt = shorten(fold(str(asking.value)), 300)
            label = self._label(asking.language, name)
            return [_context(f"{label}\n{asking.say('forms.long_text', excerpt=excerpt)}")]
        element = field.element(asking)
        if "options" in element and not element["options"]:
            return []
        element.setdefault("action_id", name)
        placeholder = self._word(asking.language, f"{name}.placeholder")
        if placeholder and element["type"] not in _WITHOUT_PLACEHOLDER:
            element["placeholder"] = _plain(placeholder, limits.PLACEHOLDER)
        block: Block = {
            "type": "input",
            "block_id": f"{name}{_EDITION}{edition}" if edition else name,
            "label": _plain(self._label(asking.language, name), limits.LABEL),
            "element": element,
            "optional": not (field.required or (field.keeps and asking.value not in (None, ""))),
        }
        hint = self._word(asking.language, f"{name}.hint")
        return [block | ({"hint": _plain(hint, limits.HINT)} if hint else {}) | _dispatch(field)]

    def _note(self, name: str, asking: Asking) -> list[Block]:
        if isinstance(asking.value, list):
            return list(asking.value)
        if asking.value:
            return [{"type": "section", "text": _plain(str(asking.value), limits.TEXT_OBJECT)}]
        return to_blocks(self._label(asking.language, name), Sealed(), "modal")

    def _label(self, language: str, name: str) -> str:
        return self.words.get(language, f"{self._prefix}.{name}.label")

    def _word(self, language: str, key: str) -> str:
        key = f"{self._prefix}.{key}"
        return self.words.get(language, key) if self.words.has(language, key) else ""


def _told(field: Field, answer: Mapping[str, Any], asking: Asking) -> str:
    """The answer in words; one that cannot even be read is given back as it came."""
    try:
        return field.tell(answer, asking)
    except Wrong:
        return str(next((value for key, value in answer.items() if key != "type" and value), ""))


def _field_name(block_id: str) -> str:
    return block_id.partition(_EDITION)[0]


def _dispatch(field: Field) -> Block:
    return {"dispatch_action": True} if field.dispatch else {}


def _plain(text: str, limit: int) -> Block:
    return {"type": "plain_text", "text": shorten(text, limit), "emoji": True}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [_plain(text, limits.TEXT_OBJECT)]}
