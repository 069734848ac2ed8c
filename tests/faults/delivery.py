"""Faults of the way: the same bytes, in other pieces, at other times."""

import time
from typing import Final

from dtc.messages import Heartbeat, MarketDataUpdateTradeCompact, OrderUpdate
from tests.faults.desk import IN_AND_OUT, Desk
from tests.faults.fault import Group
from tests.faults.proxy import Frame, Wire

DELIVERY: Final = Group()
_SAME: Final = "every way to cut the stream means the same"
_APART_S: Final = 0.003
"""Longer than the monitor waits for more to read together."""


def _anew(desk: Desk) -> None:
    """Let the monitor log on anew, and something happen once it has."""
    desk.cut()
    desk.trade()
    desk.until_back()
    desk.trade()


def _one_by_one(wire: Wire, frames: list[Frame]) -> None:
    data = b"".join(frame.raw for frame in frames)
    for place in range(len(data)):
        wire.to_client(data[place : place + 1])


@DELIVERY.fault(_SAME)
def byte_by_byte(desk: Desk) -> None:
    """Every byte is a segment of its own, from the logon on."""
    with desk.proxy.doing(_one_by_one):
        _anew(desk)
        desk.until_right(15.0)
        desk.trade()
        desk.pause(0.3)


@DELIVERY.fault(_SAME)
def split_at_every_boundary(desk: Desk) -> None:
    """Each message comes in two parts, cut one byte further than the one before."""
    place = desk.chance.randint(0, 50)

    def split(wire: Wire, frames: list[Frame]) -> None:
        nonlocal place
        for frame in frames:
            place = (place + 1) % len(frame.raw)
            wire.to_client(frame.raw[:place])
            time.sleep(_APART_S)
            wire.to_client(frame.raw[place:])

    with desk.proxy.doing(split):
        _anew(desk)
        for _ in range(10):
            desk.trade()
            desk.pause(0.05)


@DELIVERY.fault(_SAME)
def glued_into_one_segment(desk: Desk) -> None:
    """What is said within a while comes as one segment, which ends in the middle of a message."""
    held, is_over = bytearray(), False
    sent_at = time.monotonic()

    def glue(wire: Wire, frames: list[Frame]) -> None:
        nonlocal sent_at
        held.extend(b"".join(frame.raw for frame in frames))
        if is_over or time.monotonic() - sent_at > 0.3:
            sent_at = time.monotonic()
            end = len(held) if is_over else max(1, len(held) - desk.chance.randint(1, 20))
            wire.to_client(bytes(held[:end]))
            del held[:end]

    with desk.proxy.doing(glue):
        for _ in range(8):
            desk.trade()
            desk.pause(0.1)
        is_over = True
        desk.until(lambda: not held, "the next beat")


@DELIVERY.fault("what comes late is not lost, and no list is given up")
def delay_and_jitter(desk: Desk) -> None:
    """Everything comes up to 0.3 s late, in its order."""

    def delay(wire: Wire, frames: list[Frame]) -> None:
        for frame in frames:
            time.sleep(desk.chance.uniform(0.0, 0.05))
            wire.to_client(frame.raw)
        time.sleep(desk.chance.uniform(0.0, 0.25))

    with desk.proxy.doing(delay):
        _anew(desk)
        desk.pause(1.0, 2.0)
        desk.trade()


@DELIVERY.fault("a report that takes its time is booked once, whole")
def slow_trickle(desk: Desk) -> None:
    """The report of a fill takes more than a second to arrive."""

    def trickle(wire: Wire, frames: list[Frame]) -> None:
        for frame in frames:
            pieces = 40 if isinstance(frame.message, OrderUpdate) else 1
            size = max(1, len(frame.raw) // pieces)
            for place in range(0, len(frame.raw), size):
                wire.to_client(frame.raw[place : place + size])
                time.sleep(0.03 if pieces > 1 else 0.0)

    with desk.proxy.doing(trickle):
        desk.trade()
        desk.pause(1.5)


@DELIVERY.fault("no fill is lost among them, and the last price is the one that is shown")
def flood_of_prices(desk: Desk) -> None:
    """Ten thousand prices in a second, with fills in between."""
    number = 0

    def learn(wire: Wire, frames: list[Frame]) -> None:
        nonlocal number
        wire.to_client(b"".join(frame.raw for frame in frames))
        for frame in frames:
            if isinstance(frame.message, MarketDataUpdateTradeCompact):
                number = frame.message.SymbolID
        if number and any(isinstance(frame.message, OrderUpdate) for frame in frames):
            price = desk.server.broker.prices[desk.symbol]
            wire.say(
                *(MarketDataUpdateTradeCompact(SymbolID=number, Price=price, Volume=1.0) for _ in range(1000))
            )

    with desk.proxy.doing(learn):
        desk.until(lambda: number > 0, "a price")
        for _ in range(10):
            desk.fill(IN_AND_OUT, 1)
            desk.pause(0.1)


@DELIVERY.fault("empty messages and beats are no news of anybody's position")
def beats_without_end(desk: Desk) -> None:
    """A thousand heartbeats come at once, and again."""
    for _ in range(3):
        for wire in desk.proxy.wires:
            wire.say(*(Heartbeat() for _ in range(1000)))
        desk.trade()
        desk.pause(0.1)
