"""One question and its answer over HTTP, however the answer comes."""

import socket
import threading
import time
from http.client import HTTPConnection, HTTPException

import pytest

from bot.core.slack.exchange import exchange
from bot.core.slack.failures import Kind, SlackFailure
from bot.core.slack.lane import Lanes

SAID = b'{"ok":true}'
HEADERS = {"Authorization": "Bearer xoxb-1", "Content-Type": "application/json; charset=utf-8"}


@pytest.fixture
def line():
    """A connection that stands, and its other end."""
    here, there = socket.socketpair()
    connection = HTTPConnection("slack.test")
    connection.sock = here
    here.settimeout(2)
    yield connection, there
    here.close()
    there.close()


def answer(line, *pieces, hang_up=False, body=b"{}", target="/api/chat.postMessage", headers=HEADERS):
    """What is made of an answer that comes in these pieces."""
    connection, there = line

    def other_side():
        asked.append(there.recv(65536))
        for piece in pieces:
            there.sendall(piece)
            time.sleep(0.01)
        if hang_up:
            there.shutdown(socket.SHUT_WR)

    asked: list[bytes] = []
    thread = threading.Thread(target=other_side)
    thread.start()
    try:
        return exchange(connection, "slack.test", target, body, headers), asked
    finally:
        thread.join()


def test_the_question_leaves_in_one_piece(line):
    found, asked = answer(line, b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n" + SAID, body="好".encode())

    assert (found.status, found.body, found.retry_after) == (200, SAID, None)
    head, body = asked[0].split(b"\r\n\r\n")
    assert head.split(b"\r\n") == [
        b"POST /api/chat.postMessage HTTP/1.1", b"Host: slack.test", b"Accept-Encoding: identity",
        b"Authorization: Bearer xoxb-1", b"Content-Type: application/json; charset=utf-8", b"Content-Length: 3",
    ]  # fmt: skip
    assert body == "好".encode()


@pytest.mark.parametrize(
    "pieces",
    [
        (b"HTTP/1.1 200 OK\r\ncontent-le", b"ngth: 11\r\n", b"\r\n" + SAID[:3], SAID[3:]),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n" + SAID[:5], b"\r\n6\r\n" + SAID[5:] + b"\r\n0\r\n\r\n"),
        (b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n" + SAID),
        (b"HTTP/1.1 200 OK\r\nSet-Cookie: a\r\nSet-Cookie: b\r\nContent-Length: 11\r\n\r\n", SAID),
    ],
    ids=["in pieces", "in chunks", "after a nod", "with cookies"],
)  # fmt: skip
def test_an_answer_is_read_to_its_end_and_the_line_is_kept(line, pieces):
    assert answer(line, *pieces)[0].body == SAID
    assert answer(line, b"HTTP/1.1 429 Too Many\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n")[0].retry_after == 7.0


@pytest.mark.parametrize(
    "head", [b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 11", b"HTTP/1.1 200 OK", b"HTTP/1.0 200 OK\r\nContent-Length: 11"]
)  # fmt: skip
def test_a_line_that_the_other_side_ends_is_not_used_again(line, head):
    assert answer(line, head + b"\r\n\r\n" + SAID, hang_up=True)[0].body == SAID
    assert line[0].sock is None


@pytest.mark.parametrize(
    "pieces",
    [(), (b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n" + SAID[:4],), (b"HTTP/1.1 200 OK\r\nContent-",), (b"mumble\r\n\r\n",)],
    ids=["nothing", "half the body", "half the head", "no HTTP"],
)  # fmt: skip
def test_half_an_answer_is_none(line, pieces):
    with pytest.raises((HTTPException, OSError)):
        answer(line, *pieces, hang_up=True)


def test_no_answer_in_time_is_said_as_such(line):
    line[0].sock.settimeout(0.05)
    with pytest.raises(TimeoutError):
        answer(line)


@pytest.mark.parametrize(
    "given", [{"target": "/a b"}, {"target": "/a\r\nX: y"}, {"headers": {"Authorization": "Bearer a\r\nX: y"}}]
)
def test_nothing_typed_ends_up_as_a_header(line, given):
    with pytest.raises((HTTPException, ValueError)):
        exchange(line[0], "slack.test", given.get("target", "/a"), b"", given.get("headers", HEADERS))
    line[1].setblocking(False)
    with pytest.raises(BlockingIOError):
        line[1].recv(1)


def test_a_call_that_nobody_waits_for_goes_on_whenever_something_can_be_done(line):
    connection, there = line
    connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    lanes, url, body = Lanes(2), "https://slack.test/api/chat.postMessage", b"x" * 1_000_000
    assert lanes.begin("chat.postMessage", url, body, HEADERS) is None
    lanes.keep(("https", "slack.test"), connection)

    call, asked = lanes.begin("chat.postMessage", url, body, HEADERS), b""
    assert call.unsent
    while call.unsent:
        asked += there.recv(65536)
        assert call.go_on() is None
    there.setblocking(False)
    while not asked.endswith(b"\r\n\r\n" + body):
        asked += there.recv(65536)
    for piece in (b"HTTP/1.1 200 OK\r\nContent-", b"Length: 11\r\n\r\n", SAID[:4]):
        there.sendall(piece)
        assert call.go_on() is None
    there.sendall(SAID[4:])

    assert call.go_on().body == SAID
    again = lanes.begin("chat.postMessage", url, b"", HEADERS)
    assert again is not None, "the connection was put back"
    there.close()
    with pytest.raises(SlackFailure) as failed:
        again.go_on()
    assert (failed.value.kind, failed.value.code) == (Kind.AMBIGUOUS, "reset")
