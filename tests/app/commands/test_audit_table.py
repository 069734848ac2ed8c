"""The audit trail for people."""

from app.commands.audit_table import audit_table
from models.audit import AuditEntry


def test_each_entry_is_one_line_and_unknown_is_not_off() -> None:
    """Values are words, what is not known is two dashes, and a reason with newlines stays in its line."""
    known = AuditEntry(
        t="2026-11-23T15:00:00.000Z",
        who="user",
        flag="USE_NEW_PANEL1",
        old=True,
        new=False,
        why="wrong\nheat",
        mode="LIVE",
        position_open=False,
        evidence="e.json",
    )
    unknown = AuditEntry(t="t", who="default", flag="F", old=None, new=True, why="start")
    header, first, second = audit_table([known, unknown]).splitlines()
    assert header.startswith("time (UTC)")
    assert first.split()[2:] == ["USE_NEW_PANEL1", "on", "off", "LIVE", "flat", "e.json", "wrong", "heat"]
    assert second.split() == ["t", "default", "F", "--", "on", "--", "--", "--", "start"]
