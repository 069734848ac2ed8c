"""A home folder in which a rollout takes place: real files, a real database, time that a test moves."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from app import home
from app.audit_trail import AuditTrail
from app.checkout import version
from app.rollout import Outcome, Rollout
from app.rollout_flags import saved_flags
from app.rollout_situation import DATABASE
from models.audit import AuditEntry, entries_of, moment
from models.rollout import tally
from models.rollout.proof import FLAGS, LEGACY_TAPES, SETTINGS, TYPED_FORM, WAYS_BACK, Proof
from models.rollout.stages import Stage
from models.rollout.tally import DAY_S, Interval
from models.store import Store
from tests.models.builders import a_position
from tests.models.measured import MINUTE, figures, measured
from tests.models.rollout.builders import BEGIN

SATURDAY = 5


class RolloutHome:
    """A trader who uses the monitor day by day.

    Args:
        begin: UTC, the first of these days.
    """

    def __init__(self, folder: Path, begin: datetime = BEGIN) -> None:
        self.place = home.prepare(folder)
        self.now = begin
        self.rollout = Rollout(self.place, lambda: self.now, self._prove)
        self._store, _ = Store.open(self.place.data / DATABASE, self.now)
        self.judge("flat")

    def close(self) -> None:
        """Close the database."""
        self._store.close()

    def judge(self, positions: str) -> None:
        """Let the monitor judge whether a position is open."""
        self._store.state.save_positions(positions)

    def open_position(self) -> None:
        """Open a position."""
        self._store.save_position(a_position())

    def close_position(self) -> None:
        """Close it."""
        position = a_position()
        self._store.delete_position(position.book, position.symbol)

    def use(
        self,
        days: int,
        counts: Mapping[str, int] | None = None,
        *,
        panels: str = "new new",
        source: str = "SIM",
        compares: bool = False,
    ) -> None:
        """Use the monitor on so many session days, the first of them today."""
        used = 0
        while used < days:
            if self.now.weekday() < SATURDAY:
                used += 1
                self._count(counts or {}, panels, source, compares=compares)
            self.now += timedelta(days=1)

    def measure(self, *generations: str, minutes: int = 60, is_demo: bool = False) -> None:
        """Measure generations one after the other, from now on; new panels are as cheap as they must be."""
        for generation in generations:
            cpu, memory = (6.0, 210.0) if generation == "legacy" else (4.0, 180.0)
            for minute in range(minutes):
                self._store.perf.save(
                    msgspec.structs.replace(
                        measured(figures(panel, generation, refresh=[500]), cpu=cpu, memory=memory),
                        session=self.now,
                        began_at=self.now + minute * MINUTE,
                        ended_at=self.now + (minute + 1) * MINUTE,
                        is_demo=is_demo,
                    )
                    for panel in ("panel1", "panel2")
                )
            self.now += minutes * MINUTE

    def entries(self) -> list[AuditEntry]:
        """Return the audit trail."""
        return list(entries_of(AuditTrail(self.place.data).read()))

    def stage(self) -> str:
        """Return where the rollout is."""
        return self.rollout.look().stage

    def flags(self) -> list[str]:
        """Return the flags of the rollout that the settings file turns on."""
        return [
            name for name, value in saved_flags(self.place.root).items() if value and name.startswith("USE")
        ]

    def refused(self) -> tuple[str, ...]:
        """Try to go on, which is refused; return what is missing."""
        before = (self.stage(), self.flags())
        outcome = self.rollout.promote()
        assert not outcome.done
        assert (self.stage(), self.flags()) == before
        said = self.entries()[-1]
        assert said.old == said.new == before[0]
        assert all(reason in said.why for reason in outcome.missing)
        assert said.evidence == outcome.evidence
        return outcome.missing

    def promoted(self, *, force_why: str = "") -> Outcome:
        """Go on, which is allowed."""
        outcome = self.rollout.promote(force_why=force_why)
        assert outcome.done, outcome.missing
        self.now += timedelta(seconds=1)
        return outcome

    def _count(self, counts: Mapping[str, int], panels: str, source: str, *, compares: bool) -> None:
        interval = Interval(
            began=self.now,
            ended=self.now + timedelta(seconds=DAY_S),
            day=self.now.date().isoformat(),
            version=version(),
            source=source,
            panels=panels,
            compares=compares,
            counts=tuple(({tally.USE_S: DAY_S} | dict(counts)).items()),
        )
        self._store.evidence.save(interval)

    def _prove(self, stage: Stage) -> tuple[Proof, ...]:
        names = {"1": (FLAGS, SETTINGS, WAYS_BACK), "2": (LEGACY_TAPES,), "7": (TYPED_FORM,)}
        at: datetime = self.now
        return tuple(
            Proof(name=name, holds=True, have="proven", version=version(), t=moment(at))
            for name in names.get(stage.key, ())
        )
