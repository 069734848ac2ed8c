"""The button that names the account."""

import pytest
from pytestqt.qtbot import QtBot

from models.book import TradeMode
from ui.panel1.account_button import AccountButton
from ui.theme import theme_of

LIVE = theme_of(TradeMode.LIVE)


@pytest.fixture
def button(qtbot: QtBot) -> AccountButton:
    """Return a button on the screen that names a live account."""
    button = AccountButton()
    qtbot.addWidget(button)
    button.show_account("120005", LIVE)
    button.resize(button.sizeHint())
    button.show()
    return button


def test_it_names_the_account_as_it_is(button: AccountButton) -> None:
    """An ampersand is no shortcut, neither on the button nor for a screen reader."""
    button.show_account("A&B", LIVE)
    assert (button.text(), button.accessibleDescription()) == ("A&&B", "A&B")


def test_a_long_name_gets_its_room(button: AccountButton) -> None:
    """No name is cut off, and none touches the arrow."""
    short = button.sizeHint().width()
    button.show_account("APEX-12345-EVAL-07", LIVE)
    metrics = button.fontMetrics()
    wider = metrics.horizontalAdvance("APEX-12345-EVAL-07") - metrics.horizontalAdvance("120005")
    assert button.minimumSizeHint() == button.sizeHint()
    assert abs(button.sizeHint().width() - short - wider) <= 1


@pytest.mark.parametrize("mode", list(TradeMode))
def test_it_has_the_colours_of_the_mode(button: AccountButton, mode: TradeMode) -> None:
    """The name stands in the ink of its mode, and the arrow in a quieter one."""
    theme = theme_of(mode)
    button.show_account("120005", theme)
    image = button.grab().toImage()
    seen = {
        image.pixelColor(x, y).name().upper() for x in range(image.width()) for y in range(image.height())
    }
    assert {theme.primary, theme.dim} <= seen
