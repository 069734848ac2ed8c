"""Pictures of the window in every state, from facts: `python -m tests.ui.pictures FOLDER [NAME ...]`."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

# Before anything loads Qt.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from actors.messages import (
    AlarmsListed,
    ConnectionState,
    NoticeRaised,
    ScopeChanged,
    SettingsListed,
    Severity,
    Shown,
    SwapPanels,
    TradesListed,
)
from app.settings import Settings
from app.settings_effects import AT_ONCE, LATER
from app.settings_fields import Circumstances, groups_of
from models.alarm import PRIORITIES, AlarmKind, AlarmRecord
from models.book import Book, TradeMode
from models.timeframe import Timeframe
from models.trade import MarketContext
from tests.models.results import results
from tests.ui.alarms import an_alarm, holding_alarms
from tests.ui.builders import (
    NOW,
    REAL,
    SIM1,
    a_balance,
    a_curve,
    a_gap,
    a_link,
    a_missed_quote,
    a_position,
    a_protection,
    a_quote,
    a_scope,
    a_tick,
    a_view,
    an_open_equity,
    confirmed,
    heat,
    holding,
    served,
    shown,
)
from tests.ui.panel3.facts import told_results
from tests.ui.test_window import Desk
from ui.appearance import AS_USUAL, Appearance, Palette, Unit
from ui.panel1.chart import EquityChart
from ui.window import MainWindow

_SETTLED_TURNS: Final = 40
_MOST_COLOURS: Final = 128
_USUAL: Final = (1100, 900)
_CURVE: Final = tuple(
    (3500.0 - 100 * step, str(10_000 + 11 * step + 35 * ((step * 7) % 5))) for step in range(34)
)
_OPEN: Final = tuple(
    (age, str(Decimal(balance) + 9 * (number % 4) - 12)) for number, (age, balance) in enumerate(_CURVE)
)
_RESULTS: Final = ("125.00", "-42.50", "60.00", "-18.76", "95.00", "-60.00", "31.24", "12.50")
_UNKNOWN: Final = shown(ScopeChanged(epoch=1, mode=TradeMode.SIM, account=None, known=(), reason="start"))
_ENTRY: Final = MarketContext(vwap=Decimal("6748.75"), cum_delta=Decimal(1234), poc=Decimal("6748.50"))
_CLOSED_AFTER_S: Final = 6.5 * 3600
"""From `NOW` to the daily halt."""
_LOSS: Final = "today's loss of $412.50 is 82 % of the limit of $500.00."


def _flat(book: Book) -> tuple[Shown, ...]:
    return (
        a_link(),
        a_scope(book),
        a_tick(5),
        a_curve(*_CURVE, book=book),
        a_balance("10425.50", book=book),
        a_quote("6752.25"),
        holding(None, book=book),
        confirmed(book=book),
        told_results(*_RESULTS, book=book),
        holding_alarms(),
    )


def _long() -> tuple[Shown, ...]:
    position = a_position(
        quantity=2, entry="6750.25", low="6749.00", high="6756.75", initial_risk="10", context=_ENTRY
    )
    return (
        *_flat(SIM1),
        holding(position, a_protection("6745.25", "6762.25")),
        a_quote("6755.50"),
        a_tick(95),
    )


def _near() -> tuple[Shown, ...]:
    """Return a long whose price comes near its stop."""
    position = a_position(
        quantity=2, entry="6750.25", low="6746.00", high="6756.75", initial_risk="10", context=_ENTRY
    )
    held = holding(position, a_protection("6745.25", "6762.25"))
    return (*_long(), held, heat(0), a_quote("6746.00"))


def _closed() -> tuple[Shown, ...]:
    """Return a long that is kept over the daily halt."""
    age = 10 - _CLOSED_AFTER_S
    prices = (served("6755.50", age_s=age), served("6755.50", age_s=age, missed=True))
    return (*_long(), a_missed_quote(42), *prices, a_tick(_CLOSED_AFTER_S + 600))


def _short(seconds: float) -> tuple[Shown, ...]:
    """Return a losing short with real money, so many seconds in drawdown."""
    position = a_position(
        quantity=-2,
        entry="6750.25",
        low="6748.75",
        high="6754.00",
        book=REAL,
        initial_risk="12",
        context=_ENTRY,
    )
    held = holding(position, a_protection("6756.25", "6740.25"))
    return (*_flat(REAL), held, a_quote("6753.25"), heat(0, book=REAL), a_tick(seconds))


def _alarmed(book: Book, facts: tuple[Shown, ...]) -> tuple[Shown, ...]:
    loss = an_alarm(AlarmKind.LOSS_80, book=book, text=f"{book}: {_LOSS}")
    stop = an_alarm(
        AlarmKind.STOP_MISSING, book=book, text=f"{book} MES: open for 60 s without a working stop."
    )
    return (*facts, holding_alarms(stop, loss))


def _noticed(facts: tuple[Shown, ...]) -> tuple[Shown, ...]:
    text = (
        "Sim1: the balance changed by +$250.00 without a fill. It is kept out of the P&L, as a deposit, a "
        "withdrawal or a fee."
    )
    return (*facts, shown(NoticeRaised(key="cash flow", severity=Severity.INFO, text=text)))


def _compact(window: MainWindow) -> None:
    window._menus.desk.compact.emit()


def _keyboard(window: MainWindow) -> None:
    window._menus.keyboard.emit()


def _about(window: MainWindow) -> None:
    window._menus.about.emit()


def _generations(window: MainWindow) -> None:
    _legacy(window)
    window._menus.generations.details.emit()


def _settings(window: MainWindow) -> None:
    window._menus.settings.emit()
    groups = groups_of(
        Settings(accounts={"APEX-1234": "SIM"}), {}, Circumstances(at_once=AT_ONCE, later=LATER)
    )
    window.receive(shown(SettingsListed(groups=groups, file="settings.toml")))


def _reset(window: MainWindow) -> None:
    window._menus.reset.emit()


def _alarm_log(window: MainWindow) -> None:
    window._menus.alarms.log.emit()
    kinds = (AlarmKind.LOSS_80, AlarmKind.STOP_NEAR, AlarmKind.HEAT_CRITICAL, AlarmKind.TARGET_FILLED)
    texts = (_LOSS, "price 6746.00 is 0.75 points from the stop at 6745.25.", "in drawdown for 5:00.")
    records = tuple(
        AlarmRecord(
            key=kind.value,
            kind=kind,
            priority=PRIORITIES[kind],
            book=SIM1,
            symbol=None,
            text=f"{SIM1} MES: {text}",
            raised_at=NOW - timedelta(minutes=7 * number),
            cleared_at=NOW - timedelta(minutes=7 * number - 1),
            paint_ms=21,
        )
        for number, (kind, text) in enumerate(zip(kinds, (*texts, "target filled at 6762.25."), strict=True))
    )
    window.receive(shown(AlarmsListed(records=records)))


def _details(window: MainWindow) -> None:
    window._stack._statistics._open("Total PnL")
    trades = tuple(results(_RESULTS))
    window.receive(shown(TradesListed(book=SIM1, timeframe=Timeframe.DAY, trades=trades, left_out=0)))


def _detached(window: MainWindow) -> None:
    window._desk._detach("panel2")


def _detached_rest(window: MainWindow) -> None:
    window._desk._detach("panel2")
    window._desk._windows["panel2"].hide()


def _hover(window: MainWindow) -> None:
    (chart,) = window.findChildren(EquityChart)
    _move(chart._plot.viewport())


def _move(area: QWidget) -> None:
    place = QPointF(area.width() * 0.45, area.height() * 0.4)
    none = Qt.MouseButton.NoButton
    glide = QMouseEvent(
        QMouseEvent.Type.MouseMove, place, area.mapToGlobal(place), none, none, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(area, glide)


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
        look: How amounts and colours appear.
        scale: Of the screen.
    """

    facts: tuple[Shown, ...]
    then: Callable[[MainWindow], None] = _nothing
    look: Appearance = AS_USUAL
    size: tuple[int, int] = _USUAL
    scale: str = "1"


