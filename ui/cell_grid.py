"""Cells in rows: one widget that paints all of them, and a handle per cell for keyboard and screen reader."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from actors.messages import Cell
from ui.cell_face import CellFace, minimum_size, usual_size
from ui.cell_marks import NO_MARKS, PLAIN, Mark
from ui.painting import painting
from ui.plain_tip import plain_tip, show_tip
from ui.theme import Theme, theme_of
from ui.wording import UNKNOWN

_OPENING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
# Beyond these one large rectangle is painted in half the time of its parts: clipping to many is dear.
_FEW = 4
_EMPTY = Cell(text=UNKNOWN, role="dim")
# Those of three modes, with and without a banner above that takes some of the height.
_FACES_KEPT = 6


class CellHandle(QWidget):
    """The place of one cell; paints nothing, carries name, value, tip and the keyboard's attention."""

    def __init__(self, label: str, grid: QWidget) -> None:
        """Create the handle of a cell."""
        super().__init__(grid)
        self.setAccessibleName(label)
        self.setAccessibleDescription(UNKNOWN)
        # With a paint of its own, be it of nothing, other colours would let Qt paint the grid below it twice.
        self.setUpdatesEnabled(False)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def label(self) -> str:
        """Return the label on the screen."""
        return self.accessibleName()


