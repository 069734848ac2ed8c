"""Makes cases from numbers, plays them, and says what must not have happened."""

import gc
import traceback
from collections.abc import Callable
from random import Random
from time import perf_counter
from typing import Final, NamedTuple, Protocol

from app.process_gauge import memory_mb
from tests.fuzz.meter import MOST_S, Meter
from tests.fuzz.shrink import shrink

MOST_MB: Final = 10.0
"""So much may the process grow by, after its first cases have filled what is kept on purpose."""
_WARM_PARTS: Final = 20
_LOOK_EVERY: Final = 500
_MOST_FINDINGS: Final = 5
_AGAIN: Final = 3


class Subject(Protocol):
    """Something that takes what comes from outside.

    Attributes:
        name: As the command calls it.
    """

    name: str

    def make(self, chance: Random) -> bytes:
        """Return a case: all that it depends on."""

    def play(self, data: bytes, meter: Meter) -> str:
        """Give a case to the program; return what does not hold, empty where all does."""


class Finding(NamedTuple):
    """A case after which something does not hold.

    Attributes:
        seed: Its number.
        problem: What does not hold.
        data: The case, made small.
    """

    seed: int
    problem: str
    data: bytes


class Result(NamedTuple):
    """What a run found.

    Attributes:
        seed: Number of the first case.
        taken: How many frames, reads, files or texts the program took.
        cases: In how many cases.
        seconds: How long it took.
        longest_ms: The longest piece by the clock, with all that came between.
        longest_alone_ms: The most time of the processor for a piece, without garbage.
        disturbed: Cases with a piece that took too long by the clock, and not by the processor.
        grown_mb: The largest growth of memory after the warm-up; None where the system does not tell.
    """

    name: str
    seed: int
    taken: int
    cases: int
    seconds: float
    longest_ms: float
    longest_alone_ms: float
    disturbed: int
    grown_mb: float | None
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Return whether everything does."""
        return not self.findings and (self.grown_mb is None or self.grown_mb <= MOST_MB)


def run(subject: Subject, count: int, seed: int, say: Callable[[str], None] = lambda _text: None) -> Result:
    """Play cases from a seed on until there were enough.

    Args:
        subject: What is fuzzed.
        count: How many frames, reads, files or texts at least.
        seed: Number of the first case.
        say: Told of progress.
    """
    runner = _Runner(subject)
    runner.meter.open()
    try:
        return runner.run(count, seed, say)
    finally:
        runner.meter.close()


def play(subject: Subject, data: bytes, meter: Meter) -> str:
    """Play one case; an exception that nobody catches is a problem as well."""
    try:
        return subject.play(data, meter)
    except Exception as error:  # noqa: BLE001 - every kind of it is what is looked for
        place = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} in {place.filename.rpartition('/')[2]} {place.name}: {error}"[:500]


class _Runner:
    """One run."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self.meter = Meter()
        self._longest_s = self._longest_alone_s = 0.0
        self._disturbed = self._taken = 0
        self._findings: list[Finding] = []
        self._first_mb: float | None = None
        self._grown_mb: float | None = None

    def run(self, count: int, seed: int, say: Callable[[str], None]) -> Result:
        """Play until there were enough, or too many findings."""
        began_s, done, cases = perf_counter(), 0, 0
        told_s = began_s
        while done < count and len(self._findings) < _MOST_FINDINGS:
            before = self.meter.taken
            data = self._subject.make(Random(seed + cases))
            self._play(seed + cases, data)
            done += self._taken - before
            cases += 1
            if cases % _LOOK_EVERY == 0:
                if done * _WARM_PARTS >= count:
                    self._weigh()
                if perf_counter() - told_s >= 10.0:
                    told_s = perf_counter()
                    say(f"{done:,} of {count:,} after {told_s - began_s:.0f} s")
        self._weigh()
        return Result(
            name=self._subject.name,
            seed=seed,
            taken=done,
            cases=cases,
            seconds=perf_counter() - began_s,
            longest_ms=self._longest_s * 1e3,
            longest_alone_ms=self._longest_alone_s * 1e3,
            disturbed=self._disturbed,
            grown_mb=self._grown_mb,
            findings=tuple(self._findings),
        )

    def _play(self, seed: int, data: bytes) -> None:
        self.meter.reset()
        problem = play(self._subject, data, self.meter)
        self._taken = self.meter.taken
        self._longest_s = max(self._longest_s, self.meter.longest_s)
        if not problem and self.meter.longest_alone_s > MOST_S:
            # A cache that others have emptied costs time too: only what is slow each time is slow.
            problem = self._slow(data)
        else:
            self._longest_alone_s = max(self._longest_alone_s, self.meter.longest_alone_s)
        self._disturbed += self.meter.longest_s > MOST_S and not problem
        if problem:
            small = shrink(data, lambda smaller: self._is_bad(smaller, slow="too long" in problem))
            self._findings.append(Finding(seed, problem, small))

    def _slow(self, data: bytes) -> str:
        """Return that a case takes too long each time; empty where it does not."""
        fastest_s = 1e9
        for _ in range(_AGAIN):
            self.meter.reset()
            play(self._subject, data, self.meter)
            fastest_s = min(fastest_s, self.meter.longest_alone_s)
        self._longest_alone_s = max(self._longest_alone_s, fastest_s)
        return f"{fastest_s * 1e3:.0f} ms is too long" if fastest_s > MOST_S else ""

    def _is_bad(self, data: bytes, *, slow: bool) -> bool:
        return bool(self._slow(data) if slow else play(self._subject, data, self.meter))

    def _weigh(self) -> None:
        gc.collect()
        now_mb = memory_mb()
        if now_mb is None:
            return
        if self._first_mb is None:
            self._first_mb = now_mb
        self._grown_mb = max(self._grown_mb or 0.0, now_mb - self._first_mb)
