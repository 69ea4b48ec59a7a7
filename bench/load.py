"""Acknowledging under load, and memory over many requests.

    python bench/load.py [--database sqlite|postgresql] [--requests 30000]

Figures to hold: with 30 slow events in flight (App Home opened while Slack takes 3 s for each of its answers), p99 of
200 `/visit` commands under 500 ms; memory grows by less than 5 % over 30,000 requests, after a warm-up of 3,000.
"""

import argparse
import hashlib
import hmac
import http.client
import json
import tempfile
import threading
import time
from pathlib import Path

from serving import RUN, Office, free_port, office, served, type_away
from staging import table

SLOW, SECONDS = 30, 3.0
COMMANDS, CLIENTS = 200, 10
WARM_UP = 3_000


class Opener:
    """Somebody who opens App Home again and again."""

    def __init__(self, house: Office, port: int, number: int) -> None:
        self._house, self.number = house, number
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.under_way = False

    def open(self) -> None:
        """One `app_home_opened`; returns once it is acknowledged."""
        event = {"type": "app_home_opened", "user": self._house.user, "channel": "D1", "tab": "home"}
        said = {
            "type": "event_callback", "team_id": "T00000001", "event_id": f"Ev{self.number}x{time.time_ns()}",
            "event": event,
        }  # fmt: skip
        body, stamp = json.dumps(said).encode(), str(int(time.time()))
        secret = self._house.slack.signing_secret.encode()
        sign = hmac.new(secret, b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": "application/json", "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": "v0=" + sign,
        }  # fmt: skip
        self.under_way = True
        self._connection.request("POST", "/slack/events", body, headers)
        self._connection.getresponse().read()
        self.under_way = False


def slow_events(house: Office, port: int, rounds: int) -> list[tuple[float, float, int]]:
    """For each round the p99 and the worst time of the commands in ms, and how many slow events were in flight."""
    fault = house.slack.faults.delay("views.publish", seconds=SECONDS)
    openers, over = [Opener(house, port, number) for number in range(SLOW)], threading.Event()

    def keep_opening(opener: Opener) -> None:
        # People do not press in step: one event ends, and another begins, every tenth of a second.
        time.sleep(SECONDS * opener.number / SLOW)
        while not over.is_set():
            opener.open()

    threads = [threading.Thread(target=keep_opening, args=(opener,)) for opener in openers]
    for one in threads:
        one.start()
    found = []
    try:
        for round_ in range(rounds):
            time.sleep(SECONDS)
            everybody = [house.client(port, f"busy{round_}-{number}-") for number in range(CLIENTS)]
            in_flight = sum(opener.under_way for opener in openers)
            _, times = type_away(everybody, lambda: sum(len(each.times) for each in everybody) < COMMANDS)  # noqa: B023
            found.append((times[int(len(times) * 0.99)] * 1000, times[-1] * 1000, in_flight))
    finally:
        over.set()
        house.slack.faults.remove(fault)
        for one in threads:
            one.join()
    return found


def main() -> None:
    """Measure and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", default="sqlite")
    options.add_argument("--requests", type=int, default=30_000)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name, office(given.database, Path(name)) as house:
        port = free_port()
        with served(RUN, port, house.environment | {"PORT": str(port)}) as server:
            everybody = [house.client(port, f"w{number}-") for number in range(32)]

            def send(many: int) -> None:
                for client in everybody:
                    client.times.clear()
                type_away(everybody, lambda: sum(len(client.times) for client in everybody) < many)

            send(COMMANDS)
            acks = slow_events(house, port, given.rounds)
            send(WARM_UP)
            before = server.memory()
            send(given.requests)
            after = server.memory()
    p99, worst, in_flight = sorted(acks)[len(acks) // 2]
    table(
        f"Under load on {given.database}",
        ("", "measured", "to hold"),
        [
            (f"p99 of {COMMANDS} /visit, {in_flight} slow events in flight", f"{p99:.0f} ms (worst {worst:.0f})", "< 500"),
            (f"memory over {given.requests:,} requests", f"{before:.0f} -> {after:.0f} MB", f"{after / before - 1:+.1%} of 5 %"),
        ],
    )  # fmt: skip


if __name__ == "__main__":
    main()
