"""Faults of what is said: reports that are lost, doubled, late, out of order, or wrong."""

from collections.abc import Callable
from typing import Final

from msgspec import structs

from dtc.codec import encode
from dtc.messages import (
    AccountBalanceUpdate,
    CurrentPositionsReject,
    Heartbeat,
    HistoricalOrderFillResponse,
    HistoricalOrderFillsReject,
    LogonResponse,
    Message,
    OpenOrdersReject,
    OrderUpdate,
    PositionUpdate,
    TradeAccountResponse,
)
from tests.faults.desk import IN_AND_OUT, LONG, SHORT, Desk
from tests.faults.fault import Group
from tests.faults.proxy import Down, Frame, Hold, Wire, pass_down

REPORTS: Final = Group()
REPORT = (OrderUpdate, PositionUpdate)
_ONCE: Final = "every fill counts once"
_ASKED_AGAIN: Final = "it is asked for again; nobody is called flat in between"


def is_row(frame: Frame, kind: type[Message]) -> bool:
    """Return whether a frame is a row of an answer, of this kind."""
    return isinstance(frame.message, kind) and bool(getattr(frame.message, "RequestID", 0))


class Once:
    """Makes something else of the rows of one answer, that of the first request that is seen.

    Args:
        kind: Of the rows.
        change: Makes another row of a row, or none.
    """

    def __init__(self, kind: type[Message], change: Callable[[Message], Message | None]) -> None:
        self.request_id = 0
        self._kind, self._change = kind, change

    def __call__(self, wire: Wire, frames: list[Frame]) -> None:
        """Take what the server says."""
        for frame in frames:
            raw = frame.raw
            if isinstance(frame.message, self._kind) and is_row(frame, self._kind):
                self.request_id = self.request_id or getattr(frame.message, "RequestID", 0)
                if getattr(frame.message, "RequestID", 0) == self.request_id:
                    row = self._change(frame.message)
                    raw = b"" if row is None else encode(row, wire.encoding)
            wire.to_client(raw)


def _with_changed_list(desk: Desk, kind: type[Message], change: Callable[[Message], Message | None]) -> None:
    """Let the monitor log on anew, and one of its lists be another."""
    once = Once(kind, change)
    with desk.proxy.doing(once):
        desk.cut()
        desk.trade_unheard()
        desk.until(lambda: once.request_id > 0, "the list")
        desk.pause(0.1)


def _is_last(row: Message) -> bool:
    total = getattr(row, "TotalNumberMessages", None) or getattr(row, "TotalNumMessages", None)
    return bool(getattr(row, "MessageNumber", 0) == total)


@REPORTS.fault(_ONCE)
def everything_twice(desk: Desk) -> None:
    """Every order, fill and position is told twice, also in the lists after a new logon."""

    def twice(wire: Wire, frames: list[Frame]) -> None:
        for frame in frames:
            wire.to_client(
                frame.raw * (1 + isinstance(frame.message, (*REPORT, HistoricalOrderFillResponse)))
            )

    with desk.proxy.doing(twice):
        desk.trade()
        desk.pause(0.2)
        desk.cut()
        desk.trade()
        desk.until_back()
        desk.trade()
        desk.pause(0.5)


@REPORTS.fault("a position that comes before its fill is not booked beside it")
def reports_in_reverse(desk: Desk) -> None:
    """What is told of a fill comes in reverse order: balance, position, fill."""

    def reverse(wire: Wire, frames: list[Frame]) -> None:
        wire.to_client(b"".join(frame.raw for frame in reversed(frames)))

    with desk.proxy.doing(reverse):
        for _ in range(4):
            desk.trade()
            desk.pause(0.1, 0.4)


@REPORTS.fault("a position that comes seconds before its fill is not booked beside it")
def fills_come_late(desk: Desk) -> None:
    """Fills come a second after the positions that they make."""
    late = Hold(OrderUpdate)
    with desk.proxy.doing(late):
        desk.trade()
        desk.trade()
        desk.pause(0.5, 1.2)
        late.let_go()


@REPORTS.fault("every fill counts once, and old positions are overtaken by the list")
def restated_after_reconnect(desk: Desk) -> None:
    """Right after the logon the server restates old fills, and tells positions unasked."""

    def restate(wire: Wire, frames: list[Frame]) -> None:
        for frame in frames:
            wire.to_client(frame.raw)
            if isinstance(frame.message, LogonResponse):
                with desk.server.lock:
                    wire.say(*desk.restate())

    with desk.proxy.doing(restate):
        desk.cut()
        desk.trade()
        desk.trade()
        desk.until_back()
        desk.trade()
        desk.pause(0.2)


