"""A trader who carries out one plan after another on one account."""

from collections.abc import Sequence

from demo.exchange import Exchange
from demo.ledger import Ledger
from demo.orders import Bracket, Order, Ticket
from demo.plans import Action, Deed, Plan, PlanBag
from dtc.enums import OrderType

# A limit entry that the market does not come back to is given up after this many steps.
_LIMIT_PATIENCE_STEPS = 50


class Trader:
    """Opens, widens, trims, reverses, protects and closes, one trade at a time."""

    def __init__(self, exchange: Exchange, ledger: Ledger, bag: PlanBag, first_step: int) -> None:
        self._exchange = exchange
        self._ledger = ledger
        self._bag = bag
        self._prepared: list[Plan] = []
        self._next_step = first_step
        self._plan: Plan | None = None
        self._actions: list[Action] = []
        self._entry = 0
        self._entered_step = 0

    def prepare(self, plans: Sequence[Plan]) -> None:
        """Set plans that come before those of the bag."""
        self._prepared = list(plans)

    def act(self) -> None:
        """Do what is due before the next step of the market."""
        if self._plan is None:
            if self._exchange.step >= self._next_step:
                self._enter(self._prepared.pop(0) if self._prepared else self._draw())
            return
        if self._is_waiting():
            return
        if self._ledger.quantity == 0 and not self._market_orders():
            self._finish(self._plan)
            return
        self._align_protection()
        while self._actions and self._exchange.step >= self._entered_step + self._actions[0].after:
            self._do(self._actions.pop(0))

    def _draw(self) -> Plan:
        return self._bag.draw(self._exchange.market.trend)

    def _enter(self, plan: Plan) -> None:
        last = self._exchange.market.figures.last
        price = None if plan.limit is None else last - plan.side * plan.limit
        ticket = Ticket(
            account=self._ledger.account,
            side=plan.side,
            quantity=plan.quantity,
            kind=OrderType.MARKET if price is None else OrderType.LIMIT,
            price=price,
            bracket=_bracket(plan, plan.side, plan.quantity, last if price is None else price),
        )
        self._plan = plan
        self._actions = list(plan.actions)
        self._entered_step = self._exchange.step
        self._entry = self._exchange.submit(ticket)

    def _is_waiting(self) -> bool:
        """Say whether the entry goes on waiting; give up a limit that has waited long enough."""
        entry = self._exchange.order(self._entry)
        if entry is None:
            return False
        age = self._exchange.step - entry.received_step
        if entry.kind is OrderType.MARKET or age < _LIMIT_PATIENCE_STEPS:
            return True
        self._exchange.cancel(self._entry)
        return False

    def _finish(self, plan: Plan) -> None:
        for order in self._orders():
            self._exchange.cancel(order.number)
        self._plan = None
        self._next_step = self._exchange.step + plan.rest

    def _do(self, action: Action) -> None:
        held = self._ledger.quantity
        if held == 0:
            return
        side = 1 if held > 0 else -1
        match action.deed:
            case Deed.ADD:
                self._send(side, action.amount)
            case Deed.TRIM if action.amount < abs(held):
                self._send(-side, action.amount, opens=False)
            case Deed.MOVE_STOP:
                self._move_stop(round(self._ledger.average) - side * action.amount)
            case Deed.REVERSE:
                self._reverse(side, abs(held), action.amount)
            case Deed.CLOSE:
                self._cancel_exits()
                self._send(-side, abs(held), opens=False)
            case _:
                pass

    def _reverse(self, side: int, held: int, quantity: int) -> None:
        if self._plan is None:
            return
        self._cancel_exits()
        last = self._exchange.market.figures.last
        bracket = _bracket(self._plan, -side, quantity, last)
        self._entry = self._send(-side, held + quantity, bracket=bracket)

    def _move_stop(self, price: int) -> None:
        last = self._exchange.market.figures.last
        for order in self._exits():
            # Beyond the market a stop would fill at once: real platforms refuse it.
            if order.kind is OrderType.STOP and (price - last) * order.side > 0:
                self._exchange.modify(order.number, price=price)

    def _align_protection(self) -> None:
        """Make stop and target cover exactly what is held."""
        held = abs(self._ledger.quantity)
        if held == 0 or self._market_orders():
            return
        for order in self._exits():
            if order.remaining != held:
                self._exchange.modify(order.number, quantity=held)

    def _send(self, side: int, quantity: int, *, opens: bool = True, bracket: Bracket | None = None) -> int:
        ticket = Ticket(
            account=self._ledger.account, side=side, quantity=quantity, opens=opens, bracket=bracket
        )
        return self._exchange.submit(ticket)

    def _orders(self) -> list[Order]:
        return self._exchange.working(self._ledger.account)

    def _market_orders(self) -> list[Order]:
        return [order for order in self._orders() if order.kind is OrderType.MARKET]

    def _exits(self) -> list[Order]:
        return [order for order in self._orders() if not order.opens and order.kind is not OrderType.MARKET]

    def _cancel_exits(self) -> None:
        for order in self._exits():
            self._exchange.cancel(order.number)


def _bracket(plan: Plan, side: int, quantity: int, price: int) -> Bracket | None:
    if plan.stop is None:
        return None
    return Bracket(
        quantity=quantity,
        stop=price - side * plan.stop,
        target=None if plan.target is None else price + side * plan.target,
    )
