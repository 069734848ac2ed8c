"""The snapshot file."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from demo.instrument import front_future
from demo.session_figures import Print, SessionFigures
from demo.snapshot_writer import SnapshotWriter

INSTRUMENT = front_future(datetime(2026, 11, 22, tzinfo=UTC))


def some_figures() -> SessionFigures:
    """Return figures of three trades around 6750."""
    figures = SessionFigures(27_000)
    for trade in (Print(27_000, 2, 1), Print(27_003, 1, 1), Print(26_998, 5, -1)):
        figures.record(trade)
    return figures


def test_the_file_has_a_header_one_row_and_a_final_newline(tmp_path: Path) -> None:
    """Prices have two decimals, delta is a whole number, and the row is complete."""
    file = tmp_path / "snapshot.csv"
    SnapshotWriter(file).write(some_figures(), INSTRUMENT)
    assert file.read_bytes() == (
        b"last,high,low,vwap,poc,cum_delta\n6749.50,6750.75,6749.50,6749.78,6749.50,-2\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["snapshot.csv"]


def test_the_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    """A reader that has opened the file before a write still reads the complete row of that moment."""
    file = tmp_path / "snapshot.csv"
    writer, figures = SnapshotWriter(file), some_figures()
    writer.write(figures, INSTRUMENT)
    before = file.read_bytes()
    with file.open("rb") as reader:
        figures.record(Print(27_001, 1, 1))
        writer.write(figures, INSTRUMENT)
        assert reader.read() == before
    assert file.read_bytes() != before


def test_a_file_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    """The error names the folder that is missing."""
    with pytest.raises(FileNotFoundError, match="missing"):
        SnapshotWriter(tmp_path / "missing" / "snapshot.csv").write(some_figures(), INSTRUMENT)


def test_trouble_while_running_is_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, allow_log: Callable[[str], None]
) -> None:
    """Two failures in a row are one warning, and writing goes on when the folder is back."""
    allow_log("cannot write the snapshot file")
    folder = tmp_path / "gone"
    writer = SnapshotWriter(folder / "snapshot.csv")
    writer.try_write(some_figures(), INSTRUMENT)
    writer.try_write(some_figures(), INSTRUMENT)
    assert caplog.text.count("cannot write the snapshot file") == 1
    folder.mkdir()
    writer.try_write(some_figures(), INSTRUMENT)
    assert (folder / "snapshot.csv").exists()
