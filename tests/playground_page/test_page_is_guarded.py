"""No other web site can read or drive the page."""

import http.client
import json

import pytest


def ask(stage, method, path, body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", stage.slack.server.port, timeout=5)
    connection.putrequest(method, path, skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    data = json.dumps(body).encode() if body is not None else b""
    connection.putheader("Content-Length", str(len(data)))
    connection.endheaders(data)
    answer = connection.getresponse()
    found = answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
    connection.close()
    return found


def act(stage, **headers):
    body = {"act": "say", "person": stage.users["lily"].id, "room": stage.general.id, "text": "driven"}
    return ask(stage, "POST", "/playground/act", body, Content_Type="application/json", **headers)


def own(stage):
    return f"http://127.0.0.1:{stage.slack.server.port}"


def test_its_own_page_may_act(stage):
    status, _, answer = act(stage, Origin=own(stage))
    assert (status, json.loads(answer)) == (200, {})
    assert [m.text for m in stage.general.messages.values()] == ["driven"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "https://evil.example", "Host": "evil.example"},
        {"Host": "evil.example:8765"},
        {"Host": "127.0.0.1.evil.example"},
    ],
)
def test_nobody_else_may(stage, headers):
    assert act(stage, **headers)[0] == 403
    assert not stage.general.messages


@pytest.mark.parametrize("path", ["/playground", "/playground/state", "/playground/static/main.js", "/"])
def test_a_rebound_name_reads_nothing(stage, path):
    assert ask(stage, "GET", path, Host="evil.example")[0] == 403
    assert ask(stage, "GET", path, Origin="https://evil.example")[0] == 403
    assert ask(stage, "GET", path, Sec_Fetch_Site="cross-site")[0] == 403


def test_the_answers_forbid_foreign_scripts_and_frames(stage):
    status, headers, page = ask(stage, "GET", "/playground")
    assert status == 200
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert b"http://" not in page.replace(b"http://127.0.0.1", b"").replace(b"http://www.w3.org", b"")


@pytest.mark.parametrize("path", ["../app.py", "..%2Fapp.py", "nothing.js", "%2e%2e%2fapp.py", "static"])
def test_only_styles_and_scripts_are_handed_out(stage, path):
    assert ask(stage, "GET", f"/playground/static/{path}")[0] in (403, 404)


@pytest.mark.parametrize(
    "body",
    [[], "text", {"act": "nothing"}, {"act": "press", "view": "V9"}, {"act": "react"}, {"act": "clock", "to": "x"}],
)
def test_nonsense_gets_a_clear_refusal(stage, body):
    status, _, answer = ask(stage, "POST", "/playground/act", body, Content_Type="application/json", Origin=own(stage))
    assert status == 400 or json.loads(answer)["error"]


def test_it_listens_on_this_machine_only(stage):
    assert stage.slack.server._socket.getsockname()[0] == "127.0.0.1"
