"""Rows of a list of colleagues, read and checked one by one; pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rapidfuzz import fuzz

from bot.core.calendar import WorkingHours
from bot.core.mentions import PERSON
from bot.core.tables import Columns, Field, Rejected, Row, like_formula
from bot.directory.models import DEPARTMENTS, Role

FIELDS = (
    Field("email", ("e-mail", "mail", "email address", "邮箱", "电子邮件", "邮件", "邮箱地址", "电子邮箱", "工作邮箱",
                    "企业邮箱", "公司邮箱", "邮件地址"), True),
    Field("slack_id", ("slack", "member id", "slack user id", "slack member id", "成员id", "slack账号"), True),
    Field("name", ("full name", "姓名", "名字", "员工姓名", "display name", "employee")),
    Field("department", ("dept", "部门", "所属部门", "team")),
    Field("role", ("job role", "角色", "岗位", "职务", "权限")),
    Field("lead", ("manager email", "team lead", "reports to", "主管", "上级", "直属上级", "团队长", "主管邮箱",
                   "上级邮箱", "直属主管", "团队负责人")),
    Field("language", ("lang", "语言")),
    Field("time_zone", ("timezone", "tz", "zone", "时区")),
    Field("working_hours", ("hours", "office hours", "工作时间", "上班时间")),
    Field("deputy", ("stand-in", "substitute", "backup", "代理人", "代理", "替班", "职务代理人")),
)  # fmt: skip
"""The canonical columns and the headings they usually carry."""

_ROLE_NAMES = {
    Role.MANAGER: ("account manager", "relationship manager", "client manager", "customer manager", "sales manager",
                   "account executive", "rm", "am", "经理", "客户经理", "业务经理", "销售经理", "对公客户经理"),
    Role.LEAD: ("team lead", "team leader", "teamlead", "leader", "head", "head of team", "team head", "team manager",
                "supervisor", "department head", "主管", "团队主管", "团队长", "团队经理", "组长", "负责人",
                "团队负责人", "部门负责人", "业务主管", "部门经理"),
    Role.COLLEAGUE: ("staff", "staff member", "team member", "member", "employee", "同事", "员工", "职员", "成员",
                     "普通员工"),
    Role.ADMIN: ("administrator", "system administrator", "system admin", "sysadmin", "管理员", "系统管理员"),
    Role.AUDITOR: ("audit", "internal auditor", "审计", "审计员", "审计人员", "内审", "内审员", "内部审计", "稽核"),
}  # fmt: skip
ROLES = {name: role for role, names in _ROLE_NAMES.items() for name in (role.value, *names)}
_DEPARTMENT_NAMES = {
    "account_management": "account management sales relationship_management account_managers 客户经理 客户 客户管理 "
                          "营销 业务 公司业务 销售",
    "product": "products product_management 产品 产品管理",
    "risk": "risk_management risk_control credit_risk 风险 风险管理 风险控制 风控",
    "operations": "ops operation 运营 运营管理",
    "customer_service": "customer_support customer_care service support 客服 客户服务",
    "legal": "legal_affairs 法务 法律 法律事务",
    "compliance": "合规 合规管理 内控合规",
}  # fmt: skip
_DEPARTMENT_ENDS = ("", "_department", "_dept", "_division", "_team", "部门", "部", "中心")
"""What a department's name may end on and mean the same."""

LANGUAGES = {
    "zh": "zh-CN", "zh_cn": "zh-CN", "zh_hans": "zh-CN", "cn": "zh-CN", "chinese": "zh-CN", "中文": "zh-CN",
    "汉语": "zh-CN", "简体中文": "zh-CN", "en": "en", "en_us": "en", "en_gb": "en", "english": "en",
    "英文": "en", "英语": "en",
}  # fmt: skip
LONGEST_NAME, LONGEST_DEPARTMENT = 100, 40
ALIKE = 84
"""Percent of likeness from which a department of one's own is taken for a misspelt one of ours."""

