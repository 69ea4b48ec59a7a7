"""The port against the strict loopback Slack: what it says is what Slack documents."""

import pytest

from bot.core.slack import Kind, SlackFailure, SlackPort
from bot.playground.loopback import LoopbackSlack

SCOPES = ["chat:write", "im:write", "im:history", "channels:history", "channels:read", "reactions:write", "users:read",
          "users:read.email"]  # fmt: skip
MANIFEST = {
    "display_information": {"name": "Tiny"},
    "features": {
        "bot_user": {"display_name": "tiny"},
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
    },
    "oauth_config": {"scopes": {"bot": SCOPES}},
    "settings": {"event_subscriptions": {"bot_events": ["app_home_opened"]}},
}
BLOCKS = [{"type": "section", "text": {"type": "plain_text", "text": "拜访记录"}}]


@pytest.fixture
def slack():
    with LoopbackSlack(MANIFEST) as loopback:
        yield loopback


@pytest.fixture
def port(slack):
    made = SlackPort(slack.bot_token, slack.api_url, timeout=5)
    yield made
    made.close()


@pytest.fixture
def li(slack):
    return slack.workspace.add_user("li", real_name="李雷", email="li@example.com")


def test_a_message_is_found_again_by_its_nonce_alone(port, li):
    channel = port.open_dm(li.id)
    before = port.post(channel, "earlier", BLOCKS, "nonce0")
    copy = port.post(channel, "hello", BLOCKS, "nonce1")
    port.post(channel, "other", BLOCKS, "nonce2")

    assert port.copies(channel, "nonce1") == [copy]
    assert port.copies(channel, "nonce1", after=before.ts) == [copy]
    assert port.copies(channel, "nonce1", after=copy.ts) == []


def test_an_edited_message_is_still_found(port, li):
    channel = port.open_dm(li.id)
    copy = port.post(channel, "hello", BLOCKS, "nonce1")

    port.update(channel, copy.ts, "changed", BLOCKS, "nonce1")

    assert port.copies(channel, "nonce1") == [copy]


def test_a_reply_is_found_in_its_thread(port, li):
    channel = port.open_dm(li.id)
    parent = port.post(channel, "question", BLOCKS, "nonce1")
    reply = port.post(channel, "answer", BLOCKS, "nonce2", parent.ts)

    assert port.copies(channel, "nonce2", thread_ts=parent.ts) == [reply]


def test_a_second_reaction_of_the_same_name_is_fine(port, li):
    channel = port.open_dm(li.id)
    copy = port.post(channel, "hello", BLOCKS, "nonce1")

    port.react(channel, copy.ts, "white_check_mark")
    port.react(channel, copy.ts, "white_check_mark")
    port.remove_reaction(channel, copy.ts, "white_check_mark")
    port.remove_reaction(channel, copy.ts, "white_check_mark")


def test_a_deleted_message_is_gone(port, li):
    channel = port.open_dm(li.id)
    copy = port.post(channel, "hello", BLOCKS, "nonce1")
    port.delete(channel, copy.ts)

    with pytest.raises(SlackFailure) as raised:
        port.delete(channel, copy.ts)
    assert raised.value.kind is Kind.GONE


def test_a_person_is_known_with_his_language(port, li):
    profile = port.person(li.id)

    assert (profile.slack_id, profile.email, profile.stranger) == (li.id, "li@example.com", False)
    assert profile.locale


def test_a_scheduled_message_can_be_taken_back_once(port, slack, li):
    channel = port.open_dm(li.id)
    scheduled = port.schedule(channel, "deadline", int(slack.workspace.now().timestamp()) + 600)

    assert port.unschedule(channel, scheduled) is True
    assert port.unschedule(channel, scheduled) is False


def test_home_is_published_through_a_broken_line_and_the_token_is_known(port, slack, li):
    slack.faults.drop("views.publish", after_commit=False, times=1)
    port.publish_home(li.id, {"type": "home", "blocks": BLOCKS})

    assert slack.person(li.id).home is not None
    assert port.auth_test()["ok"] is True


def test_a_wrong_token_stops_the_workspace(slack):
    port = SlackPort("xoxb-wrong", slack.api_url, timeout=5)
    with pytest.raises(SlackFailure) as raised:
        port.auth_test()
    port.close()

    assert raised.value.kind is Kind.STOP


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/api/",
        "https://slack.com.evil.example/x",
        "http://hooks.slack.com/x",
        "https://user@hooks.slack.com/x",
        "https://evilslack.com/x",
        "file:///etc/passwd",
        "",
    ],
)
def test_an_answer_never_goes_to_a_foreign_host(port, url):
    with pytest.raises(SlackFailure) as raised:
        port.respond(url, {"text": "secret"})

    assert (raised.value.kind, raised.value.code) == (Kind.REFUSED, "foreign_host")


def test_nobody_listening_means_nothing_was_sent():
    port = SlackPort("xoxb-x", "http://127.0.0.1:1/api/", timeout=1)
    with pytest.raises(SlackFailure) as raised:
        port.auth_test()

    assert (raised.value.kind, raised.value.unsent) == (Kind.WAIT, True)


def test_a_failure_never_quotes_what_was_said(port):
    with pytest.raises(SlackFailure) as raised:
        port.post("C404", "客户机密", BLOCKS, "nonce1")

    assert "客户机密" not in str(raised.value)
    assert raised.value.kind is Kind.REROUTE
