"""One simulated world: exchange, traders and their accounts, stepped by number."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from typing import Final

from demo.exchange import Exchange
from demo.instrument import Instrument, front_future
from demo.ledger import Ledger
from demo.market import Market
from demo.orders import OrderChange
from demo.plans import OPENING, PlanBag
from demo.session_figures import Print
from demo.trader import Trader

STEP_S: Final = 0.5


@dataclass(frozen=True, slots=True)
class AccountRule:
    """How the server treats an account, and when its trader begins.

    Attributes:
        name: As the server tells it.
        start: Dollars at the start of a world.
        has_balance: Whether the server reports a balance: not for accounts of the trade simulation.
        first_step: Step after which its first order is placed.
    """

    name: str
    start: Fraction
    has_balance: bool
    first_step: int


SIM: Final = "Sim1"
LIVE: Final = "120005"
DEBUG: Final = "Debug1"
ACCOUNTS: Final = (
    AccountRule(SIM, Fraction(10_000), has_balance=False, first_step=0),
    AccountRule(LIVE, Fraction("31234.56"), has_balance=True, first_step=90),
    AccountRule(DEBUG, Fraction(10_000), has_balance=True, first_step=40),
)


class World:
    """The same seed gives the same market and the same trades, whatever the clock says.

    Attributes:
        seed: Seed of everything that happens.
        started_at: Demo time of step 0, UNIX seconds.
        instrument: The future that is traded.
        exchange: The orders, and the market behind them.
        ledgers: Accounts by name.
        tape: What the market traded in the steps that were lived through last, oldest first.
    """

    def __init__(self, seed: int, started_at: float) -> None:
        self.seed = seed
        self.started_at = started_at
        self.instrument: Instrument = front_future(datetime.fromtimestamp(started_at, UTC))
        # Two worlds never share an id, so that a monitor cannot take a new fill for one that it knows.
        world_id = f"{int(started_at * 1000):x}-{seed % 0x10000:x}"
        self.exchange = Exchange(Market(seed), world_id)
        self.ledgers = {rule.name: Ledger(rule.name, self.instrument, rule.start) for rule in ACCOUNTS}
        self.tape: list[Print] = []
        self._traders = [self._trader(rule) for rule in ACCOUNTS]

    @property
    def step(self) -> int:
        """Return the number of the present step."""
        return self.exchange.step

    def time_of(self, step: int) -> float:
        """Return the demo time of a step, UNIX seconds."""
        return self.started_at + step * STEP_S

    def step_at(self, at: float) -> int:
        """Return the step that a demo time lies in."""
        return int((at - self.started_at) / STEP_S)

    def advance_to(self, step: int, report: Callable[[OrderChange], None]) -> None:
        """Live through all steps up to and including one; a step that lies behind changes nothing.

        Args:
            step: Number of the last step.
            report: Is told every change of an order right after the ledger has booked it.
        """
        self.tape = []
        while self.exchange.step < step:
            for trader in self._traders:
                trader.act()
            tape = self.exchange.advance()
            self.tape += tape
            for change in self.exchange.take_changes():
                if change.execution is not None:
                    self.ledgers[change.order.account].apply(change.execution)
                report(change)
            for ledger in self.ledgers.values():
                ledger.mark(tape, self.exchange.step)

    def _trader(self, rule: AccountRule) -> Trader:
        bag = PlanBag(self.seed, rule.name)
        trader = Trader(self.exchange, self.ledgers[rule.name], bag, rule.first_step)
        if rule.name == SIM:
            trader.prepare(OPENING)
        return trader
