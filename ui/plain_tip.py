"""Texts under the mouse, as they are written."""

from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as Gui
from PySide6.QtWidgets import QWidget


def show_tip(widget: QWidget, text: str) -> None:
    """Say a text under the mouse, as it is written; the same text again costs nothing."""
    tip = plain_tip(text)
    if tip != widget.toolTip():
        widget.setToolTip(tip)


def plain_tip(text: str) -> str:
    """Return what to give Qt, so that it shows a text as it is written.

    A tooltip has no format of its own: Qt takes for mark-up what looks like it, and a server sends anything.
    """
    if not Gui.mightBeRichText(text):
        return text
    return str(Gui.convertFromPlainText(text, Qt.WhiteSpaceMode.WhiteSpaceNormal))
