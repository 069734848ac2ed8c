"""The whole program in this process, on the load server, in a home folder of its own."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QApplication

from app import display, home, logs
from app.__main__ import SWITCH_INTERVAL_S
from app.application import Application
from app.arguments import parse
from app.end_wish import EndWish
from app.errors import UnavailableError
from app.home import Home
from app.plan import make_plan
from app.stress.load import NOTHING, LoadProcess
from flags import FlagName
from ui.payload import Arrival

SETTINGS: Final = f"""\
[flags]
{FlagName.USE_NEW_PANEL1} = true
{FlagName.USE_NEW_PANEL2} = true
[accounts]
Debug1 = "DEBUG"
Debug2 = "DEBUG"
[display]
follow_activity = false
[alarms]
cool_down_s = 1
"""


class Stage:
    """What a run is made of.

    Attributes:
        application: Not running yet.
        home: Its folder.
        load: The other side.
        sent: What it had sent when it was told something last.
    """

    def __init__(self, application: Application, place: Home, load: LoadProcess) -> None:
        self.application = application
        self.home = place
        self.load = load
        self.sent = NOTHING
        self.complaint = ""

    def run(self) -> None:
        """Run the application to its end.

        Raises:
            UnavailableError: Somebody gave up.
        """
        self.application.run()
        if self.complaint:
            raise UnavailableError(self.complaint)

    def end(self) -> None:
        """Let the application end."""
        QApplication.exit(0)

    def give_up(self, complaint: str) -> None:
        """End the application; `run` raises."""
        self.complaint = self.complaint or complaint
        self.end()

    def send(self, *, prices: float = 0.0, fills: float = 0.0, pulses: float = 0.0) -> bool:
        """Let the other side send so many a second, and note what it has sent; else give up."""
        try:
            self.sent = self.load.send(prices=prices, fills=fills, pulses=pulses)
        except UnavailableError as error:
            self.give_up(str(error))
            return False
        return True


@contextmanager
def stage(seed: int, *, offscreen: bool, listen: Callable[[Arrival], None] | None = None) -> Iterator[Stage]:
    """Give the program, ready to run.

    Args:
        seed: Of the prices.
        offscreen: No window system, also where there is one.
        listen: Hears in the GUI thread all that the window is handed.

    Raises:
        UnavailableError: The load server does not start.
    """
    display.prepare(os.environ, offscreen=offscreen)
    _qt = QApplication.instance() or QApplication(sys.argv[:1])
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    wish = EndWish()
    wish.listen()
    load = LoadProcess(seed)
    try:
        with tempfile.TemporaryDirectory(prefix="appsierra-stress-") as folder:
            place = home.prepare(Path(folder))
            (place.root / "settings.toml").write_text(SETTINGS, encoding="utf-8")
            plan = make_plan(parse(["--dtc", str(load.endpoint()), "--home", folder]), place)
            stop_logs = logs.start(place, [])
            try:
                yield Stage(Application(plan, None, wish, listen), place, load)
            finally:
                stop_logs()
    finally:
        load.stop()
