"""The page for a trader who was never connected."""

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from models.book import TradeMode
from tests.ui.builders import a_quote
from ui.first_run_page import FirstRunPage
from ui.first_run_view import STEPS, FirstRunView, present
from ui.theme import theme_of


@pytest.fixture
def page(qtbot: QtBot) -> FirstRunPage:
    """Return the shown page."""
    page = FirstRunPage()
    qtbot.addWidget(page)
    page.show_theme(theme_of(TradeMode.SIM))
    page.show()
    return page


def button(page: FirstRunPage, text: str) -> QPushButton:
    """Return a button by its text."""
    return next(each for each in page.findChildren(QPushButton) if each.text() == text)


def test_findings_and_steps_are_written(page: FirstRunPage) -> None:
    """In plain words, in order."""
    page.show_view(present(FirstRunView(), a_quote("6750.25")))
    texts = [label.text() for label in page.findChildren(QLabel)]
    assert "They arrive; the last one is 6750.25." in texts
    assert [text for text in texts if text[:1].isdigit()] == [
        f"{number}.  {step}" for number, step in enumerate(STEPS, start=1)
    ]


@pytest.mark.parametrize(
    ("text", "signal"),
    [("Try again", "again"), ("Start the demo", "demo"), ("Settings…", "settings"), ("Dismiss", "dismissed")],
)
def test_buttons_tell(qtbot: QtBot, page: FirstRunPage, text: str, signal: str) -> None:
    """Each says what is wanted."""
    with qtbot.waitSignal(getattr(page, signal)):
        button(page, text).click()


def test_snapshot_file_can_be_chosen(qtbot: QtBot, page: FirstRunPage) -> None:
    """The dialog tells the path."""
    button(page, "Choose snapshot file…").click()
    with qtbot.waitSignal(page.snapshot) as told:
        page.findChildren(QFileDialog)[0].fileSelected.emit("/x/snapshot.csv")
    assert told.args == ["/x/snapshot.csv"]