@REPORTS.fault("what was said before the loss does not undo what the lists said")
def old_reports_after_reconnect(desk: Desk) -> None:
    """Reports of fills before the loss arrive behind the first list of the next connection."""
    old: list[Message] = []

    def delay(wire: Wire, frames: list[Frame]) -> None:
        for frame in frames:
            wire.to_client(frame.raw)
            if is_row(frame, TradeAccountResponse) and _is_last(frame.message):  # type: ignore[arg-type]  # a row is a message
                wire.say(*old)
                old.clear()

    with desk.proxy.doing(delay):
        with desk.proxy.refusing():
            old += desk.fill(LONG, 1)
            old += desk.fill(IN_AND_OUT, 1 if desk.held(IN_AND_OUT) >= 0 else -1)
            desk.fill(LONG, 1)
        desk.until(lambda: not old, "the accounts")
        desk.pause(0.1)


@REPORTS.fault("the position says that a fill is missing; it is asked for and booked")
def fills_are_swallowed(desk: Desk) -> None:
    """Reports of fills get lost; those of positions arrive."""

    def swallow_fills(wire: Wire, frames: list[Frame]) -> None:
        wire.to_client(b"".join(frame.raw for frame in frames if not isinstance(frame.message, OrderUpdate)))

    with desk.proxy.doing(swallow_fills):
        desk.fill(LONG, 1)
        desk.fill(SHORT, -1)
        desk.pause(0.1)


@REPORTS.fault("everything is asked for again")
def dropped_messages(desk: Desk) -> None:
    """The server drops all reports for a while, and says so in a heartbeat."""

    def drop(wire: Wire, frames: list[Frame]) -> None:
        wire.to_client(b"".join(frame.raw for frame in frames if not isinstance(frame.message, REPORT)))

    with desk.proxy.doing(drop):
        desk.trade()
        desk.trade()
        desk.pause(0.1, 0.5)
    for wire in desk.proxy.wires:
        wire.say(Heartbeat(NumDroppedMessages=desk.chance.randint(1, 9)))


@REPORTS.fault(_ASKED_AGAIN)
def position_list_without_end(desk: Desk) -> None:
    """The last row of the list of positions never comes."""
    _with_changed_list(desk, PositionUpdate, lambda row: None if _is_last(row) else row)


@REPORTS.fault(_ASKED_AGAIN)
def position_list_never_comes(desk: Desk) -> None:
    """The request for the positions stays without an answer."""
    _with_changed_list(desk, PositionUpdate, lambda _row: None)


@REPORTS.fault("they are asked for again, also where the position is the same without them")
def fill_history_never_comes(desk: Desk) -> None:
    """The request for the fills of an account stays without an answer."""
    _with_changed_list(desk, HistoricalOrderFillResponse, lambda _row: None)


@REPORTS.fault("they are asked for again")
def fill_history_without_end(desk: Desk) -> None:
    """The last fill of an account's list never comes."""
    _with_changed_list(desk, HistoricalOrderFillResponse, lambda row: None if _is_last(row) else row)


@REPORTS.fault("the stop that was known stays; it is asked for again")
def order_list_never_comes(desk: Desk) -> None:
    """The request for the working orders stays without an answer."""
    _with_changed_list(desk, OrderUpdate, lambda _row: None)


@REPORTS.fault("accounts that were known stay; they are asked for again")
def account_list_without_end(desk: Desk) -> None:
    """The last account never comes."""
    _with_changed_list(desk, TradeAccountResponse, lambda row: None if _is_last(row) else row)


@REPORTS.fault("accounts that were known stay; they are asked for again")
def account_list_never_comes(desk: Desk) -> None:
    """The request for the accounts stays without an answer."""
    _with_changed_list(desk, TradeAccountResponse, lambda _row: None)


@REPORTS.fault("the balance is asked for again")
def balances_never_come(desk: Desk) -> None:
    """The request for the balances stays without an answer."""
    _with_changed_list(desk, AccountBalanceUpdate, lambda _row: None)


@REPORTS.fault(_ASKED_AGAIN)
def wrong_totals(desk: Desk) -> None:
    """The list of positions promises 99 rows and has two."""
    _with_changed_list(desk, PositionUpdate, lambda row: structs.replace(row, TotalNumberMessages=99))


@REPORTS.fault(_ASKED_AGAIN)
def repeated_row_numbers(desk: Desk) -> None:
    """All rows of the list of positions carry the number 1."""
    _with_changed_list(desk, PositionUpdate, lambda row: structs.replace(row, MessageNumber=1))


@REPORTS.fault(_ASKED_AGAIN)
def numbers_beyond_the_total(desk: Desk) -> None:
    """All rows of the list of positions are numbered 7 of 0."""
    _with_changed_list(
        desk, PositionUpdate, lambda row: structs.replace(row, TotalNumberMessages=0, MessageNumber=7)
    )


