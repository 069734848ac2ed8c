"""`audit`: who changed which flag, when and why; and whether the trail is as it was written."""

from app.commands.table import aligned
from models.audit import AuditEntry

_WORDS = {True: "on", False: "off", None: "--"}
_POSITION = {True: "open", False: "flat", None: "--"}


def audit_table(entries: list[AuditEntry]) -> str:
    """Return entries as a table for people, oldest first."""
    header = ("time (UTC)", "who", "flag", "old", "new", "mode", "position", "evidence", "why")
    rows = [
        (
            entry.t,
            entry.who,
            entry.flag,
            _WORDS[entry.old],
            _WORDS[entry.new],
            entry.mode or "--",
            _POSITION[entry.position_open],
            entry.evidence or "--",
            " ".join(entry.why.split()),
        )
        for entry in entries
    ]
    return aligned(header, rows)
