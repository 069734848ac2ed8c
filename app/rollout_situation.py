"""All that a decision about the rollout rests on, read from the files of a home folder."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final, Literal, NamedTuple

from app.audit_trail import AuditTrail
from app.burned_flags import BurnedFlags
from app.checkout import version
from app.errors import UnavailableError
from app.home import Home
from app.rollout_files import RolloutFiles
from app.rollout_flags import flags_of, saved_flags
from flags import FlagName
from models import evidence_reader
from models.audit import AuditEntry, entries_of, first_break, moment
from models.errors import StorageError
from models.evidence_reader import Recorded
from models.perf import Summary, summarise
from models.perf_rows import read_measurements
from models.rollout import tally
from models.rollout.evidence import Evidence, EvidenceLine, Use, references, verdict_of
from models.rollout.gates import NO_COST, Gate, Inputs, Result, gates_of
from models.rollout.ignore import ALIVE
from models.rollout.proof import Proof
from models.rollout.record import Record
from models.rollout.stages import Stage, after, before
from models.rollout.view import FlagView, RolloutView

PHASE: Final = "ROLLOUT_PHASE"
SIGN_OFF: Final = "ROLLOUT_SIGN_OFF"
DATABASE: Final = "appsierra.db"
_NEW: Final = "new"
_LEGACY: Final = "legacy"
_UNSAFE: Final = {
    "open": "a position is open: promote when it is flat",
    "unknown": "it is not known whether a position is open: let the monitor connect, then promote",
}

Asked = Literal["check", "promote", "force"]


class Situation(NamedTuple):
    """Where the rollout is, and what stands against going on.

    Attributes:
        record: Where the rollout is; None where its file is not as sealed.
        never: What stands against it, and no force overrides.
        missing: What else stands against it.
        saved: The flags as the settings file says them.
    """

    record: Record | None
    stage: Stage
    recorded: Recorded
    inputs: Inputs
    gates: tuple[Gate, ...]
    lines: tuple[EvidenceLine, ...]
    history: tuple[AuditEntry, ...]
    saved: Mapping[FlagName, bool]
    never: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """Return what the gates say together, in words."""
        passed = sum(gate.result is Result.PASS for gate in self.gates)
        return f"{verdict_of(self.gates).value}, {passed} of {len(self.gates)} gates pass"


def situation(home: Home, now: datetime, proven: tuple[Proof, ...] | None = None) -> Situation:
    """Read everything.

    Args:
        home: Its folders exist.
        now: UTC.
        proven: What the program has just proven; None to take what was proven last.

    Raises:
        StartError: The settings file or the audit trail cannot be read.
    """
    files = RolloutFiles(home.data)
    record = files.load()
    stage, trail = (record or Record()).place, _trail(home)
    entries = tuple(entries_of(trail))
    lines = files.lines(references(tuple(entry.evidence for entry in entries)))
    recorded, cost, problem = _recorded(home, record, now)
    inputs = Inputs(
        at=now,
        since=record.since if record else None,
        intervals=tuple(tally.real(recorded.intervals)),
        proofs=_proofs(stage, files, lines, proven),
        ignored=tuple(rule.name for rule in ALIVE),
        signatures=record.signatures if record else (),
        version=version(),
        problem=problem,
        cost=cost,
    )
    gates = gates_of(stage, inputs)
    missing = [gate.text() for gate in gates if gate.result is not Result.PASS]
    missing += [f"evidence {line.name}: {line.problem}" for line in lines if line.problem]
    broken = first_break(trail)
    if broken is not None:
        missing.append(f"data/audit.jsonl, line {broken.line}: {broken.reason}")
    return Situation(
        record=record,
        stage=stage,
        recorded=recorded,
        inputs=inputs,
        gates=gates,
        lines=lines,
        history=tuple(entry for entry in entries if entry.flag in {PHASE, SIGN_OFF}),
        saved=saved_flags(home.root),
        never=tuple(_never(home, files, record, stage, recorded.positions)),
        missing=tuple(missing),
    )


def evidence_of(found: Situation, asked: Asked) -> Evidence:
    """Return what an evidence file says of a situation."""
    inputs = found.inputs
    return Evidence(
        t=moment(inputs.at),
        version=inputs.version,
        asked=asked,
        stage=found.stage.key,
        since=moment(inputs.since) if inputs.since else None,
        use=_use(found.recorded),
        counts=dict(sorted(tally.total(inputs.intervals).items())),
        days=tally.days_of_use(inputs.intervals),
        cost=inputs.cost,
        proofs=tuple(inputs.proofs.values()),
        ignored=inputs.ignored,
        signatures=inputs.signatures,
        gates=found.gates,
        verdict=verdict_of(found.gates),
    )


def view_of(found: Situation) -> RolloutView:
    """Return a situation for a table, a machine or a window."""
    stage, since = found.stage, found.inputs.since
    following, earlier = after(stage), before(stage)
    return RolloutView(
        stage=stage.key,
        name=stage.name,
        title=stage.title,
        since=moment(since) if since else None,
        following=following.name if following else "",
        earlier=earlier.name if earlier else "",
        flags=tuple(
            FlagView(name=name, saved=found.saved[name], wanted=value)
            for name, value in flags_of(stage).items()
        ),
        positions=found.recorded.positions,
        use=_use(found.recorded),
        gates=found.gates,
        missing=(*found.never, *found.missing),
        evidence=found.lines,
        history=found.history,
    )


def _trail(home: Home) -> bytes:
    trail = AuditTrail(home.data)
    try:
        return trail.read()
    except OSError as error:
        raise UnavailableError(f"{trail.path} cannot be read: {error.strerror or error}") from error


def _recorded(home: Home, record: Record | None, now: datetime) -> tuple[Recorded, Summary, str]:
    """Return what the monitor has recorded since the stage began, what it costs, and why neither is known."""
    since = record.since if record is not None and record.since is not None else now
    path = home.data / DATABASE
    try:
        return evidence_reader.read(path, since), _cost(path, since), ""
    except StorageError as error:
        return Recorded((), "unknown"), NO_COST, str(error)


def _cost(path: Path, since: datetime) -> Summary:
    """Return what the new panels cost since a moment, beside what the legacy ones cost at any time.

    Raises:
        StorageError: The measurements cannot be read, or are damaged.
    """
    rows, damaged = read_measurements(path)
    if damaged:
        raise StorageError(damaged[0], str(path), "Evidence that cannot be read never promotes.")
    real = [row for row in rows if not row.is_demo]
    new, ever = summarise(real, since), summarise(real)
    both = (new.process(_NEW), ever.process(_LEGACY))
    return Summary(panels=new.panels, processes=tuple(each for each in both if each is not None))


def _proofs(
    stage: Stage, files: RolloutFiles, lines: tuple[EvidenceLine, ...], proven: tuple[Proof, ...] | None
) -> Mapping[str, Proof]:
    if proven is None:
        last = files.newest(lines, stage.key)
        proven = last.proofs if last is not None else ()
    return {proof.name: proof for proof in proven}


def _never(home: Home, files: RolloutFiles, record: Record | None, stage: Stage, positions: str) -> list[str]:
    reasons = []
    if record is None:
        reasons.append(f"{files.path} is not what was sealed: `rollout rollback` begins anew")
    following = after(stage)
    if following is None:
        return [*reasons, f"{stage.name} is the last"]
    if positions != "flat":
        reasons.append(_UNSAFE.get(positions, _UNSAFE["unknown"]))
    burned = BurnedFlags(home.data).in_version(version())
    reasons += [
        f"{name} failed in this version, {version()} ({why}): a newer one may turn it on"
        for name, why in burned.items()
        if flags_of(following).get(name)
    ]
    return reasons


def _use(recorded: Recorded) -> tuple[Use, ...]:
    sources = sorted({interval.source for interval in recorded.intervals})
    found = []
    for source in sources:
        intervals = [interval for interval in recorded.intervals if interval.source == source]
        seconds = tally.total(intervals).get(tally.USE_S, 0)
        days = len({interval.day for interval in intervals})
        found.append(Use(source=source, days=days, seconds=seconds))
    return tuple(found)
