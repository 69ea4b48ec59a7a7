"""The stored forms of customers' names: computed when a customer is saved, so that nothing is built at start."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.database import Base

# Ranges over prefixes need byte order; SQLite has it by itself, PostgreSQL by this collation.
_FORM = String(96).with_variant(String(96, collation="C"), "postgresql")


class CustomerNameKey(Base):
    """A form under which a customer may be written in a line, found by a key (see matching.stored_keys)."""

    __tablename__ = "customer_name_key"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[str] = mapped_column(_FORM, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), primary_key=True, index=True)
    form: Mapped[str] = mapped_column(_FORM, primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))


class CustomerSearchForm(Base):
    """A stretch of a customer's name from one of its word starts to its end: what a search may begin with.

    `place` orders hits: 0 begins the name, 1 stands inside it, 2 is pinyin, 3 initials.
    """

    __tablename__ = "customer_search_form"
    __table_args__ = ({"sqlite_with_rowid": False},)

    form: Mapped[str] = mapped_column(_FORM, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), primary_key=True, index=True)
    place: Mapped[int]
