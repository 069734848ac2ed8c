"""What can be said of the rollout, for a table, a machine or a window."""

import msgspec

from models.audit import AuditEntry
from models.rollout.evidence import EvidenceLine, Use
from models.rollout.gates import Gate


class FlagView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A flag: as the settings file says it, and as the phase means it."""

    name: str
    saved: bool
    wanted: bool

    def text(self) -> str:
        """Return it in words; the phase is named only where it means another value."""
        differs = "" if self.saved is self.wanted else f" (this phase: {_on(self.wanted)})"
        return f"{self.name} {_on(self.saved)}{differs}"


class RolloutView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Where the rollout is, and what is missing to go on.

    Attributes:
        stage: Key of the stage.
        name: `phase 4, week 1`.
        title: What it is about.
        since: When it began, UTC; None before the first change.
        following: Name of the stage to come; empty in the last.
        earlier: Name of the stage to go back to; empty in the first.
        flags: Of the panels and of typed events.
        positions: `open`, `flat` or `unknown`.
        use: All use since the stage began, also what does not count.
        missing: What stands against going on, in words.
        evidence: Evidence files, oldest first.
        history: What the audit trail says of the rollout, oldest first.
    """

    stage: str
    name: str
    title: str
    since: str | None
    following: str
    earlier: str
    flags: tuple[FlagView, ...]
    positions: str
    use: tuple[Use, ...]
    gates: tuple[Gate, ...]
    missing: tuple[str, ...]
    evidence: tuple[EvidenceLine, ...]
    history: tuple[AuditEntry, ...]


def _on(value: bool) -> str:  # noqa: FBT001 - it is the value itself
    return "on" if value else "off"
