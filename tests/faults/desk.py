"""A trader's desk with a bad line: broker, server, proxy, monitor, and books kept by hand."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Final

from msgspec import structs

from actors.messages import ConnectionState
from demo.instrument import front_future
from dtc.enums import BuySell, Encoding, OrderStatus, OrderType, OrderUpdateReason
from dtc.messages import AccountBalanceUpdate, Message, OrderUpdate
from tests.faults.monitor import Monitor
from tests.faults.proxy import Proxy
from tests.faults.server import Server
from tests.faults.truth import difference
from tests.faults.watch import Watch
from tests.oracle.accountant import Accountant
from tests.oracle.contracts import CONTRACTS
from tests.oracle.exchange import Broker

LONG: Final = "Sim1"
SHORT: Final = "120005"
IN_AND_OUT: Final = "Sim2"
RIGHT_WITHIN_S: Final = 5.0
_LOOK_S = 0.02
_BEGUN_WITHIN_S = 60.0
_TICK = Fraction(1, 4)
_STOP = "stop"


class Desk:
    """What one trial is played with.

    Two accounts hold a position all the time, one goes in and out. Every fill is told once, as a server
    does: order, position, balance.

    Args:
        folder: Home of the monitor.
        chance: Decides what is traded, and when.
        encoding: What the monitor asks for.

    Attributes:
        books: Kept by hand, of every fill.
        watch: What was seen that must not be.
    """

    def __init__(self, folder: Path, chance: Random, encoding: Encoding) -> None:
        self.chance = chance
        self.symbol = front_future(datetime.now(UTC)).symbol
        self.books = Accountant()
        self.books.contracts[self.symbol] = CONTRACTS["MESZ26"]
        broker = Broker((LONG, SHORT, IN_AND_OUT), definitions={self.symbol: (0.25, 1.25)})
        broker.prices[self.symbol] = 6750.0
        broker.balances[SHORT] = 25_000.0
        self._fills = self._stops = self._logons = 0
        self.server = Server(broker)
        self.proxy = Proxy(self.server.port)
        self.monitor = Monitor(folder, self.proxy.port, encoding)
        self.watch = Watch(self.monitor, self.proxy, (LONG, SHORT))

    def begin(self) -> None:
        """Wait until the monitor has seen all; then open the positions.

        Raises:
            TimeoutError: It takes too long.
        """
        for account in (LONG, SHORT, IN_AND_OUT):
            self.books.see(account, datetime.now(UTC))
        self.until_right(_BEGUN_WITHIN_S)
        # A history is told in whole seconds: what comes in that of the first list is in doubt by design.
        self.pause(1.1)
        self.fill(LONG, self.chance.randint(3, 6))
        self.fill(SHORT, -self.chance.randint(3, 6))
        self.move_stop()
        self.quote()
        self.until_right(_BEGUN_WITHIN_S)
        self.watch.begin()

    def end(self) -> list[str]:
        """End all; return the names of the actors that did not stop."""
        hung = self.monitor.stop()
        self.proxy.stop()
        self.server.stop()
        return hung

    def pause(self, least_s: float, most_s: float | None = None) -> None:
        """Let time pass; what is seen meanwhile must be no lie."""
        seconds = least_s if most_s is None else self.chance.uniform(least_s, most_s)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.watch.look()
            time.sleep(_LOOK_S)

    def until(self, holds: Callable[[], bool], what: str, within_s: float = 30.0) -> None:
        """Wait for something that must come.

        Raises:
            TimeoutError: It does not come.
        """
        until = time.monotonic() + within_s
        while not holds():
            if time.monotonic() > until:
                raise TimeoutError(f"not within {within_s:g} s: {what}")
            self.pause(_LOOK_S)

    def until_right(self, within_s: float) -> float:
        """Wait until the monitor says what is true; return how many seconds that took.

        Raises:
            TimeoutError: It takes too long; the message says what differs.
        """
        began = time.monotonic()
        while wrong := difference(self):
            if time.monotonic() - began > within_s:
                raise TimeoutError(f"not right within {within_s:g} s: {wrong}")
            self.pause(_LOOK_S)
        return time.monotonic() - began

    def until_lost(self) -> None:
        """Wait until the monitor says that the link is gone."""
        lost = {ConnectionState.WAITING, ConnectionState.CONNECTING, ConnectionState.REFUSED}
        self.until(lambda: self.monitor.state in lost, "the loss is noticed")

    def cut(self, *, reset: bool = False) -> None:
        """End every connection."""
        self._logons = self.server.logons
        self.proxy.cut(reset=reset)

    def until_back(self) -> None:
        """Wait for the first logon since the line was cut last."""
        self.until(lambda: self.server.logons > self._logons, "a logon")

    def quote(self) -> None:
        """Let the market go somewhere else."""
        price = 6750 + self.chance.choice((-1, 1)) * self.chance.randint(1, 40) * _TICK
        with self.server.lock:
            self.server.broker.prices[self.symbol] = float(price)
            self.books.serve(self.symbol, price, datetime.now(UTC))

    def trade(self) -> None:
        """Let something happen at the desk, whether anybody hears it or not."""
        account = self.chance.choice((LONG, SHORT, IN_AND_OUT))
        held = self.held(account)
        if account == IN_AND_OUT:
            self.fill(account, -held or self.chance.choice((-2, -1, 1, 2)))
            return
        side = 1 if account == LONG else -1
        self.fill(account, -side if abs(held) > 3 else side)
        if self.chance.random() < 0.5:
            self.move_stop()
        self.quote()

    def trade_unheard(self) -> None:
        """Let something happen in every account: also what leaves the position as it was."""
        self.fill(LONG, 1)
        if self.chance.random() < 0.5:
            self.fill(LONG, -1)
        self.fill(SHORT, -1)
        side = 1 if self.held(IN_AND_OUT) >= 0 else -1
        self.fill(IN_AND_OUT, side)
        self.fill(IN_AND_OUT, -side)
        self.move_stop()
        self.quote()

    def held(self, account: str) -> int:
        """Return what an account holds, in signed contracts."""
        position = self.books.open.get((account, self.symbol))
        return int(position["quantity"]) if position else 0

    def fill(self, account: str, quantity: int) -> tuple[Message, ...]:
        """Execute an order, and tell of it; return what is told."""
        self._fills += 1
        price = 6750 + self.chance.randint(-20, 20) * _TICK
        at, identity = datetime.now(UTC), f"e{self._fills}"
        with self.server.lock:
            broker = self.server.broker
            self.books.fill(account, self.symbol, identity, quantity, price, at)
            update = broker.fill(
                account,
                self.symbol,
                quantity,
                str(price),
                at=at,
                execution_id=identity,
                order_id=f"o{self._fills}",
                of=abs(quantity),
            )
            said: list[Message] = [update, broker.position(account, self.symbol)]
            if account == SHORT:
                cash = Fraction(broker.balances[SHORT]) + self.books.fills[account][-1]["net"]
                broker.balances[SHORT] = round(float(cash), 2)
                said.append(self.balance())
            self.server.tell(*said)
        return tuple(said)

    def balance(self) -> AccountBalanceUpdate:
        """Return the balance of real money as it is told unasked."""
        cash = self.server.broker.balances[SHORT]
        return AccountBalanceUpdate(TradeAccount=SHORT, CashBalance=cash, Unsolicited=1)

    def move_stop(self) -> None:
        """Place the stop of the short position, or move it."""
        self._stops += 1
        price = 6800 + self._stops * _TICK
        reason = OrderUpdateReason.NEW_ORDER_ACCEPTED
        if self._stops > 1:
            reason = OrderUpdateReason.ORDER_CANCEL_REPLACE_COMPLETE
        order = OrderUpdate(
            Symbol=self.symbol,
            TradeAccount=SHORT,
            ServerOrderID=_STOP,
            OrderType=OrderType.STOP,
            OrderStatus=OrderStatus.OPEN,
            OrderUpdateReason=reason,
            BuySell=BuySell.BUY,
            Price1=float(price),
            OrderQuantity=9.0,
            FilledQuantity=0.0,
            RemainingQuantity=9.0,
        )
        with self.server.lock:
            self.server.broker.orders[_STOP] = order
            self.books.order(SHORT, self.symbol, _STOP, 1, "stop", price)
            self.server.tell(order)

    def restate(self) -> tuple[Message, ...]:
        """Return the newest fills as a server restates them, and all positions."""
        broker = self.server.broker
        restated = OrderUpdateReason.OPEN_ORDERS_REQUEST_RESPONSE
        fills = list(broker.said.values())[-5:]
        return (
            *(structs.replace(update, OrderUpdateReason=restated) for update in fills),
            *fills,
            *(broker.position(*key) for key in broker.held),
        )
