"""Faults of the line itself: it ends, it is silent, nobody is there."""

import time
from typing import Final

from actors.messages import ShowNextMode
from dtc.messages import (
    HistoricalOrderFillResponse,
    Message,
    OrderUpdate,
    PositionUpdate,
    TradeAccountResponse,
)
from tests.faults.desk import LONG, SHORT, Desk
from tests.faults.fault import Group
from tests.faults.proxy import Frame, Hold, Wire, swallow
from tests.faults.watch import SILENCE_S

LOSSES: Final = Group()
_COMES_BACK: Final = "the link comes back by itself, and what was missed is made up for"
_LONGER_S: Final = SILENCE_S + 1.5
_OUTAGE_S: Final = 12.0


class _Cut:
    """Lets the line end within one message, once.

    Args:
        kind: Of which message.
        is_listed: It must be a row of an answer.
        share: So much of its bytes still arrives.
        after: So many of the kind arrive whole before.
        reset: Not an orderly end.
    """

    def __init__(
        self,
        kind: type[Message],
        *,
        is_listed: bool = False,
        share: float = 0.0,
        after: int = 0,
        reset: bool = False,
    ) -> None:
        self.done = False
        self._kind, self._is_listed = kind, is_listed
        self._share, self._after, self._reset = share, after, reset

    def __call__(self, wire: Wire, frames: list[Frame]) -> None:
        """Take what the server says."""
        for frame in frames:
            if not self.done and self._is_wanted(frame.message):
                if not self._after:
                    wire.to_client(frame.raw[: int(len(frame.raw) * self._share)])
                    self.done = True
                    wire.end(reset=self._reset)
                    return
                self._after -= 1
            wire.to_client(frame.raw)

    def _is_wanted(self, message: object) -> bool:
        is_listed = bool(getattr(message, "RequestID", 0))
        return isinstance(message, self._kind) and is_listed == self._is_listed


def _cut_in_list(desk: Desk, kind: type[Message], after: int) -> None:
    """Let the line end once for the list's sake, then within the list."""
    cut = _Cut(kind, is_listed=True, share=desk.chance.random(), after=after)
    with desk.proxy.doing(cut):
        with desk.proxy.refusing():
            desk.fill(LONG, 1)
            desk.fill(LONG, 1)
            desk.fill(SHORT, -1)
        desk.until(lambda: cut.done, "a list of this kind")
        desk.trade()


@LOSSES.fault(_COMES_BACK)
def closed_at_rest(desk: Desk) -> None:
    """The server hangs up while nothing is said; there are fills before anybody is back."""
    desk.cut()
    desk.trade()
    desk.trade()


@LOSSES.fault(_COMES_BACK)
def reset_at_rest(desk: Desk) -> None:
    """The same with a reset."""
    desk.cut(reset=True)
    desk.trade()


@LOSSES.fault("the fill of which half was told is booked once")
def closed_in_a_frame(desk: Desk) -> None:
    """The server hangs up in the middle of the report of a fill."""
    cut = _Cut(OrderUpdate, share=desk.chance.uniform(0.05, 0.95))
    with desk.proxy.doing(cut):
        desk.fill(LONG, 1)
        desk.until(lambda: cut.done, "the report")


@LOSSES.fault("the fill of which half was told is booked once")
def reset_in_a_frame(desk: Desk) -> None:
    """The same with a reset."""
    cut = _Cut(OrderUpdate, share=desk.chance.uniform(0.05, 0.95), reset=True)
    with desk.proxy.doing(cut):
        desk.fill(LONG, 1)
        desk.until(lambda: cut.done, "the report")


@LOSSES.fault("a fill whose position was never told is booked once")
def closed_between_fill_and_position(desk: Desk) -> None:
    """The server hangs up behind a fill, before the position that it makes."""
    cut = _Cut(PositionUpdate)
    with desk.proxy.doing(cut):
        desk.fill(SHORT, -1)
        desk.until(lambda: cut.done, "the position")


@LOSSES.fault("a position that was not listed any more is not flat")
def closed_in_position_list(desk: Desk) -> None:
    """The server hangs up in the middle of the list of positions."""
    _cut_in_list(desk, PositionUpdate, after=1)