_PRIVATE: Final = Appearance(is_private=True)
_CLASSIC: Final = Appearance(palette=Palette.CLASSIC)
_GAPS: Final = (*_long(), a_gap((2600, 2000), (900, 700)))
_WITH_OPEN: Final = (*_long(), an_open_equity(*_OPEN, finished=30), a_view(with_open=True))
STATES: Final[Mapping[str, State]] = {
    "empty": State(facts=()),
    "connecting": State(facts=(a_link(ConnectionState.CONNECTING), _UNKNOWN, a_tick(0))),
    "first-run": State(facts=(_UNKNOWN, a_link(ConnectionState.WAITING), a_missed_quote(), a_tick(0))),
    "sim-flat": State(facts=_flat(SIM1)),
    "sim-flat-legacy": State(facts=_flat(SIM1), then=_legacy),
    "sim-long": State(facts=_long()),
    "sim-long-legacy": State(facts=_long(), then=_legacy),
    "live-flat": State(facts=_flat(REAL)),
    "live-short-cool": State(facts=_short(45)),
    "live-short-warning": State(facts=_short(200)),
    "live-short-flashing": State(facts=_short(280)),
    "live-short-critical": State(facts=_short(320)),
    "live-short-critical-legacy": State(facts=_short(320), then=_legacy),
    "stop-near": State(facts=_near()),
    "stop-near-legacy": State(facts=_near(), then=_legacy),
    "stale": State(facts=(*_long(), a_missed_quote(42))),
    "stale-legacy": State(facts=(*_long(), a_missed_quote(42)), then=_legacy),
    "disconnected": State(facts=(*_long(), a_link(ConnectionState.WAITING))),
    "disconnected-legacy": State(facts=(*_long(), a_link(ConnectionState.WAITING)), then=_legacy),
    "market-closed": State(facts=_closed()),
    "gaps": State(facts=_GAPS),
    "open-equity": State(facts=_WITH_OPEN),
    "open-equity-legacy": State(facts=_WITH_OPEN, then=_legacy),
    "hover": State(facts=_long(), then=_hover),
    "notice": State(facts=_noticed(_long())),
    "alarm-sim": State(facts=_alarmed(SIM1, _long())),
    "alarm-live": State(facts=_alarmed(REAL, _short(320))),
    "alarm-log": State(facts=_long(), then=_alarm_log),
    "units-dollars": State(facts=_long(), look=Appearance(unit=Unit.DOLLARS)),
    "units-points": State(facts=_long(), look=Appearance(unit=Unit.POINTS)),
    "units-ticks": State(facts=_long(), look=Appearance(unit=Unit.TICKS)),
    "units-risk": State(facts=_long(), look=Appearance(unit=Unit.RISK)),
    "privacy": State(facts=_alarmed(SIM1, _noticed(_long())), look=_PRIVATE),
    "privacy-legacy": State(facts=_long(), then=_legacy, look=_PRIVATE),
    "privacy-hover": State(facts=_long(), then=_hover, look=_PRIVATE),
    "privacy-alarm-log": State(facts=_long(), then=_alarm_log, look=_PRIVATE),
    "privacy-details": State(facts=_long(), then=_details, look=_PRIVATE),
    "privacy-compact": State(facts=_alarmed(SIM1, _long()), then=_compact, look=_PRIVATE),
    "classic-sim": State(facts=_long(), look=_CLASSIC),
    "classic-live": State(facts=_short(320), look=_CLASSIC),
    "compact-sim": State(facts=_long(), then=_compact),
    "compact-live": State(facts=_short(320), then=_compact),
    "compact-alarm": State(facts=_alarmed(REAL, _short(320)), then=_compact),
    "detached": State(facts=_short(320), then=_detached),
    "detached-rest": State(facts=_short(320), then=_detached_rest),
    "details": State(facts=_long(), then=_details),
    "settings": State(facts=_long(), then=_settings),
    "generations": State(facts=_long(), then=_generations),
    "reset": State(facts=_long(), then=_reset),
    "keyboard": State(facts=_long(), then=_keyboard),
    "about": State(facts=_long(), then=_about),
    "first-run-live": State(
        facts=(
            shown(ScopeChanged(epoch=1, mode=TradeMode.LIVE, account=None, known=(), reason="start")),
            a_link(ConnectionState.WAITING),
            a_missed_quote(),
            a_tick(0),
        )
    ),
    "smallest": State(facts=_short(320), size=(760, 560)),
    "smallest-alarm": State(facts=_alarmed(REAL, _noticed(_short(320))), size=(760, 560)),
    "smallest-legacy": State(facts=_short(320), then=_legacy, size=(760, 560)),
    "small": State(facts=_long(), size=(1100, 720)),
    "wide": State(facts=_long(), size=(1580, 940)),
    "largest": State(facts=_short(320), size=(2560, 1400)),
    "scale-125": State(facts=_long(), scale="1.25"),
    "scale-150": State(facts=_short(320), scale="1.5"),
    "scale-200": State(facts=_long(), scale="2"),
}


