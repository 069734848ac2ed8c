"""The dialogs beside the window: none of them stops the updates, each carries the mode."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QDialog, QWidget

from actors.messages import (
    ChangeSetting,
    Command,
    Fact,
    ListSettings,
    NoticeRaised,
    ResetSimBalance,
    ScopeChanged,
    SettingRefused,
    SettingsListed,
    Severity,
)
from models.book import Book, TradeMode
from models.setting import SettingPath
from ui.menus import Menus
from ui.reset_dialog import ResetDialog
from ui.rows_dialog import RowsDialog
from ui.scope import book_of
from ui.settings_dialog import SettingsDialog
from ui.theme import Theme, theme_of


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
        menus.keyboard.connect(self._show_keyboard)
        menus.about.connect(self._show_about)
        menus.settings.connect(self._show_settings)
        menus.reset.connect(self._ask_for_reset)

    def receive(self, fact: Fact) -> None:
        """Take what concerns a dialog."""
        if isinstance(fact, ScopeChanged):
            self._scope = fact
        elif self._settings is not None and isinstance(fact, SettingsListed):
            self._settings.show_settings(fact)
        elif self._settings is not None and isinstance(fact, SettingRefused):
            self._settings.refuse(fact)

    def show_mode(self, word: str, theme: Theme) -> None:
        """Take word and colours of a mode."""
        self._word, self._theme = word, theme
        for dialog in (self._keyboard, self._about, self._settings):
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
