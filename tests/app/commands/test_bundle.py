"""`replay --export` as a shell sees it."""

from pathlib import Path

import pytest

from tests.app.commands.test_replay import run

pytestmark = pytest.mark.slow


def test_a_trade_is_exported(recording: Path, tmp_path: Path) -> None:
    """One line says where; no database is made."""
    folder = tmp_path / "bundle"
    done = run(tmp_path, str(recording), "--export", "trade:1", "--to", str(folder))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{folder}: ")
    assert (folder / "SHA256SUMS").exists()
    assert not (tmp_path / "data" / "appsierra.db").exists()


def test_what_is_not_there_is_said(recording: Path, tmp_path: Path) -> None:
    """Code 69 and a sentence; no folder is left."""
    folder = tmp_path / "bundle"
    done = run(tmp_path, str(recording), "--export", "+900..+901", "--to", str(folder))
    assert (done.returncode, done.stdout) == (69, "")
    assert done.stderr == "launcher.py: +900..+901: nothing is recorded there\n"
    assert not folder.exists()
