"""The Migration page."""

import msgspec
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QTableWidget
from pytestqt.qtbot import QtBot

from actors.messages import (
    CheckRollout,
    Command,
    ListRollout,
    PromoteRollout,
    RollBackRollout,
    RolloutListed,
)
from models.book import TradeMode
from tests.models.rollout.views import PASSES, a_view
from ui.question_dialog import QuestionDialog
from ui.rollout_page import RolloutPage, facts_text, missing_text
from ui.theme import theme_of

READY = a_view(gates=(PASSES,))


class Page:
    """The page, and what was wanted on it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.wanted: list[Command] = []
        self.page = RolloutPage()
        qtbot.addWidget(self.page)
        self.page.wanted.connect(self.wanted.append)
        self.page.show_mode("SIM", theme_of(TradeMode.SIM))
        self.page.show()

    def button(self, start: str) -> QPushButton:
        """Return a button by the beginning of its text."""
        buttons = self.page.findChildren(QPushButton)
        (found,) = [each for each in buttons if each.text().replace("&", "").startswith(start)]
        return found

    def text(self, name: str) -> str:
        """Return a text by its name."""
        (found,) = [each for each in self.page.findChildren(QLabel) if each.accessibleName() == name]
        return found.text()

    def press(self, start: str) -> None:
        """Press a button."""
        QTest.mouseClick(self.button(start), Qt.MouseButton.LeftButton)


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    """Return an open page that was told nothing yet."""
    return Page(qtbot)


def test_it_asks_when_it_opens_and_offers_nothing_before_it_is_told(page: Page) -> None:
    """An empty page says that it reads; every button waits but Close."""
    assert page.wanted == [ListRollout()]
    assert not any(page.button(start).isEnabled() for start in ("Check", "Promote", "Roll back"))
    assert page.button("Close").isEnabled()
    headings = [label.text() for label in page.page.findChildren(QLabel)]
    assert "Reading what was recorded…" in headings


def test_what_is_missing_keeps_the_promotion_off(page: Page) -> None:
    """With the reasons beside it; the way back is open."""
    page.page.show_rollout(RolloutListed(view=a_view(missing=("a position is open",))))
    promote = page.button("Promote to phase 4, week 2")
    assert not promote.isEnabled()
    assert promote.toolTip() == "a position is open"
    assert page.text("What is missing") == "Missing: 2 of 3 gates do not pass; a position is open."
    page.press("Roll back to phase 3")
    assert page.wanted[-1] == RollBackRollout()
    tables = {table.accessibleName(): table.rowCount() for table in page.page.findChildren(QTableWidget)}
    assert tables == {"Gates": 3, "Evidence files": 2, "History": 1}


def test_a_promotion_is_asked_for_twice(page: Page) -> None:
    """A slip of the hand promotes nothing; the answer is shown."""
    page.page.show_rollout(RolloutListed(view=READY))
    page.press("Promote")
    (question,) = page.page.findChildren(QuestionDialog)
    assert PromoteRollout() not in page.wanted
    (confirm,) = [each for each in question.findChildren(QPushButton) if each.text() == "Promote"]
    confirm.click()
    assert page.wanted[-1] == PromoteRollout()
    page.page.show_rollout(RolloutListed(view=READY, answer="phase 4, week 2 begins"))
    assert page.text("Answer") == "phase 4, week 2 begins"


def test_a_check_is_wanted_at_once(page: Page) -> None:
    """It changes nothing but the files."""
    page.page.show_rollout(RolloutListed(view=READY))
    page.press("Check now")
    assert page.wanted[-1] == CheckRollout()


def test_it_fits_the_smallest_window(page: Page) -> None:
    """Nothing needs more room than the smallest main window has, with all of its texts."""
    page.page.show_rollout(RolloutListed(view=a_view(), answer="phase 4, week 1 stays"))
    page.page.resize(QSize(760, 560))
    assert (page.page.width(), page.page.height()) == (760, 560)


def test_every_button_has_a_key(page: Page) -> None:
    """The page can be used without a mouse."""
    page.page.show_rollout(RolloutListed(view=READY))
    keys = [page.button(start).shortcut().toString() for start in ("Check", "Promote", "Roll back")]
    assert keys == ["Alt+C", "Alt+P", "Alt+R"]


def test_a_page_that_is_closed_asks_no_more(page: Page) -> None:
    """What nobody sees needs no files to be read."""
    page.page.close()
    timers = [timer for timer in page.page.findChildren(type(page.page._refresh)) if timer.isActive()]
    assert timers == []


def test_facts_say_what_never_counts() -> None:
    """A demo is use of something else."""
    assert facts_text(a_view()).splitlines() == [
        "Since 2026-11-23 15:00 UTC, then phase 4, week 2 · positions flat",
        "Saved flags: USE_NEW_PANEL1 on, USE_NEW_PANEL2 on (this phase: off)",
        "Use in this phase: SIM 2.5 h on 4 days, demo 1.0 h on 1 day (never counts)",
    ]
    unbegun = msgspec.structs.replace(a_view(), since=None, following="", use=(), flags=())
    assert facts_text(unbegun).splitlines() == [
        "Not begun, the last phase · positions flat",
        "Saved flags: unknown",
        "Use in this phase: none",
    ]


def test_few_reasons_are_said_and_many_counted() -> None:
    """A page of text helps nobody."""
    assert missing_text(READY) == "Nothing is missing."
    many = a_view(missing=("a", "b", "c", "d"))
    assert missing_text(many) == "Missing: 2 of 3 gates do not pass; a; b; and 2 more."
