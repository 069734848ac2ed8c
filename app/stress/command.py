"""The command line of the stress runs. Needs nothing but the standard library."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.typed_numbers import above_zero, whole

KINDS: Final = {
    "modes": "switch modes and accounts, and look for cells of another account",
    "swap": "swap panels with positions open and prices coming",
    "flood": "more and more messages a second, until a bound breaks",
    "exit": "start and end the program at random moments",
    "crash": "make every actor fail, and look at what it comes back with",
}
_WHAT: Final = {"modes": "switches", "swap": "swaps"}
_HOW_LONG: Final = {"modes": "how long", "swap": "how long", "flood": "how long each step"}
_CYCLES: Final = {"exit": (200, "starts and ends"), "crash": (240, "failures, altogether")}
_MOST: Final = 1_000_000
_RATES: Final = {"modes": 100.0, "swap": 20.0}
_SECONDS: Final = {"modes": 60.0, "swap": 60.0, "flood": 5.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stress:
    """Run the real program under load.

    Attributes:
        kind: One of `KINDS`.
        rate: Switches or swaps a second.
        seconds: How long; of a flood, each of its steps.
        cycles: Starts and ends, or failures.
        offscreen: No window system, also where there is one.
    """

    kind: str
    rate: float
    seconds: float
    prices_per_s: float
    fills_per_s: float
    cycles: int
    seed: int
    offscreen: bool
    as_json: bool


def add_stress(stress: argparse.ArgumentParser, add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the kinds of stress to the subcommand.

    Args:
        stress: Its parser.
        add: Adds a parser to a group, under a name and with a help text.
    """
    kinds = stress.add_subparsers(dest="stress_kind", metavar="|".join(KINDS), required=True)
    for kind, about in KINDS.items():
        option = add(kinds, kind, about).add_argument
        # Under names of their own: the options of the same name belong to a normal run.
        option("--seed", dest="stress_seed", type=whole, metavar="N", default=1, help="of all that is random")
        if kind in _RATES:
            option(
                "--rate", type=_positive, metavar="N", default=_RATES[kind], help=f"{_WHAT[kind]} a second"
            )
            option("--prices-per-s", type=_positive, metavar="N", default=200.0, help="prices a second")
        if kind in _SECONDS:
            option("--seconds", type=_positive, metavar="S", default=_SECONDS[kind], help=_HOW_LONG[kind])
            option("--fills-per-s", type=_positive, metavar="N", default=10.0, help="fills a second")
            option("--offscreen", dest="stress_offscreen", action="store_true", help="no window")
        else:
            most, about_cycles = _CYCLES[kind]
            option("--cycles", type=_cycles, metavar="N", default=most, help=about_cycles)
        option("--json", action="store_true", help="answer for machines")


def stress_of(given: argparse.Namespace) -> Stress:
    """Return the stress run that was asked for."""
    return Stress(
        kind=given.stress_kind,
        rate=getattr(given, "rate", 0.0),
        seconds=getattr(given, "seconds", 0.0),
        prices_per_s=getattr(given, "prices_per_s", 0.0),
        fills_per_s=getattr(given, "fills_per_s", 0.0),
        cycles=getattr(given, "cycles", 0),
        seed=given.stress_seed,
        offscreen=getattr(given, "stress_offscreen", False),
        as_json=given.json,
    )


def _cycles(text: str) -> int:
    if not whole(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 up")
    return int(text)


def _positive(text: str) -> float:
    return above_zero(text, _MOST)
