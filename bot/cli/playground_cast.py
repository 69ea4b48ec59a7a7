"""Who plays in the playground: a small branch office, its customers and its departments' channels."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.work import Workshop
from bot.customers import usecases as customers
from bot.directory.models import Department, Person
from bot.playground.page import Face
from bot.playground.state import User
from bot.playground.workspace import Workspace

SHANGHAI, LONDON = "Asia/Shanghai", "Europe/London"


@dataclass(frozen=True)
class Part:
    """Somebody of the cast; `title` by language."""

    handle: str
    name: str
    role: str
    department: str
    english: bool
    title: Mapping[str, str]


CAST = (
    Part("lilei", "李雷", "manager", "account_management", False, {"en": "Account manager", "zh-CN": "客户经理"}),
    Part("emma", "Emma Brown", "manager", "account_management", True, {"en": "Account manager", "zh-CN": "客户经理"}),
    Part("chenjing", "陈静", "lead", "account_management", False, {"en": "Team lead", "zh-CN": "团队负责人"}),
    Part("grace", "Grace Miller", "colleague", "product", True, {"en": "Product", "zh-CN": "产品部"}),
    Part("sunli", "孙丽", "colleague", "customer_service", False, {"en": "Customer service", "zh-CN": "客户服务部"}),
    Part("zhaoqiang", "赵强", "colleague", "risk", False, {"en": "Risk", "zh-CN": "风险部"}),
    Part("david", "David Clark", "admin", "operations", True, {"en": "Administrator", "zh-CN": "管理员"}),
)
LEAD = "chenjing"

CHANNELS = {
    "product": ("dept-product", ("grace",), "en"),
    "customer_service": ("dept-complaints", ("sunli",), "zh-CN"),
    "risk": ("dept-risk", ("zhaoqiang",), "zh-CN"),
}
"""Department -> its private channel, its people, its language; the lead is in all of them."""

CUSTOMERS: tuple[tuple[str, str, str, tuple[str, ...], str], ...] = (
    ("lilei", "苏州华东精工机械有限公司", "HD001", ("华东精工",), "key"),
    ("lilei", "宏达机械制造有限公司", "HD002", ("宏达机械",), "core"),
    ("lilei", "南通恒远纺织有限公司", "HY003", ("恒远纺织",), ""),
    ("lilei", "江海物流集团", "JH004", ("江海物流",), ""),
    ("lilei", "绿洲食品股份有限公司", "LZ005", ("绿洲食品",), ""),
    ("emma", "Acme Steel Ltd", "AC001", ("Acme",), "key"),
    ("emma", "Northwind Traders", "NW002", ("Northwind",), "core"),
    ("emma", "Blue Harbour Shipping", "BH003", ("Blue Harbour",), ""),
    ("emma", "Fenwick Pharma", "FP004", ("Fenwick",), ""),
    ("emma", "Oakley Foods", "OF005", (), ""),
)
"""Owner, name, code, other names, tier ("" leaves it open)."""


def enter(workspace: Workspace) -> dict[str, User]:
    """Everybody's seat in the played Slack, by handle."""
    return {
        part.handle: workspace.add_user(
            part.handle, real_name=part.name, locale="en-GB" if part.english else "zh-CN",
            tz=LONDON if part.english else SHANGHAI, is_admin=part.role == "admin",
        )
        for part in CAST
    }  # fmt: skip


def settle(workspace: Workspace, users: Mapping[str, User], workshop: Workshop) -> None:
    """Put the cast into the directory, bind the departments' channels, open the customer files."""
    everybody = [user.id for user in users.values()]
    workspace.add_channel("general", members=everybody)
    with workshop.open() as work:
        people = {part.handle: work.save(_person(part, users[part.handle])) for part in CAST}
        for part in CAST:
            if part.role == "manager":
                people[part.handle].lead_id = people[LEAD].id
        for code, (name, handles, language) in CHANNELS.items():
            members = [users[handle].id for handle in (*handles, LEAD)]
            channel = workspace.add_channel(name, members=members, private=True)
            work.save(Department(code=code, channel=channel.id, language=language, head_id=people[handles[0]].id))
    with workshop.open() as work:
        known = work.house.policy.service.tiers
        for owner, name, code, aliases, tier in CUSTOMERS:
            details = customers.Details(name=name, code=code, aliases=aliases, tier=tier if tier in known else None)
            customers.create(work, details, owner_id=people[owner].id)


def _person(part: Part, user: User) -> Person:
    return Person(
        name=part.name, slack_id=user.id, email=user.email, role=part.role, department=part.department,
        locale=user.locale, time_zone=user.tz,
    )  # fmt: skip


def faces(users: Mapping[str, User]) -> list[Face]:
    """The cast as the page's switcher shows it."""
    return [Face(users[part.handle].id, part.title) for part in CAST]
