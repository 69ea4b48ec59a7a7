"""`python -m bot mask`: read text, print it as Rapport would store and show it, with what was found."""

import json
import re

from bot.core.privacy.finding import Masked, mask

FORMATS = ("text", "json")


class UnreadableText(ValueError):
    """The text cannot be read; the message is one line that says what to do."""


def read(raw: bytes) -> str:
    """Bytes of a file or pipe as text: UTF-8 or UTF-16 with its mark, else GB 18030, which older Chinese files use."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    if b"\x00" in raw:
        raise UnreadableText("this is not a text file; save the document as plain text and try again")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableText("this is not a text file in UTF-8 or GB 18030; save it as UTF-8 and try again")


def run(text: str, form: str = "text") -> str:
    """The masked text and, below it or in JSON, kind, place and mask of every finding; never a found value.

    Raises ValueError for a format that does not exist.
    """
    if form not in FORMATS:
        raise ValueError(f"there is no format {form!r}; choose one of {', '.join(FORMATS)}")
    result = mask(text)
    return _as_json(result) if form == "json" else _as_text(result)


def _as_json(result: Masked) -> str:
    findings = [
        {"kind": item.kind, "start": item.span[0], "end": item.span[1], "masked": item.masked}
        for item in result.findings
    ]
    return json.dumps({"text": result.text, "findings": findings}, ensure_ascii=False, indent=2)


def _as_text(result: Masked) -> str:
    if not result.findings:
        return result.text
    rows = [f"- {item.kind}: {re.sub(chr(10), ' ', item.masked)}" for item in result.findings]
    return "\n".join((result.text, "", *rows))
