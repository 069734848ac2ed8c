"""Where windows open, and how they are brought back."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QByteArray, QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

_TITLE_BAR_PX = 30
# So much of the title bar must be on a screen that a hand can take hold of it.
_GRIP_PX = 80
_STEP_PX = 32


def place(window: QWidget, saved: bytes | None, usual: QSize) -> None:
    """Put a window where it was, and back onto a screen if that place is gone.

    Args:
        window: Not yet shown.
        saved: What `saveGeometry` returned; None on a first start. Rubbish counts as None.
        usual: Size where nothing was saved; less where the screen is smaller.
    """
    if saved is None or not window.restoreGeometry(QByteArray(saved)):
        # The screen of an offscreen window is one in name only.
        real = QGuiApplication.platformName() != "offscreen"
        window.resize(fitting(usual, QGuiApplication.primaryScreen().availableSize()) if real else usual)
    rescue(window)


def rescue(window: QWidget) -> None:
    """Put a window back onto a screen if no hand could take hold of its title bar."""
    frame = window.frameGeometry()
    title_bar = QRect(frame.left(), frame.top(), frame.width(), _TITLE_BAR_PX)
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    if screens and not any(_can_be_gripped(title_bar, screen) for screen in screens):
        window.move(screens[0].topLeft())


def bring(windows: Iterable[QWidget], screen: QScreen) -> None:
    """Put windows onto a screen, each a step below the one before, none larger than the screen."""
    area = screen.availableGeometry()
    for number, window in enumerate(windows):
        if window.isMaximized() or window.isFullScreen():
            window.showNormal()
        window.resize(window.size().boundedTo(fitting(window.size(), area.size())))
        step = QPoint(number, number) * _STEP_PX
        window.move(area.topLeft() + step)


def keep_room(window: QWidget, wrapped: Callable[[int], int], smallest: QSize) -> None:
    """Let a window become no smaller than its texts; the layout alone would let them be cut off.

    Args:
        window: Whose hint knows nothing of lines that wrap.
        wrapped: Returns the height that the content needs at a width: more, the narrower the window is.
        smallest: The size below which it never goes.
    """
    hint = window.minimumSizeHint()
    width = max(window.width(), hint.width(), smallest.width())
    window.setMinimumSize(hint.expandedTo(QSize(0, wrapped(width))).expandedTo(smallest))


def fitting(usual: QSize, screen: QSize) -> QSize:
    """Return a size that leaves room for the title bar on a screen."""
    return usual.boundedTo(QSize(screen.width(), screen.height() - _TITLE_BAR_PX))


def _can_be_gripped(title_bar: QRect, screen: QRect) -> bool:
    seen = title_bar.intersected(screen)
    return seen.width() >= _GRIP_PX and title_bar.top() >= screen.top() and seen.height() > 0
