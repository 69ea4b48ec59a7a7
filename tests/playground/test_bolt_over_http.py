"""A real Bolt app, unchanged, lives on the loopback over signed HTTP."""

from __future__ import annotations

import threading
from typing import Any

MODAL = {
    "type": "modal",
    "callback_id": "note",
    "title": {"type": "plain_text", "text": "Note"},
    "submit": {"type": "plain_text", "text": "Save"},
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "line",
            "label": {"type": "plain_text", "text": "Line"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        },
        {
            "type": "input",
            "block_id": "who",
            "optional": True,
            "label": {"type": "plain_text", "text": "Customer"},
            "element": {"type": "external_select", "action_id": "customer", "min_query_length": 0},
        },
    ],
}
BUTTONS = [
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "keep", "value": "P-1", "text": {"type": "plain_text", "text": "Done"}},
            {"type": "datepicker", "action_id": "move"},
        ],
    }
]


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def test_a_command_is_answered_to_its_author_alone(slack, bolt, serve):
    @bolt.command("/visit")
    def visit(ack, command):
        ack(f"saved: {command['text']}")

    serve(bolt)
    li, zhao = (slack.person(slack.workspace.add_user(name)) for name in ("li", "zhao"))
    room = slack.workspace.add_channel("sales", members=[li.id, zhao.id])

    outcome = li.command("/visit", "拜访宏达", room)

    assert outcome.text == "saved: 拜访宏达"
    assert [m.text for m in li.sees(room)] == ["saved: 拜访宏达"]
    assert zhao.sees(room) == []


def test_names_in_an_escaping_command_arrive_as_ids(slack, bolt, serve):
    heard = []

    @bolt.command("/visit")
    def visit(ack, command):
        heard.append(command["text"])
        ack()

    serve(bolt)
    li = slack.person(slack.workspace.add_user("li"))
    zhao = slack.workspace.add_user("zhao", real_name="赵敏")
    room = slack.workspace.add_channel("sales", members=[li.id])

    li.command("/visit", "with @赵敏 in #sales & <b>")

    assert heard == [f"with <@{zhao.id}|zhao> in <#{room.id}|sales> &amp; &lt;b&gt;"]


def test_a_message_and_a_mention_reach_the_app_as_events(slack, bolt, serve):
    heard = []

    @bolt.event("message")
    def message(event):
        heard.append((event["channel_type"], event["text"]))

    @bolt.event("app_mention")
    def mention(event):
        heard.append(("mention", event["text"]))

    serve(bolt)
    li = slack.person(slack.workspace.add_user("li"))
    room = slack.workspace.add_channel("sales", members=[li.id])

    li.types("hello")
    slack.settle()
    li.types("@tiny hi", room)
    slack.settle()

    bot = slack.workspace.app.bot_user
    assert heard[0] == ("im", "hello")
    assert sorted(heard[1:]) == [("channel", f"<@{bot}> hi"), ("mention", f"<@{bot}> hi")]


def test_a_button_brings_its_value_and_a_response_address(slack, bolt, serve, client):
    heard = []

    @bolt.action("keep")
    def keep(ack, body, respond):
        ack()
        heard.append(body["actions"][0]["value"])
        respond("done", replace_original=True)

    @bolt.action("move")
    def move(ack, action):
        heard.append(action["selected_date"])
        ack()

    serve(bolt)
    li = slack.person(slack.workspace.add_user("li"))
    ts = client.chat_postMessage(channel=li.id, text="reminder", blocks=BUTTONS)["ts"]
    card = slack.workspace.dm(li.id).messages[ts]

    assert li.presses(card, "move", "2026-12-01").ok
    assert li.presses(card, "keep").ok

    assert heard == ["2026-12-01", "P-1"]
    assert card.text == "done"
    assert card.blocks == []


def test_a_form_is_opened_filled_with_a_typeahead_refused_and_saved(slack, bolt, serve):
    saved = []

    @bolt.shortcut("new")
    def new(ack, body, client):
        client.views_open(trigger_id=body["trigger_id"], view=MODAL)
        ack()

    @bolt.options("customer")
    def customers(ack, payload):
        ack(options=[{"text": plain(f"{payload['value']}机械"), "value": "C-1"}])

    @bolt.view("note")
    def note(ack, view):
        values = view["state"]["values"]
        if values["line"]["text"]["value"] == "bad":
            ack(response_action="errors", errors={"line": "no"})
            return
        saved.append((values["line"]["text"]["value"], values["who"]["customer"]["selected_option"]["value"]))
        ack()

    serve(bolt)
    li = slack.person(slack.workspace.add_user("li"))
    assert li.shortcut("new").ok

    assert li.submits({}).errors == {"line": "Please complete this required field."}
    assert li.submits({"line": "bad", "customer": "宏达机械"}).errors == {"line": "no"}
    assert li.submits({"line": "good"}).ok

    assert saved == [("good", "C-1")]
    assert li.modal is None


def test_closing_a_form_is_told_when_asked_for(slack, bolt, serve):
    heard = []

    @bolt.shortcut("new")
    def new(ack, body, client):
        client.views_open(trigger_id=body["trigger_id"], view=MODAL)
        ack()

    @bolt.view_closed("note")
    def closed(ack, body):
        heard.append(body["is_cleared"])
        ack()

    serve(bolt)
    li = slack.person(slack.workspace.add_user("li"))
    li.shortcut("new")
    li.closes()

    assert heard == [False]


