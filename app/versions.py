"""What this program is made of."""

import platform
import sqlite3
from importlib.metadata import version as version_of

from PySide6.QtCore import qVersion

from app.checkout import version

_PACKAGES = (("PySide6", "PySide6-Essentials"), ("pyqtgraph",) * 2, ("Pykka", "pykka"), ("peewee",) * 2)


def versions() -> tuple[tuple[str, str], ...]:
    """Return every part with its version, the program first."""
    return (
        ("APPSIERRA", version()),
        ("Python", platform.python_version()),
        ("Qt", qVersion()),
        *((name, version_of(package)) for name, package in _PACKAGES),
        ("SQLite", sqlite3.sqlite_version),
        ("System", platform.platform(terse=True)),
    )
