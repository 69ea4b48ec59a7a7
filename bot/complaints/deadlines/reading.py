"""Reads the events of one complaint in order and keeps its clocks: what each kind of event does to which of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bot.complaints.deadlines.counting import Counting
from bot.complaints.deadlines.events import ENDINGS, Event, EventKind, Refused
from bot.complaints.deadlines.runs import Run
from bot.core.calendar import WorkingTime
from bot.core.policy import Pack, Severity, Span

ACKNOWLEDGE, FIRST_CONTACT, PLAN = "acknowledge", "first_contact", "plan"
PROMISE, INTERNAL_TARGET, LEGAL, QUICK_ROUTE = "promise", "internal_target", "legal", "quick_route"
FIRST_RESPONSE, CALL_BACK, REFERRAL = "first_response", "call_back", "referral"
REVIEW_WINDOW, REVIEW = "review_window", "review"

MEETS: dict[EventKind, tuple[str, ...]] = {
    EventKind.ACKNOWLEDGED: (ACKNOWLEDGE, FIRST_RESPONSE),
    EventKind.CONTACTED: (FIRST_CONTACT,),
    EventKind.PLANNED: (PLAN,),
    EventKind.PROMISE_KEPT: (PROMISE,),
    EventKind.DECIDED: (PLAN, INTERNAL_TARGET),
    EventKind.NOTIFIED: (FIRST_CONTACT, PROMISE, INTERNAL_TARGET, LEGAL, QUICK_ROUTE),
    EventKind.CALLED_BACK: (CALL_BACK,),
    EventKind.REVIEW_REQUESTED: (REVIEW_WINDOW,),
    EventKind.REVIEWED: (REVIEW,),
    EventKind.CLOSED: (PLAN, PROMISE, INTERNAL_TARGET, LEGAL, QUICK_ROUTE, CALL_BACK),
}
OUTLIVE = frozenset({CALL_BACK, REFERRAL, REVIEW_WINDOW, REVIEW})
"""Clocks that start late and go on when the case itself is closed."""


@dataclass
class Reading:
    """The clocks of one complaint after reading its events; `refused` holds the events that changed nothing."""

    pack: Pack
    place: WorkingTime
    severity: Severity
    regime_code: str
    runs: dict[str, Run] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    paused_for: Event | None = None
    over: bool = False

    def __post_init__(self) -> None:
        counting, regime = self.pack.counting, self.pack.complaints.regime(self.regime_code)
        self.regime = regime
        self.legal_counting = Counting(
            self.place,
            receipt_day_counts=regime.receipt_day_counts or counting.receipt_day_counts,
            rolls=counting.rolls if regime.rolls is None else regime.rolls,
            day_ends=regime.day_ends or counting.day_ends,
        )
        self.house_counting = Counting(self.place)

    def read(self, events: Iterable[Event]) -> Reading:
        """Apply events in the order of their instants and give itself back; never raises for odd ones."""
        for event in sorted(events, key=lambda each: each.at):
            why = self._apply(event)
            if why:
                self.refused.append(Refused(event, why))
        return self

    def _apply(self, event: Event) -> str | None:
        if event.kind in (EventKind.RECEIVED, EventKind.STARTED):
            return self._start(event)
        if LEGAL not in self.runs and PLAN not in self.runs and ACKNOWLEDGE not in self.runs:
            return "not_started"
        special = _SPECIAL.get(event.kind)
        if special:
            return special(self, event)
        for kind in MEETS.get(event.kind, ()):
            if kind in self.runs:
                self.runs[kind].meet(event.at)
        self._begin_after(event)
        if event.kind in ENDINGS:
            self._end(event)
        return None

    def _start(self, event: Event) -> str | None:
        if self.runs:
            return "already_started"
        for kind, span, basis in self._severity_spans():
            self.runs[kind] = Run(kind, basis, self.house_counting, event.at, span)
        target = self.pack.complaints.severities[self.severity]
        grace = self.pack.complaints.alerts.grace_on_resume.delta
        counting = self.house_counting if target.internal_target.unit.is_working else self.legal_counting
        self.runs[INTERNAL_TARGET] = Run(
            INTERNAL_TARGET, target.basis, counting, event.at, target.internal_target, grace=grace
        )
        for kind, limit in self._regime_spans():
            self.runs[kind] = Run(kind, self.regime.basis, self.legal_counting, event.at, limit)
        if QUICK_ROUTE in self.runs:
            # "By close of business" of that day (FCA DISP 1.5), whatever ends the other days of the regime.
            self.runs[QUICK_ROUTE].counting = self.house_counting
        return None

    def _severity_spans(self) -> Iterable[tuple[str, Span, str]]:
        times = self.pack.complaints.severities[self.severity]
        yield ACKNOWLEDGE, times.acknowledge, times.basis
        yield FIRST_CONTACT, times.first_contact, times.basis
        if times.plan:
            yield PLAN, times.plan, times.basis

    def _regime_spans(self) -> Iterable[tuple[str, Span]]:
        spans = {
            FIRST_RESPONSE: self.regime.first_response,
            QUICK_ROUTE: self.regime.quick_route,
            LEGAL: self.regime.resolution,
        }
        return ((kind, span) for kind, span in spans.items() if span)

    def _pause(self, event: Event) -> str | None:
        rule = self.pack.complaints.pause(event.reason, self.regime_code)
        if rule is None:
            return "unknown_reason"
        if rule.notice_required and event.notice is False:
            return "notice_missing"
        if self.over or self.paused_for:
            return "ended" if self.over else "already_paused"
        self.paused_for = event
        # What rests the law's limit is a procedure: nobody may write the plan while it lasts.
        stops = (*rule.stops, PLAN) if LEGAL in rule.stops else rule.stops
        for kind in stops:
            if kind in self.runs:
                self.runs[kind].pause(event)
        return None

    def _resume(self, event: Event) -> str | None:
        if self.paused_for is None:
            return "not_paused"
        self.paused_for = None
        for run in self.runs.values():
            run.resume(event.at)
        return None

    def _restart(self, event: Event) -> str | None:
        if event.reason not in self.regime.restarts:
            return "restart_not_allowed"
        self.paused_for, self.over = None, False
        spans = {
            LEGAL: self.regime.resolution,
            INTERNAL_TARGET: self.pack.complaints.severities[self.severity].internal_target,
        }
        for kind, run in self.runs.items():
            run.resume(event.at)
            if kind in spans:
                run.restart(event.at, spans[kind])
                run.basis = self.regime.basis if kind == LEGAL else run.basis
        return None

    def _extend(self, event: Event) -> str | None:
        legal = self.runs.get(LEGAL)
        if legal is None or legal.span is None or legal.fixed:
            return "no_extension_left"
        steps = [step for step in self.regime.extensions if step.total.amount > legal.span.amount]
        if not steps:
            return "no_extension_left"
        if not legal.is_open:
            return "ended"
        if not legal.paused and event.at > legal.due().rolled:
            return "expired"
        total = extended_total(legal, event, [step.total.amount for step in steps])
        if not legal.span.amount < total <= steps[-1].total.amount:
            return "beyond_the_maximum" if total > legal.span.amount else "shorter_than_now"
        step = next(step for step in steps if step.total.amount >= total)
        if step.notice_required and event.notice is False:
            return "notice_missing"
        legal.span = Span(amount=total, unit=legal.span.unit)
        legal.extended = self.regime.extensions.index(step) + 1
        legal.basis = step.basis
        return None

    def _promise(self, event: Event) -> str | None:
        if event.until is None:
            return "no_date"
        if self.over:
            return "ended"
        run = self.runs.get(PROMISE)
        if run is None:
            grace = self.pack.complaints.alerts.grace_on_resume.delta
            run = Run(PROMISE, PROMISE, self.house_counting, event.at, fixed=event.until, grace=grace)
            self.runs[PROMISE] = run
        else:
            run.move(event.at, event.until)
            run.started = event.at
        return None

    def _agree(self, event: Event) -> str | None:
        if event.until is None:
            return "no_date"
        legal = self.runs.get(LEGAL)
        if legal is None or not legal.is_open:
            return "ended"
        if not legal.paused and event.at > legal.due().rolled:
            return "expired"
        legal.move(event.at, event.until)
        legal.span = None
        legal.basis = f"agreed with the customer; {self.regime.basis}"
        return None

    def _begin_after(self, event: Event) -> None:
        for kind, after, span, basis, counting in self._later():
            if event.kind is not after:
                continue
            if kind not in self.runs:
                self.runs[kind] = Run(kind, basis, counting, event.at, span)
            elif kind == CALL_BACK:
                self.runs[kind].restart(event.at, span)

    def _later(self) -> Iterable[tuple[str, EventKind, Span, str, Counting]]:
        call_back = self.pack.complaints.call_back
        yield CALL_BACK, EventKind.NOTIFIED, call_back.after, call_back.basis, self.house_counting
        review, law = self.regime.review, self.legal_counting
        if review:
            yield REVIEW_WINDOW, EventKind.DECIDED, review.window, review.basis, law
            yield REVIEW, EventKind.REVIEW_REQUESTED, review.decision, review.basis, law
        if self.regime.referral:
            yield REFERRAL, EventKind.NOTIFIED, self.regime.referral, self.regime.basis, law

    def _end(self, event: Event) -> None:
        self.over, self.paused_for = True, None
        for kind, run in self.runs.items():
            run.resume(event.at)
            if kind not in OUTLIVE:
                run.end(event.at)


def extended_total(legal: Run, event: Event, totals: list[int]) -> int:
    """The whole length (in the limit's own unit) that an extension asks for.

    `total`: that length. `until`: up to that day, not counting paused days. `days`: a number that is one of the
    regime's totals is meant as the total (art 18: "to 30 days"), any other is added ("by 10 days"). Neither: the next
    step of the regime.
    """
    assert legal.span is not None, "only a clock with a length is extended"
    if event.until:
        counting, working = legal.counting, legal.is_working
        asked = counting.taken_out([(legal.started, event.until)], working=working)
        return asked - counting.taken_out(legal.pauses, working=working)
    if event.total is not None:
        return event.total
    if event.days is None:
        return totals[0]
    return event.days if event.days in totals else legal.span.amount + event.days


_SPECIAL: dict[EventKind, Callable[[Reading, Event], str | None]] = {
    EventKind.PAUSED: Reading._pause,
    EventKind.RESUMED: Reading._resume,
    EventKind.RESTARTED: Reading._restart,
    EventKind.EXTENDED: Reading._extend,
    EventKind.PROMISED: Reading._promise,
    EventKind.AGREED: Reading._agree,
}
