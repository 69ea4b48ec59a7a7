"""A small Bolt app that uses everything the page draws, so that the page's tests need no capability of Rapport."""

import threading
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.playground.loopback import LoopbackSlack

MANIFEST: dict[str, Any] = {
    "display_information": {"name": "Rapport"},
    "features": {
        "bot_user": {"display_name": "rapport"},
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "slash_commands": [
            {"command": "/visit", "description": "记一次拜访 · Record a visit", "usage_hint": "客户，做了什么 · customer, what happened"},
            {"command": "/card", "description": "Show a card", "usage_hint": ""},
            {"command": "/form", "description": "Open a form", "usage_hint": ""},
        ],
        "shortcuts": [{"name": "Save as visit", "type": "message", "callback_id": "save", "description": "d"}],
    },
    "oauth_config": {"scopes": {"bot": [
        "commands", "chat:write", "im:write", "im:history", "im:read", "reactions:read", "channels:history",
        "groups:history", "users:read", "reactions:write",
    ]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["message.im", "reaction_added", "app_home_opened"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}  # fmt: skip

ACTIONS = ("keep", "undo", "later", "customer", "day", "colleague", "more", "boxes", "details", "home-button")
CUSTOMERS = ["Acme Steel", "Northwind", "华东精工", "宏达机械", "Blue Harbour"]


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def option(text: str, value: str = "") -> dict[str, Any]:
    return {"text": plain(text), "value": value or text}


CHANNELS = [option("Meeting", "m"), option("Call", "c")]


def card() -> list[dict[str, Any]]:
    """A message with everything that acts."""
    rich = [
        {"type": "text", "text": "Bold", "style": {"bold": True}},
        {"type": "text", "text": " <script>alert(1)</script> "},
        {"type": "emoji", "name": "+1", "skin_tone": 4},
        {"type": "date", "timestamp": 1795420800, "format": "{date_num} {time}", "fallback": "then"},
    ]
    sure = {
        "title": plain("Sure?"), "text": plain("It is gone then."), "confirm": plain("Yes, undo"),
        "deny": plain("Keep it"), "style": "danger",
    }  # fmt: skip
    return [
        {"type": "header", "text": plain("Saved V-1")},
        {"type": "rich_text", "elements": [
            {"type": "rich_text_section", "elements": rich},
            {"type": "rich_text_list", "style": "bullet", "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "first"}]},
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "second"}]},
            ]},
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "quoted"}]},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "a   b"}]},
        ]},
        {"type": "section", "text": {"type": "mrkdwn", "text": "*strong* _soft_ ~gone~ `code` <https://example.com|site>"},
         "fields": [plain("Tier\nKey"), plain("Stage\nActive")],
         "accessory": {"type": "button", "action_id": "details", "text": plain("Details")}},
        {"type": "actions", "block_id": "row", "elements": [
            {"type": "button", "action_id": "keep", "text": plain("Keep"), "style": "primary", "value": "1"},
            {"type": "button", "action_id": "undo", "text": plain("Undo"), "style": "danger", "confirm": sure},
            {"type": "static_select", "action_id": "later", "placeholder": plain("Later"),
             "options": [option("Tomorrow", "tomorrow"), option("Friday", "friday")]},
            {"type": "external_select", "action_id": "customer", "placeholder": plain("Customer"),
             "min_query_length": 1},
            {"type": "datepicker", "action_id": "day", "placeholder": plain("New date")},
            {"type": "users_select", "action_id": "colleague", "placeholder": plain("Colleague")},
            {"type": "overflow", "action_id": "more", "options": [option("Show", "show"), option("Drop", "drop")]},
            {"type": "checkboxes", "action_id": "boxes", "options": [option("One", "1"), option("Two", "2")]},
        ]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": "Name"}], [{"type": "raw_text", "text": "Acme"}]]},
        {"type": "data_table", "caption": "Open", "page_size": 2, "rows": [
            [{"type": "raw_text", "text": "Customer"}, {"type": "raw_text", "text": "Balance"}],
            *([{"type": "raw_text", "text": name}, {"type": "raw_number", "value": value, "text": f"{value:,}"}]
              for name, value in (("Acme", 30), ("Blue", 1200), ("Cedar", 7))),
        ]},
        {"type": "data_visualization", "title": "Deposits", "chart": {
            "type": "bar", "axis_config": {"categories": ["Oct", "Nov"]},
            "series": [{"name": "Plan", "data": [{"label": "Oct", "value": 10}, {"label": "Nov", "value": 12}]}]}},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "V-1 · small"}]},
    ]  # fmt: skip


