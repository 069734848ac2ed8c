"""Power cuts at every point of a recorded run: what may be left is opened as the program would open it."""

import pickle
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Final

from models.errors import StorageError
from models.schema import TABLE_NAMES
from models.store import Store
from tests.crash.broker import Broker
from tests.crash.disk import Disk
from tests.crash.expected import Database, Files, Image, difference, image_of
from tests.crash.journal import BORN, SQL, SYNCED, lines_of
from tests.crash.life import READY, Life
from tests.crash.lookover import look_at
from tests.crash.syscalls import Op, Transcript, recorder

_NOW: Final = datetime(2026, 11, 23, 15, tzinfo=UTC)
_FILLS_PER_S: Final = 10.0
_PACE_S: Final = "0.25"
_DATABASE: Final = "appsierra.db"
_SHARED_MEMORY: Final = Path("/dev/shm")
_MOST_SHOWN: Final = 5


@dataclass
class Tape:
    """A recorded run.

    Attributes:
        home: Where its files were.
        ops: What it did to them.
    """

    home: str
    ops: list[Op]

    @property
    def counts(self) -> dict[str, int]:
        """Return how many operations of each kind there are."""
        return dict(Counter(op.kind for op in self.ops))

    def without_syncs(self, ending: str) -> "Tape":
        """Return what a program would have done that never waits for the disk: a planted fault.

        Args:
            ending: Of the names of the files that are not waited for.
        """
        ops = [op for op in self.ops if not (op.kind == "sync" and op.path.endswith(ending))]
        return Tape(self.home, ops)


@dataclass
class Found:
    """What cuts found."""

    cuts: int = 0
    commits: int = 0
    lost: int = 0
    problems: list[str] = field(default_factory=list)

    def add(self, other: "Found") -> None:
        """Take over what another worker found."""
        self.cuts += other.cuts
        self.commits = max(self.commits, other.commits)
        self.lost += other.lost
        self.problems += other.problems


def record(lives: Sequence[float], seed: int, options: Sequence[str] = ()) -> Tape:
    """Run the real program under the recorder, one life after the other; return what it did.

    Args:
        lives: How long each lasts once it is ready, seconds; every other one is killed.
        seed: Of broker and trader.
        options: Of `tests.crash.child`.
    """
    place = Path(tempfile.mkdtemp(prefix="appsierra-crash-", dir=_memory()))
    broker = Broker(seed, _FILLS_PER_S, known_after_s=0.2)
    broker.trade(on=True)
    ops: list[Op] = []
    try:
        for number, seconds in enumerate(lives):
            calls = place / f"calls{number}"
            life = Life(
                place,
                broker.port,
                ("--pace", _PACE_S, "--seed", str(seed + number), *options),
                recorder(calls),
            )
            life.wait_until(READY)
            time.sleep(seconds)
            if number % 2:
                life.kill()
            else:
                life.ask_to_end()
                life.wait()
            ops += Transcript(life.home, place / "journal").ops(calls)
    finally:
        broker.stop()
        shutil.rmtree(place)
    return Tape(str(place / "home"), ops)


def save(tape: Tape, path: Path) -> None:
    """Keep a tape for another time."""
    path.write_bytes(pickle.dumps(tape))


def load(path: Path) -> Tape:
    """Return a tape that this program kept."""
    tape: Tape = pickle.loads(path.read_bytes())
    return tape


def cut(tape: Tape, cuts: int, seed: int, share: tuple[int, int] = (0, 1)) -> Found:
    """Cut the power so often, evenly over the tape, and return what was found.

    Args:
        tape: What the program did.
        cuts: In all.
        seed: Of all that is random; a cut is the same whoever makes it.
        share: Which of how many workers this is.
    """
    disk, database, files, found = Disk(), Database(), Files(SYNCED), Found()
    images: tuple[Image, ...] = ({},)
    worker, workers = share
    folder = tempfile.mkdtemp(prefix="appsierra-cut-", dir=_memory())
    try:
        for number, op in enumerate(tape.ops):
            if op.kind == "note":
                for line in lines_of(op.data):
                    if line.word == BORN:
                        files.settle(disk.read)
                        database.settle(_image_now(disk, tape, Path(folder)))
                    database.take(line)
                    files.take(line)
                    found.commits += line.word == SQL
                images = ()
            else:
                disk.do(op)
            here = cuts * (number + 1) // len(tape.ops) - cuts * number // len(tape.ops)
            if not here or number % workers != worker:
                continue
            images = images or tuple(database.states())
            for each in range(here):
                left = disk.after_cut(Random(f"{seed} {number} {each}"))
                found.cuts += 1
                wrong = [*files.problems(left.get, torn_line=True)]
                wrong += _of_database(left, Path(tape.home) / "data", Path(folder) / str(each), images)
                if wrong:
                    found.lost += 1
                    if len(found.problems) < _MOST_SHOWN:
                        found.problems.append(f"cut {number}.{each} of seed {seed}: {wrong[0]}")
    finally:
        shutil.rmtree(folder)
    return found


def _image_now(disk: Disk, tape: Tape, place: Path) -> Image | None:
    """Return what the database holds without a cut: a kill may have come in the middle of a commit."""
    for suffix in ("", "-wal", "-journal"):
        content = disk.read(f"{tape.home}/data/{_DATABASE}{suffix}")
        if content is not None:
            (place / f"{_DATABASE}{suffix}").write_bytes(content)
    image = look_at(place / _DATABASE).image
    for path in place.glob(f"{_DATABASE}*"):
        path.unlink()
    return image


def _memory() -> Path | None:
    return _SHARED_MEMORY if _SHARED_MEMORY.exists() else None


def _of_database(left: dict[str, bytes], data: Path, place: Path, images: tuple[Image, ...]) -> Iterator[str]:
    """Open the database as the program does at its start, and yield what is wrong with it."""
    (place / "backup").mkdir(parents=True)
    for path, content in left.items():
        name = Path(path).relative_to(data) if Path(path).is_relative_to(data) else None
        if name is not None and (name.name.startswith(_DATABASE) or name.parts[0] == "backup"):
            (place / name).write_bytes(content)
    try:
        yield from _of_opened(place / _DATABASE, images)
    except StorageError as error:
        yield f"{error}"
    finally:
        shutil.rmtree(place)


def _of_opened(path: Path, images: tuple[Image, ...]) -> Iterator[str]:
    store, findings = Store.open(path, _NOW)
    try:
        yield from findings
        yield from store.load_positions().findings
        yield from store.load_curves()[1]
        said = store._connection().execute("PRAGMA integrity_check").fetchall()
        if said != [("ok",)]:
            yield str(said[0])
        # An unfinished set of tables was completed just now, and nothing was in it.
        if images[0].keys() >= TABLE_NAMES:
            found = image_of(store._connection())
            wrong = [difference(image, found) for image in images]
            if all(wrong):
                yield wrong[0]
    finally:
        store.close()
