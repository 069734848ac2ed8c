"""Pictures of the window in every state, from facts: `python -m tests.ui.pictures FOLDER [NAME ...]`."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

# Before anything loads Qt.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from actors.messages import ConnectionState, ScopeChanged, Shown, SwapPanels
from models.book import Book, TradeMode
from tests.ui.builders import (
    REAL,
    SIM1,
    a_balance,
    a_curve,
    a_link,
    a_missed_quote,
    a_position,
    a_protection,
    a_quote,
    a_scope,
    a_tick,
    heat,
    holding,
    shown,
)
from tests.ui.panel3.facts import told_results
from tests.ui.test_window import Desk
from ui.window import MainWindow

_SETTLED_TURNS: Final = 40
_USUAL: Final = (1100, 900)
_CURVE: Final = tuple(
    (3500.0 - 100 * step, str(10_000 + 11 * step + 35 * ((step * 7) % 5))) for step in range(34)
)
_RESULTS: Final = ("125.00", "-42.50", "60.00", "-18.76", "95.00", "-60.00", "31.24", "12.50")
_UNKNOWN: Final = shown(ScopeChanged(epoch=1, mode=TradeMode.SIM, account=None, known=(), reason="start"))


def _flat(book: Book) -> tuple[Shown, ...]:
    return (
        a_link(),
        a_scope(book),
        a_tick(5),
        a_curve(*_CURVE, book=book),
        a_balance("10425.50", book=book),
        a_quote("6752.25"),
        holding(None, book=book),
        told_results(*_RESULTS, book=book),
    )


def _long() -> tuple[Shown, ...]:
    position = a_position(quantity=2, entry="6750.25", low="6749.00", high="6756.75", initial_risk="10")
    return (
        *_flat(SIM1),
        holding(position, a_protection("6745.25", "6762.25")),
        a_quote("6755.50"),
        a_tick(95),
    )


def _short(seconds: float) -> tuple[Shown, ...]:
    """Return a losing short with real money, so many seconds in drawdown."""
    position = a_position(
        quantity=-2, entry="6750.25", low="6748.75", high="6754.00", book=REAL, initial_risk="12"
    )
    held = holding(position, a_protection("6756.25", "6740.25"))
    return (*_flat(REAL), held, a_quote("6753.25"), heat(0, book=REAL), a_tick(seconds))


def _compact(window: MainWindow) -> None:
    window._menus.desk.compact.emit()


def _keyboard(window: MainWindow) -> None:
    window._menus.keyboard.emit()


def _legacy(window: MainWindow) -> None:
    for panel in ("panel1", "panel2"):
        window.receive(SwapPanels(panels=(panel,), generation="legacy", who="user", why="picture"))


def _nothing(_window: MainWindow) -> None:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is to be seen.

    Attributes:
        then: What the trader does after the facts.
        scale: Of the screen.
    """

    facts: tuple[Shown, ...]
    then: Callable[[MainWindow], None] = _nothing
    size: tuple[int, int] = _USUAL
    scale: int = 1


STATES: Final[Mapping[str, State]] = {
    "empty": State(facts=()),
    "connecting": State(facts=(a_link(ConnectionState.CONNECTING), _UNKNOWN, a_tick(0))),
    "first-run": State(facts=(_UNKNOWN, a_link(ConnectionState.WAITING), a_missed_quote(), a_tick(0))),
    "sim-flat": State(facts=_flat(SIM1)),
    "sim-long": State(facts=_long()),
    "sim-long-legacy": State(facts=_long(), then=_legacy),
    "live-short-cool": State(facts=_short(45)),
    "live-short-warning": State(facts=_short(200)),
    "live-short-flashing": State(facts=_short(280)),
    "live-short-critical": State(facts=_short(320)),
    "live-short-critical-legacy": State(facts=_short(320), then=_legacy),
    "stop-near": State(facts=(*_long(), a_quote("6746.00"))),
    "stale": State(facts=(*_long(), a_missed_quote(42))),
    "disconnected": State(facts=(*_long(), a_link(ConnectionState.WAITING))),
    "compact-sim": State(facts=_long(), then=_compact),
    "compact-live": State(facts=_short(320), then=_compact),
    "keyboard": State(facts=_long(), then=_keyboard),
    "scale-200": State(facts=_long(), scale=2),
    "smallest": State(facts=_short(320), size=(760, 560)),
    "largest": State(facts=_short(320), size=(2560, 1400)),
}


def main(folder: Path, names: list[str]) -> None:
    """Make the pictures, those of other scales in processes of their own."""
    folder.mkdir(exist_ok=True)
    scale = int(os.environ.get("QT_SCALE_FACTOR", "1"))
    for other in {STATES[name].scale for name in names} - {scale}:
        rest = [name for name in names if STATES[name].scale == other]
        command = [sys.executable, "-m", "tests.ui.pictures", str(folder), *rest]
        subprocess.run(command, env=os.environ | {"QT_SCALE_FACTOR": str(other)}, check=True)
    app = QApplication(["pictures"])
    for name in names:
        if STATES[name].scale == scale:
            _picture(app, STATES[name]).save(str(folder / f"{name}.png"))


def _picture(app: QApplication, state: State) -> QImage:
    window = Desk().window()
    window.show()
    for fact in state.facts:
        window.receive(fact)
    window.resize(*state.size)
    for _ in range(_SETTLED_TURNS):
        app.processEvents()
    state.then(window)
    window.after_drain()
    for _ in range(_SETTLED_TURNS):
        app.processEvents()
    dialogs = [top for top in app.topLevelWidgets() if top.isVisible() and top.parent() is window]
    image = dialogs[0].grab().toImage() if dialogs else window.screenshot()
    window.close()
    window.deleteLater()
    return image


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or list(STATES))
