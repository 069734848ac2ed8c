"""What the fills have made of an account: position, realised dollars, fees."""

from dataclasses import dataclass, field
from fractions import Fraction

from demo.instrument import Instrument
from demo.orders import Execution
from demo.session_figures import Print


@dataclass(slots=True)
class Ledger:
    """The books of one account in the one instrument.

    Attributes:
        account: Name as the server tells it.
        start: Dollars at the start of the world.
        quantity: Signed contracts held.
        average: Average entry price, ticks; 0 while flat.
        high: Highest price while the position was open, ticks.
        low: Lowest price while the position was open, ticks.
        entry_step: Step in which the position was opened.
        realised: Gross dollars realised since the start.
        fees: Dollars paid since the start.
        executions: All fills, oldest first, each with the position after it.
    """

    account: str
    instrument: Instrument
    start: Fraction
    quantity: int = 0
    average: Fraction = Fraction(0)
    high: int = 0
    low: int = 0
    entry_step: int = 0
    realised: Fraction = Fraction(0)
    fees: Fraction = Fraction(0)
    executions: list[tuple[Execution, int]] = field(default_factory=list)

    @property
    def cash(self) -> Fraction:
        """Return dollars: the start, what was realised, less the fees."""
        return self.start + self.realised - self.fees

    def open_profit(self, last: int) -> Fraction:
        """Return gross dollars that closing at a price in ticks would realise."""
        return self.instrument.dollars((last - self.average) * self.quantity)

    def apply(self, execution: Execution) -> None:
        """Book a fill: open, scale in, scale out, close, or reverse."""
        change, price = execution.quantity, execution.price
        self.fees += abs(change) * Fraction(self.instrument.fee_per_side)
        if self.quantity * change < 0:
            closed = min(abs(change), abs(self.quantity)) * (1 if self.quantity > 0 else -1)
            self.realised += self.instrument.dollars((price - self.average) * closed)
            self.quantity -= closed
            change += closed
        if change:
            self._widen(change, execution)
        if self.quantity == 0:
            self.average = Fraction(0)
        else:
            self.high, self.low = max(self.high, price), min(self.low, price)
        self.executions.append((execution, self.quantity))

    def mark(self, tape: list[Print], step: int) -> None:
        """Let the trades of a step widen the extremes of a position opened in an earlier one."""
        if self.quantity and self.entry_step < step:
            self.high = max(self.high, *(trade.price for trade in tape))
            self.low = min(self.low, *(trade.price for trade in tape))

    def _widen(self, change: int, execution: Execution) -> None:
        if self.quantity == 0:
            self.high = self.low = execution.price
            self.entry_step = execution.step
        value = self.average * self.quantity + execution.price * change
        self.quantity += change
        self.average = value / self.quantity