class CellGrid(QWidget):
    """Custom painted: fifteen labels with style sheets cost ten times as much per change.

    Tab enters at the cell that was used last, the arrow keys move, Enter or the space bar opens.

    Attributes:
        opened: Carries the label of the cell that was clicked or chosen by key.
    """

    opened = Signal(str)

    def __init__(self, labels: Sequence[Sequence[str]], parent: QWidget | None = None) -> None:
        """Create the grid of unknown values.

        Args:
            labels: By row, as they are on the screen.
            parent: Owner.
        """
        super().__init__(parent)
        self._labels = labels
        self._cells = {label: _EMPTY for row in labels for label in row}
        self._marks: Mapping[str, Mark] = NO_MARKS
        self._tips: Mapping[str, str] = {}
        self._theme = theme_of(None)
        self._face: CellFace | None = None
        # Those that were shown last, the newest at the end: making one takes longer than painting all cells.
        self._faces: dict[tuple[Theme, QSize], CellFace] = {}
        self._bright = True
        self._is_still = False
        self._handles = {label: CellHandle(label, self) for label in self._cells}
        self._current = next(iter(self._handles.values()))
        self._current.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pressed: CellHandle | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_cells(
        self,
        cells: Mapping[str, Cell],
        theme: Theme,
        *,
        tips: Mapping[str, str],
        marks: Mapping[str, Mark] = NO_MARKS,
        is_still: bool = False,
    ) -> None:
        """Show cells; only what changed is painted.

        Args:
            cells: By label.
            theme: Colours.
            tips: What each says under the mouse; it may say nothing.
            marks: What is painted beside the texts.
            is_still: Cells that would flash have a steady look instead.
        """
        if is_still is not self._is_still:
            self._is_still = is_still
            self._forget_faces()
            self.update()
        if theme is not self._theme:
            self._theme, self._face = theme, None
            self.update()
        changed = [
            handle
            for label, handle in self._handles.items()
            if self._note_change(label, cells[label], marks.get(label, PLAIN))
        ]
        self._cells, self._marks, self._tips = {label: cells[label] for label in self._handles}, marks, tips
        show_tip(self._current, self._tips.get(self._current.label, ""))
        if len(changed) > _FEW:
            self.update()
        else:
            for handle in changed:
                self.update(handle.geometry())

    def handle(self, label: str) -> CellHandle:
        """Return the place of a cell."""
        return self._handles[label]

    def tip(self, label: str) -> str:
        """Return what a cell says under the mouse."""
        return plain_tip(self._tips.get(label, ""))

    def event(self, event: QEvent) -> bool:
        """Show the tip of the cell under the mouse; setting fifteen with every price would cost a third."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            handle = self._handle_at(event.pos())
            if handle is not None:
                QToolTip.showText(event.globalPos(), self.tip(handle.label), self, handle.geometry())
                return True
        return super().event(event)

    def blink(self, *, bright: bool) -> None:
        """Show one half of the flash; cells that do not flash stay as they are."""
        if bright == self._bright:
            return
        self._bright = bright
        for label, cell in self._cells.items():
            if cell.flash:
                self.update(self._handles[label].geometry())

    def clipped(self) -> list[str]:
        """Return the labels of cells whose texts are not inside, whole."""
        face = self._laid_out()
        return [
            label
            for label, cell in self._cells.items()
            if not (face.label_fits(label) and face.value_fits(cell))
        ]

    def sizeHint(self) -> QSize:
        """Return the size for usual values, from the fonts."""
        return usual_size(self._labels)

    def minimumSizeHint(self) -> QSize:
        """Return the size in which the labels fit; wider values are painted smaller."""
        return minimum_size(self._labels)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Give the cell under the mouse the keyboard's attention."""
        handle = self._handle_at(event.position().toPoint())
        self._pressed = handle
        if handle is not None:
            handle.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open a cell at a click that ends where it began."""
        handle = self._handle_at(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and handle is not None and handle is self._pressed:
            self.opened.emit(handle.label)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the cells anew."""
        super().resizeEvent(event)
        self._face = None
        self._laid_out()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the fonts of the operating system."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange}:
            self._forget_faces()
            self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move from cell to cell, or open one."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self._move(*step)
        elif event.key() in _OPENING_KEYS:
            self.opened.emit(self._current.label)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells that changed."""
        with painting(self) as painter:
            self._paint(painter, event)

    def _paint(self, painter: QPainter, event: QPaintEvent) -> None:
        face = self._laid_out()
        painter.drawPixmap(0, 0, face.ground)
        region, is_whole = event.region(), event.rect() == self.rect()
        for label, cell in self._cells.items():
            if is_whole or region.intersects(self._handles[label].geometry()):
                face.paint(painter, label, cell, self._marks.get(label, PLAIN), bright=self._bright)
        if self._current.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.ink), 2.0))
            painter.drawRoundedRect(face.area(self._current.label).adjusted(3, 3, -3, -3), 6, 6)

    # Watching the application costs nothing while focus stays; an event filter would see each paint event.
    @Slot(QWidget, QWidget)
    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        """Let Tab come back to this cell, and show the ring around it."""
        for handle in (old, new):
            if isinstance(handle, CellHandle) and handle.parent() is self:
                self.update(handle.geometry())
        if not isinstance(new, CellHandle) or new.parent() is not self:
            return
        self._current.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._current.setToolTip("")
        new.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        show_tip(new, self._tips.get(new.label, ""))
        self._current = new

    def _handle_at(self, at: QPoint) -> CellHandle | None:
        return next((handle for handle in self._handles.values() if handle.geometry().contains(at)), None)

    def _note_change(self, label: str, cell: Cell, mark: Mark) -> bool:
        """Tell the screen reader of another value; return whether the cell must be painted."""
        before = self._cells[label]
        if cell.text != before.text:
            self._handles[label].setAccessibleDescription(cell.text)
        return cell != before or mark != self._marks.get(label, PLAIN)

    def _forget_faces(self) -> None:
        self._face = None
        self._faces.clear()

    def _laid_out(self) -> CellFace:
        face, ratio = self._face, self.devicePixelRatioF()
        if face is not None and face.ratio == ratio:
            return face
        key = self._theme, self.size()
        face = self._faces.pop(key, None)
        if face is None or face.ratio != ratio:
            face = CellFace(self._labels, self.size(), self._theme, ratio, is_still=self._is_still)
        self._face = self._faces[key] = face
        if len(self._faces) > _FACES_KEPT:
            self._faces.pop(next(iter(self._faces)))
        for label, handle in self._handles.items():
            handle.setGeometry(face.area(label).toRect())
        return face

    def _move(self, rows: int, columns: int) -> None:
        labels = self._labels
        for row, line in enumerate(labels):
            if self._current.label in line:
                column = line.index(self._current.label)
                to = labels[(row + rows) % len(labels)]
                self._handles[to[(column + columns) % len(to)]].setFocus(Qt.FocusReason.TabFocusReason)
                return