@REPORTS.fault("rows of nobody's request are reports, and no end of a list")
def foreign_request_number(desk: Desk) -> None:
    """The rows of the list of positions carry a number that nobody sent."""
    _with_changed_list(desk, PositionUpdate, lambda row: structs.replace(row, RequestID=999_999))


def _refused(desk: Desk, kind: type[Message], reject: Callable[[int], Message]) -> None:
    """Let one request be refused."""
    done = False

    def refuse(wire: Wire, frames: list[Frame]) -> None:
        nonlocal done
        for frame in frames:
            if not is_row(frame, kind):
                wire.to_client(frame.raw)
            elif not done:
                done = True
                wire.say(reject(getattr(frame.message, "RequestID", 0)))

    with desk.proxy.doing(refuse):
        desk.cut()
        desk.trade_unheard()
        desk.until(lambda: done, "the request")
        desk.pause(0.1)


@REPORTS.fault(_ASKED_AGAIN)
def positions_refused_once(desk: Desk) -> None:
    """The server refuses to list the positions, once."""
    _refused(desk, PositionUpdate, lambda number: CurrentPositionsReject(RequestID=number, RejectText="busy"))


@REPORTS.fault("they are asked for again")
def fills_refused_once(desk: Desk) -> None:
    """The server refuses to list the fills of an account, once."""
    _refused(
        desk,
        HistoricalOrderFillResponse,
        lambda number: HistoricalOrderFillsReject(RequestID=number, RejectText="busy"),
    )


@REPORTS.fault("the stop that was known stays; it is asked for again")
def orders_refused_once(desk: Desk) -> None:
    """The server refuses to list the working orders, once."""
    _refused(desk, OrderUpdate, lambda number: OpenOrdersReject(RequestID=number, RejectText="busy"))


@REPORTS.fault("its positions stay what they are, and it is there again with the next list")
def account_disappears(desk: Desk) -> None:
    """After a new logon the list of accounts lacks one, and has another."""

    def other(wire: Wire, frames: list[Frame]) -> None:
        for frame in frames:
            row = frame.message
            if isinstance(row, TradeAccountResponse) and row.TradeAccount == LONG:
                wire.say(structs.replace(row, TradeAccount="Sim9"))
            else:
                wire.to_client(frame.raw)

    with desk.proxy.doing(other):
        desk.cut()
        desk.trade()
        desk.until_back()
        desk.pause(1.0)
        desk.trade()
    desk.cut()


@REPORTS.fault("a fill that is told during the lists is booked once")
def fills_during_the_lists(desk: Desk) -> None:
    """Something is filled after each message of the lists."""
    left = 6

    def fill(wire: Wire, frames: list[Frame]) -> None:
        nonlocal left
        pass_down(wire, frames)
        rows = (TradeAccountResponse, HistoricalOrderFillResponse, OrderUpdate, PositionUpdate)
        if left and any(is_row(frame, kind) for frame in frames for kind in rows):
            left -= 1
            desk.trade()

    with desk.proxy.doing(fill):
        desk.cut()
        desk.until(lambda: not left, "the lists")


@REPORTS.fault("the server's clock decides nothing")
def server_clock_jumps(desk: Desk) -> None:
    """The time in the server's heartbeats jumps by days, to 1970, and to a year that no calendar has."""
    for step in (86_400.0, -86_400.0, -1.7e9, 9.2e18 / 1e6, -9e9):
        desk.server.clock_step_s = step
        desk.pause(0.6)
    desk.server.clock_step_s = 0.0
    desk.trade()


def _altered(desk: Desk, alter: Down) -> None:
    with desk.proxy.doing(alter):
        desk.trade()
        desk.pause(0.3)


@REPORTS.fault("nobody's reports change nobody's position")
def reports_without_account(desk: Desk) -> None:
    """Beside every report comes the same without an account, and one of no symbol."""

    def add(wire: Wire, frames: list[Frame]) -> None:
        for frame in frames:
            if isinstance(frame.message, PositionUpdate):
                wire.say(structs.replace(frame.message, TradeAccount="", Quantity=77.0))
            if isinstance(frame.message, OrderUpdate):
                wire.say(structs.replace(frame.message, TradeAccount=""))
            wire.to_client(frame.raw)

    _altered(desk, add)


@REPORTS.fault("absent is not zero: the position is not flat")
def reports_without_quantity(desk: Desk) -> None:
    """Beside every position comes one that does not say how many contracts."""

    def add(wire: Wire, frames: list[Frame]) -> None:
        for frame in frames:
            if isinstance(frame.message, PositionUpdate):
                wire.say(structs.replace(frame.message, Quantity=None))
            wire.to_client(frame.raw)

    _altered(desk, add)
