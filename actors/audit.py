"""Writes down every change of a flag, and what is learnt from it for the next start."""

import logging
from collections.abc import Callable, Mapping
from typing import Protocol

from actors.base import Actor, Ports, handles
from actors.messages import FlagBurned, KeepFlags, NoticeRaised, PanelSwapped, Severity, SwapRefused
from models.audit import AuditEntry, FlagAtStart, last_values, moment

log = logging.getLogger(__name__)

KEEP_S = 30.0
"""Flags that ran so long without a change have worked."""
_NEW = "new"


class Trail(Protocol):
    """Where entries go."""

    def append(self, entry: AuditEntry) -> None:
        """Add an entry; it is safe when this returns.

        Raises:
            OSError: It cannot be written.
        """

    def read(self) -> bytes:
        """Return the whole trail.

        Raises:
            OSError: It cannot be read.
        """


class BurnedStore(Protocol):
    """Where burned flags are kept."""

    def burn(self, flag: str, version: str, why: str) -> None:
        """Keep that a flag failed in a version.

        Raises:
            OSError: It cannot be written.
        """


class FlagRecord(Protocol):
    """What the next start knows of the flags of this run."""

    def use(self, flags: Mapping[str, bool]) -> None:
        """Note which flags are in use from now on."""

    def worked(self) -> None:
        """Keep the flags in use as the last that worked.

        Raises:
            OSError: They cannot be written.
        """


class AuditActor(Actor):
    """Owns the audit trail, the burned flags, and the record of flags that worked.

    Args:
        trail: Where entries go.
        burned: Where burned flags are kept.
        record: What the next start knows.
        at_start: Every flag's value at this start.
        flag_of: The flag that decides a panel's generation, by panel.
    """

    name = "audit"

    def __init__(  # noqa: PLR0913 - three files, and what is known at the start
        self,
        *,
        ports: Ports,
        trail: Trail,
        burned: BurnedStore,
        record: FlagRecord,
        at_start: tuple[FlagAtStart, ...],
        flag_of: Mapping[str, str],
    ) -> None:
        super().__init__(ports=ports)
        self._trail = trail
        self._burned = burned
        self._record = record
        self._flag_of = flag_of
        # What is in use, and what the trail lacks of the start, outlive a failure.
        self._values = {start.flag: start.value for start in at_start}
        self._untold = at_start

    def begin(self) -> None:
        """Write down what changed since the trail was last written to."""
        self._broken = False
        untold, self._untold = self._untold, ()
        self._do(lambda: self._tell_start(untold))
        self.clock.after(self.name, KEEP_S, KeepFlags())

    def release(self) -> None:
        """Keep nothing any more."""
        self.clock.cancel(self.name)

    @handles(PanelSwapped)
    def swap(self, fact: PanelSwapped) -> None:
        """Write down that a panel changed its generation."""
        flag = self._flag_of[fact.panel]
        self._values[flag] = fact.new == _NEW
        entry = AuditEntry(
            t=moment(fact.at),
            who=fact.who,
            flag=flag,
            old=fact.old == _NEW,
            new=fact.new == _NEW,
            why=fact.why,
            mode=fact.mode.value if fact.mode else None,
            position_open=fact.position_open,
        )
        self._changed()
        self._do(lambda: self._trail.append(entry))

    @handles(SwapRefused)
    def refuse(self, fact: SwapRefused) -> None:
        """Write down that a panel did not change although it was asked to."""
        flag = self._flag_of[fact.panel]
        entry = AuditEntry(
            t=moment(fact.at),
            who=fact.who,
            flag=flag,
            old=self._values[flag],
            new=self._values[flag],
            why=f"refused to show {fact.generation}: {fact.why}",
            mode=fact.mode.value if fact.mode else None,
            position_open=fact.position_open,
        )
        self._do(lambda: self._trail.append(entry))

    @handles(FlagBurned)
    def burn(self, fact: FlagBurned) -> None:
        """Keep that a flag failed, so that this version never turns it on again."""
        entry = AuditEntry(
            t=moment(self.clock.utc()),
            who="automatic",
            flag=fact.flag,
            old=self._values.get(fact.flag),
            new=False,
            why=f"burned in version {fact.version}: {fact.why}",
        )
        self._values[fact.flag] = False
        self._changed()
        self._do(lambda: self._burned.burn(fact.flag, fact.version, fact.why))
        self._do(lambda: self._trail.append(entry))

    @handles(KeepFlags)
    def keep(self, _command: KeepFlags) -> None:
        """Keep the flags in use as the last that worked."""
        self._do(self._record.worked)

    def _tell_start(self, at_start: tuple[FlagAtStart, ...]) -> None:
        known = last_values(self._trail.read()) if at_start else {}
        for start in at_start:
            if known.get(start.flag) is not start.value:
                entry = AuditEntry(
                    t=moment(self.clock.utc()),
                    who=start.who,
                    flag=start.flag,
                    old=known.get(start.flag),
                    new=start.value,
                    why=f"start: {start.why}",
                )
                self._trail.append(entry)

    def _changed(self) -> None:
        self._record.use(dict(self._values))
        self.clock.after(self.name, KEEP_S, KeepFlags())

    def _do(self, write: Callable[[], None]) -> None:
        """Write a file; a disk that refuses is said once and ends nothing else."""
        try:
            write()
        except OSError as error:
            log.info("audit not written: %s", error)
            if not self._broken:
                text = f"The audit trail cannot be written: {error.strerror} ({error.filename}). Free space."
                self.post(NoticeRaised(key=self.name, severity=Severity.WARNING, text=text))
            self._broken = True
