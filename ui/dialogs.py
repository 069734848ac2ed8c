"""The dialogs beside the window: none of them stops the updates, each carries the mode."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QDialog, QWidget

from actors.messages import (
    ChangeSetting,
    Command,
    Fact,
    ListPerformance,
    ListSettings,
    NoticeRaised,
    PerformanceListed,
    ResetSimBalance,
    RolloutListed,
    ScopeChanged,
    SettingRefused,
    SettingsListed,
    Severity,
    TrackingSet,
)
from models.book import Book, TradeMode
from models.setting import SettingPath
from ui.menus import Menus
from ui.reset_dialog import ResetDialog
from ui.rollout_page import RolloutPage
from ui.rows_dialog import RowsDialog
from ui.scope import book_of
from ui.settings_dialog import SettingsDialog
from ui.theme import Theme, theme_of

if TYPE_CHECKING:
    from ui.performance_window import PerformanceWindow


class Dialogs(QObject):
    """Opens dialogs, and posts what the trader decides in them.

    Attributes:
        notice: Carries a notice for the window.
    """

    notice = Signal(object)

    def __init__(
        self,
        menus: Menus,
        post: Callable[[Command | Fact], None],
        versions: Sequence[tuple[str, str]],
        window: QWidget,
    ) -> None:
        """Listen to the menus.

        Args:
            menus: Tell which dialog is wanted.
            post: Takes commands of the trader.
            versions: What the program is made of.
            window: Owner.
        """
        super().__init__(window)
        self._menus = menus
        self._post = post
        self._versions = versions
        self._window = window
        self._scope: ScopeChanged | None = None
        self._word = ""
        self._hides_amounts = False
        self._theme = theme_of(None)
        self._keyboard: RowsDialog | None = None
        self._about: RowsDialog | None = None
        self._settings: SettingsDialog | None = None
        self._performance: PerformanceWindow | None = None
        self._is_tracking = False
        self._rollout: RolloutPage | None = None
        menus.keyboard.connect(self._show_keyboard)
        menus.about.connect(self._show_about)
        menus.settings.connect(self._show_settings)
        menus.performance.connect(self._show_performance)
        menus.reset.connect(self._ask_for_reset)
        menus.generations.rollout.connect(self._show_rollout)

    def receive(self, fact: Fact) -> None:
        """Take what concerns a dialog."""
        if isinstance(fact, ScopeChanged):
            self._scope = fact
        elif self._settings is not None and isinstance(fact, SettingsListed):
            self._settings.show_settings(fact)
        elif self._settings is not None and isinstance(fact, SettingRefused):
            self._settings.refuse(fact)
        elif isinstance(fact, TrackingSet):
            self._is_tracking = fact.on
            if self._performance is not None:
                self._performance.show_tracking(is_on=fact.on)
        elif self._performance is not None and isinstance(fact, PerformanceListed):
            self._performance.show_performance(fact)
        elif self._rollout is not None and isinstance(fact, RolloutListed):
            self._rollout.show_rollout(fact)

    def show_mode(self, word: str, theme: Theme) -> None:
        """Take word and colours of a mode."""
        self._word, self._theme = word, theme
        for dialog in (self._keyboard, self._about, self._settings, self._performance, self._rollout):
            if dialog is not None:
                dialog.show_mode(word, theme)

    def hide_amounts(self, *, hidden: bool) -> None:
        """Hide amounts in all that is written here, or show them again."""
        self._hides_amounts = hidden
        if self._settings is not None:
            self._settings.hide_amounts(hidden=hidden)

    @Slot()
    def _show_keyboard(self) -> None:
        if self._keyboard is None:
            self._keyboard = RowsDialog("keyboard", self._menus.keys, self._window)
        self._keyboard.show_mode(self._word, self._theme)
        _open(self._keyboard)

    @Slot()
    def _show_about(self) -> None:
        if self._about is None:
            self._about = RowsDialog("about", self._versions, self._window)
        self._about.show_mode(self._word, self._theme)
        _open(self._about)

    @Slot()
    def _show_settings(self) -> None:
        if self._settings is None:
            self._settings = SettingsDialog(self._window)
            self._settings.changed.connect(self._change_setting)
            self._settings.hide_amounts(hidden=self._hides_amounts)
        self._settings.show_mode(self._word, self._theme)
        self._post(ListSettings())
        _open(self._settings)

    @Slot()
    def _show_performance(self) -> None:
        if self._performance is None:
            # Loading its plotting library takes 0.2 s, which the first paint must not wait for.
            from ui.performance_window import PerformanceWindow  # noqa: PLC0415

            self._performance = PerformanceWindow(self._window)
            self._performance.asked.connect(self._list_performance)
            self._performance.show_tracking(is_on=self._is_tracking)
        self._performance.show_mode(self._word, self._theme)
        _open(self._performance)

    @Slot(object)
    def _list_performance(self, span_s: float | None) -> None:
        self._post(ListPerformance(span_s=span_s))

    @Slot()
    def _show_rollout(self) -> None:
        if self._rollout is None:
            self._rollout = RolloutPage(self._window)
            self._rollout.wanted.connect(self._post_wanted)
        self._rollout.show_mode(self._word, self._theme)
        _open(self._rollout)

    @Slot(object)
    def _post_wanted(self, command: Command) -> None:
        self._post(command)

    @Slot(object, object)
    def _change_setting(self, path: SettingPath, text: str | None) -> None:
        self._post(ChangeSetting(path=path, text=text))

    @Slot()
    def _ask_for_reset(self) -> None:
        book = book_of(self._scope) if self._scope else None
        if book is None or book.mode is TradeMode.LIVE:
            text = "Only the balance of a SIM or DEBUG account can be reset; show one first (Ctrl+Shift+M)."
            self.notice.emit(NoticeRaised(key="reset", severity=Severity.INFO, text=text))
            return
        dialog = ResetDialog(book, self._word, self._theme, self._window)
        dialog.confirmed.connect(self._reset)
        dialog.show()

    @Slot(object)
    def _reset(self, book: Book) -> None:
        self._post(ResetSimBalance(book=book, reason="asked for by hand"))


def _open(dialog: QDialog) -> None:
    dialog.show()
    dialog.activateWindow()
