"""The trader's hands on the generations: chips, menu entries, keys and the drawer."""

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget

from actors.messages import Cell
from ui.generation_chip import GenerationChip
from ui.generation_menu import GenerationMenu
from ui.generations import LEGACY, other
from ui.migration import USER, Migration
from ui.migration_drawer import MigrationDrawer
from ui.panel import PanelName
from ui.theme import Theme, theme_of

_AGREEMENT_MS = 500


class GenerationControls(QObject):
    """Puts a chip below each panel, and turns what the trader does into swaps."""

    def __init__(self, migration: Migration, menu: GenerationMenu, window: QWidget) -> None:
        """Create the chips.

        Args:
            migration: Holds the places, and swaps.
            menu: Tells what was chosen.
            window: Owner of the drawer; it has the focus that decides which panel is in use.
        """
        super().__init__(window)
        self._window = window
        self._migration = migration
        self._menu = menu
        self._word, self._theme = "", theme_of(None)
        self._is_private = False
        self._drawer: MigrationDrawer | None = None
        self._chips = {name: GenerationChip(name, host) for name, host in migration.hosts.items()}
        # The counts change with every fact; nobody reads faster than this.
        self._agreement = QTimer(self)
        self._agreement.setInterval(_AGREEMENT_MS)
        self._agreement.timeout.connect(self._show_agreement)
        for name, chip in self._chips.items():
            migration.hosts[name].add_strip(chip)
            chip.details_wanted.connect(self._show_drawer)
        self._chips[PanelName.PANEL1].swap_wanted.connect(self._panel1_other)
        self._chips[PanelName.PANEL2].swap_wanted.connect(self._panel2_other)
        menu.wanted.connect(self._generation_wanted)
        menu.focused_back.connect(self._panel_in_use_back)
        menu.both_back.connect(self._both_back)
        menu.compare.connect(self._compare_wanted)
        menu.details.connect(self._show_drawer)
        migration.changed.connect(self._show)

    def show_mode(self, word: str, theme: Theme) -> None:
        """Take word and colours of a mode."""
        self._word, self._theme = word, theme
        self._show()

    def hide_amounts(self, *, hidden: bool) -> None:
        """Show differences without their amounts, or with them."""
        self._is_private = hidden
        self._fill_drawer()

    def _swap(self, name: PanelName, generation: str, why: str) -> None:
        self._migration.swap(name, generation, USER, why)

    def _swap_to_other(self, name: PanelName) -> None:
        self._swap(name, other(self._migration.hosts[name].generation), "chosen at the panel")

    def _panels_in_use(self) -> list[PanelName]:
        """Return the panel with the focus, else the one under the mouse, else both: a way back acts."""
        hosts = self._migration.hosts
        # A panel may have a window of its own.
        focus = (QApplication.activeWindow() or self._window).focusWidget()
        focused = [
            name
            for name, host in hosts.items()
            if focus is not None and (host is focus or host.isAncestorOf(focus))
        ]
        return focused or [name for name, host in hosts.items() if host.underMouse()] or list(PanelName)

    def _fill_drawer(self) -> None:
        if self._drawer is not None:
            self._drawer.show_mode(self._word, self._theme)
            self._drawer.show_migration(self._migration, is_private=self._is_private)

    @Slot()
    def _show(self) -> None:
        compares = self._migration.compares
        self._menu.show_compare(on=compares)
        if not compares:
            self._agreement.stop()
        elif not self._agreement.isActive():
            self._agreement.start()
        for name, host in self._migration.hosts.items():
            cell = Cell(text=host.generation, role="neutral")
            self._chips[name].show_generation(cell, self._theme)
        self._show_agreement()
        self._fill_drawer()

    @Slot()
    def _show_agreement(self) -> None:
        for name, host in self._migration.hosts.items():
            agreement = host.comparison.agreement if host.comparison is not None else None
            self._chips[name].show_agreement(agreement, self._theme)

    @Slot(object, str)
    def _generation_wanted(self, name: PanelName, generation: str) -> None:
        self._swap(name, generation, "chosen in the menu")

    @Slot(bool)
    def _compare_wanted(self, on: bool) -> None:  # noqa: FBT001 - a slot takes what its signal carries
        self._migration.compare_generations(on=on)

    @Slot()
    def _panel_in_use_back(self) -> None:
        for name in self._panels_in_use():
            self._swap(name, LEGACY, "F8")

    @Slot()
    def _both_back(self) -> None:
        for name in PanelName:
            self._swap(name, LEGACY, "Ctrl+Shift+F8")

    @Slot()
    def _panel1_other(self) -> None:
        self._swap_to_other(PanelName.PANEL1)

    @Slot()
    def _panel2_other(self) -> None:
        self._swap_to_other(PanelName.PANEL2)

    @Slot()
    def _show_drawer(self) -> None:
        if self._drawer is None:
            self._drawer = MigrationDrawer(self._window)
            self._drawer.force_wanted.connect(self._migration.force)
        self._fill_drawer()
        self._drawer.show()
        self._drawer.activateWindow()
