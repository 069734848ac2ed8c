"""What every dialog has."""

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from models.book import TradeMode
from ui.badge import ModeBadge
from ui.mode_dialog import ModeDialog
from ui.theme import theme_of


class Plain(ModeDialog):
    """A dialog with nothing in it but a way out."""

    def __init__(self) -> None:
        """Create it."""
        super().__init__("plain", None)
        self._column.addWidget(self._badge)
        self._column.addWidget(self._close_button())


@pytest.fixture
def dialog(qtbot: QtBot) -> Plain:
    """Return a shown dialog."""
    dialog = Plain()
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.mark.parametrize(("mode", "word"), [(TradeMode.SIM, "SIM"), (TradeMode.LIVE, "LIVE · REAL MONEY")])
def test_the_mode_is_a_word_and_colours(dialog: Plain, mode: TradeMode, word: str) -> None:
    """Simulated money never looks like real money, in a dialog either."""
    dialog.show_mode(word, theme_of(mode))
    (badge,) = dialog.findChildren(ModeBadge)
    assert badge.accessibleDescription() == word
    assert dialog.palette().window().color().name().upper() == theme_of(mode).window.upper()


def test_nothing_waits_for_it(dialog: Plain) -> None:
    """It stops no update behind it, says whose it is, and is left by its button."""
    assert not dialog.isModal()
    assert dialog.windowTitle() == "APPSIERRA · plain"
    (close,) = dialog.findChildren(QPushButton)
    assert not close.autoDefault()
    close.click()
    assert not dialog.isVisible()
