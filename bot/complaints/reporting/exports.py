"""One case for a regulator: redacted, every entry chained to the one before by its hash; as JSON or to print."""

import hashlib
import html
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from bot.complaints import library, queries
from bot.complaints.models import Complaint, ComplaintEvent
from bot.core.audit import AuditLine
from bot.core.codec import canonical
from bot.core.privacy import mask_company, mask_person
from bot.core.words import Words
from bot.core.work import Work

GENESIS = "0" * 64
Label = Callable[[str, str], str]
"""(table of complaints' words, code) -> the word in the language of the print."""


def labels(words: Words, language: str) -> Label:
    """The words of one language; a code without a word (of a team's own pack) is its own."""

    def label(table: str, code: str) -> str:
        key = f"complaints.{table}.{code}"
        return words.get(language, key) if words.has(language, key) else code

    return label


def case_file(work: Work, complaint_id: int, marked: Callable[[int], str] = lambda _rows: "") -> dict[str, Any]:
    """Everything on record about a case, without names and numbers. It goes on record with its seal.

    `entries` are in order; `hash` of each is SHA-256 over the hash before and the entry itself. `seal` stands over the
    last one and the head of the file (HEAD). `marked` says who made it, from the number of entries.
    """
    complaint = queries.find(work, complaint_id)
    chained, before = [], GENESIS
    for entry in _entries(work, complaint):
        before = digest(before, entry)
        chained.append({**entry, "hash": before})
    head = {
        "number": f"C-{complaint.id}", "exported_at": work.now.isoformat(), "redacted": True,
        "mark": marked(len(chained)),
    }  # fmt: skip
    seal = digest(before, head)
    work.audit("complaints.exported", complaint.subject, seal=seal)
    return {**head, "genesis": GENESIS, "entries": chained, "seal": seal}


HEAD = ("number", "exported_at", "redacted", "mark")
"""What a file says of itself."""


def digest(before: str, entry: Mapping[str, Any]) -> str:
    """The hash of an entry behind another."""
    said = {name: value for name, value in entry.items() if name != "hash"}
    return hashlib.sha256((before + canonical(said)).encode()).hexdigest()


def broken(document: Mapping[str, Any]) -> int | None:
    """The place (from 0) of the first entry that was changed, left out or added; behind the last: the head of the file.
    None when the chain holds. Whoever forges a whole chain is told by `on_record`."""
    before = GENESIS
    for place, entry in enumerate(document["entries"]):
        before = digest(before, entry)
        if entry["hash"] != before:
            return place
    sealed = digest(before, {name: document[name] for name in HEAD})
    return None if document["seal"] == sealed else len(document["entries"])


def on_record(work: Work, document: Mapping[str, Any]) -> bool:
    """Whether a file with this seal was made here: a chain that was forged from end to end was not."""
    said = select(AuditLine.details).where(AuditLine.verb == "complaints.exported")
    return any(details.get("seal") == document["seal"] for details in work.session.scalars(said))


def _entries(work: Work, complaint: Complaint) -> list[dict[str, Any]]:
    def clean(text: str) -> str:
        return library.anonymous(work, complaint, text)

    customer = queries.customer_of(work, complaint)
    head = {
        "entry": "case", "severity": complaint.severity, "regime": complaint.regime, "state": complaint.state,
        "customer": mask_company(customer.name) if customer else "", "people": complaint.people,
        "complainant": mask_person(complaint.complainant) if complaint.complainant else "",
        "channel": complaint.channel, "product": complaint.product, "cause": complaint.cause,
        "received_at": complaint.received_at.isoformat(), "legal_due_at": _iso(complaint.legal_due_at),
        "claim": clean(complaint.claim), "attribution": complaint.attribution, "findings": clean(complaint.findings),
        "evidence": clean(complaint.evidence), "breaches": list(complaint.breaches),
    }  # fmt: skip
    rows = [_event(one, clean) for one in queries.events(work.session, complaint.id)]
    rows += [
        {"entry": "notice", "kind": one.kind, "channel": one.channel, "sent_at": one.sent_at.isoformat(),
         "evidence": clean(one.evidence), "by": one.by_id}
        for one in queries.notices(work.session, complaint.id)
    ]  # fmt: skip
    rows += [
        {"entry": "remedy", "type": one.type, "text": clean(one.text), "amount": str(one.amount),
         "approver": one.approver_id, "done_at": _iso(one.done_at)}
        for one in queries.remedies(work.session, complaint.id)
    ]  # fmt: skip
    rows += [
        {"entry": "call_back", "at": one.at.isoformat(), "solved": one.solved, "satisfaction": one.satisfaction,
         "words": clean(one.words), "by": one.by_id}
        for one in queries.call_backs(work.session, complaint.id)
    ]  # fmt: skip
    return [head, *rows]


def _event(event: ComplaintEvent, clean: Callable[[str], str]) -> dict[str, Any]:
    data = {name: _iso(value) if hasattr(value, "isoformat") else value for name, value in event.data.items()}
    return {
        "entry": "event", "kind": event.kind, "at": event.at.isoformat(), "entered_at": event.created_at.isoformat(),
        "before": event.before, "after": event.after, "actor": event.actor_id, "reason": clean(event.reason),
        "data": data,
    }  # fmt: skip


def _iso(value: Any) -> str | None:
    return value.isoformat() if value is not None else None


def as_json(document: Mapping[str, Any]) -> str:
    """The file as JSON, readable by people too."""
    return json.dumps(document, ensure_ascii=False, indent=1)


def as_html(document: Mapping[str, Any], language: str, label: Label) -> str:
    """The file as one page to print: no script, no link, every value escaped."""
    parts = [_section(entry, label) for entry in document["entries"]]
    title = html.escape(str(document["number"]))
    return (
        f'<!doctype html><html lang="{html.escape(language)}"><head><meta charset="utf-8"><title>{title}</title><style>'
        "body{font:14px/1.5 sans-serif;max-width:50em;margin:2em auto;color:#222}section{border-top:1px solid #ccc;"
        "padding:.6em 0;page-break-inside:avoid}dt{font-weight:bold;float:left;clear:left;width:9em}"
        "dd{margin:0 0 0 9.5em;white-space:pre-wrap;overflow-wrap:anywhere}"
        "code{font-size:10px;color:#777;overflow-wrap:anywhere}</style></head>"
        f"<body><h1>{title}</h1><p>{html.escape(str(document['exported_at']))}</p>{''.join(parts)}"
        f"<p><code>{html.escape(str(document['seal']))}</code></p></body></html>"
    )


CODED = {
    "kind": "event", "state": "state", "severity": "severity", "channel": "channel", "product": "product",
    "cause": "cause", "attribution": "attribution", "type": "remedy", "regime": "regime", "before": "state",
    "after": "state",
}  # fmt: skip
"""Field -> the table of words its codes stand in."""


def _section(entry: Mapping[str, Any], label: Label) -> str:
    rows = []
    for name, value in entry.items():
        if name in ("hash", "entry", "data") or value in (None, "", [], {}):
            continue
        table = "notice" if entry["entry"] == "notice" and name == "kind" else CODED.get(name)
        shown = label(table, str(value)) if table else _plain(value)
        rows.append(f"<dt>{html.escape(label('field', name))}</dt><dd>{html.escape(shown)}</dd>")
    return f"<section><dl>{''.join(rows)}</dl><code>{html.escape(str(entry['hash']))}</code></section>"


def _plain(value: Any) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(str(one) for one in value)
    return str(value)
