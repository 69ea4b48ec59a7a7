"""How an alert goes down or ends: proposed by one, agreed by another; a false alarm mutes only its reason."""

from typing import Any

from bot.core.errors import Refusal
from bot.core.privacy import mask
from bot.core.work import Work
from bot.directory.models import Person
from bot.promises import usecases as promises
from bot.risk import checks, closing, explaining, notices, people, queries, telling, usecases
from bot.risk.facts import AlertChanged
from bot.risk.models import Alert, MutedReason
from bot.risk.triggers import rank

OUTCOMES = ("solved", "repaid", "restructured", "exit", "transferred")
"""How an alert may end; a red one never as merely solved."""


def deny(work: Work, alert_id: int, reason: str, words: str) -> Alert:
    """Not a risk, for one of its reasons: that reason alone is muted. Yellow at once, above with a second person."""
    alert = _undecided(work, alert_id)
    if reason not in explaining.choices(work, alert):
        raise Refusal("risk/reason-gone", id=alert.id)
    proposal = {"kind": "false_alarm", "reason": reason, "words": _said(words)}
    if alert.level == "yellow":
        alert.proposal, alert.proposed_by_id = proposal, work.actor.id
        _mute(work, alert, None)
        return alert
    return _propose(work, alert, proposal)


def propose_downgrade(work: Work, alert_id: int, level: str, words: str) -> Alert:
    """Ask a second person to go down to a level."""
    alert = _undecided(work, alert_id)
    if level not in ("yellow", "orange") or rank(level) >= rank(alert.level):
        raise Refusal("risk/not-lower", field="level", id=alert.id)
    return _propose(work, alert, {"kind": "downgrade", "level": level, "words": _said(words)})


def propose_close(work: Work, alert_id: int, outcome: str, words: str) -> Alert:
    """Ask a second person to close. Refuses what the pack wants done before: measures, clean checks, an outcome."""
    alert = _undecided(work, alert_id)
    may_close(work, alert)
    _outcome(alert, outcome)
    return _propose(work, alert, {"kind": "close", "outcome": outcome, "words": _said(words)})


def _undecided(work: Work, alert_id: int) -> Alert:
    """An alert of mine with no wish that waits: else the second person, looking at one, would agree to another."""
    alert = people.mine(work, alert_id)
    if alert.proposal is not None:
        raise Refusal("risk/already-proposed", id=alert.id)
    return alert


def may_close(work: Work, alert: Alert) -> None:
    """Refuse while something is lacking that the pack wants before an end, saying what."""
    refusal = closing.lacking(work, alert)
    if refusal is not None:
        raise refusal


def _outcome(alert: Alert, outcome: str) -> None:
    if outcome not in OUTCOMES or (alert.level == "red" and outcome == "solved"):
        raise Refusal("risk/outcome-needed", field="outcome")


def _said(words: str) -> str:
    if not words.strip():
        raise Refusal("risk/words-missing", field="words")
    return mask(words.strip()).text[: usecases.LONGEST]


def _propose(work: Work, alert: Alert, proposal: dict[str, Any]) -> Alert:
    alert.proposal, alert.proposed_by_id = proposal, work.actor.id
    work.note(alert.subject, {"proposal": (None, proposal["kind"])}, proposal["words"])
    work.audit("risk.proposed", alert.subject, kind=proposal["kind"])
    work.session.flush()
    asked = people.deciders(work, alert)
    if not asked:
        raise Refusal("risk/no-second", id=alert.id)
    for person in asked:
        notices.to_person(work, alert, person, f"decide:{work.now:%Y%m%dT%H%M%S}")
    work.refresh(alert.subject)
    return alert


