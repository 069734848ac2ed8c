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


def flow_text(account: str, amount: Decimal, *, filled: bool) -> str:
    """Return what the trader is told of a flow that nobody announced, beside fills or without one."""
    beyond = "beyond what its fills explain" if filled else "without a fill"
    dollars = f"{'-' if amount < 0 else '+'}${abs(amount):,.2f}"
    return (
        f"{account}: the balance changed by {dollars} {beyond}. It is kept out of the P&L, as a "
        "deposit, a withdrawal or a fee."
    )


def net_flow(flows: Iterable[CashFlow], after: datetime, until: datetime) -> Decimal:
    """Return what came in less what went out in after < at <= until, dollars."""
    return sum((flow.amount for flow in flows if after < flow.at <= until), Decimal(0))


def paid_in(flows: Iterable[CashFlow], after: datetime, until: datetime) -> Decimal:
    """Return what came in during after < at <= until, dollars >= 0."""
    return net_flow((flow for flow in flows if flow.amount > 0), after, until)