def form(title: str = "New visit") -> dict[str, Any]:
    """A dialog with every kind of field."""

    def field(key: str, label: str, element: dict[str, Any], *, optional: bool = True) -> dict[str, Any]:
        return {
            "type": "input", "block_id": key, "label": plain(label), "optional": optional,
            "element": element | {"action_id": key},
        }  # fmt: skip

    return {
        "type": "modal", "callback_id": "form", "title": plain(title), "submit": plain("Save"),
        "close": plain("Cancel"), "blocks": [
            field("company", "Customer", {"type": "external_select", "min_query_length": 1}, optional=False),
            field("summary", "Summary", {"type": "plain_text_input", "multiline": True}, optional=False),
            field("amount", "Amount", {"type": "number_input", "is_decimal_allowed": True}),
            field("mail", "E-mail", {"type": "email_text_input"}),
            field("day", "Day", {"type": "datepicker"}),
            field("at", "Time", {"type": "timepicker"}),
            field("moment", "Moment", {"type": "datetimepicker"}),
            field(
                "channel", "Channel", {"type": "static_select", "options": CHANNELS, "initial_option": CHANNELS[0]}
            ),
            field("tags", "Tags", {"type": "multi_static_select", "options": [option("A", "a"), option("B", "b")]}),
            field("with", "With", {"type": "multi_users_select"}),
            field("mood", "Mood", {"type": "radio_buttons", "options": [option("Good", "g"), option("Bad", "b")]}),
            field("boxes", "Boxes", {"type": "checkboxes", "options": [option("One", "1"), option("Two", "2")]}),
            field("paper", "Paper", {"type": "file_input", "max_files": 2}),
        ],
    }  # fmt: skip


class Puppet:
    """The app; `heard` remembers every action, `sent` every submitted form."""

    def __init__(self, slack: LoopbackSlack) -> None:
        self.slack = slack
        self.heard: list[tuple[str, Any]] = []
        self.sent: list[dict[str, Any]] = []
        self.refuse_amount = True
        workspace = slack.workspace
        result = AuthorizeResult(
            enterprise_id=None, team_id=workspace.team_id, bot_token=slack.bot_token,
            bot_user_id=workspace.app.bot_user, bot_id=workspace.app.bot_id,
        )  # fmt: skip
        self.client = WebClient(token=slack.bot_token, base_url=slack.api_url)
        app = App(client=self.client, authorize=lambda **_: result, process_before_response=True)
        self._register(app)
        web = WebClient(token=slack.app_token, base_url=slack.api_url)
        self._line = SocketModeHandler(app, slack.app_token, web_client=web)

    def start(self) -> None:
        self._line.connect()
        assert self.slack.sockets.wait_connected()

    def stop(self) -> None:
        # An idle line ends only when its next read times out, ten seconds later; nobody waits for that.
        threading.Thread(target=self._line.close, daemon=True).start()

    def _register(self, app: App) -> None:
        app.command("/visit")(self._visit)
        app.command("/card")(self._card)
        app.command("/form")(
            lambda ack, body: (self.client.views_open(trigger_id=body["trigger_id"], view=form()), ack())
        )
        for name in (
            "keep",
            "undo",
            "later",
            "customer",
            "day",
            "colleague",
            "more",
            "boxes",
            "details",
            "home-button",
        ):
            app.action(name)(self._action)
        for name in ("customer", "company"):
            app.options(name)(self._options)
        app.view("form")(self._submitted)
        app.view("second")(lambda ack: ack(response_action="clear"))
        app.shortcut("save")(self._shortcut)
        app.event("app_home_opened")(self._home)
        app.event("message")(lambda ack: ack())
        app.event("reaction_added")(lambda ack: ack())

    def _visit(self, ack: Any, body: dict[str, Any]) -> None:
        ack(text=f"saved: {body['text']}")

    def _form(self, ack: Any, body: dict[str, Any]) -> None:
        self.client.views_open(trigger_id=body["trigger_id"], view=form())
        ack()

    def _card(self, ack: Any, body: dict[str, Any]) -> None:
        self.client.chat_postMessage(channel=body["user_id"], text="card", blocks=card())
        ack()

    def _action(self, ack: Any, body: dict[str, Any]) -> None:
        action = body["actions"][0]
        keys = ("value", "selected_option", "selected_date", "selected_user", "selected_options")
        chosen = next((action[key] for key in keys if key in action), None)
        self.heard.append((action["action_id"], chosen))
        ack()

    def _options(self, ack: Any, body: dict[str, Any]) -> None:
        wanted = body["value"].casefold()
        ack(options=[option(name) for name in CUSTOMERS if wanted in name.casefold()])

    def _submitted(self, ack: Any, body: dict[str, Any]) -> None:
        values = body["view"]["state"]["values"]
        self.sent.append(values)
        if values["amount"]["amount"].get("value") == "13":
            ack(response_action="errors", errors={"amount": "Thirteen is not a good number."})
        elif values["amount"]["amount"].get("value") == "2":
            second = {"type": "modal", "callback_id": "second", "title": plain("Second"), "submit": plain("Done"),
                      "blocks": [{"type": "section", "text": plain("On top")}]}  # fmt: skip
            ack(response_action="push", view=second)
        else:
            ack()

    def _shortcut(self, ack: Any, body: dict[str, Any]) -> None:
        self.heard.append(("save", body["message"]["text"]))
        self.client.chat_postEphemeral(channel=body["channel"]["id"], user=body["user"]["id"], text="Noted, privately.")
        ack()

    def _home(self, ack: Any, body: dict[str, Any]) -> None:
        blocks = [
            {"type": "header", "text": plain("Your day")},
            {"type": "actions", "elements": [
                {"type": "button", "action_id": "home-button", "text": plain("Record a visit"), "value": "home"}]},
        ]  # fmt: skip
        self.client.views_publish(user_id=body["event"]["user"], view={"type": "home", "blocks": blocks})
        ack()
