"""The audit trail: what was written stays as it was, or is found out."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.audit import FIRST, AuditEntry, entries_of, first_break, last_values, line_of, moment
from tests.models.builders import NOW, later


def an_entry(*, flag: str = "A", new: bool = True, why: str = "because") -> AuditEntry:
    """Return an entry."""
    return AuditEntry(t=moment(NOW), who="user", flag=flag, old=not new, new=new, why=why, mode="SIM")


def a_trail(*entries: AuditEntry) -> bytes:
    """Return a trail of entries."""
    lines: list[bytes] = []
    for entry in entries:
        lines.append(line_of(entry, lines[-1] if lines else None))
    return b"".join(line + b"\n" for line in lines)


THREE = a_trail(an_entry(why="½ first"), an_entry(flag="B"), an_entry(new=False))


def test_line_has_all_fields_and_the_hash_of_the_line_before() -> None:
    """Anybody can check the chain with SHA-256 alone."""
    first, second, _ = THREE.splitlines()
    fields = json.loads(second)
    assert fields.pop("seal")
    assert fields == {
        "t": "2026-11-23T15:00:00.000Z",
        "who": "user",
        "flag": "B",
        "old": False,
        "new": True,
        "why": "because",
        "mode": "SIM",
        "position_open": None,
        "evidence": None,
        "prev": hashlib.sha256(first).hexdigest(),
    }
    assert json.loads(first)["prev"] == FIRST


@given(
    st.lists(
        st.builds(
            AuditEntry,
            t=st.just(moment(NOW)),
            who=st.text(),
            flag=st.text(),
            old=st.none() | st.booleans(),
            new=st.booleans(),
            why=st.text(),
            mode=st.none() | st.text(),
            position_open=st.none() | st.booleans(),
            evidence=st.none() | st.text(),
        ),
        max_size=5,
    )
)
def test_every_entry_reads_back_and_the_chain_holds(entries: list[AuditEntry]) -> None:
    """Whatever is written down, newlines and quotes included, is read again as it was."""
    trail = a_trail(*entries)
    assert list(entries_of(trail)) == entries
    assert first_break(trail) is None


def test_every_flipped_bit_is_found_in_its_line_or_the_next() -> None:
    """No bit of the file can change without being found, the last line and the newlines included."""
    starts = [0, *(index + 1 for index, byte in enumerate(THREE) if byte == ord("\n"))]
    for index in range(len(THREE)):
        line = sum(start <= index for start in starts)
        for bit in range(8):
            changed = bytearray(THREE)
            changed[index] ^= 1 << bit
            found = first_break(bytes(changed))
            assert found is not None, (index, bit)
            assert found.line in {line, line + 1}, (index, bit)


@pytest.mark.parametrize(
    ("trail", "line"),
    [
        (THREE.split(b"\n", 1)[1], 1),
        (b"".join(THREE.splitlines(keepends=True)[i] for i in (0, 2)), 2),
        (b"".join(THREE.splitlines(keepends=True)[i] for i in (0, 2, 1)), 2),
        (THREE + b"\n", 4),
        (THREE + THREE.splitlines(keepends=True)[2], 4),
        (THREE[:-1], 3),
        (THREE[:-9], 3),
        (THREE.replace(b'"who":"user"', b'"who": "user"', 1), 1),
        (b"\xff\n", 1),
    ],
)
def test_lines_taken_out_added_or_moved_are_found(trail: bytes, line: int) -> None:
    """A trail that is not as it was written names the first line that is wrong."""
    found = first_break(trail)
    assert found is not None
    assert found.line == line


def test_forged_line_breaks_the_chain_at_the_next() -> None:
    """A line that is sealed anew is found by the line after it."""
    first, second, third = THREE.splitlines()
    forged = line_of(an_entry(flag="B", new=False), first)
    found = first_break(b"\n".join([first, forged, third]) + b"\n")
    assert found is not None
    assert (found.line, found.reason) == (3, "it does not carry the hash of the line before")
    assert second != forged


def test_empty_trail_is_whole() -> None:
    """Where nothing was written nothing is wrong."""
    assert first_break(b"") is None
    assert list(entries_of(b"")) == []


def test_broken_lines_do_not_hide_the_others() -> None:
    """What can still be read is read, and the last word about each flag counts."""
    trail = THREE.replace(b'"flag":"B"', b'"flag":B', 1)
    assert [entry.flag for entry in entries_of(trail)] == ["A", "A"]
    assert last_values(THREE) == {"A": False, "B": True}


def test_moment_is_utc_with_milliseconds() -> None:
    """Times are written alike, so that they sort as text."""
    assert moment(later(0.0015)) == "2026-11-23T15:00:00.001Z"
