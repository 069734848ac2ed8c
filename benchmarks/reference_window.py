"""The plain reference: an empty Qt window that tells when it was painted."""

import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow


class ReferenceWindow(QMainWindow):
    """Prints the UNIX time of its first paint."""

    has_painted = False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Tell once."""
        super().paintEvent(event)
        if not self.has_painted:
            self.has_painted = True
            sys.stdout.write(f"{time.time()}\n")
            sys.stdout.flush()


def main(run_for_s: float) -> int:
    """Show the window for some seconds."""
    qt = QApplication([])
    window = ReferenceWindow()
    window.resize(1100, 720)
    window.show()
    QTimer.singleShot(round(run_for_s * 1000), qt.quit)
    return qt.exec()


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
