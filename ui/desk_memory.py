"""What the desk remembers from one start to the next: places by the screens there are, and choices."""

from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Callable, Mapping

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget


class DeskMemory:
    """Places of windows, kept apart for each set of screens, and what was chosen about windows."""

    def __init__(
        self, load: Callable[[], Mapping[str, str]], save: Callable[[Mapping[str, str]], None]
    ) -> None:
        """Read what was kept.

        Args:
            load: Returns what `save` was given last; nothing on a first start.
            save: Keeps it.
        """
        self._kept = dict(load())
        self._save = save

    def place(self, window: str) -> bytes | None:
        """Return the place of a window with the screens of now; None when it had none."""
        try:
            return b64decode(self._kept.get(_key(window), ""), validate=True) or None
        except (Base64Error, ValueError):
            return None

    def keep_place(self, window: str, widget: QWidget) -> None:
        """Note where a window is."""
        self._kept[_key(window)] = b64encode(widget.saveGeometry().data()).decode()

    def choice(self, name: str, usual: str) -> str:
        """Return what was chosen."""
        return self._kept.get(name, usual)

    def choose(self, name: str, value: str) -> None:
        """Note what was chosen."""
        self._kept[name] = value

    def forget_places(self) -> None:
        """Forget every place with the screens of now."""
        for key in [key for key in self._kept if key.startswith(_key(""))]:
            del self._kept[key]

    def save(self) -> None:
        """Keep all."""
        self._save(dict(self._kept))


def screen_set() -> str:
    """Return what tells one set of screens from another: sizes, places and scales."""
    screens = sorted(
        f"{area.width()}x{area.height()}{area.x():+d}{area.y():+d}@{screen.devicePixelRatio():g}"
        for screen in QGuiApplication.screens()
        for area in [screen.geometry()]
    )
    return " ".join(screens)


def _key(window: str) -> str:
    return f"place {screen_set()} {window}"
