"""The same app over Socket Mode, with the websocket_client adapter the product uses."""

from __future__ import annotations

import threading
from contextlib import ExitStack

import pytest
from slack_sdk.errors import SlackApiError
from websockets.sync.client import connect as dial


def test_commands_and_events_travel_in_envelopes(socket_slack, socket_bolt, connect):
    heard = []

    @socket_bolt.command("/visit")
    def visit(ack, command):
        ack(text=f"saved: {command['text']}", response_type="ephemeral")

    @socket_bolt.event("message")
    def message(event):
        heard.append(event["text"])

    connect(socket_bolt)
    li = socket_slack.person(socket_slack.workspace.add_user("li"))

    assert li.command("/visit", "宏达").text == "saved: 宏达"
    li.types("hello")
    socket_slack.settle()
    assert heard == ["hello"]


def test_one_envelope_goes_to_one_of_two_connections(socket_slack, socket_bolt, connect):
    heard = []

    @socket_bolt.command("/visit")
    def visit(ack, command):
        heard.append(command["text"])
        ack("ok")

    connect(socket_bolt)
    connect(socket_bolt)
    li = socket_slack.person(socket_slack.workspace.add_user("li"))
    for number in range(4):
        assert li.command("/visit", str(number)).ok

    assert socket_slack.sockets.connected == 2
    assert heard == ["0", "1", "2", "3"]


def test_an_event_nobody_acknowledged_comes_again_with_its_number(socket_slack, socket_bolt, connect):
    attempts = []
    once = threading.Event()

    @socket_bolt.event("message")
    def message(event, request):
        attempts.append(request.headers.get("x-slack-retry-num"))
        if not once.is_set():
            once.set()
            raise RuntimeError("first time fails")

    connect(socket_bolt)
    socket_slack.delivery.within = 1.0
    li = socket_slack.person(socket_slack.workspace.add_user("li"))
    li.types("hello")
    socket_slack.settle()

    assert attempts == [["0"], ["1"]]
    numbers = [d.attempt for d in socket_slack.recorder.deliveries("events_api")]
    assert numbers == [0, 1]


def test_a_cut_line_is_opened_again_by_the_client(socket_slack, socket_bolt, connect):
    connect(socket_bolt)
    calls = len(socket_slack.recorder.calls("apps.connections.open"))

    socket_slack.sockets.cut()

    assert _opened_again(socket_slack, calls)


def test_slack_asks_for_a_refresh_and_the_client_comes_back(socket_slack, socket_bolt, connect):
    connect(socket_bolt)
    calls = len(socket_slack.recorder.calls("apps.connections.open"))

    socket_slack.sockets.refresh()

    assert _opened_again(socket_slack, calls)


def _opened_again(slack, calls):
    waited = threading.Event()
    for _ in range(100):
        if len(slack.recorder.calls("apps.connections.open")) > calls and slack.sockets.wait_connected(1, 5):
            return True
        waited.wait(0.05)
    return False


def test_a_half_open_line_takes_envelopes_and_answers_nothing(socket_slack, socket_bolt, connect):
    @socket_bolt.command("/visit")
    def visit(ack):
        ack("ok")

    connect(socket_bolt)
    socket_slack.sockets.freeze()
    socket_slack.delivery.within = 0.5
    li = socket_slack.person(socket_slack.workspace.add_user("li"))

    assert li.command("/visit", "x").text == '/visit failed with the error "operation_timeout"'
    assert socket_slack.sockets.connected == 1


def test_the_eleventh_connection_is_turned_away(socket_slack):
    url = f"{socket_slack.api.socket_url}/link/?ticket=1"
    with ExitStack() as lines:
        greetings = [lines.enter_context(dial(url)).recv() for _ in range(10)]
        last_words = lines.enter_context(dial(url)).recv()
    assert all('"hello"' in text for text in greetings)
    assert "too_many_websockets" in last_words


def test_socket_mode_wants_the_app_token_and_the_switch_in_the_manifest(slack, client):
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        client.apps_connections_open(app_token=slack.bot_token)
    with pytest.raises(SlackApiError, match="socket_mode_not_enabled"):
        client.apps_connections_open(app_token=slack.app_token)


def test_a_line_that_is_hung_up_complains_of_nothing(socket_bolt, connect, caplog):
    line = connect(socket_bolt)
    line.hang_up()

    assert [record.message for record in caplog.records if record.name != "websocket"] == []
