"""When the first-run page is shown, and what its buttons do."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from actors.messages import ChangeSetting, Command, Connect, Fact, Shown
from ui.desk_memory import DeskMemory
from ui.first_run_page import FirstRunPage
from ui.first_run_view import FirstRunView, present
from ui.menus import Menus
from ui.panel_stack import PanelStack
from ui.theme import Theme, theme_of

_DISMISSED = "first run dismissed"


class FirstRun(QObject):
    """Shows the page after a failed attempt, until there is a connection or the trader has read it."""

    def __init__(
        self,
        stack: PanelStack,
        memory: DeskMemory,
        menus: Menus,
        post: Callable[[Command | Fact], None],
        start_demo: Callable[[], None],
    ) -> None:
        """Listen; nothing is shown yet.

        Args:
            stack: Where the page is shown.
            memory: Whether it was dismissed.
            menus: The page can be had again.
            post: Takes commands of the trader.
            start_demo: Ends this run, and starts one of the demo.
        """
        super().__init__(stack)
        self._stack, self._memory, self._menus, self._post = stack, memory, menus, post
        self._start_demo = start_demo
        self._theme = theme_of(None)
        self._view = FirstRunView()
        self._page: FirstRunPage | None = None
        menus.guide.connect(self._show)

    def receive(self, shown: Shown) -> None:
        """Take a fact."""
        before = self._view
        self._view = present(before, shown)
        if self._view is before:
            return
        if self._view.was_ready and not before.was_ready:
            self._drop()
        elif self._page is not None:
            self._page.show_view(self._view)
        elif self._view.is_due and self._memory.choice(_DISMISSED, "no") == "no":
            self._build()

    def show_theme(self, theme: Theme) -> None:
        """Take the colours of a mode."""
        self._theme = theme
        if self._page is not None:
            self._page.show_theme(theme)

    def _build(self) -> None:
        page = FirstRunPage()
        page.again.connect(self._try_again)
        page.demo.connect(self._demo_wanted)
        page.snapshot.connect(self._snapshot_chosen)
        page.settings.connect(self._menus.settings)
        page.dismissed.connect(self._dismiss)
        page.show_theme(self._theme)
        page.show_view(self._view)
        self._page = page
        self._stack.show_guide(page)

    def _drop(self) -> None:
        page, self._page = self._page, None
        if page is not None:
            self._stack.show_guide(None)
            page.deleteLater()

    @Slot()
    def _show(self) -> None:
        if self._page is None:
            self._build()

    @Slot()
    def _dismiss(self) -> None:
        self._memory.choose(_DISMISSED, "yes")
        self._drop()

    @Slot()
    def _try_again(self) -> None:
        self._post(Connect())

    @Slot()
    def _demo_wanted(self) -> None:
        self._start_demo()

    @Slot(str)
    def _snapshot_chosen(self, path: str) -> None:
        self._post(ChangeSetting(path=("snapshot", "path"), text=path))
