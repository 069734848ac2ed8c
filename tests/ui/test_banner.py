"""The banner."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from actors.messages import Cell, NoticeRaised, Severity
from models.book import TradeMode
from ui.banner import BannerBar, SeveritySign
from ui.notices import Notices
from ui.theme import theme_of

THEME = theme_of(TradeMode.LIVE)
ROLES = {Severity.INFO: "info", Severity.WARNING: "warning", Severity.ERROR: "alert"}


def notices(*severities: Severity) -> Notices:
    """Return notices named after their severities."""
    raised = (NoticeRaised(key=each.value, severity=each, text=f"<b>{each.value}</b>") for each in severities)
    return Notices(tuple(raised))


@pytest.fixture
def banner(qtbot: QtBot) -> BannerBar:
    """Return a banner."""
    bar = BannerBar()
    qtbot.addWidget(bar)
    return bar


@pytest.mark.parametrize(("severity", "role"), ROLES.items())
def test_the_cell_is_the_text_that_is_shown(banner: BannerBar, severity: Severity, role: str) -> None:
    """Text and role of the canonical cell are those of the shown notice, its mark-up shown as it came."""
    banner.show_notices(notices(severity), THEME)
    assert banner.cell() == Cell(text=f"<b>{severity.value}</b>", role=role)
    assert banner.cell().text in [label.text() for label in banner.findChildren(QLabel)]
    assert {label.textFormat() for label in banner.findChildren(QLabel)} == {Qt.TextFormat.PlainText}


def test_others_are_counted(banner: BannerBar) -> None:
    """Behind the most severe notice the number of others stands."""
    banner.show_notices(notices(Severity.INFO, Severity.ERROR, Severity.WARNING), THEME)
    assert banner.cell().role == "alert"
    assert "+2 more" in [label.text() for label in banner.findChildren(QLabel)]


def test_without_a_notice_it_is_hidden(banner: BannerBar) -> None:
    """No notice: no banner, an empty cell, and nothing to dismiss."""
    banner.show_notices(notices(Severity.INFO), THEME)
    assert not banner.isHidden()
    banner.show_notices(Notices(), THEME)
    told: list[str] = []
    banner.dismissed.connect(told.append)
    banner.dismiss()
    assert banner.isHidden()
    assert (banner.cell(), told) == (Cell(text="", role="dim"), [])


def test_the_button_reports_the_key(qtbot: QtBot, banner: BannerBar) -> None:
    """A click on the button reports which notice was read."""
    banner.show_notices(notices(Severity.WARNING), THEME)
    with qtbot.waitSignal(banner.dismissed) as dismissed:
        QTest.mouseClick(banner.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert dismissed.args == ["warning"]


def test_severities_differ_in_shape(qtbot: QtBot) -> None:
    """The signs of the three severities are different pictures even in one colour."""
    sign = SeveritySign()
    qtbot.addWidget(sign)
    outlines = set()
    for severity in Severity:
        sign.show_severity(severity, THEME)
        image = sign.grab().toImage()
        colour = THEME.colour(ROLES[severity])
        places = [(x, y) for x in range(image.width()) for y in range(image.height())]
        outlines.add(tuple(image.pixelColor(x, y).name().upper() == colour for x, y in places))
    assert len(outlines) == len(Severity)


def test_a_word_that_never_ends_widens_no_window(banner: BannerBar) -> None:
    """A server may say anything, without a blank too."""
    endless = NoticeRaised(key="server", severity=Severity.INFO, text="W" * 1000)
    banner.show_notices(notices(Severity.INFO), THEME)
    before = banner.minimumSizeHint().width()
    banner.show_notices(Notices((endless,)), THEME)
    assert banner.minimumSizeHint().width() == before
