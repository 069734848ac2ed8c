"""The audit trail: one line for each change of a flag, each carrying the hash of the line before; pure.

A line is a JSON object whose last two fields hold it together: `prev` is the SHA-256 of the bytes of the line
before, without its newline, and `seal` that of the line itself up to the seal. So a changed byte is found in
the last line too. Whole lines cut off at the end are not found: nothing follows them.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final, NamedTuple

import msgspec

from models.seal import digest, is_as_sealed, sealed

FIRST: Final = "0" * 64
"""What the first line has in place of a hash."""


class AuditEntry(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One change of a flag or of the rollout's phase, or one that was refused.

    Attributes:
        t: UTC, `2026-11-23T15:00:00.000Z`.
        who: `user`, `gate`, `automatic`, `crash`, `environment`, `settings`, `default`, `command line` or
            `sentinel`.
        flag: Its name, `ROLLOUT_PHASE` or `ROLLOUT_SIGN_OFF`.
        old: The value before; None where nothing is known of it.
        new: The value from now on: of a phase its number, of a sign-off the name of the person.
        mode: Mode on the screen; None where there was no screen.
        position_open: Whether a position of the shown book was open; None where there was no screen.
        evidence: The file that the decision rests on, and its SHA-256; None without one.
    """

    t: str
    who: str
    flag: str
    old: bool | str | None
    new: bool | str
    why: str
    mode: str | None = None
    position_open: bool | None = None
    evidence: str | None = None


class _Line(AuditEntry, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """An entry as it stands in the trail."""

    prev: str
    seal: str


class Break(NamedTuple):
    """The first line that is not as it was written; lines count from 1."""

    line: int
    reason: str


class FlagAtStart(NamedTuple):
    """A flag's value at a start, and who or what decided it."""

    flag: str
    value: bool
    who: str
    why: str


def moment(at: datetime) -> str:
    """Return a moment as the trail writes it: UTC with milliseconds."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def line_of(entry: AuditEntry, before: bytes | None) -> bytes:
    """Return the line of an entry, without a newline.

    Args:
        entry: What happened.
        before: The line before, without its newline; None for the first.
    """
    fields = msgspec.to_builtins(entry) | {"prev": FIRST if before is None else digest(before)}
    return sealed(msgspec.json.encode(fields)[:-1])


def entries_of(trail: bytes) -> Iterator[AuditEntry]:
    """Yield the entries that can be read, oldest first; broken lines are passed over."""
    for line in trail.split(b"\n"):
        found = _parse(line)
        if found is not None:
            yield AuditEntry(**{name: getattr(found, name) for name in AuditEntry.__struct_fields__})


def first_break(trail: bytes) -> Break | None:
    """Return the first line that is not as it was written; None when all of them are.

    Args:
        trail: The whole file.
    """
    *lines, rest = trail.split(b"\n")
    expected = FIRST
    for number, line in enumerate(lines, start=1):
        found = _parse(line)
        if found is None:
            return Break(number, "it is no entry")
        if found.prev != expected:
            return Break(number, "it does not carry the hash of the line before")
        if not is_as_sealed(line):
            return Break(number, "it is not what was sealed")
        expected = digest(line)
    return Break(len(lines) + 1, "it has no end") if rest else None


def last_values(trail: bytes) -> Mapping[str, bool | str]:
    """Return the value that each flag has by the last entry about it."""
    return {entry.flag: entry.new for entry in entries_of(trail)}


def _parse(line: bytes) -> _Line | None:
    try:
        return msgspec.json.decode(line, type=_Line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
