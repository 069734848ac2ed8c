"""Loading Qt without PySide6's import."""

import subprocess
import sys

import pytest

from app.checkout import CHECKOUT

PROGRAM = """
import inspect, linecache
{load}
from ui.theme import Theme
print(inspect.getfile(Theme) in linecache.cache)
"""


@pytest.mark.parametrize(
    ("load", "is_read"),
    [("from app.qt_loading import load_qt; load_qt()", False), ("import PySide6.QtCore", True)],
)
def test_nobody_reads_the_source_of_what_is_imported_after_qt(load: str, *, is_read: bool) -> None:
    """PySide6 alone reads it, and nobody ever drops the lines; when it stops, our loading may go."""
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(load=load)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.split() == [str(is_read)]
