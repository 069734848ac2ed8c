"""The window of a running program under observation: when it painted, and how late the GUI thread was."""

import time
from collections import Counter
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot

from ui.window import MainWindow

_BEAT_MS: Final = 2
_PER_MS: Final = 20


class Lateness:
    """How late beats were, in steps of a twentieth of a millisecond, however many there were."""

    def __init__(self) -> None:
        self._counts: Counter[int] = Counter()

    def note(self, _at: float, late_ms: float) -> None:
        """Take one beat."""
        self._counts[round(late_ms * _PER_MS)] += 1

    def share(self, part: float) -> float:
        """Return the milliseconds that this part of all beats does not exceed; 0 without any."""
        wanted = part * self._counts.total()
        passed = 0
        for steps in sorted(self._counts):
            passed += self._counts[steps]
            if passed >= wanted:
                return steps / _PER_MS
        return 0.0


class Watch(QObject):
    """Tells when a frame has been painted, and how late the beats of the GUI thread are.

    Args:
        window: Whose frames count.
        note_late: Takes the monotonic seconds of each beat, and by how many milliseconds it was late.

    Attributes:
        painted: Carries the monotonic seconds at which a frame was painted, and how long it took, ms.
    """

    painted = Signal(float, float)

    def __init__(self, window: MainWindow, note_late: Callable[[float, float], None]) -> None:
        super().__init__()
        self.window = window
        self.note_late = note_late
        self._frame_at = self._beat_at = time.monotonic()
        self._heart = QTimer(self)
        self._heart.setTimerType(Qt.TimerType.PreciseTimer)
        self._heart.setInterval(_BEAT_MS)
        self._heart.timeout.connect(self._take_pulse)
        self._heart.start()
        window.installEventFilter(self)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Come back once the frame is painted that begins now."""
        if event.type() == QEvent.Type.UpdateRequest:
            self._frame_at = time.monotonic()
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))
        return False

    def event(self, event: QEvent) -> bool:
        """Tell that a frame has been painted."""
        if event.type() != QEvent.Type.User:
            return super().event(event)
        painted_at = time.monotonic()
        self.painted.emit(painted_at, (painted_at - self._frame_at) * 1000)
        return True

    @Slot()
    def _take_pulse(self) -> None:
        now = time.monotonic()
        self.note_late(now, max(0.0, (now - self._beat_at) * 1000 - _BEAT_MS))
        self._beat_at = now
