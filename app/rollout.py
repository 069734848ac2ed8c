"""The rollout of the new panels: looked at, checked, promoted, rolled back, signed off."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

import msgspec

from app.audit_trail import AuditTrail
from app.commands.flag_change import change_flag
from app.errors import SettingsError, StartError, UnwritableError
from app.home import Home
from app.rollout_files import RolloutFiles
from app.rollout_flags import flags_of, saved_flags
from app.rollout_situation import (
    PHASE,
    SIGN_OFF,
    Asked,
    Situation,
    evidence_of,
    situation,
    view_of,
)
from flags import FlagName
from models.audit import AuditEntry, moment
from models.rollback import PANELS
from models.rollout.gates import SignOff
from models.rollout.proof import Proof
from models.rollout.record import Record
from models.rollout.stages import FIRST, Stage, after, before
from models.rollout.view import RolloutView

Prove = Callable[[Stage], tuple[Proof, ...]]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a wish.

    Attributes:
        done: Whether it was followed.
        text: That in one sentence.
        missing: What stands, or stood, against going on.
        evidence: What the audit trail names; empty without an evidence file.
        panels: Panels that are to show another generation now.
    """

    done: bool
    text: str
    missing: tuple[str, ...] = ()
    evidence: str = ""
    panels: tuple[str, ...] = ()


class Rollout:
    """Holds the gates against what is recorded, and moves the phase.

    Every method raises `StartError` where a file cannot be read or written.

    Args:
        home: Its folders exist.
        now: The wall clock, UTC.
        prove: Runs what the program can prove by itself; None where there is no room for that.
    """

    def __init__(
        self, home: Home, now: Callable[[], datetime] = lambda: datetime.now(UTC), prove: Prove | None = None
    ) -> None:
        self._home = home
        self._now = now
        self._prove = prove
        self._files = RolloutFiles(home.data)

    def look(self) -> RolloutView:
        """Return where the rollout is; nothing is written, nothing is proven."""
        return view_of(situation(self._home, self._now()))

    def check(self) -> Outcome:
        """Hold the gates against what is recorded, and write down what came of it."""
        proven = self._proven()
        with self._alone():
            found = situation(self._home, self._now(), proven)
            evidence = self._write(found, "check")
            self._note(found.stage.key, found.stage.key, f"check: {found.verdict}", evidence)
        missing = (*found.never, *found.missing)
        return Outcome(
            done=not found.missing,
            text=f"{found.stage.name}: {found.verdict}",
            missing=missing,
            evidence=evidence,
        )

    def promote(self, *, force_why: str = "") -> Outcome:
        """Go on to the next stage, if everything that it needs is there.

        Args:
            force_why: Why to go on although evidence is missing; empty to go on with evidence alone. Nothing
                overrides an open position or a flag that failed.
        """
        proven = self._proven()
        with self._alone():
            found = situation(self._home, self._now(), proven)
            stage, following = found.stage, after(found.stage)
            evidence = self._write(found, "force" if force_why else "promote")
            against = found.never if force_why else (*found.never, *found.missing)
            if against or following is None:
                self._note(stage.key, stage.key, f"promotion refused: {'; '.join(against)}", evidence)
                return Outcome(done=False, text=f"{stage.name} stays", missing=against, evidence=evidence)
            why = f"to {following.name}"
            if force_why:
                why = f"{why}, forced: {force_why}; missing: {'; '.join(found.missing) or 'nothing'}"
            self._set_flags(flags_of(following), f"rollout {why}", evidence)
            signatures = found.inputs.signatures
            self._files.save(Record(stage=following.key, since=self._now(), signatures=signatures))
            self._note(stage.key, following.key, why, evidence)
        panels = tuple(panel for panel in PANELS if panel in following.on)
        text = f"{following.name}, {following.title}, begins"
        return Outcome(done=True, text=text, missing=found.missing, evidence=evidence, panels=panels)

    def panels_back(self, phase: int | None = None) -> tuple[str, ...]:
        """Return the panels that a rollback shows as legacy."""
        target = self._target(self._files.load(), phase)
        return _legacy_in(target) if target is not None else ()

    def roll_back(self, why: str, phase: int | None = None) -> Outcome:
        """Go back to the stage before, or to the beginning of a phase; whatever is open.

        Flags are turned off, never on: whoever had one off keeps it off.
        """
        with self._alone():
            record = self._files.load()
            target = self._target(record, phase)
            if target is None:
                return Outcome(done=False, text="there is nothing to go back to")
            problem: StartError | None = None
            try:
                off = {name: value for name, value in flags_of(target).items() if not value}
                self._set_flags(off, f"rollout back to {target.name}: {why}", None)
            except StartError as error:
                problem = error
            signatures = record.signatures if record is not None else ()
            self._files.save(Record(stage=target.key, since=self._now(), signatures=signatures))
            old = record.stage if record is not None else None
            self._note(old, target.key, f"back to {target.name}: {why}", None)
        if problem is not None:
            raise problem
        return Outcome(done=True, text=f"back in {target.name}, {target.title}", panels=_legacy_in(target))

    def sign(self, name: str) -> Outcome:
        """Record that a person agrees to leave the phase."""
        with self._alone():
            record = self._files.load()
            if record is None:
                raise SettingsError(
                    f"{self._files.path} is not what was sealed: `rollout rollback` begins anew"
                )
            signed = SignOff(name=name, stage=record.stage, at=self._now())
            signatures = (*record.signatures, signed)
            self._files.save(Record(stage=record.stage, since=record.since, signatures=signatures))
            text = f"{name} signs off {record.place.name}"
            self._append(
                AuditEntry(t=moment(signed.at), who="user", flag=SIGN_OFF, old=None, new=name, why=text)
            )
        return Outcome(done=True, text=text)

    def _proven(self) -> tuple[Proof, ...] | None:
        """Return what the program proves about the stage; before anybody has to wait for the files."""
        if self._prove is None:
            return None
        return self._prove((self._files.load() or Record()).place)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        lock = self._files.lock()
        try:
            yield
        finally:
            lock.release()

    @staticmethod
    def _target(record: Record | None, phase: int | None) -> Stage | None:
        """Return the stage to go back to; where nobody knows the stage, the first."""
        return before(record.place, phase) if record is not None else FIRST

    def _write(self, found: Situation, asked: Asked) -> str:
        return self._files.write(evidence_of(found, asked))

    def _set_flags(self, values: Mapping[FlagName, bool], why: str, evidence: str | None) -> None:
        saved = saved_flags(self._home.root)
        for name, value in values.items():
            if saved[name] is not value:
                change_flag(self._home, name, value=value, who="user", why=why, evidence=evidence)

    def _note(self, old: str | None, new: str, why: str, evidence: str | None) -> None:
        at = moment(self._now())
        self._append(AuditEntry(t=at, who="user", flag=PHASE, old=old, new=new, why=why, evidence=evidence))

    def _append(self, entry: AuditEntry) -> None:
        trail = AuditTrail(self._home.data)
        try:
            trail.append(entry)
        except OSError as error:
            raise UnwritableError(f"{trail.path} cannot be written: {error.strerror or error}") from error


def _legacy_in(stage: Stage) -> tuple[str, ...]:
    return tuple(panel for panel in PANELS if panel not in stage.on)
