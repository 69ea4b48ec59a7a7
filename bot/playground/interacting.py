"""Buttons, selects, forms and typeahead: what Slack's client does when a person uses them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.playground import choosing, views
from bot.playground.blocks_check import check_view
from bot.playground.blocks_elements import option as check_option
from bot.playground.blocks_elements import option_groups as check_groups
from bot.playground.blocks_report import Report
from bot.playground.delivery import Delivery, Reply
from bot.playground.payloads import Payloads
from bot.playground.state import JSON, Message, User, View
from bot.playground.workspace import Workspace

TROUBLE = "We had some trouble connecting. Try again?"


@dataclass(frozen=True)
class Outcome:
    """What came of it. `error`: the words Slack shows when the app failed; `line`: what the app said at once;
    `errors`: complaints at the fields of a form, by block id; `options`: what a typeahead offered."""

    reply: Reply
    error: str = ""
    line: Message | None = None
    errors: dict[str, str] = field(default_factory=dict)
    options: list[JSON] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Nothing failed and no field was refused."""
        return not self.error and not self.errors

    @property
    def text(self) -> str:
        """What the person reads at once: the app's line or Slack's error."""
        return self.error or (self.line.text if self.line else "")


@dataclass(frozen=True)
class Desk:
    """What a person's hands need: the workspace, payloads, and the way to the app."""

    workspace: Workspace
    payloads: Payloads
    delivery: Delivery


def press(
    desk: Desk, user: User, where: Message | View, action_id: str, given: Any, *, block_id: str | None
) -> Outcome:
    """Use an element: remember its state, send `block_actions`."""
    _must_see(desk, user, where)
    holder, element = choosing.find_element(where, action_id, block_id)
    state = choosing.report(
        element, given, lambda e, q: suggest(desk, user, where, e, block_id=holder, query=q).options
    )
    with desk.workspace.lock:
        if element["type"] not in ("button", "overflow"):
            store = where.values if isinstance(where, View) else where.state.setdefault(user.id, {})
            store.setdefault(holder, {})[action_id] = state
        action = state | {"action_id": action_id, "block_id": holder}
        payload = desk.payloads.action(user, where, action)
    reply = desk.delivery.ask("interactive", payload)
    return Outcome(reply, "" if reply.ok else TROUBLE)


def suggest(desk: Desk, user: User, where: Message | View, element: JSON, *, block_id: str, query: str) -> Outcome:
    """Ask the app for options; wrong shapes show no options at all, as in Slack."""
    payload = desk.payloads.suggestion(user, where, block_id, element["action_id"], query)
    reply = desk.delivery.ask("interactive", payload)
    body = reply.body if isinstance(reply.body, dict) else {}
    checker = Report()
    if "option_groups" in body:
        check_groups(checker, body["option_groups"], "/option_groups")
        options = [row for group in body["option_groups"] for row in group.get("options", [])]
    else:
        options = checker.items(body.get("options"), "/options", 100, 0)
        for index, row in enumerate(options):
            check_option(checker, row, f"/options/{index}")
    if not reply.ok or checker.problems:
        return Outcome(reply, "; ".join(checker.messages) or TROUBLE)
    return Outcome(reply, options=options)


def fill(desk: Desk, user: User, view: View, values: dict[str, Any]) -> None:
    """Type into a form: keys are block ids or action ids."""
    for key, given in values.items():
        _fill_one(desk, user, view, key, given)


def _fill_one(desk: Desk, user: User, view: View, key: str, given: Any) -> None:
    holder, element = _field(view, key)
    state = choosing.report(element, given, lambda e, q: suggest(desk, user, view, e, block_id=holder, query=q).options)
    with desk.workspace.lock:
        view.values.setdefault(holder, {})[element["action_id"]] = state


def _field(view: View, key: str) -> tuple[str, JSON]:
    rows = choosing.elements_in(view.blocks)
    for holder, element in rows:
        if key in (holder, element["action_id"]):
            return holder, element
    raise LookupError(f"no field {key!r} there; there are {[(holder, e['action_id']) for holder, e in rows]}")


def submit(desk: Desk, user: User, view: View) -> Outcome:
    """Send a form. Slack's own checks come first: then nothing is sent and `errors` says why."""
    view.errors = choosing.complaints(view.blocks, view.values)
    if view.errors:
        return Outcome(Reply(0, problem="refused by the client"), errors=dict(view.errors))
    reply = desk.delivery.ask("interactive", desk.payloads.submission(user, view))
    if not reply.ok:
        return Outcome(reply, TROUBLE)
    body = reply.body if isinstance(reply.body, dict) else {}
    return _after_submit(desk, user, view, reply, body)


def _after_submit(desk: Desk, user: User, view: View, reply: Reply, body: JSON) -> Outcome:
    action = body.get("response_action")
    if action is None:
        views.close_top(desk.workspace, user.id)
        return Outcome(reply)
    if action == "clear":
        views.close_all(desk.workspace, user.id)
        return Outcome(reply)
    if action == "errors":
        return _field_errors(view, reply, body.get("errors"))
    problems = check_view(body.get("view"))
    if problems or action not in ("update", "push"):
        return Outcome(reply, "; ".join(problems) or TROUBLE)
    if action == "update":
        views.replace(desk.workspace, view, body["view"])
    else:
        views.push_modal(desk.workspace, user.id, body["view"])
    return Outcome(reply)


def _field_errors(view: View, reply: Reply, errors: Any) -> Outcome:
    fields = {block["block_id"] for block in view.blocks if block.get("type") == "input"}
    if not isinstance(errors, dict) or not errors or set(errors) - fields:
        return Outcome(reply, TROUBLE)
    view.errors = {str(key): str(value) for key, value in errors.items()}
    return Outcome(reply, errors=dict(view.errors))


def close(desk: Desk, user: User, *, everything: bool) -> list[Reply]:
    """Close the modal on top, or all; the app hears of it where it asked for `notify_on_close`."""
    if everything:
        shut = views.close_all(desk.workspace, user.id)
    else:
        top = views.close_top(desk.workspace, user.id)
        shut = [top] if top else []
    told = [one for one in shut if one.payload.get("notify_on_close")]
    return [desk.delivery.ask("interactive", desk.payloads.closed(user, one, is_cleared=everything)) for one in told]


def _must_see(desk: Desk, user: User, where: Message | View) -> None:
    if isinstance(where, View):
        seen = where.user == user.id
    elif where.is_ephemeral:
        seen = where.ephemeral_for == user.id and where.ts in desk.workspace.hidden
    else:
        room = desk.workspace.channel(where.channel)
        seen = where.ts in room.messages and (room.kind == "public" or user.id in room.members)
    if not seen:
        raise choosing.Changed(f"{user.name} does not see that (any more)")
