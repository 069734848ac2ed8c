"""Crash trials: some kills of the real program, power cuts of a run recorded here, and planted losses."""

import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from tests.crash import kills, syscalls
from tests.crash.__main__ import main
from tests.crash.cuts import Tape, cut, load, record, save
from tests.crash.disk import PAGE, SECTOR, Disk
from tests.crash.expected import Database, Files, difference, image_of
from tests.crash.journal import (
    ANEW,
    AUDIT,
    FILE,
    FILED,
    KEPT,
    NAMED,
    SQL,
    SYNCED,
    TAPE,
    Line,
    digest,
    lines_of,
)
from tests.crash.kills import Household
from tests.crash.lookover import set_aside
from tests.crash.report import spread
from tests.crash.syscalls import Op, Transcript, UnknownCallError

_CUTS = 150


def all_states(disk: Disk, path: str, tries: int = 400) -> set[bytes | None]:
    """Return what cuts may leave of a file."""
    return {disk.after_cut(Random(seed)).get(path) for seed in range(tries)}


def test_only_what_was_synced_is_sure() -> None:
    """Of later writes each page may be old or new, and the file as long as it ever was since."""
    disk = Disk()
    for op in (Op("create", "/d/a"), Op("write", "/d/a", 0, b"old"), Op("sync", "/d/a"), Op("sync", "/d")):
        disk.do(op)
    assert all_states(disk, "/d/a") == {b"old"}
    disk.do(Op("write", "/d/a", 0, b"new"))
    disk.do(Op("write", "/d/a", 3, b"er"))
    assert all_states(disk, "/d/a") == {b"old", b"new", b"newer", b"old\0\0", b"new\0\0"}
    disk.do(Op("sync", "/d/a"))
    assert all_states(disk, "/d/a") == {b"newer"}


def test_pages_are_torn_at_their_sectors() -> None:
    """A page that was being written may be half one and half the other, a sector never."""
    disk = Disk()
    for op in (
        Op("create", "/d/a"),
        Op("write", "/d/a", 0, b"o" * PAGE),
        Op("sync", "/d/a"),
        Op("sync", "/d"),
    ):
        disk.do(op)
    disk.do(Op("write", "/d/a", 0, b"n" * PAGE))
    states = [state for state in all_states(disk, "/d/a") if state is not None]
    assert any(b"o" in state and b"n" in state for state in states)
    sectors = {state[at : at + SECTOR] for state in states for at in range(0, PAGE, SECTOR)}
    assert sectors == {b"o" * SECTOR, b"n" * SECTOR}


def test_names_are_sure_once_their_folder_is() -> None:
    """Until the folder is synced a replaced file is the old or the new one, and a new one is there or not."""
    disk = Disk()
    for op in (
        *(Op("create", "/d/a"), Op("write", "/d/a", 0, b"old"), Op("sync", "/d/a"), Op("sync", "/d")),
        *(Op("create", "/d/b"), Op("write", "/d/b", 0, b"new"), Op("sync", "/d/b")),
        Op("rename", "/d/b", target="/d/a"),
    ):
        disk.do(op)
    assert all_states(disk, "/d/a") == {b"old", b"new"}
    disk.do(Op("sync", "/d"))
    assert all_states(disk, "/d/a") == {b"new"}
    disk.do(Op("unlink", "/d/a"))
    assert all_states(disk, "/d/a") == {b"new", None}


def test_a_replaced_file_that_was_not_synced_may_be_empty() -> None:
    """The name comes first, and the content is lost: what naive rewriting of a file ends in."""
    disk = Disk()
    for op in (Op("create", "/d/b"), Op("write", "/d/b", 0, b"new"), Op("rename", "/d/b", target="/d/a")):
        disk.do(op)
    disk.do(Op("sync", "/d"))
    assert b"" in all_states(disk, "/d/a")


def test_cutting_and_growing_a_file_are_writes() -> None:
    """What is cut off may still be there, and what is added is zeros."""
    disk = Disk()
    for op in (Op("create", "/d/a"), Op("write", "/d/a", 0, b"abc"), Op("sync", "/d/a"), Op("sync", "/d")):
        disk.do(op)
    disk.do(Op("truncate", "/d/a", 1))
    assert {b"abc", b"a"} <= all_states(disk, "/d/a")
    disk.do(Op("truncate", "/d/a", 2))
    assert disk.read("/d/a") == b"a\0"
    disk.do(Op("write", "/d/a", -1, b"z"))
    assert disk.read("/d/a") == b"a\0z"


