"""The only file that speaks Bolt: turns Slack's requests into handlers' inputs, and answers into Slack's payloads.

Bolt asks its listeners one after another and builds every argument a listener might want for each of them, so there is
none: the last of its middlewares takes the request, and our own tables tell what to do. Each request is carried out
and committed before it is acknowledged: what Slack was told "saved" is saved.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import structlog
from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

from bot.core.blocks import option
from bot.core.slack import SlackFailure, SlackPort
from bot.core.work import Work
from handlers import payloads, reactions
from handlers.desk import Desk, Outcome
from handlers.inbound import Audience, Reacted, Typed
from handlers.places import Places
from handlers.presenting import Presenter
from handlers.replies import Answer, Home, Open, Option, Page, Reply, Suggest
from handlers.table import Table

log = structlog.get_logger()


class _Taken(Middleware):
    """The end of Bolt's chain: `find` gives what carries a payload out; what nobody knows stays Bolt's to refuse.
    What acknowledges nothing is acknowledged without a word."""

    def __init__(self, find: Callable[[dict[str, Any]], Callable[[Ack, dict[str, Any]], None] | None]) -> None:
        self._find = find

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]) -> BoltResponse | None:
        carry_out = self._find(req.body)
        if carry_out is None:
            return next()
        ack = req.context.ack
        carry_out(ack, req.body)
        return ack.response or ack()


class Router:
    """Connects a Bolt app with the table of handlers. `prefix` goes before our command names ("/rapport-visit")."""

    def __init__(
        self, app: App, table: Table, desk: Desk, presenter: Presenter, port: SlackPort, places: Places,
        team: str, prefix: str = "",
    ) -> None:  # fmt: skip
        self._table, self._desk, self._presenter, self._port = table, desk, presenter, port
        self._places, self._team, self._prefix = places, team, prefix
        self.heard: Callable[[], None] = lambda: None
        self._kinds = {
            "block_actions": self._on_action, "block_suggestion": self._on_options, "event_callback": self._on_event,
            "message_action": self._on_shortcut, "shortcut": self._on_shortcut,
            "view_closed": lambda *_: None, "view_submission": self._on_submission,
        }  # fmt: skip
        app.middleware(_Taken(self._what_for))

    def _what_for(self, body: dict[str, Any]) -> Callable[[Ack, dict[str, Any]], None] | None:
        return self._on_command if "command" in body else self._kinds.get(str(body.get("type")))

    # -- slash commands ------------------------------------------------------------------------------------------

    def _on_command(self, ack: Ack, body: dict[str, Any]) -> None:
        name = body["command"].replace(f"/{self._prefix}", "/", 1) if self._prefix else body["command"]
        handler = self._table.commands.get(name)
        if handler is None or self._turned_away(body):
            return
        typed = Typed(
            payloads.plain(body.get("text") or ""), "command", f"command:{body['trigger_id']}",
            channel=body.get("channel_id", ""), author=body["user_id"],
        )  # fmt: skip
        think = self._table.aheads.get(name)
        ahead = None if think is None else lambda work: think(work, typed)
        outcome = self._desk.serve(typed.key, body["user_id"], lambda work: handler(work, typed), typed.text, ahead)
        if isinstance(outcome.answer, Reply):
            ack({"response_type": "ephemeral", **self._presenter.message(outcome.actor, outcome.answer)})
        else:
            self._show(outcome, typed.key, body["trigger_id"])

    # -- buttons, pickers, forms ---------------------------------------------------------------------------------

    def _on_action(self, ack: Ack, body: dict[str, Any]) -> None:
        user = body["user"]["id"]
        press = payloads.press(body)
        handler = self._table.presses.get(press.verb)
        if self._turned_away(body):
            return
        if handler is None:
            if body["actions"][0].get("value") is not None:
                self._desk.tell(press.key, self._desk.actor_or_stranger(user), Reply("core/unknown-button"))
            return
        outcome = self._desk.serve(press.key, user, lambda work: handler(work, press))
        self._answer(outcome, body, press.key)
        if (body.get("view") or {}).get("type") == "home" and not isinstance(outcome.answer, Open | Page | Home):
            # Home is no message that is redrawn by itself: show what the button changed.
            self._on_home({"user": user, "tab": "home"})

    def _on_submission(self, ack: Ack, body: dict[str, Any]) -> None:
        view, user = body["view"], body["user"]["id"]
        declared, handler = self._table.forms.get(view["callback_id"], (None, None))
        if declared is None or handler is None or self._turned_away(body):
            return
        key = f"view:{view['id']}:{view.get('hash', '')}"
        actor = self._desk.actor_or_stranger(user)
        form, state = self._presenter.form(declared), view.get("state", {}).get("values", {})
        parsed = form.parse(state, actor.language)
        if parsed.errors:
            ack(response_action="errors", errors=parsed.errors)
            return
        submission = payloads.submission(parsed.values, view.get("private_metadata", ""), key)
        typed = self._presenter.typed(actor, declared, state)
        outcome = self._desk.serve(key, user, lambda work: handler(work, submission), typed)
        refusal = outcome.refusal
        if refusal is not None and refusal.field is not None:
            said = self._presenter.line(outcome.actor, Reply(refusal.key, {**refusal.data, "typed": ""}))
            ack(response_action="errors", errors={form.block_of(state, refusal.field): said})
        elif isinstance(outcome.answer, Open | Page):
            ack(response_action="update", view=self._presenter.view(outcome.actor, outcome.answer))
        elif isinstance(outcome.answer, Home):
            # Read again: the person may have changed the language he reads in.
            self._on_home({"user": user, "tab": "home"})
        elif isinstance(outcome.answer, Reply):
            # The dialog closes; why it was refused, and what it held, comes as a message.
            self._desk.tell(key, outcome.actor, outcome.answer)

    def _on_options(self, ack: Ack, body: dict[str, Any]) -> None:
        handler = self._table.lookups.get(payloads.lookup_of(body))
        options: Sequence[Option] = ()
        if handler is not None:
            answer = self._desk.look(body["user"]["id"], lambda work: handler(work, body.get("value", ""))).answer
            options = answer.options if isinstance(answer, Suggest) else ()
        ack(options=[option(item.value, item.text) for item in options][:100])

    # -- shortcuts -----------------------------------------------------------------------------------------------

    def _on_shortcut(self, ack: Ack, body: dict[str, Any]) -> None:
        on_message = body["type"] == "message_action"
        table = self._table.message_shortcuts if on_message else self._table.shortcuts
        handler = table.get(body["callback_id"])
        if handler is None or self._turned_away(body):
            return
        typed = payloads.shortcut(body)
        if on_message:
            typed = replace(typed, audience=self._places.audience(typed.channel))
        outcome = self._desk.serve(typed.key, body["user"]["id"], lambda work: handler(work, typed), typed.text)
        self._answer(outcome, body, typed.key)

    # -- events --------------------------------------------------------------------------------------------------

    def _on_event(self, ack: Ack, body: dict[str, Any]) -> None:
        event = body["event"]
        if self._turned_away(body) and event.get("type") not in {"message", "app_mention"}:
            return
        self.heard()
        self.carry_out(f"event:{body['event_id']}", event)

    def carry_out(self, key: str, event: dict[str, Any], recovered: bool = False) -> None:
        """One event, from Slack or read back from a history (`recovered`)."""
        kind = event["type"]
        if kind in {"reaction_added", "reaction_removed"}:
            self._on_reaction(key, event, recovered)
        elif kind in {"message", "app_mention"}:
            self._on_message(key, event)
        elif kind == "app_home_opened":
            self._on_home(event)
        elif kind in self._table.happenings:
            happening = payloads.happened(event)
            self._desk.run(key, lambda work: self._table.happenings[kind](work, happening))

    def _on_reaction(self, key: str, event: dict[str, Any], recovered: bool) -> None:
        item = event.get("item", {})
        if item.get("type") != "message" or event["user"] == self._presenter.bot_user:
            return
        emoji = event["reaction"].split("::")[0]
        added = event["type"] == "reaction_added"

        def handle(work: Work) -> Answer:
            about = self._desk.about(work, item["channel"], item["ts"])
            handler = self._table.reactions.get((emoji, about.kind)) if about else None
            news = reactions.note(work, event, recovered)
            if news and about is not None and handler is not None:
                handler(work, Reacted(emoji, about, added, item["channel"], item["ts"]))
            return None

        if self._desk.subject_at(item["channel"], item["ts"]) is not None:
            outcome = self._desk.serve(key, event["user"], handle)
            # In a channel people put marks on messages for each other too; here the mark was meant for us.
            if outcome.refusal is not None and isinstance(outcome.answer, Reply) and item["channel"].startswith("D"):
                self._desk.tell(key, outcome.actor, outcome.answer, (item["channel"], ""))

    def _on_message(self, key: str, event: dict[str, Any]) -> None:
        change = payloads.changed(event)
        if change is not None:
            changed = self._table.singles.get("changed")
            if changed is not None:
                self._desk.run(key, lambda work: changed(work, change))
            return
        if not payloads.is_a_persons_words(event, self._presenter.bot_user):
            return
        typed = payloads.typed(event, self._presenter.bot_user, self._audience(event))
        handler = self._line_handler(typed, event)
        if handler is None:
            return
        line = handler
        outcome = self._desk.serve(typed.key, event["user"], lambda work: line(work, typed), typed.text)
        if isinstance(outcome.answer, Reply) and not outcome.repeated:
            self._reply_to_message(outcome, typed)

    def _line_handler(self, typed: Typed, event: dict[str, Any]) -> Callable[[Work, Typed], Answer] | None:
        own_channel = event.get("channel_type") == "group"
        about = self._desk.record_of(typed, own_channel=own_channel)
        thread = self._table.threads.get(about.kind) if about else None
        if thread is not None:
            return lambda work, said: thread(work, payloads.about(said, about))
        if typed.source == "mention" or event["type"] == "app_mention":
            return self._table.singles.get("mention")
        return self._table.singles.get("direct") if typed.audience == "direct" else None

    def _reply_to_message(self, outcome: Outcome, typed: Typed) -> None:
        assert isinstance(outcome.answer, Reply)
        if typed.audience == "direct" and outcome.actor.id is not None:
            self._desk.tell(typed.key, outcome.actor, outcome.answer, (typed.channel, typed.thread_ts))
            return
        said = self._presenter.message(outcome.actor, outcome.answer)
        thread = typed.thread_ts or None
        try:
            self._port.ephemeral(typed.channel, typed.author, said["text"], said["blocks"], thread_ts=thread)
        except SlackFailure:
            self._desk.tell(typed.key, outcome.actor, outcome.answer)

    def _audience(self, event: dict[str, Any]) -> Audience:
        if event.get("channel_type") == "im":
            return "direct"
        return self._places.audience(event.get("channel", ""))

    def _on_home(self, event: dict[str, Any]) -> None:
        home = self._table.singles.get("home")
        if home is None or event.get("tab") != "home":
            return
        outcome = self._desk.look(event["user"], home)
        answer = outcome.answer
        if isinstance(answer, Reply):
            answer = Home(answer.template, answer.data)
        if isinstance(answer, Home):
            try:
                self._port.publish_home(event["user"], self._presenter.home(outcome.actor, answer))
            except SlackFailure as failure:
                # Home is drawn anew whenever it is opened.
                log.warning("home not shown", code=failure.code)

    # -- answering -----------------------------------------------------------------------------------------------

    def _answer(self, outcome: Outcome, body: dict[str, Any], key: str) -> None:
        if isinstance(outcome.answer, Reply):
            url = body.get("response_url") or ""
            said = self._presenter.message(outcome.actor, outcome.answer)
            private = {"response_type": "ephemeral", "replace_original": False, **said}
            if not (url and self._answered(url, private)):
                self._desk.tell(key, outcome.actor, outcome.answer)
        else:
            self._show(outcome, key, body.get("trigger_id", ""), body.get("view"))

    def _answered(self, url: str, message: dict[str, Any]) -> bool:
        try:
            self._port.respond(url, message)
        except SlackFailure:
            return False
        return True

    def _show(self, outcome: Outcome, key: str, trigger: str, inside: dict[str, Any] | None = None) -> None:
        try:
            self._put(outcome, trigger, inside)
        except SlackFailure as failure:
            # A trigger lives three seconds; what was to be shown can be asked for again.
            log.warning("view not shown", code=failure.code)
            self._desk.tell(key, outcome.actor, Reply("core/slack-away"))

    def _put(self, outcome: Outcome, trigger: str, inside: dict[str, Any] | None) -> None:
        if isinstance(outcome.answer, Open | Page):
            view = self._presenter.view(outcome.actor, outcome.answer)
            if inside is not None and inside.get("type") == "modal":
                self._port.update_view(inside["id"], view)
            else:
                self._port.open_view(trigger, view)
        elif isinstance(outcome.answer, Home):
            self._port.publish_home(outcome.actor.slack_id, self._presenter.home(outcome.actor, outcome.answer))

    def _turned_away(self, body: dict[str, Any]) -> bool:
        """Whether a person of another company, met in a shared channel, tried something; it is then on record."""
        team = body.get("team_id") or (body.get("team") or {}).get("id") or (body.get("user") or {}).get("team_id")
        foreign = bool(self._team) and bool(team) and team != self._team
        if foreign:
            user = body.get("user_id") or (body.get("user") or {}).get("id") or (body.get("event") or {}).get("user")
            self._desk.turned_away(str(user or ""), str(team))
        return foreign
