"""Subcommands as a shell sees them: stdout, stderr and exit code, in a process of their own."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.checkout import CHECKOUT, version
from app.commands.dispatch import run_command
from app.subcommands import ShowAudit, ShowFlags
from tests.security.wire import PYTHON_PATH

pytestmark = pytest.mark.slow


def run(home: Path, *line: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a subcommand on a home folder, from a folder that is not the checkout."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "app", *line, "--home", home],
        cwd="/",
        env=os.environ | {"PYTHONPATH": PYTHON_PATH} | environ,
        capture_output=True,
        text=True,
        check=False,
    )


def test_flags_are_shown_set_shown_and_audited(tmp_path: Path) -> None:
    """The whole way: shipped value, change, new value with its line, entry in a trail that holds."""
    names = [row["name"] for row in json.loads(run(tmp_path, "flags", "--json").stdout)]
    assert names[:2] == ["USE_NEW_PANEL1", "USE_NEW_PANEL2"]
    assert not list(tmp_path.iterdir())
    change = run(tmp_path, "flags", "set", "USE_NEW_PANEL1", "0", "--why", "try it")
    assert (change.returncode, change.stderr) == (0, "")
    row = json.loads(run(tmp_path, "flags", "--json").stdout)[0]
    assert (row["value"], row["source"], row["burned"]) == (False, "settings", False)
    assert (row["path"], row["line"]) == (str(tmp_path / "settings.toml"), 6)
    (entry,) = json.loads(run(tmp_path, "audit", "--json").stdout)
    assert (entry["flag"], entry["old"], entry["new"], entry["why"]) == (
        "USE_NEW_PANEL1",
        True,
        False,
        "try it",
    )
    verified = run(tmp_path, "audit", "--verify")
    assert verified.returncode == 0
    assert "entries: 1" in verified.stdout


def test_environment_above_a_change_is_told(tmp_path: Path) -> None:
    """Setting what the environment overrides works, and says that it will not count."""
    change = run(tmp_path, "flags", "set", "USE_NEW_PANEL1", "0", USE_NEW_PANEL1="1")
    assert change.returncode == 0
    assert "environment variable USE_NEW_PANEL1=1" in change.stderr


def test_changed_trail_is_code_1_and_names_its_line(tmp_path: Path) -> None:
    """`audit --verify` names file and line; `audit` still shows the rest."""
    for value in "010":
        run(tmp_path, "flags", "set", "USE_NEW_PANEL2", value)
    path = tmp_path / "data" / "audit.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"who":"user"', b'"who":"User"', 2))
    verified = run(tmp_path, "audit", "--verify")
    assert (verified.returncode, verified.stdout) == (1, "")
    assert verified.stderr == f"launcher.py: {path}, line 1: it is not what was sealed\n"
    answer = json.loads(run(tmp_path, "audit", "--verify", "--json").stdout)
    assert (answer["ok"], answer["line"]) == (False, 1)
    shown = run(tmp_path, "audit")
    assert (shown.returncode, len(shown.stdout.splitlines())) == (0, 4)
    assert "line 1" in shown.stderr


def test_refusals_are_one_line_with_their_code(tmp_path: Path) -> None:
    """Nothing running is 69, a burned flag 78, a wrong environment 2, a folder that is a file 73."""
    (tmp_path / "data").mkdir()
    burned = {"USE_NEW_PANEL1": {"version": version(), "why": "raised", "at": ""}}
    (tmp_path / "data" / "burned.json").write_text(json.dumps(burned))
    (tmp_path / "file").touch()
    refusals = [
        (69, run(tmp_path, "rollback")),
        (78, run(tmp_path, "flags", "set", "USE_NEW_PANEL1", "1")),
        (2, run(tmp_path, "flags", USE_NEW_PANEL1="on")),
        (73, run(tmp_path / "file", "flags", "set", "USE_NEW_PANEL2", "1")),
    ]
    for code, refused in refusals:
        assert (refused.returncode, refused.stdout) == (code, "")
        assert refused.stderr.startswith("launcher.py: ")
        assert refused.stderr.count("\n") == 1


def test_answer_takes_less_than_a_second_and_no_window_system(tmp_path: Path) -> None:
    """A subcommand does not load Qt."""
    began = time.monotonic()
    listed = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "app", "flags", "--home", tmp_path],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert time.monotonic() - began < 1
    assert "PySide6" not in listed.stderr
    assert "USE_NEW_PANEL1" in listed.stdout


def test_unreadable_trail_is_unavailable(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A trail that is a folder is named, with code 69; the flags are shown all the same."""
    (tmp_path / "data" / "audit.jsonl").mkdir(parents=True)
    assert run_command(ShowAudit(verify=True, as_json=False), tmp_path) == 69
    assert str(tmp_path / "data" / "audit.jsonl") in capsys.readouterr().err
    assert run_command(ShowFlags(as_json=False), tmp_path) == 0