def main(folder: Path, names: list[str]) -> None:
    """Make the pictures, those of other scales in processes of their own."""
    folder.mkdir(exist_ok=True)
    scale = os.environ.get("QT_SCALE_FACTOR", "1")
    for other in sorted({STATES[name].scale for name in names} - {scale}):
        rest = [name for name in names if STATES[name].scale == other]
        command = [sys.executable, "-m", "tests.ui.pictures", str(folder), *rest]
        subprocess.run(command, env=os.environ | {"QT_SCALE_FACTOR": other}, check=True)
    app = QApplication(["pictures"])
    for name in names:
        if STATES[name].scale == scale:
            _with_few_colours(_picture(app, STATES[name])).save(str(folder / f"{name}.png"), quality=0)


def _picture(app: QApplication, state: State) -> QImage:
    window = Desk().window(appearance=state.look)
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
    image = (_beside(app.topLevelWidgets(), window) or window._desk.front).grab().toImage()
    window.close()
    window.deleteLater()
    return image


def _beside(tops: Iterable[QWidget], window: MainWindow) -> QWidget | None:
    """Return the dialog, or the panel in its own window, that is on the screen beside the window."""
    others = (*(top for top in tops if top.parent() is window), *window._desk._windows.values())
    return next((top for top in others if top.isVisible()), None)


def _with_few_colours(image: QImage) -> QImage:
    """Return an image in few colours, for a small file: the commonest, and those farthest from these."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1) | 0xFF000000
    colours, places, counts = np.unique(pixels, return_inverse=True, return_counts=True)
    parts = np.stack([colours >> shift & 0xFF for shift in (0, 8, 16)], axis=1).astype(np.int32)
    chosen = [int(place) for place in np.argsort(-counts, kind="stable")[: _MOST_COLOURS // 2]]
    far, nearest = np.full(len(colours), np.inf), np.zeros(len(colours), np.intp)
    for number in range(_MOST_COLOURS):
        if number == len(chosen):
            chosen.append(int(far.argmax()))
        distance = ((parts - parts[chosen[number]]) ** 2).sum(axis=1)
        nearest[distance < far] = number
        far = np.minimum(far, distance)
        if number + 1 >= len(chosen) and not far.any():
            break
    table = colours[chosen].astype(np.uint32)
    few = table[nearest][places].reshape(pixels.shape)
    kept = QImage(few.tobytes(), image.width(), image.height(), 4 * image.width(), QImage.Format.Format_RGB32)
    return kept.convertToFormat(QImage.Format.Format_Indexed8, [int(colour) for colour in table])


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or list(STATES))
