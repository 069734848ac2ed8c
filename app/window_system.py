"""Qt around one run of the application."""

import sys
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.application import Application
from app.demo_process import DemoProcess
from app.plan import Plan


class Ended(NamedTuple):
    """How a run ended.

    Attributes:
        wants_demo: The trader wants to see the demo now.
    """

    code: int
    wants_demo: bool


def run(plan: Plan, demo: DemoProcess | None) -> Ended:
    """Run the application under Qt."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("APPSIERRA")
    application = Application(plan, demo)
    code = application.run()
    return Ended(code, application.wants_demo)