def test_reactions_of_people_and_of_the_bot_itself_are_events(slack, bolt, serve, client):
    serve(bolt)
    li = slack.person(slack.workspace.add_user("li"))
    ts = client.chat_postMessage(channel=li.id, text="reminder")["ts"]
    card = slack.workspace.dm(li.id).messages[ts]

    client.reactions_add(channel=card.channel, timestamp=ts, name="eyes")
    li.reacts(card, "white_check_mark")
    li.unreacts(card, "white_check_mark")
    slack.settle()

    events = [d.request["event"] for d in slack.recorder.deliveries("events_api")]
    seen = [(e["type"], e["user"], e["reaction"]) for e in events if e["type"].startswith("reaction")]
    bot = slack.workspace.app.bot_user
    unique = list(dict.fromkeys(seen))
    assert unique == [
        ("reaction_added", bot, "eyes"),
        ("reaction_added", li.id, "white_check_mark"),
        ("reaction_removed", li.id, "white_check_mark"),
    ]


def test_home_is_published_when_it_is_opened(slack, bolt, serve):
    @bolt.event("app_home_opened")
    def opened(event, client):
        blocks = [{"type": "header", "text": plain("今天")}]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    serve(bolt)
    li = slack.person(slack.workspace.add_user("li"))
    li.opens_home()
    slack.settle()

    assert li.home.blocks[0]["text"]["text"] == "今天"


def test_a_message_shortcut_carries_the_message(slack, bolt, serve):
    heard = []

    @bolt.shortcut("save")
    def save(ack, shortcut):
        heard.append((shortcut["message"]["text"], shortcut["channel"]["id"]))
        ack()

    serve(bolt)
    li = slack.person(slack.workspace.add_user("li"))
    room = slack.workspace.add_channel("sales", members=[li.id])
    said = li.types("visited 宏达", room)

    assert li.message_shortcut(said, "save").ok
    assert heard == [("visited 宏达", room.id)]


def test_edits_and_deletions_are_told_with_what_was_there_before(slack, bolt, serve):
    heard = []

    @bolt.event({"type": "message", "subtype": "message_changed"})
    def changed(event):
        heard.append((event["previous_message"]["text"], event["message"]["text"]))

    @bolt.event({"type": "message", "subtype": "message_deleted"})
    def deleted(event):
        heard.append(event["previous_message"]["text"])

    @bolt.event("message")
    def other():
        return None

    serve(bolt)
    li = slack.person(slack.workspace.add_user("li"))
    said = li.types("one")
    li.edits(said, "two")
    li.deletes(said)
    slack.settle()

    assert heard == [("one", "two"), "two"]


def test_a_slow_command_fails_for_its_author_as_in_slack(slack, bolt, serve):
    released = threading.Event()

    @bolt.command("/slow")
    def slow(ack):
        released.wait(5)
        ack("late")

    serve(bolt)
    slack.delivery.within = 0.5
    li = slack.person(slack.workspace.add_user("li"))

    assert li.command("/slow").text == '/slow failed with the error "operation_timeout"'
    released.set()


def test_a_command_that_does_not_exist_or_stands_in_a_thread_is_refused_by_slack(slack):
    li = slack.person(slack.workspace.add_user("li"))

    assert li.command("/nothing").text == "/nothing is not a valid command."
    assert li.command("/visit", thread_ts="1.000001").text == "/visit is not supported in threads. Sorry!"
    assert li.command("/visit").text == '/visit failed with the error "dispatch_failed"'


def test_a_forged_or_stale_signature_is_refused_by_bolt(slack, bolt, serve):
    serve(bolt)
    transport = slack.delivery.transport
    body = b"command=%2Fvisit&text=x"
    good = transport.headers("application/x-www-form-urlencoded", body)

    assert transport.post(good | {"X-Slack-Signature": "v0=0"}, body, 2).status == 401
    assert transport.post(good | {"X-Slack-Request-Timestamp": "1"}, body, 2).status == 401
    assert slack.verify_url(transport).body in ({"challenge": "loopback-challenge"}, "loopback-challenge")


def test_an_event_answered_with_an_error_comes_again_with_number_and_reason(slack, bolt, serve):
    headers = []

    @bolt.event("message")
    def message(request):
        headers.append((request.headers.get("x-slack-retry-num"), request.headers.get("x-slack-retry-reason")))
        if len(headers) == 1:
            raise RuntimeError("the first time fails")

    serve(bolt)
    slack.person(slack.workspace.add_user("li")).types("hello")
    slack.settle()

    assert headers == [(None, None), (["1"], ["http_error"])]


def test_events_of_one_conversation_keep_their_order(slack, bolt, serve):
    heard = []

    @bolt.event("message")
    def message(event):
        heard.append(event["text"])

    serve(bolt)
    li = slack.person(slack.workspace.add_user("li"))
    for number in range(20):
        li.types(str(number))
    slack.settle()

    assert heard == [str(number) for number in range(20)]