@LOSSES.fault("fills that were listed already are not booked twice")
def closed_in_fill_history(desk: Desk) -> None:
    """The server hangs up in the middle of the fills of an account."""
    _cut_in_list(desk, HistoricalOrderFillResponse, after=1)


@LOSSES.fault("the stop is there again")
def closed_in_order_list(desk: Desk) -> None:
    """The server hangs up within the list of working orders."""
    _cut_in_list(desk, OrderUpdate, after=0)


@LOSSES.fault("an account that was not listed any more stays what it was")
def closed_in_account_list(desk: Desk) -> None:
    """The server hangs up in the middle of the list of accounts."""
    _cut_in_list(desk, TradeAccountResponse, after=1)


@LOSSES.fault("the silence is noticed, and its prices and positions are marked until the link is back")
def half_open(desk: Desk) -> None:
    """Neither side hears of the other any more, and nobody hangs up."""
    with desk.proxy.doing(swallow, swallow, hides_ends=True):
        desk.pause(0.2, 1.0)
        desk.trade()
        desk.pause(_LONGER_S)
        desk.trade()
    desk.cut()


@LOSSES.fault("the silence is noticed; the server is asked anew")
def silent_server(desk: Desk) -> None:
    """Nothing of the server arrives any more; what the monitor sends does."""
    with desk.proxy.doing(swallow):
        desk.trade()
        desk.pause(_LONGER_S)
    desk.cut()


@LOSSES.fault("nothing is lost, and the link need not be")
def pause_below_the_limit(desk: Desk) -> None:
    """Nothing arrives for less than the limit of silence; then all of it does, at once."""
    hold = Hold()
    with desk.proxy.doing(hold):
        desk.trade()
        desk.pause(1.0, SILENCE_S - 1.5)
        desk.trade()
        hold.let_go()


@LOSSES.fault("the server's farewell is taken, and the monitor is back")
def stalled_reader(desk: Desk) -> None:
    """The server's side takes nothing that the monitor sends, so the server misses its heartbeats."""
    with desk.proxy.doing(up=swallow):
        desk.trade()
        desk.until_lost()


@LOSSES.fault("each loss is one, and the last link is the one that counts")
def ten_flaps_in_a_second(desk: Desk) -> None:
    """Every connection is cut, ten times in a second."""
    for _ in range(10):
        desk.cut(reset=desk.chance.random() < 0.5)
        desk.pause(0.1)
    desk.trade()


@LOSSES.fault(_COMES_BACK)
def three_logons_cut(desk: Desk) -> None:
    """Three times in a row the line ends right behind the accepted logon."""
    for _ in range(3):
        desk.cut()
        desk.until_back()
    desk.cut()
    desk.trade()


@LOSSES.fault("it says that nothing listens there, and is back")
def refused_then_back(desk: Desk) -> None:
    """Nobody listens for a moment."""
    with desk.proxy.refusing():
        desk.trade()
        desk.pause(0.5, 2.0)


@LOSSES.fault("the wait between attempts does not grow beyond what the limit of five seconds allows")
def long_outage(desk: Desk) -> None:
    """Nobody listens for as long as a restart of Sierra Chart takes."""
    with desk.proxy.refusing():
        desk.trade()
        desk.pause(_OUTAGE_S)
        desk.trade()


@LOSSES.fault(_COMES_BACK)
def server_restarts(desk: Desk) -> None:
    """The server says farewell, and listens again a second later."""
    desk.server.log_off()
    with desk.proxy.refusing():
        desk.trade()
        desk.pause(0.8, 1.2)


@LOSSES.fault("all accounts are right, whichever is shown")
def lost_during_mode_switches(desk: Desk) -> None:
    """The line is cut while the trader switches modes as fast as they can."""
    until = time.monotonic() + 0.6
    cut_at = time.monotonic() + desk.chance.uniform(0.1, 0.5)
    while time.monotonic() < until:
        desk.monitor.post(ShowNextMode())
        if cut_at and time.monotonic() > cut_at:
            desk.cut()
            desk.trade()
            cut_at = 0.0
        desk.pause(0.01)
