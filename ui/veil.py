"""What has all of a widget painted in one pass, from the bottom up."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


class Veil(QWidget):
    """Covers a widget for no time at all, and paints nothing.

    Qt does not put together what widgets ask for one by one: those with a ground of their own it paints with
    all that is see-through upon them, and whatever of that asked as well once more with everything below.
    Where a widget went away it paints all that it finds there, once. After new colours everything asks: then
    that is half of the strokes.
    """

    def __init__(self, ground: QWidget) -> None:
        """Be ready, and not there.

        Args:
            ground: What is to be covered, with all that is in it.
        """
        super().__init__(ground)
        self._ground = ground
        # The mouse must not notice: a tip would go away.
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def pass_over(self) -> None:
        """Have the next frame paint all of the ground at once."""
        self.setGeometry(self._ground.rect())
        self.show()
        self.hide()
