"""`audit`: who changed which flag, when and why; and whether the trail is as it was written."""

from typing import Final

from app.commands.table import aligned
from models.audit import AuditEntry

_WORDS: Final = {True: "on", False: "off", None: "--"}
_POSITION: Final = {True: "open", False: "flat", None: "--"}


def audit_table(entries: list[AuditEntry]) -> str:
    """Return entries as a table for people, oldest first."""
    header = ("time (UTC)", "who", "flag", "old", "new", "mode", "position", "evidence", "why")
    rows = [
        (
            entry.t,
            entry.who,
            entry.flag,
            _word(entry.old),
            _word(entry.new),
            entry.mode or "--",
            _POSITION[entry.position_open],
            (entry.evidence or "--").partition(" ")[0],
            " ".join(entry.why.split()),
        )
        for entry in entries
    ]
    return aligned(header, rows)


def _word(value: bool | str | None) -> str:  # noqa: FBT001 - it is the value itself
    return value if isinstance(value, str) else _WORDS[value]
