"""Clocks that have not begun: what an extension would give, and when call-back and review would fall at the latest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.complaints.deadlines.clocks import Clock, State, snapshot
from bot.complaints.deadlines.reading import CALL_BACK, LEGAL, REFERRAL, REVIEW, REVIEW_WINDOW, Reading
from bot.complaints.deadlines.runs import Run
from bot.core.policy import Span


def prospects(reading: Reading, now: datetime) -> list[Clock]:
    """The clocks that may still begin, each marked `projected`.

    Extensions run from the start of the legal limit. Call-back, review and referral are shown for a decision
    notified at the last moment (or when it was notified), a review for a request on the last day of its window.
    """
    legal = reading.runs.get(LEGAL)
    if legal is None or reading.over:
        return []
    return [
        replace(snapshot(run, reading.pack, reading.regime_code, now, name), state=State.PROJECTED, breaches=())
        for name, run in [*_extensions(reading, legal), *_afterwards(reading, legal)]
    ]


def _extensions(reading: Reading, legal: Run) -> Iterator[tuple[str, Run]]:
    if not legal.is_open or legal.span is None:
        return
    for number, step in enumerate(reading.regime.extensions, start=1):
        if step.total.amount > legal.span.amount:
            name = f"{LEGAL}_extended" + (f"_{number}" if number > 1 else "")
            yield (
                name,
                Run(
                    LEGAL,
                    step.basis,
                    legal.counting,
                    legal.started,
                    step.total,
                    pauses=list(legal.pauses),
                    extended=number,
                ),
            )


def _afterwards(reading: Reading, legal: Run) -> Iterator[tuple[str, Run]]:
    notified = legal.met or legal.due().rolled
    call_back, review, regime = reading.pack.complaints.call_back, reading.regime.review, reading.regime

    def later(kind: str, basis: str, start: datetime, span: Span) -> Run:
        counting = reading.house_counting if kind == CALL_BACK else reading.legal_counting
        return reading.runs.get(kind) or Run(kind, basis, counting, start, span)

    if CALL_BACK not in reading.runs:
        yield CALL_BACK, later(CALL_BACK, call_back.basis, notified, call_back.after)
    if review:
        window = later(REVIEW_WINDOW, review.basis, notified, review.window)
        if REVIEW_WINDOW not in reading.runs:
            yield REVIEW_WINDOW, window
        if REVIEW not in reading.runs:
            yield REVIEW, later(REVIEW, review.basis, window.met or window.due().rolled, review.decision)
    if regime.referral and REFERRAL not in reading.runs:
        yield REFERRAL, later(REFERRAL, regime.basis, notified, regime.referral)
