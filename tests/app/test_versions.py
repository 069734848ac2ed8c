"""What this program is made of."""

from app.checkout import version
from app.versions import versions


def test_every_part_has_its_version() -> None:
    """Whoever reports a fault can tell what ran."""
    told = dict(versions())
    parts = ["APPSIERRA", "Python", "Qt", "PySide6", "pyqtgraph", "Pykka", "peewee", "SQLite", "System"]
    assert list(told) == parts
    assert told["APPSIERRA"] == version()
    assert [name for name in parts[1:-1] if not told[name][0].isdigit()] == []