_EMAIL = re.compile(r"[^@\s,;<>\"']+@[^@\s,;<>\"']+\.[^@\s,;<>\"'.]+")
_OWN_DEPARTMENT = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One checked row: the fields it sets by name, and the e-mail addresses of lead and deputy ("" where not given)."""

    row: Row
    email: str
    slack_id: str
    fields: Mapping[str, Any]
    lead: str
    deputy: str

    @property
    def keys(self) -> tuple[str, ...]:
        """What makes two rows the same person."""
        return tuple(key for key in (self.email, self.slack_id) if key)


class Bad(Exception):
    """A cell that cannot be used: `reason` and its values, as Rejected has them."""

    def __init__(self, reason: str, **values: Any) -> None:
        super().__init__(reason)
        self.reason, self.values = reason, values


def read(row: Row, columns: Columns) -> Entry | Rejected:
    """Check one row; the first thing wrong with it is its reason."""
    if (misfit := columns.misfit(row)) is not None:
        return misfit
    try:
        cells = {code: " ".join(text.split()) for code, text in columns.values(row).items()}
        return _entry(row, cells)
    except Bad as bad:
        return Rejected(row, bad.reason, bad.values)


def keys(row: Row, columns: Columns) -> tuple[str, ...]:
    """The same for a row that cannot be used otherwise."""
    cells = columns.values(row)
    email, slack_id = cells.get("email", ""), cells.get("slack_id", "")
    return tuple(key for key in (_plain_address(email), slack_id.lstrip("@").upper()) if key)


def _entry(row: Row, cells: Mapping[str, str]) -> Entry:
    email, slack_id = address(cells.get("email", ""), "email-wrong"), cells.get("slack_id", "").lstrip("@").upper()
    if slack_id and not PERSON.fullmatch(slack_id):
        raise Bad("slack-id-wrong", text=slack_id)
    if not email and not slack_id:
        raise Bad("nobody")
    name = cells.get("name", "")
    if len(name) > LONGEST_NAME:
        raise Bad("name-too-long", limit=LONGEST_NAME)
    if like_formula(name):
        raise Bad("name-formula", text=name)
    fields = {
        "name": name,
        "department": _given(department, cells, "department"),
        "role": _given(_role, cells, "role"),
        "language": _given(_language, cells, "language"),
        "time_zone": _given(_zone, cells, "time_zone"),
        "working_hours": _given(_hours, cells, "working_hours"),
    }
    lead = address(cells.get("lead", ""), "lead-wrong")
    deputy = address(cells.get("deputy", ""), "deputy-wrong")
    if email and email in (lead, deputy):
        raise Bad("own-lead" if email == lead else "own-deputy")
    return Entry(row, email, slack_id, {key: value for key, value in fields.items() if value}, lead, deputy)


def _given(read: Any, cells: Mapping[str, str], code: str) -> str:
    text = cells.get(code, "")
    return str(read(text)) if text else ""


def address(text: str, reason: str) -> str:
    """An e-mail address in lower case; "" for none. Raises Bad."""
    found = _plain_address(text)
    if found and not (_EMAIL.fullmatch(found) and len(found) <= 254):
        raise Bad(reason, text=text)
    return found


def _plain_address(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lower().removeprefix("mailto:")


@lru_cache(maxsize=512)
def department(text: str) -> str:
    """The code of a department: one of ours by any of its names, else the team's own. Raises Bad for a misspelt one."""
    code = re.sub(r"[\s\-/&]+", "_", unicodedata.normalize("NFKC", text).strip().lower())
    names = {code.removesuffix(end) for end in _DEPARTMENT_ENDS}
    for known, called in _DEPARTMENT_NAMES.items():
        if names & {known, *called.split()}:
            return known
    near = next((known for known in DEPARTMENTS if fuzz.ratio(code, known) >= ALIKE), None)
    if near is not None:
        raise Bad("department-misspelt", text=text, near=near)
    if not _OWN_DEPARTMENT.fullmatch(code) or len(code) > LONGEST_DEPARTMENT or code.isdigit():
        raise Bad("department-wrong", text=text)
    return code


def _role(text: str) -> str:
    found = ROLES.get(unicodedata.normalize("NFKC", text).strip().lower().replace("_", " "))
    if found is None:
        raise Bad("role-wrong", text=text)
    return found.value


def _language(text: str) -> str:
    found = LANGUAGES.get(unicodedata.normalize("NFKC", text).strip().lower().replace("-", "_").replace(" ", "_"))
    if found is None:
        raise Bad("language-wrong", text=text)
    return found


@lru_cache(maxsize=512)
def _zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Bad("zone-wrong", text=text) from None


@lru_cache(maxsize=512)
def _hours(text: str) -> str:
    try:
        return str(WorkingHours.parse(unicodedata.normalize("NFKC", text)))
    except ValueError:
        raise Bad("hours-wrong", text=text) from None
