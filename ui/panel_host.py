"""One place in the window: the panel on the screen, its spare of the other generation, and the swap."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from actors.messages import Cell, Shown
from models.timeframe import Timeframe
from ui.appearance import Appearance
from ui.current_facts import CurrentFacts
from ui.generations import CRITICAL_CELLS, NEW, TITLES, Builder, build, other
from ui.panel import Panel, PanelName, Payload
from ui.shadow import Comparison, differing
from ui.strain import HELD_S, HELD_TEXT, Watch
from ui.swap import Failure, Outcome, Swap, cells_of, handed_over, raised, verdict

ROLLBACK_WINDOW_MS: Final = 30 * 60 * 1000

log = logging.getLogger(__name__)


class PanelHost(QWidget):
    """Shows a panel of one generation and can show the other within one turn of the event loop.

    The spare is *cold* (built, told nothing), or *warm* (told everything that the panel on the screen is
    told): while its rollback window runs, and while the generations are compared.

    Attributes:
        watch: What the panel costs.
        counts: What the comparison has counted, for whoever takes it out.
        intent: Carries a command of the trader.
        timeframe_chosen: Carries the timeframe that the trader chose.
        cells_changed: What is shown changed, not through a fact.
        failed: Carries a `Failure`.
        shed: Comparing cost frames and was stopped.
    """

    intent = Signal(object)
    timeframe_chosen = Signal(object)
    cells_changed = Signal()
    failed = Signal(object)
    shed = Signal()

    def __init__(
        self,
        name: PanelName,
        builders: Mapping[str, Builder],
        generation: str,
        parent: QWidget | None = None,
        *,
        elapsed: Callable[[], float] = perf_counter,
    ) -> None:
        """Build the panel of a generation, or of the other one where that raises.

        Args:
            name: The place.
            builders: How each generation is built.
            generation: The one to show.
            parent: Owner.
            elapsed: Returns monotonic seconds.
        """
        super().__init__(parent)
        self.setAccessibleName(TITLES[name])
        self.name = name
        self.comparison: Comparison | None = None
        self.counts = Counter[str]()
        self.start_failure: Failure | None = None
        self._builders = builders
        self._elapsed = elapsed
        self._facts = CurrentFacts()
        self._spare: Panel | None = None
        self._warm = False
        self._unfit: set[str] = set()
        self._has_heavy_parts = False
        self._accused: list[tuple[Panel, str]] = []
        self._window = QTimer(self, singleShot=True)
        self._window.setInterval(ROLLBACK_WINDOW_MS)
        self._window.timeout.connect(self.end_window)
        # A click anywhere on a panel makes it the one that the keys are about.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._shown = self._first(generation)
        self._column.addWidget(self._shown, 1)
        self.watch = Watch(self._elapsed())

    @property
    def panel(self) -> Panel:
        """Return the panel on the screen."""
        return self._shown

    @property
    def generation(self) -> str:
        """Return its generation."""
        return self._shown.generation

    @property
    def position_is_open(self) -> bool:
        """Tell whether the book on the screen holds a position."""
        return self._facts.position_is_open

    def add_strip(self, strip: QWidget) -> None:
        """Put a strip below the panel, whichever that is."""
        self._column.addWidget(strip)

    def cells(self) -> Mapping[str, Cell]:
        """Return the canonical cells on the screen."""
        try:
            return self._shown.cells()
        except Exception as error:  # noqa: BLE001 - whatever it is, the other generation takes over
            self._fail(self._shown, raised("updating", error), error)
            return self._shown.cells()

    def receive(self, shown: Shown, payload: Payload) -> None:
        """Take a fact.

        Args:
            shown: Its typed form.
            payload: The form in which the panels get it.
        """
        self._facts.take(shown, payload)
        if self._spare is not None and self._warm:
            self.watch.note_spare(self._timed(self._spare, partial(self._spare.take, payload, shown)))
        panel = self._shown
        if self.watch.note_shown(self._timed(panel, partial(panel.take, payload, shown)), self._elapsed()):
            self._fail(panel, HELD_TEXT)

    def before_drain(self) -> None:
        """Let the panels wait with rendering; call it before each batch of facts."""
        self._shown.hold()
        if self._spare is not None and self._warm:
            self._spare.hold()

    def after_drain(self, at: datetime) -> None:
        """Have all rendered, and compare the generations if that is on; call it after each batch of facts.

        Args:
            at: UTC, for the record of what differed.
        """
        if self._spare is not None and self._warm:
            self.watch.note_spare(self._timed(self._spare, self._spare.release))
        panel = self._shown
        if self.watch.note_shown(self._timed(panel, panel.release), self._elapsed()):
            self._fail(panel, HELD_TEXT)
        comparison, spare = self.comparison, self._spare
        is_slow, is_dear = self.watch.end_frame(self._elapsed())
        if comparison is None or spare is None or not self._warm:
            return
        cells = self._cells_of(spare)
        if cells is None:
            return
        wrong = comparison.compare(self.cells(), cells, at, tuple(self._facts.payloads()))
        why = verdict(wrong, CRITICAL_CELLS[self.name], is_slow=is_slow)
        if why and self.generation == NEW:
            self._fail(self._shown, why)
        if is_dear and self.comparison is not None:
            self.compare_generations(on=False)
            self.shed.emit()

    def note_frame(self, took_s: float) -> None:
        """Take the time that painting the window needed, seconds; find out whether this panel was it."""
        if took_s <= HELD_S:
            return
        began = self._elapsed()
        self._shown.grab()
        if self.watch.note_held(self._elapsed() - began, self._elapsed()):
            self._fail(self._shown, HELD_TEXT)

    def accuse(self, widget: QWidget, doing: str, error: BaseException) -> bool:
        """Take the news that a widget has raised outside of any call from here.

        The panel is replaced in the next turn of the event loop: it may be painting right now.

        Returns:
            Whether the widget belongs to a panel of this place.
        """
        for panel in (self._shown, self._spare):
            if panel is not None and (panel is widget or panel.isAncestorOf(widget)):
                if not self._accused:
                    QTimer.singleShot(0, self, self._convict)
                self._accused.append((panel, raised(doing, error)))
                return True
        return False

    def swap(self, generation: str, *, force: bool) -> Swap:
        """Show a generation; with `force` even if it differs in money, alarms or mode."""
        old = self._shown
        if generation == old.generation:
            return Swap(outcome=Outcome.ALREADY, old=generation)
        began = self._elapsed()
        try:
            incoming = self._hydrated(generation)
            before, after = cells_of(self._shown, incoming)
        except Exception as error:
            why = raised("being built", error)
            log.exception("panel not shown panel=%s generation=%s", self.name.value, generation)
            self._unfit.add(generation)
            self._drop_spare()
            return Swap(outcome=Outcome.FAILED, old=old.generation, why=why)
        differences = differing(before, after)
        if (wrong := tuple(name for name in differences if name in CRITICAL_CELLS[self.name])) and not force:
            return Swap(outcome=Outcome.DIFFERS, old=old.generation, differing=wrong)
        self._exchange(incoming)
        handover = handed_over(before, after, self._elapsed() - began)
        return Swap(outcome=Outcome.DONE, old=old.generation, differing=differences, handover=handover)

    @Slot()
    def prebuild(self) -> bool:
        """Build the spare ahead, so that a swap needs no more than one turn; tell whether it was needed."""
        generation = other(self.generation)
        if self._spare is not None or generation in self._unfit:
            return False
        try:
            self._build_spare(generation)
        except Exception as error:  # noqa: BLE001 - whatever it is, the panel on the screen is not touched
            self._discard(generation, error)
        return True

    def compare_generations(self, *, on: bool) -> None:
        """Run the other generation hidden on the same facts, or stop doing so."""
        if on == (self.comparison is not None):
            return
        self.comparison = Comparison(CRITICAL_CELLS[self.name], self.counts) if on else None
        self.watch = Watch(self._elapsed())
        if not on:
            if not self._window.isActive():
                self.end_window()
            return
        generation = other(self.generation)
        try:
            self._hydrated(generation)
        except Exception as error:  # noqa: BLE001 - as above
            self._discard(generation, error)

    def choose_timeframe(self, timeframe: Timeframe) -> None:
        """Show a timeframe that was chosen elsewhere."""
        self._shown.choose_timeframe(timeframe)
        self._mirror_choices()

    def choose_appearance(self, appearance: Appearance) -> None:
        """Show amounts and colours as the trader chose."""
        self._shown.choose_appearance(appearance)
        self._mirror_choices()

    def build_heavy_parts(self) -> None:
        """Build what is too slow for the first paint."""
        self._has_heavy_parts = True
        try:
            self._shown.build_heavy_parts()
        except Exception as error:  # noqa: BLE001 - whatever it is, the other generation takes over
            self._fail(self._shown, raised("being built", error), error)

    def _first(self, generation: str) -> Panel:
        try:
            return self._build(generation)
        except Exception as error:
            log.exception("panel not built panel=%s generation=%s", self.name.value, generation)
            self._unfit.add(generation)
            self.start_failure = Failure(
                generation=generation, was_shown=True, why=raised("being built", error)
            )
            return self._build(other(generation))

    def _build(self, generation: str) -> Panel:
        panel = build(self._builders[generation], self)
        panel.intent.connect(self.intent)
        panel.timeframe_chosen.connect(self.timeframe_chosen)
        panel.cells_changed.connect(self._chosen)
        return panel

    def _build_spare(self, generation: str) -> Panel:
        panel = self._build(generation)
        panel.hide()
        # A style sheet that changes before the first polish would be kept, and not be painted.
        panel.ensurePolished()
        self._spare, self._warm = panel, False
        if self._has_heavy_parts:
            panel.build_heavy_parts()
        # Laid out in its later size, it need not be laid out anew when it is shown.
        panel.resize(self._shown.size())
        return panel

    def _hydrated(self, generation: str) -> Panel:
        """Return the spare with all facts and choices of the panel on the screen."""
        panel = self._spare or self._build_spare(generation)
        if not self._warm:
            panel.resize(self._shown.size())
            panel.hold()
            for payload in self._facts.payloads():
                panel.receive(payload)
        panel.adopt(self._shown.choices())
        if not self._warm:
            panel.release()
            self._warm = True
        return panel

    def _exchange(self, incoming: Panel) -> None:
        outgoing = self._shown
        focus = self.window().focusWidget()
        had_focus = focus is not None and outgoing.isAncestorOf(focus)
        self.setUpdatesEnabled(False)
        try:
            self._column.replaceWidget(outgoing, incoming)
            outgoing.hide()
            incoming.show()
            self._column.activate()
        finally:
            self.setUpdatesEnabled(True)
        self._shown, self._spare, self._warm = incoming, outgoing, True
        self._unfit.discard(incoming.generation)
        if had_focus:
            self.setFocus()
        self.watch = Watch(self._elapsed())
        self._window.start()

    def _timed(self, panel: Panel, work: Callable[[], None]) -> float:
        """Let a panel work; return how long it took, seconds."""
        began = self._elapsed()
        try:
            work()
        except Exception as error:  # noqa: BLE001 - a panel may fail in any way, the others must not notice
            self._fail(panel, raised("updating", error), error)
        return self._elapsed() - began

    def _cells_of(self, spare: Panel) -> Mapping[str, Cell] | None:
        try:
            return spare.cells()
        except Exception as error:  # noqa: BLE001 - as above
            self._fail(spare, raised("updating", error), error)
            return None

    def _fail(self, panel: Panel, why: str, error: BaseException | None = None) -> None:
        """Report a failing panel; whoever listens puts the other generation on the screen."""
        if panel not in {self._shown, self._spare}:
            # It has been replaced since.
            return
        was_shown = panel is self._shown
        generation = panel.generation
        if was_shown and generation in self._unfit:
            # Nothing is left to take its place; it was reported before.
            return
        log.error(
            "panel failed panel=%s generation=%s why=%s", self.name.value, generation, why, exc_info=error
        )
        if was_shown:
            self._unfit.add(generation)
        elif panel is self._spare:
            self._lose_spare()
        self.failed.emit(Failure(generation=generation, was_shown=was_shown, why=why))
        if panel is self._spare:
            self._drop_spare()

    def _discard(self, generation: str, error: BaseException) -> None:
        log.error("spare not built panel=%s generation=%s", self.name.value, generation, exc_info=error)
        self._unfit.add(generation)
        self._lose_spare()
        self.failed.emit(Failure(generation=generation, was_shown=False, why=raised("being built", error)))

    def _lose_spare(self) -> None:
        if self.comparison is not None:
            self.comparison.note_raised()
        self._drop_spare()

    def _drop_spare(self) -> None:
        spare, self._spare, self._warm = self._spare, None, False
        self._window.stop()
        if spare is not None:
            spare.hide()
            spare.deleteLater()

    def _mirror_choices(self) -> None:
        if self._spare is not None and self._warm:
            self._timed(self._spare, partial(self._spare.adopt, self._shown.choices()))

    @Slot()
    def _chosen(self) -> None:
        self._mirror_choices()
        self.cells_changed.emit()

    @Slot()
    def _convict(self) -> None:
        accused, self._accused = self._accused, []
        for panel, why in accused:
            if panel in {self._shown, self._spare}:
                self._fail(panel, why)

    @Slot()
    def end_window(self) -> None:
        """Let the panel go that was kept warm, and have a cold one ready instead."""
        if self.comparison is None:
            self._drop_spare()
            QTimer.singleShot(0, self, self.prebuild)
