"""The file of the audit trail grows by whole lines, whoever writes, and is never rewritten."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.audit_trail import AuditTrail
from app.checkout import CHECKOUT
from models.audit import AuditEntry, entries_of, first_break

WRITER = """
import sys
from pathlib import Path
from app.audit_trail import AuditTrail
from models.audit import AuditEntry
trail = AuditTrail(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    trail.append(AuditEntry(t="now", who=sys.argv[2], flag="A", old=None, new=True, why=str(number)))
"""


def an_entry(why: str, who: str = "user") -> AuditEntry:
    """Return an entry."""
    return AuditEntry(t="2026-11-23T15:00:00.000Z", who=who, flag="A", old=None, new=True, why=why)


def test_nothing_written_is_an_empty_trail(tmp_path: Path) -> None:
    """A trail that does not exist yet can be read."""
    assert AuditTrail(tmp_path).read() == b""


def test_entries_are_chained_across_instances_and_sizes(tmp_path: Path) -> None:
    """Each entry follows the last one, long ones included, and what was written stays byte for byte."""
    before = b""
    for why in ("one", "long" * 10_000, "½", "three"):
        AuditTrail(tmp_path).append(an_entry(why))
        now = AuditTrail(tmp_path).read()
        assert now.startswith(before)
        before = now
    assert first_break(before) is None
    assert [entry.why[:5] for entry in entries_of(before)] == ["one", "longl", "½", "three"]


def test_line_without_its_end_is_kept_and_named(tmp_path: Path) -> None:
    """What a power cut left of a line swallows no later entry, and is not taken away."""
    trail = AuditTrail(tmp_path)
    trail.append(an_entry("one"))
    trail.path.write_bytes(trail.read() + b'{"t":"2026')
    trail.append(an_entry("three"))
    found = first_break(trail.read())
    assert found is not None
    assert found.line == 2
    assert [entry.why for entry in entries_of(trail.read())] == ["one", "three"]
    assert b'{"t":"2026\n' in trail.read()


def test_threads_write_one_after_the_other(tmp_path: Path) -> None:
    """Writers at the same time lose nothing and break no chain."""

    def write(who: str) -> None:
        for number in range(5):
            AuditTrail(tmp_path).append(an_entry(str(number), who))

    threads = [threading.Thread(target=write, args=(who,)) for who in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    entries = list(entries_of(AuditTrail(tmp_path).read()))
    assert first_break(AuditTrail(tmp_path).read()) is None
    for who in "abc":
        assert [entry.why for entry in entries if entry.who == who] == list("01234")


@pytest.mark.slow
def test_processes_write_one_after_the_other(tmp_path: Path) -> None:
    """The command line and the running monitor can both write."""
    count = 30
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, tmp_path, who, str(count)], cwd=CHECKOUT)
        for who in ("user", "automatic")
    ]
    assert [writer.wait(20) for writer in writers] == [0, 0]
    data = AuditTrail(tmp_path).read()
    assert first_break(data) is None
    for who in ("user", "automatic"):
        assert [int(entry.why) for entry in entries_of(data) if entry.who == who] == list(range(count))


def test_trail_that_cannot_be_written_raises_with_its_name(tmp_path: Path) -> None:
    """The error says which file, and the lock is free afterwards."""
    trail = AuditTrail(tmp_path)
    trail.path.mkdir()
    for _ in range(2):
        with pytest.raises(OSError, match=r"audit\.jsonl"):
            trail.append(an_entry("x"))


def test_entry_and_name_are_on_the_disk_when_it_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a new trail the folder is waited for as well: a file without its name is lost."""
    waited: list[int] = []
    wait = os.fsync

    def fsync(descriptor: int) -> None:
        waited.append(os.fstat(descriptor).st_ino)
        wait(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    trail = AuditTrail(tmp_path)
    trail.append(an_entry("first"))
    trail.append(an_entry("second"))
    file, folder = trail.path.stat().st_ino, tmp_path.stat().st_ino
    assert waited == [file, folder, file]
