"""Where the window opens."""

from PySide6.QtCore import QByteArray, QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

_TITLE_BAR_PX = 30
# So much of the title bar must be on a screen that a hand can take hold of it.
_GRIP_PX = 80


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
    frame = window.frameGeometry()
    title_bar = QRect(frame.left(), frame.top(), frame.width(), _TITLE_BAR_PX)
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    if screens and not any(_can_be_gripped(title_bar, screen) for screen in screens):
        window.move(screens[0].topLeft())


def fitting(usual: QSize, screen: QSize) -> QSize:
    """Return a size that leaves room for the title bar on a screen."""
    return usual.boundedTo(QSize(screen.width(), screen.height() - _TITLE_BAR_PX))


def _can_be_gripped(title_bar: QRect, screen: QRect) -> bool:
    seen = title_bar.intersected(screen)
    return seen.width() >= _GRIP_PX and title_bar.top() >= screen.top() and seen.height() > 0
