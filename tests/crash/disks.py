"""The real program on disks that are full, read-only or damaged: it says what is wrong, and loses nothing."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import Final

from models.errors import StorageError
from models.store import Store
from tests.app.doctor.patients import a_home
from tests.crash.broker import Broker
from tests.crash.expected import image_of
from tests.crash.lookover import look_at
from tests.models.builders import NOW
from tests.running import Monitor, a_monitor

_WAIT_S: Final = 20.0
_FULL_BYTES: Final = 4 * 1024 * 1024
_UNWRITABLE: Final = 73
_DAMAGES: Final = 200
_DAY: Final = date(2026, 11, 22)


@dataclass
class Answer:
    """What became of one trouble.

    Attributes:
        said: What the program said of it.
    """

    trouble: str
    said: str = ""
    problems: list[str] = field(default_factory=list)


def try_disk(trouble: str, seed: int) -> Answer:
    """Give the program one trouble; return what became of it."""
    answer = Answer(trouble)
    with tempfile.TemporaryDirectory(prefix="appsierra-crash-") as folder:
        TROUBLES[trouble](Path(folder), Random(seed), answer)
    return answer


def _empty_database(folder: Path, _chance: Random, answer: Answer) -> None:
    _restored(folder, answer, b"", "is empty")


def _another_file(folder: Path, chance: Random, answer: Answer) -> None:
    _restored(folder, answer, chance.randbytes(50_000), "is not a database")


def _half_a_database(folder: Path, _chance: Random, answer: Answer) -> None:
    whole = _database_of(folder / "model").read_bytes()
    _restored(folder, answer, whole[: len(whole) // 2], "is damaged")


def _restored(folder: Path, answer: Answer, content: bytes, words: str) -> None:
    """Start on a damaged database: the copy takes its place, and it is kept."""
    database = _database_of(folder)
    before = look_at(database).image
    database.write_bytes(content)
    with _running(folder, answer, words):
        pass
    kept = [path.read_bytes() for path in database.parent.glob(f"{database.name}.damaged-*")]
    if kept != [content]:
        answer.problems.append(f"{len(kept)} files are kept, not the damaged one")
    found = look_at(database).image
    if before is None or found is None or not set(before["executions"]) <= set(found["executions"]):
        answer.problems.append("the copy was not restored")


def _lost_table(folder: Path, _chance: Random, answer: Answer) -> None:
    with closing(sqlite3.connect(_database_of(folder))) as connection:
        connection.execute("DROP TABLE trades")
        connection.commit()
    with _running(folder, answer, "has lost trades"):
        pass


def _damaged_states(folder: Path, chance: Random, answer: Answer) -> None:
    """Damage every other file that the program reads, each in one of three ways."""
    home = _database_of(folder).parent
    (home / "recordings").mkdir()
    names = ("appearance", "beacon", "burned", "last_good_flags", "rollout", "windows")
    damaged = [home / f"{name}.json" for name in names]
    damaged += [*home.glob("runtime_state_*.json"), home / "audit.jsonl", home / "recordings" / "a.recording"]
    for path in damaged:
        path.write_bytes(chance.choice((b"", b'{"unit": "tick', chance.randbytes(200))))
    with _running(folder, answer, ""):
        pass


def _full_disk(folder: Path, _chance: Random, answer: Answer) -> None:
    """Fill the disk while fills come, and make room again: nothing may be missing then."""
    with _mounted(folder / "home", answer) as disk:
        if disk is None:
            return
        with _broker() as broker, a_monitor(disk, "--dtc", f"127.0.0.1:{broker.port}") as monitor:
            _await(monitor, answer, "Connection", "Connected")
            time.sleep(1.0)
            ballast = disk / "ballast"
            with ballast.open("wb", buffering=0) as file, suppress(OSError):
                while True:
                    file.write(bytes(4096))
            broker.trade(on=True)
            answer.said = _await(monitor, answer, "Banner", "disk is full")
            time.sleep(1.0)
            broker.trade(on=False)
            ballast.unlink()
            _await_quiet(monitor, answer)
            if monitor.end()[0]:
                answer.problems.append("it did not end in order")
        contents = look_at(disk / "data" / "appsierra.db").contents
        stored = {name for _, name in contents.fills} if contents is not None else set()
        lost = {fill.execution_id for fill in broker.fills} - stored
        if lost or not broker.fills:
            answer.problems.append(f"of {len(broker.fills)} fills {sorted(lost)} are lost")


def _no_room_to_start(folder: Path, _chance: Random, answer: Answer) -> None:
    """Start where not a byte can be written."""
    with _mounted(folder / "home", answer) as disk:
        if disk is None:
            return
        (disk / "data").mkdir(parents=True)
        (disk / "logs").mkdir(parents=True)
        with (disk / "ballast").open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(4096))
        _refused(disk, answer, "Cannot")


def _read_only(folder: Path, _chance: Random, answer: Answer) -> None:
    """Start where nothing may be written: there is no place for what is to be kept."""
    with _mounted(folder / "home", answer) as disk:
        if disk is None:
            return
        shutil.copytree(_database_of(folder / "model").parents[1], disk, dirs_exist_ok=True)
        _mount("-o", "remount,ro", str(disk))
        _refused(disk, answer, "Cannot write")


def _refused(home: Path, answer: Answer, words: str) -> None:
    """Start where there is no place for what is to be kept: one line says so."""
    with a_monitor(home) as monitor:
        code, said = monitor.wait()
    answer.said = said.strip()
    if code != _UNWRITABLE or words not in said or "\n" in answer.said:
        answer.problems.append(f"exit code {code}: {answer.said}")


def _random_damage(folder: Path, chance: Random, answer: Answer) -> None:
    """Damage sound databases at random places, and open each as the program does."""
    sound = _database_of(folder)
    content, before = sound.read_bytes(), look_at(sound).image
    outcomes: Counter[str] = Counter()
    for number in range(_DAMAGES):
        place = folder / str(number)
        shutil.copytree(sound.parent / "backup", place / "backup")
        database = place / sound.name
        database.write_bytes(_damaged(content, chance))
        damaged = database.read_bytes()
        try:
            store, findings = Store.open(database, NOW)
        except StorageError:
            outcomes["refused"] += 1
            continue
        try:
            findings += [*store.load_positions().findings, *store.load_curves()[1]]
            outcomes[_outcome(findings, changed=image_of(store._connection()) != before)] += 1
        except (StorageError, sqlite3.Error):
            outcomes["refused"] += 1
        finally:
            store.close()
        if any("kept as" in text for text in findings):
            kept = [path.read_bytes() for path in place.glob("*.damaged-*")]
            if kept != [damaged]:
                answer.problems.append(f"damage {number}: the damaged file is not kept")
        shutil.rmtree(place)
    answer.said = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))


def _outcome(findings: list[str], *, changed: bool) -> str:
    if findings:
        return "said"
    return "unnoticed with another content" if changed else "without effect"


def _damaged(content: bytes, chance: Random) -> bytes:
    left = bytearray(content)
    at = chance.randrange(len(left))
    match chance.randrange(3):
        case 0:
            left[at] ^= 1 << chance.randrange(8)
        case 1:
            left[at : at + 512] = bytes(len(left[at : at + 512]))
        case _:
            left[at : at + 64] = chance.randbytes(len(left[at : at + 64]))
    return bytes(left)


TROUBLES: Final[dict[str, Callable[[Path, Random, Answer], None]]] = {
    "empty-database": _empty_database,
    "another-file": _another_file,
    "half-a-database": _half_a_database,
    "lost-table": _lost_table,
    "damaged-states": _damaged_states,
    "full-disk": _full_disk,
    "no-room-to-start": _no_room_to_start,
    "read-only": _read_only,
    "random-damage": _random_damage,
}
"""What may be wrong with a disk, by name."""


def _database_of(folder: Path) -> Path:
    """Return the database of a new home folder, which has a copy and nothing in its log."""
    folder.mkdir(exist_ok=True)
    database = a_home(folder).data / "appsierra.db"
    store, _ = Store.open(database, NOW)
    store.backup(_DAY)
    store.close()
    return database


@contextmanager
def _running(folder: Path, answer: Answer, words: str) -> Iterator[Monitor]:
    """Run the program in the home folder until it shows some words and its link is there; then end it."""
    with _broker() as broker, a_monitor(folder / "home", "--dtc", f"127.0.0.1:{broker.port}") as monitor:
        if words:
            answer.said = _await(monitor, answer, "Banner", words)
        _await(monitor, answer, "Connection", "Connected")
        yield monitor
        code, said = monitor.end()
        if code:
            answer.problems.append(f"exit code {code}: {said.strip()[-200:]}")


@contextmanager
def _broker() -> Iterator[Broker]:
    broker = Broker(1, known_after_s=0.5)
    try:
        yield broker
    finally:
        broker.stop()


def _await(monitor: Monitor, answer: Answer, cell: str, *words: str) -> str:
    """Wait until a cell says one of these words; return all that it says."""
    until = time.monotonic() + _WAIT_S
    while time.monotonic() < until and monitor.process.poll() is None:
        for line in monitor.lines():
            if line["cell"] == cell and any(word in line["text"] for word in words):
                return str(line["text"])
        time.sleep(0.1)
    answer.problems.append(f"{cell} never says {' or '.join(words)}: {monitor.cells().get(cell)}")
    return ""


def _await_quiet(monitor: Monitor, answer: Answer) -> None:
    """Wait until the banner says nothing of the disk any more."""
    until = time.monotonic() + _WAIT_S
    while time.monotonic() < until:
        if "disk is full" not in monitor.cells()["Banner"]:
            return
        time.sleep(0.1)
    answer.problems.append("the banner goes on saying that the disk is full")


@contextmanager
def _mounted(place: Path, answer: Answer) -> Iterator[Path | None]:
    """Give a home folder on a small disk of its own; None where that may not be made."""
    place.mkdir()
    if (
        os.name == "nt"
        or os.geteuid()
        or not _mount("-t", "tmpfs", "-o", f"size={_FULL_BYTES}", "none", str(place))
    ):
        answer.said = "not tried: a small disk can be made by root alone"
        yield None
        return
    try:
        yield place
    finally:
        subprocess.run(("umount", str(place)), check=True)


def _mount(*options: str) -> bool:
    return subprocess.run(("mount", *options), check=False, capture_output=True).returncode == 0
