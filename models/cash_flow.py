"""Money that comes into a balance, or leaves it, without a trade."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

import msgspec


class CashFlow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A deposit, a withdrawal, a fee that belongs to no fill, or a ledger that was started anew.

    Attributes:
        at: UTC; the balance has it from this moment on.
        amount: Dollars, positive into the account.
    """

    at: datetime
    amount: Decimal


def net_flow(flows: Iterable[CashFlow], after: datetime, until: datetime) -> Decimal:
    """Return what came in less what went out in after < at <= until, dollars."""
    return sum((flow.amount for flow in flows if after < flow.at <= until), Decimal(0))


def paid_in(flows: Iterable[CashFlow], after: datetime, until: datetime) -> Decimal:
    """Return what came in during after < at <= until, dollars >= 0."""
    return net_flow((flow for flow in flows if flow.amount > 0), after, until)
