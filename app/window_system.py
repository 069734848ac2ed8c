"""Qt around one run of the application."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.application import Application
from app.demo_process import DemoProcess
from app.end_wish import Ended, EndWish
from app.plan import Plan


def run(plan: Plan, demo: DemoProcess | None, wish: EndWish) -> Ended:
    """Run the application under Qt."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("APPSIERRA")
    if wish.exit_code is not None:
        # A window takes longer to build than a program may take to end.
        if demo is not None:
            demo.stop()
        return Ended(wish.exit_code)
    application = Application(plan, demo, wish)
    code = application.run()
    return Ended(code, application.was_shown, application.wants_demo)