def test_a_commit_that_was_begun_is_whole_or_not_there() -> None:
    """After the last acknowledged commit the next one may have reached the disk, but no part of it."""
    database = Database()
    for line in (
        *(Line(SQL, (["CREATE TABLE t (x)"],)), Line(KEPT, ())),
        *(Line(SQL, (["INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (2)"],)),),
    ):
        database.take(line)
    assert list(database.states()) == [{"t": []}, {"t": [(1,), (2,)]}]
    assert "1 not expected" in database.settle({"t": [(1,)]})


def test_a_database_that_was_not_finished_is_made_again() -> None:
    """Until it has its name it may be gone; what the next start makes counts alone."""
    database = Database()
    made = (Line(ANEW, ()), Line(SQL, (["CREATE TABLE t (x)"],)), Line(KEPT, ()))
    for line in made:
        database.take(line)
    assert database.settle(None) == ""
    for line in (*made, Line(NAMED, ())):
        database.take(line)
    assert database.settle({"t": []}) == ""
    assert database.settle(None) != ""


def test_a_lost_row_is_named() -> None:
    """What is missing is told, and what is there and should not be."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t (x REAL)")
        connection.execute("INSERT INTO t VALUES (0.1)")
        found = image_of(connection)
    assert difference({"t": [(0.1,), (7,)]}, found) == "t: 1 rows lost, [(7,)]; 0 not expected, []"
    assert difference(found, found) == ""


def test_a_float_is_the_one_that_was_noted() -> None:
    """A statement is noted with 15 digits of it: where the rest rounds to does not matter."""
    noted, found = 2.374964999035, 2.3749649990350002
    assert difference({"t": [(1, noted)]}, {"t": [(1, found)]}) == ""
    assert difference({"t": [(1, noted)]}, {"t": [(1, 2.37496)]}).startswith("t: 1 rows lost")
    assert difference({"t": [(1, noted)]}, {"t": [(2, found)]}).startswith("t: 1 rows lost")
    assert difference({"t": []}, {"t": [(1, found)]}).startswith("t: 0 rows lost")


def test_files_are_what_was_acknowledged_last() -> None:
    """A replaced file is the last one or the one that was begun; entries and blocks stay."""
    files, there = Files(SYNCED), {"/a": b"one"}
    for line in (
        *(Line(FILE, ("/a", digest(b"one"))), Line(FILED, ("/a", digest(b"one")))),
        Line(FILE, ("/a", digest(b"two"))),
    ):
        files.take(line)
    assert list(files.problems(there.get, torn_line=True)) == []
    assert list(files.problems({"/a": b"two"}.get, torn_line=True)) == []
    assert list(files.problems({"/a": b""}.get, torn_line=True)) != []
    assert list(files.problems(lambda _path: None, torn_line=True)) == ["/a: lost"]
    files.take(Line(TAPE, ("/r", 10)))
    assert list(files.problems(there.get, torn_line=True)) == []
    files.take(Line(SYNCED, ("/r", 10)))
    assert list(files.problems(there.get, torn_line=True)) == ["/r: it is no recording of APPSIERRA"]


def test_a_journal_that_was_cut_off_is_read_to_its_last_line() -> None:
    """A kill may come while a line is written."""
    assert list(lines_of(b'["kept"]\n["sql", ["x"]]\n["au')) == [Line(KEPT, ()), Line(SQL, (["x"],))]
    assert AUDIT not in {line.word for line in lines_of(b"")}


def test_calls_become_operations(tmp_path: Path) -> None:
    """Places of writes are known, interrupted calls are put together, and files of others are left out."""

    def text(said: str) -> str:
        return "".join(f"\\x{byte:02x}" for byte in said.encode())

    calls = tmp_path / "calls"
    calls.write_text(
        f'7 openat(AT_FDCWD, "{text("/h/a")}", O_WRONLY|O_CREAT|O_CLOEXEC, 0600) = 3<{text("/h/a")}>\n'
        f'7 write(3<{text("/h/a")}>, "{text("one")}", 3) = 3\n'
        f'7 write(3<{text("/h/a")}>, "{text("two")}", 3 <unfinished ...>\n'
        f"8 fsync(4<{text('/elsewhere')}>) = 0\n"
        "7 <... write resumed>) = 3\n"
        f'7 pwrite64(3<{text("/h/a")}>, "{text("x")}", 1, 9) = 1\n'
        f"7 fsync(3<{text('/h/a')}>) = 0\n"
        f'7 rename("{text("/h/a")}", "{text("/h/b")}") = 0\n'
        f'7 unlink("{text("/h/c")}") = -1 ENOENT (No such file or directory)\n'
        f'7 write(9</j>, "{text("[]")}", 2) = 2\n'.replace("</j>", f"<{text('/j')}>")
    )
    assert list(Transcript(Path("/h"), Path("/j")).ops(calls)) == [
        Op("create", "/h/a"),
        Op("write", "/h/a", 0, b"one"),
        Op("write", "/h/a", 3, b"two"),
        Op("write", "/h/a", 9, b"x"),
        Op("sync", "/h/a"),
        Op("rename", "/h/a", target="/h/b"),
        Op("note", "/j", data=b"[]"),
    ]
    calls.write_text(f"7 sendfile(3<{text('/h/a')}>, 4, NULL, 9) = 9\n")
    with pytest.raises(UnknownCallError, match="sendfile"):
        list(Transcript(Path("/h"), Path("/j")).ops(calls))


@pytest.fixture
def _quiet() -> Iterator[None]:
    """Keep single queries out of the log: there are tens of thousands."""
    logger = logging.getLogger("peewee")
    before = logger.level
    logger.setLevel(logging.WARNING)
    yield
    logger.setLevel(before)


@pytest.mark.usefixtures("_quiet")
@pytest.mark.skipif(not syscalls.is_there(), reason="strace is not installed")
@pytest.mark.slow
@pytest.mark.timeout(120)
def test_power_cuts_lose_nothing_and_planted_ones_are_found(tmp_path: Path) -> None:
    """A real run is cut at all its points; had it not waited for the disk, the cuts find what is lost."""
    tape = record([1.5], seed=1)
    assert {"note", "write", "sync", "create", "rename"} <= tape.counts.keys()
    save(tape, tmp_path / "tape")
    tape = load(tmp_path / "tape")
    found = cut(tape, _CUTS, seed=1)
    assert found.problems == []
    assert found.cuts == _CUTS
    assert found.commits > 10
    assert cut(tape.without_syncs("-wal"), _CUTS, seed=1).lost
    assert cut(tape.without_syncs(".unfinished"), _CUTS, seed=1).lost
    shares = [cut(tape, 30, seed=1, share=(worker, 2)).cuts for worker in range(2)]
    assert sum(shares) == 30


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_kills_lose_nothing(tmp_path: Path) -> None:
    """Killed at its first start, while it runs and while it commits, the program has all it acknowledged."""
    household = Household(tmp_path, seed=1, known_after_s=0.5)
    try:
        household.trial("start")
        household.settle_in()
        household.trial("commit")
        household.make_up()
    finally:
        household.close()
    assert household.tally.problems == []
    assert household.tally.commits > 10
    assert household.tally.fills > 0


def test_homes_share_the_trials() -> None:
    """No trial is made twice, and each home folder has its own seed."""
    homes = kills.homes(60, 5)
    assert [trials for trials, _ in homes] == [25, 25, 10]
    assert len({seed for _, seed in homes}) == 3


def test_files_that_were_set_aside_are_seen(tmp_path: Path) -> None:
    """Nothing may be taken for damaged after a kill."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "appsierra.db.damaged-1").touch()
    assert set_aside(tmp_path) == ["appsierra.db.damaged-1"]


def test_the_command_says_what_was_tried(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A tape that was kept is cut again; a loss is exit code 1."""
    path = tmp_path / "tape"
    notes = [Op("note", "/j", data=b'["%s", "/h/a", "0"]\n' % word) for word in (b"file", b"filed")]
    save(Tape("/h", [Op("create", "/h/a"), *notes]), path)
    command = ["power", "--cuts", "30", "--workers", "1", "--tape", str(path)]
    assert main(command) == 1
    assert "PROBLEM cut" in capsys.readouterr().out
    save(Tape("/h", [Op("create", "/h/a"), Op("write", "/h/a", 0, b"1")]), path)
    assert main([*command, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["cuts"] == 30


def test_times_are_said_as_median_and_worst() -> None:
    """One slow restart among many is seen."""
    assert spread([1.0] * 99 + [3.0]) == "median 1.00 s, p99 3.00 s, most 3.00 s of 100"
    assert spread([]) == "none"
