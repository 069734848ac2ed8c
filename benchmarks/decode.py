"""Order updates in JSON to typed messages, beside the standard library's reader, which makes dictionaries."""

import json
import time

from benchmarks.figure import Figure
from dtc.codec import Decoder, encode
from dtc.enums import Encoding
from dtc.messages import OrderUpdate

RUNS = 200
_MESSAGES = 1_000
_END = b"\0"
# At least three times as fast.
BOUND = 1 / 3


def measure() -> list[Figure]:
    """Read the same stream with both, in turn."""
    stream = b"".join(encode(_update(number), Encoding.JSON) for number in range(_MESSAGES))
    ours, plain = [], []
    for _ in range(RUNS):
        began = time.perf_counter()
        received = Decoder(Encoding.JSON).feed(stream)
        ours.append(_microseconds(began))
        began = time.perf_counter()
        loaded = [json.loads(frame) for frame in stream.split(_END) if frame]
        plain.append(_microseconds(began))
        if len(received) != len(loaded):
            raise AssertionError(f"{len(received)} messages instead of {len(loaded)}")
    return [
        Figure(
            name="order update decoded from JSON",
            unit="us",
            runs=ours,
            reference=plain,
            bound=BOUND,
            bounds="ratio",
        )
    ]


def _microseconds(began: float) -> float:
    return (time.perf_counter() - began) * 1e6 / _MESSAGES


def _update(number: int) -> OrderUpdate:
    """Return a partly filled order as Sierra Chart describes it."""
    return OrderUpdate(
        Symbol="F.US.MESZ26",
        Exchange="CME",
        ServerOrderID=f"{17_000_000 + number}",
        ClientOrderID=f"c{number}",
        OrderStatus=4,
        OrderUpdateReason=5,
        OrderType=2,
        BuySell=1,
        Price1=6750.25 + number % 16 / 4,
        OrderQuantity=3.0,
        FilledQuantity=1.0,
        RemainingQuantity=2.0,
        AverageFillPrice=6750.5,
        LastFillPrice=6750.5,
        LastFillDateTime=1_795_000_000,
        LastFillQuantity=1.0,
        LastFillExecutionID=f"e{number}",
        TradeAccount="Sim1",
    )
