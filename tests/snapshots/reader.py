"""Reads the file as the monitor does, and looks at every row that it would show."""

import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from actors.seams.snapshot_file import DiskSnapshotFile
from app.checkout import CHECKOUT
from models.errors import SnapshotError
from models.quote import parse_snapshot
from tests.snapshots.writer import is_whole, row_of

_MOST_KEPT = 5


@dataclass
class Figures:
    """What came of the reads.

    Attributes:
        reads: How often the file was read.
        accepted: Rows that would be shown.
        refused: Reads that gave no row that may be shown.
        rows: Different rows among the accepted ones.
        wrong: Rows that would be shown although nobody wrote them.
        examples: The first of those.
    """

    reads: int = 0
    accepted: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    rows: int = 0
    wrong: int = 0
    examples: list[bytes] = field(default_factory=list)

    def summary(self) -> str:
        """Return all figures in one line."""
        return (
            f"{self.reads:,} reads, {self.accepted:,} rows accepted ({self.rows:,} different), "
            f"{self.refused.total():,} refused, {self.wrong:,} wrong"
        )


@contextmanager
def _writer(path: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "tests.snapshots.writer", str(path)]
    with subprocess.Popen(command, cwd=CHECKOUT) as process:
        try:
            yield
        finally:
            process.kill()


def read_under_fire(reads: int) -> Figures:
    """Return what so many reads of a file give that another process rewrites all the time."""
    figures = Figures()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "snapshot.csv"
        path.write_bytes(row_of(0))
        with _writer(path):
            _read(DiskSnapshotFile(path), reads, figures)
    return figures


def _read(file: DiskSnapshotFile, reads: int, figures: Figures) -> None:
    at, before = datetime.now(UTC), b""
    while figures.reads < reads:
        figures.reads += 1
        try:
            reading = file.read(None)
            assert reading is not None, "what is not known is read"
            quote = parse_snapshot(reading.data, at)
        except SnapshotError as error:
            figures.refused[str(error).split(";", maxsplit=1)[0]] += 1
            continue
        except BlockingIOError as error:
            figures.refused[str(error.strerror)] += 1
            continue
        figures.accepted += 1
        figures.rows += reading.data != before
        before = reading.data
        if not is_whole(quote):
            figures.wrong += 1
            figures.examples = [*figures.examples, reading.data][:_MOST_KEPT]
