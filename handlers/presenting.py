"""Answers as Slack's payloads, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from bot.core.access import Actor
from bot.core.blocks import to_home, to_modal
from bot.core.clock import Clock
from bot.core.forms import Form
from bot.core.templating import Reader, Rendered, Templates
from handlers.replies import Home, Open, Page, Reply


class Presenter:
    """Renders replies, dialogs and Home for the person who acted."""

    def __init__(self, templates: Templates, clock: Clock, bot_user: str) -> None:
        self._templates, self._clock, self.bot_user = templates, clock, bot_user
        self._forms: dict[type[Form], Form] = {}

    def message(self, actor: Actor, reply: Reply) -> dict[str, Any]:
        """A message payload: blocks and the plain fallback."""
        said = self._render(reply.reader or actor, reply.template, reply.data)
        return {"blocks": said.blocks, "text": said.text}

    def line(self, actor: Actor, reply: Reply) -> str:
        """The plain text alone, for errors at a field."""
        return self._render(actor, reply.template, reply.data).text

    def home(self, actor: Actor, home: Home) -> dict[str, Any]:
        """The view of App Home."""
        return to_home(self._render(actor, home.template, home.data, "home").blocks)

    def view(self, actor: Actor, answer: Open | Page) -> dict[str, Any]:
        """A dialog: a form, or a private page."""
        if isinstance(answer, Open):
            return self.form(answer.form).view(
                actor.language, answer.values, private=answer.private, options=answer.options, only=answer.only
            )
        words = self._templates.words
        said = self._render(actor, answer.template, answer.data, "modal")
        title, close = words.get(actor.language, answer.title), words.get(actor.language, "core.close")
        return to_modal(said.blocks, title=title, close=close, callback="core.page", private=answer.private)

    def form(self, form: type[Form]) -> Form:
        """The one instance of a form class, with its words."""
        if form not in self._forms:
            self._forms[form] = form(self._templates.words)
        return self._forms[form]

    def typed(self, actor: Actor, form: type[Form], state: Mapping[str, Any]) -> str:
        """Everything somebody entered into a form, line by line, so that a refusal can give it back."""
        said = self.form(form).typed(state, actor.language)
        return "\n".join(f"{item.label}: {item.text}" for item in said)

    def _render(self, actor: Actor, key: str, data: Mapping[str, Any], surface: Any = "message") -> Rendered:
        reader = Reader(actor.language, actor.zone, self._clock())
        return self._templates.render(key, actor.language, data, reader, surface)
