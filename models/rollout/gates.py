"""What opens the way from one phase to the next, held against what was recorded; pure.

A gate passes, fails, is inconclusive or in error. Only gates that pass promote: no data is inconclusive.
"""

from collections.abc import Callable, Generator, Iterator, Mapping
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

import msgspec

from models.perf import Summary
from models.perf_targets import ERRORS, Check, checks
from models.rollout import tally
from models.rollout.proof import FLAGS, LEGACY_TAPES, SETTINGS, TYPED_FORM, WAYS_BACK, Proof
from models.rollout.stages import Stage
from models.rollout.tally import Interval, days_of_use, total

SESSIONS: Final = 5
COMPARISONS: Final = 200_000
TRADES: Final = 30
EACH_TRANSITION: Final = 3
WEEK: Final = timedelta(days=7)
SESSIONS_OF_A_WEEK: Final = 5
MINUTES: Final = 60
"""So long each generation must have been measured alone before its cost means anything."""
NO_COST: Final = Summary(panels=(), processes=())


class Result(Enum):
    """What became of a gate."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"
    ERROR = "error"


_MET: Final = {True: Result.PASS, False: Result.FAIL, None: Result.INCONCLUSIVE}


class Gate(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One condition.

    Attributes:
        have: What was recorded, in words.
        need: What is asked for, in words.
    """

    name: str
    have: str
    need: str
    result: Result

    def text(self) -> str:
        """Return the gate as one line for a person."""
        return f"{self.name}: have {self.have}, need {self.need} ({self.result.value})"


