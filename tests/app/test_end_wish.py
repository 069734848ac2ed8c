"""Ctrl-C and a shutdown, from the first moment on."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.checkout import CHECKOUT
from app.end_wish import EndWish

_EARLY = """
import os, signal, sys
from app import home
prepare = home.prepare
def interrupted(root):
    os.kill(os.getpid(), int(sys.argv[-1]))
    return prepare(root)
home.prepare = interrupted
from app.__main__ import main
sys.exit(main(["--offscreen", "--home", sys.argv[1]]))
"""
_WHILE_SHOWN = """
import os, sys
from ui.window import MainWindow
show = MainWindow.show
def interrupted(self):
    show(self)
    os.kill(os.getpid(), int(sys.argv[-1]))
MainWindow.show = interrupted
from app.__main__ import main
sys.exit(main(["--offscreen", "--home", sys.argv[1]]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("when", [_EARLY, _WHILE_SHOWN], ids=["early", "while shown"])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_wish_during_the_start_ends_it_in_order(
    tmp_path: Path, when: str, number: signal.Signals, code: int
) -> None:
    """Before the window is painted, too, it ends as it was asked to, and is no crash for the next start."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", when, str(tmp_path), str(int(number))],
        cwd=CHECKOUT,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        timeout=25,
        check=False,
    )
    assert (done.returncode, done.stderr, done.stdout) == (code, "", "")
    assert not (tmp_path / "data" / "beacon.json").exists()


def test_nobody_wants_the_end_at_first() -> None:
    """A wish that was never heard has no exit code."""
    assert EndWish().exit_code is None
