"""S12: no request, and no token, goes to a host that is not Slack's."""

import contextlib
import socket
import threading

from bot.core.slack import SlackFailure, SlackPort
from campaigns.promise import Findings, Promise, Stage

HOSTS = (
    "http://127.0.0.1:{port}/x", "http://localhost:{port}/x", "https://127.0.0.1:{port}/x",
    "http://slack.com@127.0.0.1:{port}/x", "https://slack.com:{port}@127.0.0.1:{port}/", "http://127.0.0.1:{port}#.slack.com/",
    "http://127.0.0.1:{port}/slack.com", "http://127.0.0.1:{port}?.slack.com", "http://[::1]:{port}/", "ftp://slack.com/x",
    "file:///etc/passwd", "http://slack.com.evil.example/x", "https://evilslack.com/x", "https://slack.com.evil.example/",
    "http://slack.com/x", "//127.0.0.1:{port}/x", "javascript:1", "", "http://169.254.169.254/latest/meta-data",
    "https://SLACK.COM.evil.example", "https://slack.com\\@127.0.0.1:{port}/", "http://0x7f000001:{port}/",
)  # fmt: skip


class Listener:
    """Somebody who listens on a port and counts whoever comes."""

    def __enter__(self) -> "Listener":
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port, self.visits, self.heard = self._socket.getsockname()[1], 0, b""
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def _listen(self) -> None:
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            self.visits += 1
            line.settimeout(0.3)
            with contextlib.suppress(OSError):
                self.heard += line.recv(4096)
            line.close()

    def __exit__(self, *_: object) -> None:
        self._socket.close()


def as_shipped(_: Stage) -> Findings:
    """Answers to a response_url and downloads of files, at addresses that only look like Slack's."""
    return tried("https://slack.com/api/")


def home_moved(_: Stage) -> Findings:
    """Slack's own address set to the listener: then requests do arrive there, and the listener can count."""
    return tried("http://127.0.0.1:{port}/api/")


def tried(home: str) -> Findings:
    """Every address both ways."""
    with Listener() as listener:
        port = SlackPort("xoxb-1-secret", home.format(port=listener.port), timeout=1.0)
        refused = 0
        for form in HOSTS:
            url = form.format(port=listener.port)
            for act in (lambda: port.respond(url, {"text": "x"}), lambda: port._wire.fetch(url, 1000)):  # noqa: B023
                try:
                    act()
                except SlackFailure as failure:
                    refused += failure.code == "foreign_host"
        port.close()
        found = Findings()
        found.count("addresses", len(HOSTS))
        found.exactly("requests refused before they left", refused, 2 * len(HOSTS))
        found.none("requests that arrived", listener.visits)
        found.none("tokens that left", listener.heard.count(b"xoxb"))
        return found


PROMISE = Promise(
    "S12", "No request and no token goes to a host that is not Slack's",
    "response_url and file addresses of foreign hosts: 0 requests leave, 0 tokens",
    as_shipped, controls={"the listener is taken for Slack": home_moved}, quick=1.0,
)  # fmt: skip