class SignOff(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A person agrees to go on.

    Attributes:
        stage: Key of the stage that it is about.
        at: UTC.
    """

    name: str
    stage: str
    at: datetime


class Inputs(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """All that gates are held against.

    Attributes:
        at: Now, UTC.
        since: When the stage began, UTC; None where that is not known.
        intervals: Of real use, from then on.
        proofs: What the program has proven by itself, by name.
        cost: What the new panels cost since then, and the legacy ones at any time.
        ignored: Names of the rules by which differences are ignored.
        version: Of this program.
        problem: Why the recorded counts cannot be read; empty when all is well.
    """

    at: datetime
    since: datetime | None
    intervals: tuple[Interval, ...] = ()
    proofs: Mapping[str, Proof] = {}
    cost: Summary = NO_COST
    ignored: tuple[str, ...] = ()
    signatures: tuple[SignOff, ...] = ()
    version: str = ""
    problem: str = ""


def gates_of(stage: Stage, inputs: Inputs) -> tuple[Gate, ...]:
    """Return the gates at the end of a stage, each with its result."""
    return tuple(_GATES[stage.key](stage, inputs))


def _counted(inputs: Inputs, name: str, have: str, need: str, result: Result) -> Gate:
    """Return a gate that rests on recorded counts; without them it is in error."""
    if inputs.problem:
        return Gate(name=name, have=inputs.problem, need=need, result=Result.ERROR)
    return Gate(name=name, have=have, need=need, result=result)


def _at_least(inputs: Inputs, name: str, have: int, need: int) -> Gate:
    result = Result.PASS if have >= need else Result.INCONCLUSIVE
    return _counted(inputs, name, f"{have:,}", f">= {need:,}", result)


def _none(inputs: Inputs, name: str, have: int, *, enough: bool) -> Gate:
    """Return a gate of something that must not happen, in a time that is long enough to believe it."""
    quiet = Result.PASS if enough else Result.INCONCLUSIVE
    words = f"{have:,}" if have or enough else f"{have:,} so far"
    return _counted(inputs, name, words, "0", Result.FAIL if have else quiet)


def _proven(inputs: Inputs, name: str, need: str) -> Gate:
    proof = inputs.proofs.get(name)
    if proof is None:
        return Gate(name=name, have="not run", need=need, result=Result.INCONCLUSIVE)
    if proof.version != inputs.version:
        have = f"run with version {proof.version}"
        return Gate(name=name, have=have, need=need, result=Result.INCONCLUSIVE)
    return Gate(name=name, have=proof.have, need=need, result=Result.PASS if proof.holds else Result.FAIL)


def _flags(_stage: Stage, inputs: Inputs) -> Iterator[Gate]:
    yield _proven(inputs, FLAGS, "every source and value as documented")
    yield _proven(inputs, SETTINGS, "legacy screen, and a sentence why")
    yield _proven(inputs, WAYS_BACK, "each <= 100 ms")


def _legacy(_stage: Stage, inputs: Inputs) -> Iterator[Gate]:
    yield _proven(inputs, LEGACY_TAPES, "identical three times")


def _parallel(_stage: Stage, inputs: Inputs) -> Iterator[Gate]:
    compared = [interval for interval in inputs.intervals if interval.compares]
    counts = total(compared)
    cells = counts.get(tally.COMPARED, 0)
    yield _at_least(inputs, "sessions", len(days_of_use(compared)), SESSIONS)
    yield _at_least(inputs, "cell comparisons", cells, COMPARISONS)
    yield _at_least(inputs, "closed trades", counts.get(tally.TRADES, 0), TRADES)
    for name in tally.TRANSITIONS:
        yield _at_least(inputs, f"transition: {name}", counts.get(name, 0), EACH_TRANSITION)
    for kind, name in (("money", tally.MONEY), ("alarm", tally.ALARM), ("mode", tally.MODE)):
        differ = f"mismatches in {kind} cells"
        yield _none(inputs, differ, counts.get(name, 0), enough=cells >= COMPARISONS)
    yield from _cheap(inputs, with_errors=False)


def _week(stage: Stage, inputs: Inputs) -> Iterator[Gate]:
    counts = total(inputs.intervals)
    enough = yield from _soak(stage, inputs, 1)
    yield _none(inputs, "automatic rollbacks", counts.get(tally.ROLLBACKS, 0), enough=enough)
    yield _none(inputs, "errors of the panels", counts.get(tally.PANEL_ERRORS, 0), enough=enough)
    panels = ("panel1", "panel2") if stage.key == "4.2" else ("panel1",)
    drills = [tally.drill(panel, to) for panel in panels for to in ("new", "legacy")]
    for name in drills:
        yield _at_least(inputs, f"swap {name}, position open, alarm active", counts.get(name, 0), 1)
    drilled = all(counts.get(name, 0) for name in drills)
    for name in (tally.ALARMS_LOST, tally.ALARMS_DOUBLED, tally.HEAT_BREAKS, tally.SLOW_SWAPS):
        yield _none(inputs, f"drills: {name}", counts.get(name, 0), enough=drilled)


def _validation(stage: Stage, inputs: Inputs) -> Iterator[Gate]:
    counts = total(inputs.intervals)
    enough = yield from _soak(stage, inputs, 2)
    yield from _cheap(inputs, with_errors=True)
    yield _none(inputs, "errors of the panels", counts.get(tally.PANEL_ERRORS, 0), enough=enough)
    yield _none(inputs, "crashes", counts.get(tally.CRASHES, 0), enough=enough)


def _clean_up(stage: Stage, inputs: Inputs) -> Iterator[Gate]:
    have = ", ".join(inputs.ignored) or "none"
    result = Result.FAIL if inputs.ignored else Result.PASS
    yield Gate(name="rules that ignore differences", have=have, need="none", result=result)
    signed = [each for each in inputs.signatures if each.stage == stage.key and _is_since(each.at, inputs)]
    have = ", ".join(f"{each.name} on {each.at:%Y-%m-%d}" for each in signed) or "nobody"
    result = Result.PASS if signed else Result.INCONCLUSIVE
    yield Gate(name="sign-off", have=have, need="a named person, in this phase", result=result)


def _typed(_stage: Stage, inputs: Inputs) -> Iterator[Gate]:
    yield _proven(inputs, TYPED_FORM, "every event type, >= 100 of each, field by field")


_GATES: Final[Mapping[str, Callable[[Stage, Inputs], Iterator[Gate]]]] = {
    "1": _flags,
    "2": _legacy,
    "3": _parallel,
    "4.1": _week,
    "4.2": _week,
    "5": _validation,
    "6": _clean_up,
    "7": _typed,
}


def _is_since(at: datetime, inputs: Inputs) -> bool:
    return inputs.since is not None and at >= inputs.since


def _soak(stage: Stage, inputs: Inputs, weeks: int) -> Generator[Gate, None, bool]:
    """Yield the gates of time in use; return whether both pass."""
    passed = inputs.at - inputs.since if inputs.since is not None else timedelta(0)
    gates = (
        _counted(
            inputs,
            "calendar time",
            f"{passed / timedelta(days=1):.1f} days",
            f">= {weeks * WEEK.days} days",
            Result.PASS if passed >= weeks * WEEK else Result.INCONCLUSIVE,
        ),
        _at_least(
            inputs,
            "session days of real use",
            len(days_of_use(inputs.intervals, stage.panels)),
            weeks * SESSIONS_OF_A_WEEK,
        ),
    )
    yield from gates
    return all(gate.result is Result.PASS for gate in gates)


def _cheap(inputs: Inputs, *, with_errors: bool) -> Iterator[Gate]:
    """Yield the gates of what the new panels cost, beside their targets."""
    for generation in ("new", "legacy"):
        process = inputs.cost.process(generation)
        minutes = int(process.measured_s / 60) if process is not None else 0
        yield _at_least(inputs, f"minutes measured, {generation} alone", minutes, MINUTES)
    for check in checks(inputs.cost):
        if with_errors or check.name != ERRORS:
            yield _of_check(check)


def _of_check(check: Check) -> Gate:
    unit = f" {check.unit}" if check.unit else ""
    have = check.why if check.value is None else f"{check.value:.4g}{unit}"
    result = _MET[check.is_met]
    return Gate(name=check.name, have=have, need=f"{check.target}{unit}", result=result)
