"""Garbage collection in the GUI thread."""

import gc
import threading
import weakref

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.garbage import GarbageCollector


class Cycle:
    """Garbage that only a collection frees."""

    def __init__(self, freed_in: list[str]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: freed_in.append(threading.current_thread().name))


def test_cycles_are_freed_in_the_gui_thread_alone(qtbot: QtBot) -> None:
    """Other threads make garbage without collecting any."""
    parent = QObject()
    collector = GarbageCollector(parent)
    freed_in: list[str] = []
    try:
        collector.start()
        worker = threading.Thread(target=lambda: [Cycle(freed_in) for _ in range(5_000)])
        worker.start()
        worker.join()
        assert freed_in == []
        qtbot.waitUntil(lambda: len(freed_in) == 5_000, timeout=5_000)
    finally:
        collector.stop()
    assert set(freed_in) == {threading.main_thread().name}
    assert gc.isenabled()
