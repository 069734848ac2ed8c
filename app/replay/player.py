"""Lets a recording go on at its speed, and goes where it is told, while the window stays alive."""

from collections.abc import Callable
from time import perf_counter
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.errors import StartError
from app.replay.playback import Playback
from ui.tape_line import SECOND_US, TapeView, mark_after, mark_before

_TURN_MS: Final = 15
_BUSY_S: Final = 0.05
"""So long the window waits at most for its turn while all is played as fast as it can be."""
_LOOK_S: Final = 0.02
"""So long it waits while the recording is looked through."""
_LONGEST_TURN_S: Final = 0.25
"""A computer that does not keep up plays more slowly instead of not answering any more."""


class Player(QObject):
    """Moves a playback.

    Wishes for a moment are kept until the next turn, and only the newest one: a drag never queues up.

    Args:
        playback: What is moved.
        speed: Times as fast as life; None for as fast as it can be.
        patient: Whether a wish waits while the recording is read; without a window nobody minds.

    Attributes:
        changed: The view may be another one.
        exchanged: The window is another one.
        ended: There is nothing more to play, or it went wrong.
        error: What went wrong; None when nothing did.
    """

    changed = Signal()
    exchanged = Signal()
    ended = Signal()

    def __init__(self, playback: Playback, speed: float | None, *, patient: bool) -> None:
        super().__init__()
        self._playback = playback
        self._speed = speed
        self._patient = patient
        self._playing = True
        self._wish: int | None = None
        self._then_step = False
        self._at_us = playback.begins_us
        self._turned_s = 0.0
        self._looks = patient
        self._marks = tuple(playback.marks)
        self._said = ""
        self.error: StartError | None = None
        self._turn = QTimer(self)
        self._turn.timeout.connect(self._take_turn)

    @property
    def view(self) -> TapeView:
        """Return what the time line shows."""
        playback = self._playback
        known_us = playback.ends_us if playback.index.is_whole else playback.index.built_us
        return TapeView(
            begins_us=playback.begins_us,
            ends_us=playback.ends_us,
            at_us=self._at_us if self._wish is None else self._wish,
            playing=self._playing,
            speed=self._speed,
            marks=self._marks,
            known_us=min(known_us, playback.ends_us),
            is_waiting=self._wish is not None and not playback.can_show(self._wish),
            said=str(self.error) if self.error is not None else self._said,
        )

    @Slot(object)
    def seek(self, utc_us: int) -> None:
        """Show a moment, at the next turn."""
        self._go(utc_us, then_step=False)

    @Slot()
    def back(self) -> None:
        """Show what was shown a second earlier."""
        self.seek(self.view.at_us - SECOND_US)

    @Slot()
    def forward(self) -> None:
        """Show what was shown a second later."""
        self.seek(self.view.at_us + SECOND_US)

    @Slot()
    def to_begin(self) -> None:
        """Show the first moment."""
        self.seek(self._playback.begins_us)

    @Slot()
    def to_end(self) -> None:
        """Show the last moment."""
        self.seek(self._playback.ends_us)

    @Slot()
    def to_later_mark(self) -> None:
        """Show what the next mark changed on the screen."""
        if mark := mark_after(self._marks, self.view.at_us):
            self._go(mark.utc_us, then_step=True)

    @Slot()
    def to_earlier_mark(self) -> None:
        """Show what the mark before changed on the screen."""
        if mark := mark_before(self._marks, self.view.at_us):
            self._go(mark.utc_us, then_step=True)

    @Slot()
    def toggle(self) -> None:
        """Play, or stand still; from the end it begins again."""
        if not self._playing and self._wish is None and self._at_us >= self._playback.ends_us:
            self.to_begin()
        self._playing = not self._playing
        self.start()

    @Slot()
    def step(self) -> None:
        """Stand still at the next change of the screen."""
        self._playing = False
        if self._wish is None:
            self._try(self._step)
        self.changed.emit()

    @Slot(object)
    def choose_speed(self, speed: float | None) -> None:
        """Play so many times as fast as life; None for as fast as it can be."""
        self._speed = speed
        self.start()

    def say(self, text: str) -> None:
        """Show a line in the hint's place."""
        self._said = text
        self.changed.emit()

    @Slot()
    def start(self) -> None:
        """Take turns from now on."""
        self._turned_s = perf_counter()
        hurries = self._speed is None and self._playing
        self._turn.start(0 if hurries else _TURN_MS)
        self.changed.emit()

    def stop(self) -> None:
        """Take no more turns."""
        self._turn.stop()

    def _go(self, utc_us: int, *, then_step: bool) -> None:
        self._wish = max(self._playback.begins_us, min(self._playback.ends_us, utc_us))
        self._then_step = then_step
        self.error = None
        self._said = ""
        self.start()

    @Slot()
    def _take_turn(self) -> None:
        now_s = perf_counter()
        passed_s, self._turned_s = min(now_s - self._turned_s, _LONGEST_TURN_S), now_s
        if self._wish is not None:
            self._try(self._go_there)
        elif self._playing:
            self._try(lambda: self._advance(passed_s))
        if self._looks and (self._wish is None or not self._playback.can_show(self._wish)):
            self._look()
        if not (self._playing or self._looks or self._wish is not None):
            self._turn.stop()
        self.changed.emit()

    def _go_there(self) -> None:
        if self._wish is None or (self._looks and not self._playback.can_show(self._wish)):
            return
        wish, self._wish = self._wish, None
        self._at_us = wish
        try:
            self._playback.seek(wish)
        finally:
            self.exchanged.emit()
        if self._then_step:
            self._step()
        self._turned_s = perf_counter()

    def _advance(self, passed_s: float) -> None:
        if self._speed is None:
            is_more = self._playback.play_for(_BUSY_S)
            self._at_us = self._playback.utc_us
        else:
            self._at_us += round(passed_s * self._speed * SECOND_US)
            is_more = self._playback.play(self._at_us)
        if not is_more:
            self._at_us = self._playback.ends_us
            self._end()

    def _step(self) -> None:
        self._playback.step()
        self._at_us = self._playback.utc_us

    def _look(self) -> None:
        """Look through the recording; what is damaged is said when it is played."""
        try:
            self._looks = self._playback.prepare(for_s=_LOOK_S)
        except StartError as error:
            self._looks, self.error = False, error
        marks = self._playback.marks
        if len(marks) != len(self._marks):
            self._marks = tuple(marks)

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except StartError as error:
            self.error = error
            self._end()

    def _end(self) -> None:
        self._playing = False
        self.ended.emit()
