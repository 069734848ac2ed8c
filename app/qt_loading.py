"""Loads Qt, and leaves Python's own import in place."""

import builtins
import importlib


def load_qt() -> None:
    """Load PySide6; call it before anything else does, and after the environment is what Qt is to read.

    PySide6 puts an import of its own in place of Python's. It reads the source of every module that is
    imported from then on, to find those that ask for its other spelling of Qt's names, and the standard
    library keeps all lines that were read: 16 MB, and a fifth of the time to the first paint. No module here
    asks for that spelling (`from __feature__ import`).
    """
    import_of_python = builtins.__import__
    importlib.import_module("PySide6.QtCore")
    builtins.__import__ = import_of_python
