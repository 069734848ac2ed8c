"""The Migration page: where the rollout is, what is missing to go on, and the way back."""

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QTabWidget, QWidget

from actors.messages import CheckRollout, ListRollout, PromoteRollout, RollBackRollout, RolloutListed
from models.rollout.gates import Result
from models.rollout.view import RolloutView
from ui.fonts import TextSize, font_of
from ui.mode_dialog import ModeDialog
from ui.plain_label import plain_label
from ui.question_dialog import QuestionDialog
from ui.rollout_tables import RowsTable, evidence_rows, gate_rows, history_rows
from ui.theme import Theme

_REFRESH_MS: Final = 10_000
_SHOWN_REASONS: Final = 3
_EMPTY: Final = "Reading what was recorded…"


class RolloutPage(ModeDialog):
    """Refreshed while it is open.

    Attributes:
        wanted: Carries a command.
    """

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Create the page; it says that it reads until it is told what there is."""
        super().__init__("migration", parent)
        self._word = ""
        self._view: RolloutView | None = None
        self._heading = plain_label(_EMPTY, TextSize.HEADING)
        self._facts = self._text("Phase")
        self._missing = self._text("What is missing")
        self._answer = self._text("Answer")
        self._gates = RowsTable("Gates", ("Result", "Gate", "Have", "Need"), 1, self._frame)
        self._evidence = RowsTable("Evidence files", ("Hash", "File", "Verdict", "Detail"), 3, self._frame)
        self._history = RowsTable("History", ("Time (UTC)", "Who", "What and why"), 2, self._frame)
        self._tabs = QTabWidget(self._frame)
        self._check = self._button("&Check now")
        self._promote = self._button("&Promote…")
        self._back = self._button("&Roll back")
        self._refresh = QTimer(self)
        self._refresh.setInterval(_REFRESH_MS)
        self._refresh.timeout.connect(self._ask)
        self._set_up()
        self._lay_out()

    def show_rollout(self, told: RolloutListed) -> None:
        """Show where the rollout is."""
        self._view = told.view
        if told.answer:
            self._answer.setText(told.answer)
        self._answer.setVisible(bool(self._answer.text()))
        self._show()

    def show_mode(self, word: str, theme: Theme) -> None:
        """Take frame, badge and colours of a mode."""
        super().show_mode(word, theme)
        self._word = word
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask at once, and again from time to time."""
        self._ask()
        self._refresh.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask no more."""
        self._refresh.stop()
        super().hideEvent(event)

    def _text(self, name: str) -> QLabel:
        label = plain_label("", TextSize.BODY)
        label.setWordWrap(True)
        label.setAccessibleName(name)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _set_up(self) -> None:
        for table in (self._gates, self._evidence, self._history):
            self._tabs.addTab(table, table.accessibleName())
        self._tabs.setFont(font_of(TextSize.BODY))
        self._tabs.setAccessibleName("Migration")
        self._answer.hide()
        for button in (self._check, self._promote, self._back):
            button.setEnabled(False)
        self._check.clicked.connect(self._check_now)
        self._promote.clicked.connect(self._ask_for_promotion)
        self._back.clicked.connect(self._roll_back)
        metrics = self._facts.fontMetrics()
        self.resize(metrics.averageCharWidth() * 105, metrics.height() * 34)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self._badge)
        head.addWidget(self._heading, 1)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self._check)
        foot.addWidget(self._promote)
        foot.addWidget(self._back)
        foot.addStretch(1)
        foot.addWidget(self._close_button())
        self._column.addLayout(head)
        self._column.addWidget(self._facts)
        self._column.addWidget(self._tabs, 1)
        self._column.addWidget(self._missing)
        self._column.addWidget(self._answer)
        self._column.addLayout(foot)

    def _show(self) -> None:
        view = self._view
        if view is None:
            return
        self._heading.setText(f"{view.name.capitalize()}: {view.title}")
        self._facts.setText(facts_text(view))
        self._gates.show_rows(gate_rows(view), self._theme)
        self._evidence.show_rows(evidence_rows(view), self._theme)
        self._history.show_rows(history_rows(view), self._theme)
        self._missing.setText(missing_text(view))
        self._check.setEnabled(bool(view.gates))
        self._promote.setText(f"&Promote to {view.following}…" if view.following else "&Promote…")
        self._promote.setEnabled(bool(view.following) and not view.missing)
        self._promote.setToolTip("\n".join(view.missing))
        self._back.setText(f"&Roll back to {view.earlier}" if view.earlier else "&Roll back")
        self._back.setEnabled(bool(view.earlier))
        self._back.setToolTip("At once, whatever is open")

    @Slot()
    def _ask(self) -> None:
        self.wanted.emit(ListRollout())

    @Slot()
    def _check_now(self) -> None:
        self.wanted.emit(CheckRollout())

    @Slot()
    def _ask_for_promotion(self) -> None:
        if self._view is None:
            return
        question = f"Promote from {self._view.name} to {self._view.following}?\nThe way back stays open."
        dialog = QuestionDialog(
            "promote", question, "Promote", PromoteRollout(), self._word, self._theme, self
        )
        dialog.confirmed.connect(self.wanted)
        dialog.show()

    @Slot()
    def _roll_back(self) -> None:
        self.wanted.emit(RollBackRollout())


def facts_text(view: RolloutView) -> str:
    """Return where the rollout is, in three lines."""
    since = f"Since {view.since[:16].replace('T', ' ')} UTC" if view.since else "Not begun"
    following = f"then {view.following}" if view.following else "the last phase"
    flags = ", ".join(flag.text() for flag in view.flags)
    use = ", ".join(use.text() for use in view.use)
    return (
        f"{since}, {following} · positions {view.positions}\n"
        f"Saved flags: {flags or 'unknown'}\n"
        f"Use in this phase: {use or 'none'}"
    )


def missing_text(view: RolloutView) -> str:
    """Return what stands against going on: how many gates, for the table has them; all else in words."""
    gates = [gate.text() for gate in view.gates if gate.result is not Result.PASS]
    reasons = [f"{len(gates)} of {len(view.gates)} gates do not pass"] if gates else []
    reasons += [reason for reason in view.missing if reason not in gates]
    if not reasons:
        return "Nothing is missing."
    more = len(reasons) - _SHOWN_REASONS
    return (
        "Missing: " + "; ".join(reasons[:_SHOWN_REASONS]) + (f"; and {more} more" if more > 0 else "") + "."
    )
