"""Rows of a list of customers, read and checked one by one; pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.tables import Columns, Field, Rejected, Row, like_formula, plain
from bot.customers.folding import squeeze
from bot.customers.names import parts

FIELDS = (
    Field("name", ("customer", "customer name", "company", "company name", "client", "客户", "客户名称", "企业名称",
                   "公司名称", "名称", "公司", "企业", "单位", "单位名称", "客户名", "客户全称", "全称", "户名"), True),
    Field("code", ("customer code", "customer id", "client id", "id", "no", "number", "客户号", "客户编号", "客户代码",
                   "编号", "代码", "客户id"), True),
    Field("aliases", ("alias", "other names", "short name", "also known as", "简称", "别名", "曾用名", "客户简称")),
    Field("industry", ("sector", "行业", "所属行业")),
    Field("region", ("area", "city", "province", "地区", "区域", "城市", "所在地")),
    Field("size", ("company size", "规模", "企业规模")),
    Field("tier", ("segment", "customer tier", "分层", "客户分层", "等级", "客户等级", "级别")),
    Field("stage", ("lifecycle", "status", "阶段", "客户阶段", "生命周期", "状态")),
    Field("owner", ("account manager", "relationship manager", "rm", "manager", "owner email", "客户经理",
                    "管户客户经理", "主办客户经理", "管户人", "负责人", "客户经理邮箱")),
    Field("support", ("support team", "supporters", "team", "支持团队", "协办", "协办人", "协管")),
    Field("contacts", ("contact", "contact persons", "people", "联系人", "客户联系人", "关键人")),
    Field("holdings", ("products", "products held", "product codes", "产品", "持有产品", "产品代码", "已办产品")),
)  # fmt: skip
"""The canonical columns and the headings they usually carry."""

LONGEST_NAME, LONGEST_FIELD, MOST_ITEMS = 200, 100, 50
FEWEST_DIGITS, MOST_DIGITS = 5, 20
_EMAIL = re.compile(r"[^@\s,;|]+@[^@\s,;|]+\.[^@\s,;|.]+")
_PRODUCT = re.compile(r"[\w.\-/]{1,40}")
_PHONE = re.compile(r"[+\d][\d\s\-().#x]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One checked row. `fields` are the plain ones it sets; a list that is None was not given."""

    row: Row
    name: str
    code: str
    fields: Mapping[str, str]
    owner_id: int | None
    aliases: tuple[str, ...] | None
    support: tuple[int, ...] | None
    contacts: tuple[tuple[str, str, str, str], ...] | None
    holdings: tuple[str, ...] | None

    @property
    def keys(self) -> tuple[str, str, str]:
        """What makes two rows the same customer: the code, the whole name, the name without its legal form."""
        return self.code.casefold(), squeeze(self.name), bare_name(self.name)


@dataclass(frozen=True, slots=True)
class Codes:
    """What the policy pack, the directory and our words know, each by its spellings; active people by e-mail.

    Tier and stage must be known; industry, size and products may also be words of one's own.
    """

    tiers: Mapping[str, str]
    stages: Mapping[str, str]
    people: Mapping[str, int]
    sectors: Mapping[str, str]
    sizes: Mapping[str, str]
    products: Mapping[str, str]


class Bad(Exception):
    """A cell that cannot be used: `reason` and its values, as Rejected has them."""

    def __init__(self, reason: str, **values: Any) -> None:
        super().__init__(reason)
        self.reason, self.values = reason, values


def bare_name(name: str) -> str:
    """A company's name without its legal form, squeezed, its places first: equal for what is probably one company."""
    taken = parts(name)
    return "".join((*sorted(taken.regions), taken.short))


def read(row: Row, columns: Columns, codes: Codes) -> Entry | Rejected:
    """Check one row; the first thing wrong with it is its reason."""
    if (misfit := columns.misfit(row)) is not None:
        return misfit
    try:
        return _entry(row, {code: " ".join(text.split()) for code, text in columns.values(row).items()}, codes)
    except Bad as bad:
        return Rejected(row, bad.reason, bad.values)


def bare(row: Row, columns: Columns) -> Entry:
    """Name and code alone, of a row that cannot be used otherwise."""
    cells = {code: " ".join(text.split()) for code, text in columns.values(row).items()}
    name, code = cells.get("name", ""), unicodedata.normalize("NFKC", cells.get("code", "")).strip()
    name = "" if len(name) > LONGEST_NAME else name
    return Entry(row, name, code, {}, None, None, None, None, None)


