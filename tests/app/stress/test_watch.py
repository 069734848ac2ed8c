"""A window under observation."""

import time

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.stress.watch import Lateness, Watch
from tests.ui.test_window import Desk, open_window


def test_shares_are_read_from_the_counts() -> None:
    """Half of the beats, nearly all, and the worst."""
    lateness = Lateness()
    assert lateness.share(0.5) == 0
    for late in (1.0, 2.0, 3.0, 50.0):
        lateness.note(0.0, late)
    assert (lateness.share(0.5), lateness.share(0.75), lateness.share(1.0)) == (2.0, 3.0, 50.0)


def test_frames_are_told_and_a_busy_thread_is_late(qtbot: QtBot) -> None:
    """An update of the window is told once it is painted; what keeps the thread busy shows as lateness."""
    window = open_window(qtbot, Desk())
    lateness = Lateness()
    watch = Watch(window, lateness.note)
    with qtbot.waitSignal(watch.painted, timeout=5_000):
        window.update()
    until = time.monotonic() + 0.05
    while time.monotonic() < until:
        pass
    QTest.qWait(20)
    assert lateness.share(1.0) > 30
