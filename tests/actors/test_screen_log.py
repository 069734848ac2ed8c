"""The record of what the trader was shown."""

import json
from pathlib import Path

import pytest

from actors.messages import Cell, CellPainted, CellsPainted, NoticeRaised
from actors.screen_log import ScreenLogActor
from actors.seams.line_file import DiskLineFile
from models.book import TradeAccount, TradeMode
from tests.actors.builders import all_of
from tests.actors.conftest import Stage


def painted(*texts: str, account: str | None = "Sim1", at: float = 1795000000.12345) -> CellsPainted:
    """Return a repaint of some cells."""
    return CellsPainted(
        at=at,
        epoch=4,
        mode=TradeMode.SIM,
        account=None if account is None else TradeAccount(account),
        cells=tuple(
            CellPainted(
                panel="panel2",
                generation="new",
                name="Heat",
                cell=Cell(text=text, role="warning", flash=True),
            )
            for text in texts
        ),
    )


def lines(path: Path) -> list[dict[str, object]]:
    """Return the objects in a file."""
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_each_cell_is_one_line_with_all_its_fields(stage: Stage, tmp_path: Path) -> None:
    """A line says when, under which epoch and book, and what exactly was shown."""
    path = tmp_path / "screen.jsonl"
    stage.start(ScreenLogActor, file=DiskLineFile(path)).tell(painted("3:05"))
    assert lines(path) == [
        {
            "t": 1795000000.123,
            "epoch": 4,
            "mode": "SIM",
            "account": "Sim1",
            "panel": "panel2",
            "generation": "new",
            "cell": "Heat",
            "text": "3:05",
            "role": "warning",
            "flash": True,
        }
    ]


def test_lines_keep_their_order_and_their_characters(stage: Stage, tmp_path: Path) -> None:
    """What was painted first stands first, and every character is there."""
    path = tmp_path / "screen.jsonl"
    log = stage.start(ScreenLogActor, file=DiskLineFile(path))
    log.tell(painted("½ · 3:05", "--"), painted('LIVE · "REAL"\n', account=None))
    assert [line["text"] for line in lines(path)] == ["½ · 3:05", "--", 'LIVE · "REAL"\n']
    assert lines(path)[-1]["account"] is None


@pytest.mark.parametrize("repaints", [1, 5])
def test_unwritable_file_is_said_once(stage: Stage, tmp_path: Path, repaints: int) -> None:
    """A screen log that cannot be written is one notice with its path, and ends nothing."""
    log = stage.start(ScreenLogActor, file=DiskLineFile(tmp_path))
    (notice,) = all_of(log.tell(*[painted("x")] * repaints), NoticeRaised)
    assert str(tmp_path) in notice.text
