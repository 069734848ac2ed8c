"""Qt around one run of the application."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.application import Application
from app.demo_process import DemoProcess
from app.plan import Plan


def run(plan: Plan, demo: DemoProcess | None) -> int:
    """Run the application under Qt; return the exit code."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("APPSIERRA")
    return Application(plan, demo).run()
