"""From the arrival of a price on the socket to its pixels, at rates from a quiet to a mad market."""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from typing import Any

from benchmarks.figure import Figure
from benchmarks.monitor import LEGACY, run_module
from benchmarks.tick_server import ENTRY, PRICES, STRIDE, TICK

RATES = (100, 1_000, 10_000, 50_000, 100_000)
"""Trades a second; the last one must be sustained."""
SECONDS = 4
PAINTED_BOUND_MS = 5.0
STALL_BOUND_MS = 6.0
LONGEST_STALL_BOUND_MS = 20.0
_OF_A_STEP = pow(STRIDE, -1, PRICES)


def measure() -> list[Figure]:
    """Run the program with the new and with the legacy panels through all rates."""
    phases = [f"{rate}:{SECONDS}" for rate in RATES]
    new: dict[str, Any] = json.loads(run_module("benchmarks.arrival_session", *phases))
    legacy: dict[str, Any] = json.loads(run_module("benchmarks.arrival_session", *phases, environ=LEGACY))
    figures = []
    for number, rate in enumerate(RATES):
        late, late_legacy = _late_ms(new, number), _late_ms(legacy, number)
        figures += [
            Figure(
                name=f"arrival to paint at {rate:,}/s",
                unit="ms",
                runs=list(_painted_ms(new, number)),
                reference=list(_painted_ms(legacy, number)),
                bound=PAINTED_BOUND_MS,
                bounds="p99",
            ),
            Figure(
                name=f"GUI thread late at {rate:,}/s",
                unit="ms",
                runs=late,
                reference=late_legacy,
                bound=STALL_BOUND_MS,
                bounds="p99",
            ),
            Figure(
                name=f"GUI thread latest at {rate:,}/s",
                unit="ms",
                runs=[max(late)],
                reference=[max(late_legacy, default=0.0)],
                bound=LONGEST_STALL_BOUND_MS,
            ),
        ]
    lost = new["fills"] - new["stored"]
    return [*figures, Figure(name="fills lost on the way", unit="", runs=[lost], reference=(), bound=0)]


def _span(session: Mapping[str, Any], number: int) -> tuple[float, float]:
    """Return begin and end of a phase, monotonic seconds."""
    began = session["phases"][number][1]
    return began, began + SECONDS


def _late_ms(session: Mapping[str, Any], number: int) -> list[float]:
    began, ended = _span(session, number)
    return [late for at, late in session["late_ms"] if began <= at < ended]


def _painted_ms(session: Mapping[str, Any], number: int) -> Iterator[float]:
    """Yield how old each painted price was: since its trade was handed to the socket."""
    began, ended = _span(session, number)
    numbers = [trade for trade, _ in session["sent"]]
    moments = [at for _, at in session["sent"]]
    for at, text in session["painted"]:
        if not began <= at < ended:
            continue
        step = round((float(text) - ENTRY) / TICK) * _OF_A_STEP % PRICES
        newest = numbers[max(0, bisect_right(moments, at) - 1)]
        trade = newest - (newest - step) % PRICES
        if trade > 0:
            yield (at - moments[bisect_left(numbers, trade)]) * 1000
