"""What the desk remembers."""

from collections.abc import Mapping

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.desk_memory import DeskMemory, screen_set


def test_places_and_choices_come_back(qtbot: QtBot) -> None:
    """What one desk saves the next one knows."""
    saved: list[Mapping[str, str]] = []
    memory = DeskMemory(dict, saved.append)
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(321, 123)
    memory.keep_place("window", widget)
    memory.choose("layout", "mine")
    memory.save()
    again = DeskMemory(lambda: saved[-1], saved.append)
    other = QWidget()
    qtbot.addWidget(other)
    place = again.place("window")
    assert place is not None
    assert other.restoreGeometry(place)
    assert other.size() == QSize(321, 123)
    assert (again.choice("layout", "usual"), again.choice("other", "usual")) == ("mine", "usual")


def test_places_belong_to_the_screens_of_then(qtbot: QtBot) -> None:
    """With other screens there is no place yet; those of then are not lost."""
    widget = QWidget()
    qtbot.addWidget(widget)
    saved: list[Mapping[str, str]] = []
    memory = DeskMemory(lambda: {"place 1x1+0+0@1 window": "AAAA"}, saved.append)
    assert memory.place("window") is None
    memory.keep_place("window", widget)
    memory.forget_places()
    memory.save()
    assert memory.place("window") is None
    assert saved == [{"place 1x1+0+0@1 window": "AAAA"}]
    assert screen_set()


def test_rubbish_is_no_place(qtbot: QtBot) -> None:
    """A damaged file opens the window where it opens first."""
    del qtbot
    memory = DeskMemory(lambda: {f"place {screen_set()} window": "no base64"}, lambda _kept: None)
    assert memory.place("window") is None
