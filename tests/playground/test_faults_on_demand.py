"""Every fault a Slack app meets in its life, on a switch."""

from __future__ import annotations

import http.client
import time

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.limits import Limits
from bot.playground.loopback import LoopbackSlack


@pytest.fixture
def li(slack):
    return slack.person(slack.workspace.add_user("li"))


def texts(li):
    return [message.text for message in li.sees()]


def test_a_reset_before_the_commit_leaves_nothing_behind(slack, client, li):
    slack.faults.drop("chat.postMessage", after_commit=False, times=1)
    with pytest.raises(OSError):
        client.chat_postMessage(channel=li.id, text="x")
    assert texts(li) == []
    client.chat_postMessage(channel=li.id, text="y")
    assert texts(li) == ["y"]


def test_a_reset_after_the_commit_leaves_the_message(slack, client, li):
    slack.faults.drop("chat.postMessage", after_commit=True, times=1)
    with pytest.raises(OSError):
        client.chat_postMessage(channel=li.id, text="x")
    assert texts(li) == ["x"]


def test_a_broken_off_answer_after_the_commit(slack, client, li):
    slack.faults.truncate("chat.postMessage", times=1)
    with pytest.raises((http.client.IncompleteRead, OSError)):
        client.chat_postMessage(channel=li.id, text="x")
    assert texts(li) == ["x"]


@pytest.mark.parametrize("status", [500, 502, 503])
@pytest.mark.parametrize("after", [False, True])
def test_server_errors_before_or_after_the_commit(slack, client, li, status, after):
    slack.faults.http_error("chat.*", status=status, after_commit=after, times=1)
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=li.id, text="x")
    assert caught.value.response.status_code == status
    assert texts(li) == (["x"] if after else [])


@pytest.mark.parametrize("error", ["fatal_error", "internal_error"])
def test_ambiguous_refusals(slack, client, li, error):
    slack.faults.error("chat.postMessage", error, after_commit=True, times=1)
    with pytest.raises(SlackApiError, match=error):
        client.chat_postMessage(channel=li.id, text="x")
    assert texts(li) == ["x"]


@pytest.mark.parametrize("wait", [7, None])
def test_429_with_and_without_retry_after(slack, client, li, wait):
    slack.faults.rate_limit("chat.postMessage", retry_after=wait, times=1)
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=li.id, text="x")
    assert caught.value.response.status_code == 429
    assert caught.value.response.headers.get("Retry-After") == (None if wait is None else str(wait))
    assert texts(li) == []


def test_a_delay_before_the_commit(slack, client, li):
    slack.faults.delay("chat.postMessage", seconds=0.2, times=1)
    began = time.monotonic()
    client.chat_postMessage(channel=li.id, text="x")
    assert time.monotonic() - began >= 0.2


def test_a_rule_for_one_channel_leaves_the_others_alone(slack, client, li):
    zhao = slack.person(slack.workspace.add_user("zhao"))
    slack.faults.error("chat.*", "is_archived", channel=slack.workspace.dm(li.id).id)
    with pytest.raises(SlackApiError, match="is_archived"):
        client.chat_postMessage(channel=li.id, text="x")
    client.chat_postMessage(channel=zhao.id, text="x")
    assert texts(zhao) == ["x"]


def test_the_same_seed_throws_the_same_dice(slack, client, li):
    def struck(seed):
        with LoopbackSlack(slack.workspace.manifest.source, seed=seed) as other:
            other.faults.error("auth.*", probability=0.5)
            return [other.faults.pick("before", "auth.test") is not None for _ in range(20)]

    assert struck(7) == struck(7) != struck(8)


def test_history_lags_behind(slack, client, hands, li):
    slack.faults.history_lag(10)
    channel = slack.workspace.dm(li.id).id
    client.chat_postMessage(channel=channel, text="x")
    assert client.conversations_history(channel=channel)["messages"] == []
    hands.forward(seconds=10)
    assert len(client.conversations_history(channel=channel)["messages"]) == 1


def events(slack):
    return [d.request for d in slack.recorder.deliveries("events_api")]


def test_events_are_lost_doubled_and_turned_round(slack, bolt, serve, li):
    @bolt.event("message")
    def message():
        return None

    serve(bolt)
    slack.faults.lose_events("message", times=1)
    li.types("lost")
    slack.faults.duplicate_events("message", times=1)
    li.types("twice")
    slack.settle()
    twice = events(slack)
    assert [one["event"]["text"] for one in twice] == ["twice", "twice"]
    assert twice[0]["event_id"] == twice[1]["event_id"]
    slack.recorder.clear()
    slack.faults.reorder_events("message", times=1)
    li.types("first")
    li.types("second")
    slack.settle()
    assert [one["event"]["text"] for one in events(slack)] == ["second", "first"]


def test_an_event_is_sent_four_times_at_most(slack, li):
    li.types("nobody listens")
    slack.settle()
    assert [d.attempt for d in slack.recorder.deliveries("events_api")] == [0, 1, 2, 3]


def test_real_limits_one_message_a_second_a_channel_and_a_tier_a_minute(slack, hands):
    limits = Limits(workspace_per_minute=0, methods={"users.info": 2})
    with LoopbackSlack(slack.workspace.manifest.source, clock=hands, limits=limits) as strict:
        client = WebClient(strict.bot_token, base_url=strict.api_url, retry_handlers=[])
        li = strict.workspace.add_user("li")
        client.chat_postMessage(channel=li.id, text="1")
        with pytest.raises(SlackApiError) as caught:
            client.chat_postMessage(channel=strict.workspace.dm(li.id).id, text="2")
        assert caught.value.response.headers["Retry-After"] == "1"
        hands.forward(seconds=1)
        client.chat_postMessage(channel=li.id, text="2")
        client.users_info(user=li.id)
        client.users_info(user=li.id)
        with pytest.raises(SlackApiError) as caught:
            client.users_info(user=li.id)
        assert caught.value.response.headers["Retry-After"] == "60"


def test_after_an_uninstall_the_last_words_are_events_and_then_nothing(slack, bolt, serve, li):
    serve(bolt)
    slack.office.uninstalls()
    li.types("anybody?")
    slack.settle()
    assert sorted({one["event"]["type"] for one in events(slack)}) == ["app_uninstalled", "tokens_revoked"]
    assert li.command("/visit").text == "/visit is not a valid command."


def test_the_recorder_keeps_no_token(slack, client, li):
    client.chat_postMessage(channel=li.id, text="x")
    seen = repr(slack.recorder.exchanges())
    assert slack.bot_token not in seen
    assert "chat.postMessage" in seen