def agree(work: Work, alert_id: int) -> Alert:
    """The second person agrees: what was proposed takes effect."""
    alert = _decided(work, alert_id)
    if alert.proposal is None:
        return alert
    kind, proposer = alert.proposal["kind"], alert.proposed_by_id
    if kind == "close":
        may_close(work, alert)
        _outcome(alert, alert.proposal["outcome"])
        _end(work, alert, outcome=alert.proposal["outcome"])
    elif kind == "downgrade":
        _lower(work, alert, alert.proposal["level"], work.actor.id)
    else:
        _mute(work, alert, work.actor.id)
    _answer(work, alert, proposer, "agreed")
    return alert


def decline(work: Work, alert_id: int, words: str) -> Alert:
    """The second person does not agree; the proposal is gone, with the reason on record."""
    alert = _decided(work, alert_id)
    if alert.proposal is not None:
        work.note(alert.subject, {"proposal": (alert.proposal["kind"], "declined")}, _said(words))
        proposer, alert.proposal = alert.proposed_by_id, None
        work.session.flush()
        _answer(work, alert, proposer, "declined")
        work.refresh(alert.subject)
    return alert


def _answer(work: Work, alert: Alert, proposer_id: int | None, how: str) -> None:
    """Whoever asked hears the answer: a card that only changes where it stands is not seen."""
    person = work.session.get(Person, proposer_id) if proposer_id else None
    if person is not None:
        notices.to_person(work, alert, person, f"{how}:{work.now:%Y%m%dT%H%M%S}")


def _decided(work: Work, alert_id: int) -> Alert:
    alert = people.mine(work, alert_id)
    person = work.session.get_one(Person, work.actor.person_id)
    if alert.proposal is not None and not people.may_decide(work, alert, person):
        raise Refusal("risk/four-eyes", id=alert.id)
    return alert


def _mute(work: Work, alert: Alert, second_id: int | None) -> None:
    """Mute one reason; what is left decides the level, and nothing left ends the alert as a false alarm."""
    assert alert.proposal is not None
    reason, words = alert.proposal["reason"], alert.proposal["words"]
    muted = {"reason": reason, "value": alert.figures.get(reason), "alert_id": alert.id, "by_id": alert.proposed_by_id}
    if reason not in queries.muted(work, alert.customer_id):
        work.save(MutedReason(customer_id=alert.customer_id, words=words, **muted))
    work.note(alert.subject, {"muted": (None, reason)}, words)
    alert.reason = alert.reason or reason
    left = explaining.still(work, alert)
    if left == "green":
        _end(work, alert, false_alarm=True)
    else:
        _lower(work, alert, left, second_id)


def _lower(work: Work, alert: Alert, level: str, second_id: int | None) -> None:
    before, alert.proposal = alert.level, None
    alert.level = alert.told = level
    alert.agreed_by_id = second_id
    work.note(alert.subject, {"level": (before, level)}, "agreed")
    work.audit("risk.downgraded", alert.subject, before=before, after=level)
    work.session.flush()
    telling.set_hold(work, alert)
    work.announce(AlertChanged(alert.id, alert.customer_id, level))
    work.refresh(alert.subject)


def _end(work: Work, alert: Alert, *, outcome: str = "", false_alarm: bool = False) -> None:
    assert alert.proposal is not None
    alert.words, alert.outcome, alert.false_alarm = alert.proposal["words"], outcome, false_alarm
    alert.ended_at, alert.ended_by_id, alert.wake_at, alert.proposal = work.now, alert.proposed_by_id, None, None
    alert.agreed_by_id = work.actor.id if work.actor.id != alert.ended_by_id else None
    if not false_alarm:
        for signal in queries.signals_of(work, alert.customer_id):
            signal.ended_at, signal.end = work.now, f"alert:{alert.id}"
    promises.withdraw(work, alert.subject, "alert ended")
    checks.end(work, alert.subject)
    telling.set_hold(work, alert)
    work.announce(AlertChanged(alert.id, alert.customer_id, "green"))
    usecases.noted(work, alert, "false_alarm" if false_alarm else "closed", alert.words)
