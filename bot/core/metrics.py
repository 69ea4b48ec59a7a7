"""Figures for Prometheus, in a registry of our own."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session

from bot.core.outbox.model import Posting

LATENCY = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
LATE = (1.0, 5.0, 15.0, 30.0, 60.0, 300.0, 900.0, 3600.0, 14400.0, 86400.0)


class Told(Protocol):
    """Who is told what a sender does."""

    def delivered(self, jobs: Iterable[tuple[str, str, int]], late: Iterable[float]) -> None:
        """What became of so many of the outbox's jobs (task, outcome, how many); how late messages were, in seconds."""

    def calling(self, process: int, number: int) -> None:
        """So many calls are under way in this process of ours."""


class Metrics:
    """Everything `/metrics` shows. Labels are kinds and codes, never names of people or customers."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.captured = Counter(
            "rapport_captured", "Requests from Slack carried out, by kind.", ["kind"], registry=self.registry
        )
        self.latency = Histogram(
            "rapport_request_seconds", "Time to answer a request from Slack, by kind.", ["kind"],
            registry=self.registry, buckets=LATENCY,
        )  # fmt: skip
        self.deliveries = Counter(
            "rapport_outbox_jobs", "What became of the outbox's jobs.", ["task", "outcome"], registry=self.registry
        )
        self.late_by = Histogram(
            "rapport_late_by_seconds", "From when a message was due until it was at Slack.", registry=self.registry,
            buckets=LATE,
        )  # fmt: skip
        self.ambiguous = Counter("rapport_ambiguous", "Calls to Slack whose answer was lost.", registry=self.registry)
        self.parked = Gauge(
            "rapport_parked", "Messages that cannot be sent and wait for an admin.", registry=self.registry
        )
        self.queued = Gauge("rapport_queued", "Messages due and not yet at Slack.", registry=self.registry)
        self.queue_age = Gauge(
            "rapport_queue_age_seconds", "Age of the oldest message due and not yet at Slack.", registry=self.registry
        )
        self.lanes = Gauge("rapport_lanes", "Calls to Slack under way.", registry=self.registry)
        self._calling: dict[int, int] = {}
        self.stopped = Gauge("rapport_stopped", "1 while nothing may be sent.", ["cause"], registry=self.registry)
        self.tick_age = Gauge(
            "rapport_tick_age_seconds", "Time since a tick last ended, by job.", ["job"], registry=self.registry
        )
        self.tick_seconds = Histogram(
            "rapport_tick_seconds", "How long a tick took, by job.", ["job"], registry=self.registry
        )
        self.tick_failures = Counter(
            "rapport_tick_failures", "Ticks that raised, by job.", ["job"], registry=self.registry
        )

    def served(self, kind: str, seconds: float, captured: bool) -> None:
        """A request from Slack was answered; `captured`: it was carried out, and for the first time."""
        self.latency.labels(kind).observe(seconds)
        if captured:
            self.captured.labels(kind).inc()

    def delivered(self, jobs: Iterable[tuple[str, str, int]], late: Iterable[float]) -> None:
        """What became of so many of the outbox's jobs, and how late messages were, in seconds."""
        for task, outcome, times in jobs:
            self.deliveries.labels(task, outcome).inc(times)
            if outcome == "ambiguous":
                self.ambiguous.inc(times)
        for seconds in late:
            self.late_by.observe(seconds)

    def calling(self, process: int, number: int) -> None:
        """So many calls are under way in this process of ours."""
        self._calling[process] = number
        self.lanes.set(sum(self._calling.values()))

    def observe_queue(self, session: Session, now: datetime) -> None:
        """Read the gauges that live in the database; `now` by the program's clock."""
        queued, oldest = session.execute(
            select(func.count(Posting.id), func.min(Posting.due_at)).where(
                Posting.state == literal_column("'queued'"), Posting.due_at <= now
            )
        ).one()
        self.queued.set(queued)
        self.queue_age.set(max(timedelta(), now - oldest).total_seconds() if oldest else 0)
        parked = session.scalar(select(func.count(Posting.id)).where(Posting.state == literal_column("'parked'")))
        self.parked.set(parked or 0)

    def text(self) -> bytes:
        """The page `/metrics`."""
        return generate_latest(self.registry)
