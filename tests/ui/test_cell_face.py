"""How cells look."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from actors.messages import Cell
from models.book import TradeMode
from ui.cell_face import CellFace, minimum_size, usual_size
from ui.cell_marks import PLAIN, Alarm, Gauge, Mark
from ui.panel2.view_model import LABELS
from ui.panel3.view_model import LABELS as STATISTICS
from ui.theme import theme_of

THEME = theme_of(TradeMode.SIM)
SIZE = QSize(900, 200)


@pytest.fixture(autouse=True)
def _qt(qtbot: QtBot) -> Iterator[None]:
    """Have an application: fonts need one."""
    yield
    del qtbot


def painted(  # noqa: PLR0913 - what a picture of a cell depends on
    cell: Cell,
    mark: Mark = PLAIN,
    *,
    label: str = "Stop",
    bright: bool = True,
    ratio: float = 1.0,
    is_still: bool = False,
) -> QImage:
    """Return the picture of one cell."""
    face = CellFace(LABELS, SIZE, THEME, ratio, is_still=is_still)
    pixmap = face.ground.copy()
    painter = QPainter(pixmap)
    face.paint(painter, label, cell, mark, bright=bright)
    painter.end()
    area = face.area(label)
    return pixmap.toImage().copy(
        round(area.left() * ratio),
        round(area.top() * ratio),
        round(area.width() * ratio),
        round(area.height() * ratio),
    )


def pixels(image: QImage, colour: str) -> int:
    """Return how many pixels have exactly a colour."""
    wanted = QColor(colour).rgb()
    return sum(image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height()))


def test_the_value_is_painted_in_the_colour_of_its_role() -> None:
    """A loss is painted in the colour of loss and in no colour of profit."""
    image = painted(Cell(text="-2.25 pt", role="loss"))
    assert pixels(image, THEME.loss) > 20
    assert pixels(image, THEME.profit) == 0


def test_flashing_changes_text_and_border() -> None:
    """The bright half has a thick border in the colour, the dark half neither border nor full text."""
    cell = Cell(text="6745.25", role="alert", flash=True)
    assert pixels(painted(cell), THEME.alert) > 300
    assert pixels(painted(cell, bright=False), THEME.alert) == 0


def test_a_cell_without_flash_ignores_the_blinking() -> None:
    """A cell that does not flash looks the same in both halves."""
    cell = Cell(text="6745.25", role="neutral")
    assert painted(cell) == painted(cell, bright=False)


def test_three_steps_of_alarm_look_different_in_one_colour() -> None:
    """Steady border, thick flashing border, filled: not by colour alone, because it is the same here."""
    cells = [Cell(text="5:00", role="critical", flash=flash) for flash in (False, False, True, True)]
    images = [
        painted(cell, Mark(alarm=alarm), label="Heat") for cell, alarm in zip(cells, Alarm, strict=True)
    ]
    covered = [pixels(image, THEME.critical) for image in images]
    assert covered == sorted(covered)
    assert covered[0] * 2 < covered[1] < covered[2] < covered[3] / 4
    assert pixels(images[3], THEME.critical) > images[3].width() * images[3].height() / 2


def test_without_a_flash_an_alert_is_far_from_a_warning() -> None:
    """Of the same colour, and both steady, they differ by more than a pixel of border."""
    warning, alert = (
        painted(
            Cell(text="4:30", role="warning", flash=alarm is Alarm.ALERT), Mark(alarm=alarm), is_still=True
        )
        for alarm in (Alarm.WARNING, Alarm.ALERT)
    )
    assert pixels(warning, THEME.warning) * 2 < pixels(alert, THEME.warning)
    middle = warning.width() // 2
    assert {alert.pixelColor(middle, y).name().upper() for y in range(4)} == {THEME.warning}
    assert warning.pixelColor(middle, 1).name().upper() != THEME.warning


def test_arrows_differ_in_shape() -> None:
    """Up, down and none are all different pictures."""
    cell = Cell(text="2 @ 6750.25", role="profit")
    images = [painted(cell, Mark(arrow=arrow)) for arrow in (1, -1, 0)]
    assert images[0] != images[1] != images[2] != images[0]


def test_a_longer_bar_covers_more() -> None:
    """The bar grows with its share."""
    cell = Cell(text="0s", role="loss")
    covered = [pixels(painted(cell, Mark(gauge=Gauge(share))), THEME.loss) for share in (0.0, 0.5, 1.0)]
    assert covered[0] + 100 < covered[1] < covered[2] - 100


@pytest.mark.parametrize(("one", "other"), [("1111.11", "8888.88"), ("+1.25 pt", "+7.75 pt")])
def test_other_digits_do_not_move_the_text(one: str, other: str) -> None:
    """Digits are equally wide, so the left and the right edge of the value stay where they are."""

    def edges(text: str) -> tuple[int, int]:
        image = painted(Cell(text=text, role="loss"))
        wanted = QColor(THEME.cell).rgb()
        middle = range(image.height() * 5 // 8, image.height() * 7 // 8)
        used = [x for x in range(3, image.width() - 3) if any(image.pixel(x, y) != wanted for y in middle)]
        return used[0], used[-1]

    assert all(abs(a - b) <= 3 for a, b in zip(edges(one), edges(other), strict=True))


@pytest.mark.parametrize(
    "text", ["--", "10 @ 26750.25", "125 @ 0.0067525000", "-$1,234,567.89", "-1,234 ticks"]
)
@pytest.mark.parametrize("role", ["neutral", "stale"])
@pytest.mark.parametrize("size", [minimum_size, usual_size])
def test_text_is_never_wider_than_its_cell(text: str, role: str, size: Callable[[object], QSize]) -> None:
    """A long value is painted smaller, not cut off, in the smallest cell too."""
    assert CellFace(LABELS, size(LABELS), THEME, 1.0).value_fits(Cell(text=text, role=role))


@pytest.mark.parametrize("labels", [LABELS, STATISTICS])
@pytest.mark.parametrize("factor", [1.0, 1.25, 1.5, 2.0])
def test_labels_fit_in_the_smallest_size(labels: tuple[tuple[str, ...], ...], factor: float) -> None:
    """With arrow and sign beside them, whatever font the trader chose in the operating system."""
    usual = QApplication.font()
    larger = QApplication.font()
    larger.setPointSizeF(usual.pointSizeF() * factor)
    QApplication.setFont(larger)
    try:
        face = CellFace(labels, minimum_size(labels), THEME, 1.0)
        assert all(face.label_fits(label) for row in labels for label in row)
    finally:
        QApplication.setFont(usual)


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("size", [QSize(707, 180), QSize(900, 200), QSize(1533, 417)])
def test_cells_are_equal_and_apart_at_every_scale(size: QSize, ratio: float) -> None:
    """All cells are equally large, on whole pixels, eight pixels apart and inside the grid."""
    face = CellFace(LABELS, size, THEME, ratio)
    areas = [face.area(label) for row in LABELS for label in row]
    assert len({(area.width(), area.height()) for area in areas}) == 1
    assert all(float(edge).is_integer() for area in areas for edge in (area.left(), area.top()))
    assert areas[1].left() - areas[0].right() == areas[5].top() - areas[0].bottom() == 8
    assert areas[0].left() >= 0
    assert areas[-1].right() <= size.width()
    assert areas[-1].bottom() <= size.height()
    assert abs(face.ground.width() - size.width() * ratio) <= 0.5
