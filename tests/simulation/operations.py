"""What a program is made of: the trader's hand, the broker's word, and what goes wrong."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final, NamedTuple

from msgspec import structs

from actors.messages import (
    AcknowledgeAlarm,
    BytesReceived,
    Message,
    ResetSimBalance,
    ShowBook,
    ShowMode,
    ShowNextMode,
    SwitchEquityView,
)
from dtc.enums import BuySell, OrderStatus, OrderType, OrderUpdateReason
from dtc.messages import AccountBalanceUpdate, OrderUpdate
from models.book import TradeMode
from models.timeframe import Timeframe
from tests.simulation.world import World

SYMBOL: Final = "MESZ26"
_MODES: Final = {mode.value for mode in TradeMode}


class Poison(Message, frozen=True):
    """What no actor can digest."""


class Op(NamedTuple):
    """One thing that happens from outside.

    Attributes:
        after_s: Seconds after the one before it, at the earliest.
        text: What; the first word says which kind.
    """

    after_s: float
    text: str

    def __str__(self) -> str:
        """Return the line of a program."""
        return f"+{self.after_s:g} {self.text}"


def op_of(line: str) -> Op:
    """Return the operation that a line of a program tells."""
    after, text = line[1:].split(" ", 1)
    return Op(float(after), text)


def perform(world: World, op: Op) -> None:
    """Let an operation happen."""
    verb, *words = op.text.split()
    _DOES[verb](world, *words)


def _show(world: World, what: str) -> None:
    world.asked = None if world.follows else what
    message = ShowMode(mode=TradeMode(what)) if what in _MODES else ShowBook(book=world.book(what))
    world.post(message)


def _next(world: World) -> None:
    world.asked = None
    world.post(ShowNextMode())


def _reset(world: World, account: str) -> None:
    world.resets[account] = len(world.accountant.fills.get(account, ()))
    world.post(ResetSimBalance(book=world.book(account), reason="asked for"))


def _fill(world: World, account: str, quantity: str, price: str, how: str = "after") -> None:
    broker, number = world.broker, len(world.broker.fills) + 1
    name, contracts = f"e{number}", int(quantity)
    world.accountant.fill(account, SYMBOL, name, contracts, Fraction(price), world.broker_now)
    update = broker.fill(
        account,
        SYMBOL,
        contracts,
        price,
        at=world.broker_now,
        execution_id=name,
        order_id=f"o{number}",
        of=abs(contracts),
    )
    report = broker.position(account, SYMBOL)
    said = {"after": (update, report), "before": (report, update), "alone": (update,)}[how]
    for message in said:
        world.exchange.send(message)


def _repeat(world: World) -> None:
    for update in list(world.broker.said.values())[-1:]:
        world.exchange.send(update)


def _restate(world: World) -> None:
    for update in list(world.broker.said.values())[-1:]:
        restated = OrderUpdateReason.OPEN_ORDERS_REQUEST_RESPONSE
        world.exchange.send(structs.replace(update, OrderUpdateReason=restated))


def _stop(world: World, account: str, price: str) -> None:
    held = world.broker.held.get((account, SYMBOL))
    quantity = held.quantity if held else 0
    name = f"stop {account}"
    is_new = name not in world.broker.orders
    order = OrderUpdate(
        TradeAccount=account,
        Symbol=SYMBOL,
        ServerOrderID=name,
        OrderStatus=OrderStatus.OPEN,
        OrderUpdateReason=OrderUpdateReason.NEW_ORDER_ACCEPTED
        if is_new
        else OrderUpdateReason.ORDER_CANCEL_REPLACE_COMPLETE,
        OrderType=OrderType.STOP,
        BuySell=BuySell.BUY if quantity < 0 else BuySell.SELL,
        Price1=float(price),
        OrderQuantity=float(abs(quantity) or 1),
        FilledQuantity=0.0,
        RemainingQuantity=float(abs(quantity) or 1),
    )
    world.broker.orders[name] = order
    world.exchange.send(order)


def _cancel(world: World, account: str) -> None:
    order = world.broker.orders.pop(f"stop {account}", None)
    if order is not None:
        world.exchange.send(
            structs.replace(
                order, OrderStatus=OrderStatus.CANCELED, OrderUpdateReason=OrderUpdateReason.ORDER_CANCELED
            )
        )


def _balance(world: World, account: str, cash: str) -> None:
    world.broker.balances[account] = float(cash)
    world.stated.setdefault(account, set()).add(float(cash))
    world.exchange.send(AccountBalanceUpdate(TradeAccount=account, CashBalance=float(cash), Unsolicited=1))


def _quote(world: World, price: str) -> None:
    world.study.write(price)


def _torn(world: World) -> None:
    world.study.row = world.study.row[: len(world.study.row) // 2]


def _link(world: World, what: str) -> None:
    if what == "down":
        world.exchange.cut()
    else:
        world.exchange.is_up = True


def _late(world: World) -> None:
    """Let what is said now arrive behind the next connection, and lose this one."""
    world.delays = world.is_ready
    world.exchange.send(world.broker.position("Sim1", SYMBOL))
    world.exchange.cut()
    world.exchange.is_up = True


def _stale(world: World) -> None:
    """Let bytes of an earlier connection arrive now."""
    position = world.broker.position("120005", SYMBOL)
    lie = structs.replace(position, Quantity=9.0, AveragePrice=6750.0)
    # A half of it would be one of the present connection, which no connection delivers.
    splits, world.splits = world.splits, False
    world.exchange.send(lie)
    world.splits = splits
    if world.line and isinstance(world.line[-1], BytesReceived):
        told = world.line.pop()
        assert isinstance(told, BytesReceived)
        world.line.append(structs.replace(told, connection_id=told.connection_id - 1))


def _fail(world: World, *name: str) -> None:
    actor = next(actor for actor in world.actors if actor.name == " ".join(name))
    actor.actor_ref.tell(Poison())


def _acknowledge(world: World) -> None:
    for alarm in world.window.alarms.alarms if world.window.alarms else ():
        world.post(AcknowledgeAlarm(key=alarm.key))


def _restart(world: World) -> None:
    if world.storage.refuses or world.asked not in {
        *world.modes,
        *(mode.value for mode in world.modes.values()),
    }:
        # Only an account is remembered, not that a mode has none, and by a disk that takes something.
        world.asked = None
    world.restart(orderly=True)


def _crash(world: World) -> None:
    # What was not written yet is forgotten.
    world.asked = None
    world.restart(orderly=False)


_DOES: Final[Mapping[str, Callable[..., None]]] = {
    "show": _show,
    "next": _next,
    "timeframe": lambda world, name: world.window.choose(Timeframe(name)),
    "swap": lambda world, generation: world.window.swap(generation),
    "equity": lambda world: world.post(SwitchEquityView()),
    "acknowledge": _acknowledge,
    "reset": _reset,
    "restart": _restart,
    "crash": _crash,
    "fill": _fill,
    "repeat": _repeat,
    "restate": _restate,
    "stop": _stop,
    "cancel": _cancel,
    "balance": _balance,
    "quote": _quote,
    "torn": _torn,
    "study": lambda world, what: setattr(world.study, "runs", what == "runs"),
    "link": _link,
    "late": _late,
    "stale": _stale,
    "split": lambda world: setattr(world, "splits", True),
    "fail": _fail,
    "disk": lambda world, what: world.storage.refuse(on=what == "full"),
    "stall": lambda world, seconds: world.stall(float(seconds)),
    "clock": lambda world, seconds: world.clock.set_by(float(seconds)),
    "sleep": lambda world, seconds: world.clock.sleep(float(seconds)),
}