def _entry(row: Row, cells: Mapping[str, str], codes: Codes) -> Entry:
    name, code = cells.get("name", ""), unicodedata.normalize("NFKC", cells.get("code", "")).strip()
    if not name and not code:
        raise Bad("no-name-no-code")
    if len(name) > LONGEST_NAME:
        raise Bad("name-too-long", limit=LONGEST_NAME)
    if like_formula(name):
        raise Bad("name-formula", text=name)
    if name and not squeeze(name):
        raise Bad("name-wrong", text=name)
    fields = {key: cells.get(key, "") for key in ("industry", "region", "size")}
    for text in (code, *fields.values()):
        if len(text) > LONGEST_FIELD:
            raise Bad("cell-too-long", text=text[:20], limit=LONGEST_FIELD)
    fields["industry"] = codes.sectors.get(plain(fields["industry"]), fields["industry"])
    fields["size"] = codes.sizes.get(plain(fields["size"]), fields["size"])
    fields["tier"] = _known(cells.get("tier", ""), codes.tiers, "tier-unknown")
    fields["stage"] = _known(cells.get("stage", ""), codes.stages, "stage-unknown")
    owner = cells.get("owner", "")
    return Entry(
        row, name, code, {key: value for key, value in fields.items() if value},
        _person(owner, codes, "owner-unknown") if owner else None,
        _list(cells, "aliases", _alias),
        _list(cells, "support", lambda text: _person(text, codes, "support-unknown")),
        _list(cells, "contacts", _contact),
        _list(cells, "holdings", lambda text: _product(codes.products.get(plain(text), text))),
    )  # fmt: skip


def _known(text: str, accepted: Mapping[str, str], reason: str) -> str:
    if not text:
        return ""
    found = accepted.get(plain(text))
    if found is None:
        raise Bad(reason, text=text, known=list(dict.fromkeys(accepted.values())))
    return found


def _person(text: str, codes: Codes, reason: str) -> int:
    found = codes.people.get(unicodedata.normalize("NFKC", text).strip().lower())
    if found is None:
        raise Bad(reason, email=text)
    return found


def _list(cells: Mapping[str, str], code: str, read: Any) -> tuple[Any, ...] | None:
    text = unicodedata.normalize("NFKC", cells.get(code, "")) if code != "aliases" else _semicolons(cells.get(code, ""))
    items = [part.strip() for part in text.split(";") if part.strip()]
    if not items:
        return None
    if len(items) > MOST_ITEMS:
        raise Bad("too-many-items", column=code, limit=MOST_ITEMS)
    return tuple(dict.fromkeys(read(item) for item in items))


def _semicolons(text: str) -> str:
    # An alias keeps its own spelling; only what separates aliases is folded (U+FF1B, U+3001).
    return text.replace("\uff1b", ";").replace("\u3001", ";")


def _alias(text: str) -> str:
    if len(text) > LONGEST_NAME:
        raise Bad("name-too-long", limit=LONGEST_NAME)
    if like_formula(text):
        raise Bad("name-formula", text=text)
    return text


def _contact(text: str) -> tuple[str, str, str, str]:
    cells = [part.strip() for part in text.split("|")]
    if len(cells) > 4 or not cells[0]:
        raise Bad("contact-wrong", text=text)
    name, title, phone, email = (*cells, "", "", "")[:4]
    if like_formula(name):
        raise Bad("name-formula", text=name)
    if len(name) > LONGEST_FIELD or len(title) > LONGEST_FIELD:
        raise Bad("cell-too-long", text=name[:20], limit=LONGEST_FIELD)
    digits = sum(char.isdigit() for char in phone)
    if phone and not (_PHONE.fullmatch(phone) and FEWEST_DIGITS <= digits <= MOST_DIGITS):
        raise Bad("contact-phone", name=name, text=phone)
    if email and not _EMAIL.fullmatch(email):
        raise Bad("contact-email", name=name, text=email)
    return name, title, phone, email.lower()


def _product(text: str) -> str:
    if not _PRODUCT.fullmatch(text):
        raise Bad("product-wrong", text=text)
    return text.upper()
