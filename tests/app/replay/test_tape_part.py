"""A part of a recording as a file of its own."""

from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from actors.messages import ExportTrades
from actors.recorder import FROM_OUTSIDE
from actors.seams.track import ANSWER
from app.replay.playback import Playback
from app.replay.tape import Tape
from app.replay.tape_part import _clean, part_of
from models.recording import Block, Content


@pytest.mark.parametrize("after_us", [1_234_567, 40_000_000, 71_500_000])
def test_it_plays_to_the_same_cells(qtbot: QtBot, recording: Path, tmp_path: Path, after_us: int) -> None:
    """From the start of the run to the moment where it is cut; nothing later is in it."""
    del qtbot
    path = tmp_path / "part.recording"
    with closing(Tape(recording)) as tape, closing(Playback(tape)) as whole:
        until_us = whole.begins_us + after_us
        path.write_bytes(b"".join(part_of(tape, until_us)))
        whole.play(until_us)
        with closing(Tape(path)) as shorter, closing(Playback(shorter)) as part:
            assert not shorter.notices
            assert part.ends_us <= until_us
            assert not part.play(until_us)
            assert part.cells() == whole.cells()
            assert len(part.cells()) > 5


def told(block: Block, until_us: int, *, later: bool) -> set[Content]:
    """Return what came from outside in a block after a moment, or until then."""
    return {
        block.contents[row.number]
        for row in block.rows
        if row.source == FROM_OUTSIDE and row.code != ANSWER and (row.utc_us > until_us) is later
    }


def test_nothing_later_is_in_it(recording: Path, tmp_path: Path) -> None:
    """Contents that belong to later rows alone are left out; what was told until then is there."""
    path = tmp_path / "part.recording"
    with closing(Tape(recording)) as tape:
        cuts = ((tape.block(index), tape.block(index).rows[0].utc_us) for index in range(40, len(tape)))
        block, until_us = next((block, at) for block, at in cuts if told(block, at, later=True))
        earlier = told(block, until_us, later=False)
        path.write_bytes(b"".join(part_of(tape, until_us)))
    with closing(Tape(path)) as part:
        last = part.block(len(part) - 1)
    assert all(row.utc_us <= until_us for row in last.rows)
    assert earlier <= set(last.contents)
    assert not (told(block, until_us, later=True) - earlier) & set(last.contents)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("/home/jane doe/trades.csv", "trades.csv"),
        (r"C:\Users\Jane Doe\Documents\trades.csv", "trades.csv"),
        (r"Export to C:\Users\Jane\trades.csv failed", "Export to trades.csv failed"),
        ("~/sierra/snapshot.csv", "snapshot.csv"),
        ("data/snapshot.csv", "data/snapshot.csv"),
        ("P&L 1 / 2 / 3, https://example.com/a/b", "P&L 1 / 2 / 3, https://example.com/a/b"),
    ],
)
def test_of_a_path_the_name_of_the_file_is_left(text: str, left: str) -> None:
    """Wherever it stands in what was recorded; what is no path stays."""
    encoded = msgspec.msgpack.encode({"path": text, "more": [text, 1, b"/home/x/"]})
    cleaned = msgspec.msgpack.decode(_clean(Content(ExportTrades.__name__, encoded)).body)
    assert cleaned == {"path": left, "more": [left, 1, b"/home/x/"]}
