"""The forms of due diligence, and which of their fields a document is asked for."""

from typing import Any

from bot.compliance import papers, queries
from bot.compliance.models import Diligence, Paper
from bot.core.errors import Refusal
from bot.core.forms import Checkbox, Choice, Choices, Customer, Date, Form, LongText, Note, Text
from bot.core.policy.compliance import Document
from bot.core.work import Work
from bot.directory import wording
from bot.promises import clocks
from handlers.replies import Open

FIELDS = {"name": "holder"}
"""Codes of facts whose field is called otherwise."""


class FileForm(Form):
    """What kind of customer it is."""

    name = "compliance.file"
    about = Note()
    kind = Choice(words="compliance.kind", required=True)
    traits = Choices(words="compliance.trait", codes=("licensed_industry", "cross_border"), radio=True)
    rating = Choice(required=True)


class LookForm(Form):
    """Whose papers to open."""

    name = "compliance.look"
    customer = Customer(required=True)


class PaperForm(Form):
    """The facts of one document; which fields are shown follows from the pack."""

    name = "compliance.paper"
    about = Note()
    holder = Text(longest=200)
    uscc = Text(longest=40)
    id_type = Choice(words="compliance.id_type")
    number = Text(longest=100)
    address = Text(longest=300)
    scope = Text(longest=500)
    status = Text(longest=100)
    agent = Text(longest=200)
    account = Text(longest=60)
    main_bank = Text(longest=200)
    audited = Choice(words="compliance.audited")
    purpose = Text(longest=300)
    level = Text(longest=100)
    arrears = Text(longest=200)
    evidence = Text(longest=500)
    residence = Text(longest=200)
    tin = Text(longest=60)
    result = Choice(words="compliance.result")
    list_version = Text(longest=100)
    issued_on = Date()
    valid_until = Date()
    endless = Checkbox()
    kept_at = Text(required=True, longest=500)


class OwnersForm(Form):
    """The chain of holders."""

    name = "compliance.owners"
    about = Note()
    chain = LongText()
    votes = LongText(longest=1000)
    controllers = Text(longest=500)
    managers = Text(longest=500)
    issued_on = Date()
    kept_at = Text(required=True, longest=500)


class ReasonForm(Form):
    """Why a document is not needed, not in order, or over."""

    name = "compliance.reason"
    about = Note()
    reason = LongText(required=True, longest=1000)


class ReviewForm(Form):
    """What a review found."""

    name = "compliance.review"
    about = Note()
    rating = Choice(required=True)
    findings = LongText(longest=1000)


def file(work: Work, customer_id: int, found: Diligence | None) -> Open:
    """Kind, traits and rating of a customer."""
    customer = queries.named_by_id(work, customer_id)
    values: dict[str, Any] = {"about": customer.name, "kind": "company", "rating": "medium"}
    if found is not None:
        values |= {"kind": found.kind, "traits": found.traits, "rating": found.rating}
    return Open(FileForm, values, private=str(customer_id), options={"rating": ratings(work)})


def ratings(work: Work) -> list[tuple[str, str]]:
    """The ratings of the pack, in the reader's words."""
    return wording.labelled(work, "compliance.rating", work.house.policy.compliance.refresh)


def note(work: Work, file_id: int, code: str, before: Paper | None = None) -> Open:
    """The form of a document, empty or with what the version before said (never its confidential numbers)."""
    found = queries.file(work, file_id)
    document = papers.document_of(work, found, code)
    private = f"{found.id}/{code}/{before.line if before else ''}"
    title = f"{wording.word(work, f'compliance.document.{code}')} · {queries.customer(work, found).name}"
    if document.form == "owners":
        return Open(OwnersForm, {"about": title, "issued_on": clocks.local_day(work, work.now)}, private=private)
    values: dict[str, Any] = {"about": title}
    if before is None and "name" in document.fields and "id_type" not in document.fields:
        values["holder"] = queries.customer(work, found).name
    if before is not None:
        open_facts = ("name", "uscc", "id_type", "scope", "agent", "main_bank", "audited", "purpose", "residence")
        values |= {FIELDS.get(one, one): before.facts.get(one) for one in open_facts if one in document.fields}
    return Open(PaperForm, values, private=private, only=shown(document))


def shown(document: Document) -> tuple[str, ...]:
    """The fields of the form this document is asked for."""
    days = ("issued_on", "valid_until", "endless") if document.expires == "own_date" else ("issued_on",)
    return ("about", *(FIELDS.get(code, code) for code in document.fields), *days, "kept_at")


def place(private: str) -> tuple[int, str, int | None]:
    """Due diligence, document and line a form was opened for."""
    file_id, code, line = [*private.split("/"), "", ""][:3]
    if not file_id.isdigit():
        raise Refusal("core/not-found")
    return int(file_id), code, int(line) if line.isdigit() else None
