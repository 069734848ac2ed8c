"""One trial of one fault, from a new home folder to the end of all threads."""

import logging
import tempfile
import threading
import time
from pathlib import Path
from random import Random
from typing import NamedTuple

import psutil
from pykka import ActorRegistry

from tests.faults.catalogue import FAULTS
from tests.faults.desk import RIGHT_WITHIN_S, Desk
from tests.faults.fault import Fault

_REST_S = 0.4
_GONE_WITHIN_S = 5.0
_FIRST_WAIT_S = 0.3


class Outcome(NamedTuple):
    """What came of a trial.

    Attributes:
        seconds: From the end of the fault until all was right.
        problems: What does not hold; none is how it should be.
    """

    fault: str
    seed: int
    seconds: float
    problems: tuple[str, ...]


class _Left(NamedTuple):
    """What a trial may not leave behind."""

    threads: frozenset[int]
    sockets: int
    actors: int

    @classmethod
    def now(cls) -> "_Left":
        idents = frozenset(thread.ident or 0 for thread in threading.enumerate())
        return cls(idents, len(psutil.Process().net_connections("all")), len(ActorRegistry.get_all()))


def play(fault: Fault, seed: int, within_s: float = RIGHT_WITHIN_S) -> Outcome:
    """Play a fault once.

    Args:
        fault: What is done to the line.
        seed: Decides encoding, moments and all that is traded.
        within_s: So soon after the fault all must be right.
    """
    chance = Random(f"{fault.name} {seed}")
    before = _Left.now()
    problems: list[str] = []
    seconds = 0.0
    with tempfile.TemporaryDirectory(prefix="appsierra-faults-") as folder:
        desk = Desk(Path(folder), chance, chance.choice(fault.encodings))
        try:
            seconds = _play_at(desk, fault, within_s)
        except TimeoutError as error:
            problems.append(str(error))
        finally:
            hung = desk.end()
        problems += desk.watch.seen
        problems += [f"actor failed: {failure}" for failure in desk.monitor.failed]
        problems += [f"{name} did not stop" for name in hung]
    problems += _leaks(before)
    return Outcome(fault.name, seed, seconds, tuple(problems))


def _play_at(desk: Desk, fault: Fault, within_s: float) -> float:
    """Inflict the fault; return how long it took until all was right.

    Raises:
        TimeoutError: Something did not come in time.
    """
    desk.begin()
    desk.trade()
    desk.pause(0.0, _FIRST_WAIT_S)
    fault.inflict(desk)
    seconds = desk.until_right(within_s)
    # It stays right, and what happens next arrives.
    desk.pause(_REST_S)
    desk.trade()
    desk.until_right(within_s)
    return seconds


def _leaks(before: _Left) -> list[str]:
    """Return what is left behind when everything has had time to go."""
    until = time.monotonic() + _GONE_WITHIN_S
    while True:
        left = _Left.now()
        names = [each.name for each in threading.enumerate() if (each.ident or 0) not in before.threads]
        found = [f"thread left behind: {name}" for name in names]
        if left.sockets > before.sockets:
            found.append(f"{left.sockets - before.sockets} sockets left behind")
        if left.actors > before.actors:
            found.append(f"{left.actors - before.actors} actors left behind")
        if not found or time.monotonic() > until:
            return found
        time.sleep(0.02)


def play_quietly(name: str, seed: int) -> Outcome:
    """Play a fault once, without a log: what goes wrong is what this is about."""
    logging.disable(logging.CRITICAL)
    return play(FAULTS[name], seed)
