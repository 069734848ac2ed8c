"""What of a broker's balance the fills explain; the rest is no result of a trade."""

from datetime import datetime
from decimal import Decimal
from typing import Final

import msgspec

from models.cash_flow import CashFlow

MOST_FEE: Final = Decimal(5)
"""Dollars that a broker may take per contract and side, whatever fee is set: what differs is no cash flow."""


class BrokerCash(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The balance of one account between two moments at which all of it was explained.

    Attributes:
        settled: Balance at the earlier one, dollars.
        balance: The broker's last word, dollars.
        realised: Gross result of the fills since; None when one of them is unknown.
        fees: What these fills cost as far as known, dollars.
        contracts: How many contracts were filled.
    """

    settled: Decimal
    balance: Decimal
    realised: Decimal | None = Decimal(0)
    fees: Decimal = Decimal(0)
    contracts: Decimal = Decimal(0)

    def after_fill(self, quantity: Decimal, net: Decimal | None, fee: Decimal) -> "BrokerCash":
        """Return the state after a fill; the balance has it already, or will."""
        known = None if net is None or self.realised is None else self.realised + net + fee
        return msgspec.structs.replace(
            self, realised=known, fees=self.fees + fee, contracts=self.contracts + abs(quantity)
        )

    def after_report(self, cash: Decimal) -> "BrokerCash":
        """Return the state after the broker's word."""
        return msgspec.structs.replace(self, balance=cash)

    @property
    def change(self) -> Decimal:
        """Return by how much the balance has changed."""
        return self.balance - self.settled

    @property
    def unexplained(self) -> Decimal:
        """Return the part of the change that is no result of a fill."""
        if not self.contracts:
            return self.change
        if self.realised is None:
            return Decimal(0)
        beyond = self.change - self.realised + self.fees
        return Decimal(0) if abs(beyond) <= MOST_FEE * self.contracts else beyond

    def unexplained_flows(self, at: datetime) -> tuple[CashFlow, ...]:
        """Return what no fill explains so far, as a flow of a moment: it is no profit until one does."""
        return (CashFlow(at=at, amount=self.unexplained),) if self.change and self.unexplained else ()

    @property
    def is_explained(self) -> bool:
        """Tell whether the balance shows what was filled, and nothing else."""
        if self.contracts and not self.change:
            # A result that is not in the balance yet is not small: it is missing.
            return self.realised == 0
        return not self.unexplained
