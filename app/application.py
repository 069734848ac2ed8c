"""One run of the monitor: window, actors, orderly end."""

import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QPixmapCache
from PySide6.QtWidgets import QApplication

from actors.base import Actor, Ports
from actors.messages import Command, Fact, NoticeRaised, Severity
from actors.router import Router
from actors.seams.clock import SystemClock
from actors.seams.track import Track
from actors.supervisor import Supervisor
from actors.watchdog import Watchdog
from app.checkout import version
from app.demo_process import DemoProcess
from app.end_wish import EndWish
from app.errors import StartError
from app.garbage import GarbageCollector
from app.kept_appearance import KeptAppearance
from app.plan import Plan
from app.settings_effects import sounds, tracking
from app.sound_player import SystemSounds
from app.versions import versions
from app.window_place import WindowPlace
from flags import FlagName
from ui.alarm_sounds import AlarmSounds, Silence
from ui.appearance import AS_USUAL, with_display
from ui.inlet import Inlet
from ui.payload import Arrival
from ui.window import MainWindow

STOP_S: Final = 2.5
"""With the rest of the end it stays below the three seconds that a trader waits before killing a program."""
_PULSE_MS: Final = 200
_STYLE_CACHE_KB: Final = 512
"""The style keeps a picture of each button in each palette that was ever set, up to 10 MB: with each
switch of the mode one more, of which none is ever used again."""

log = logging.getLogger(__name__)


class Application(QObject):
    """Holds the parts of one run together; lives in the GUI thread.

    Args:
        plan: What this start is about.
        demo: The running demo; None without one.
        wish: Says when somebody wants the end.
        listen: Hears in the GUI thread all that the window is handed, after it.
    """

    def __init__(
        self,
        plan: Plan,
        demo: DemoProcess | None,
        wish: EndWish,
        listen: Callable[[Arrival], None] | None = None,
    ) -> None:
        super().__init__()
        QPixmapCache.setCacheLimit(_STYLE_CACHE_KB)
        self._plan = plan
        self._wish = wish
        self._was_shown = False
        self._demo = demo
        self._exit_code = 0
        self._wants_demo = False
        self._router = Router()
        self._supervisor = Supervisor(self._router)
        self._clock: SystemClock | None = None
        self._watchdog: Watchdog | None = None
        self._track = Track() if plan.settings.recording.enabled else None
        # Without a window system the place means nothing, and must not replace that of the trader's window.
        is_real = QApplication.platformName() != "offscreen"
        appearance = KeptAppearance(plan.home.data / "appearance.json", with_display(AS_USUAL, plan.display))
        place = WindowPlace(plan.home.data / "windows.json" if is_real else None)
        self._window = MainWindow(
            post=self._router.post,
            record=plan.arguments.screen_log is not None,
            load_places=place.load,
            save_places=place.save,
            first_paint=self._begin_soon,
            start_demo=self._start_demo,
            flags=plan.flags,
            version=version(),
            sounds=self._sounds(is_real=is_real),
            versions=versions(),
            compare=plan.arguments.shadow,
            appearance=appearance.load(),
            tape=self._track,
            keep_appearance=appearance.save,
        )
        self._log_uncaught = sys.excepthook
        self._listen = listen
        self._inlet = Inlet(
            deliver=self._window.receive if listen is None else self._deliver,
            drained=self._window.after_drain,
            draining=self._window.before_drain,
        )
        self._garbage = GarbageCollector(self)
        # Python sees a signal only while it runs; an idle Qt loop would never let it.
        self._pulse = QTimer(self)
        self._pulse.setInterval(_PULSE_MS)
        self._pulse.timeout.connect(self._show_life)

    @property
    def wants_demo(self) -> bool:
        """Tell whether this run was ended for one of the demo."""
        return self._wants_demo

    @property
    def was_shown(self) -> bool:
        """Tell whether the window was painted, so that somebody could see it."""
        return self._was_shown

    @property
    def window(self) -> MainWindow:
        """Return the window."""
        return self._window

    @property
    def post(self) -> Callable[[Command | Fact], None]:
        """Return the way to the actors; call it from any thread."""
        return self._router.post

    def run(self) -> int:
        """Show the window, run until the end, return the exit code."""
        self._pulse.start()
        # What a widget raises while it paints reaches nobody else.
        sys.excepthook = self._on_uncaught
        self._window.show()
        if self._plan.arguments.run_for_s is not None:
            QTimer.singleShot(round(self._plan.arguments.run_for_s * 1000), self._finish)
        # An exit that is asked for before the loop runs is nothing to Qt; the pulse asks again.
        if self._wish.exit_code is None:
            QApplication.exec()
        if self._wish.exit_code is not None:
            self._exit_code = self._wish.exit_code
        sys.excepthook = self._log_uncaught
        self._stop()
        return self._exit_code

    def _deliver(self, arrival: Arrival) -> None:
        self._window.receive(arrival)
        if self._listen is not None:
            self._listen(arrival)

    def _sounds(self, *, is_real: bool) -> AlarmSounds:
        folder = self._plan.home.data / "sounds"
        player = SystemSounds(folder, QApplication.beep, parent=self) if is_real else Silence()
        chosen = sounds(self._plan.settings)
        return AlarmSounds(player, muted=chosen.muted, volume=chosen.volume, quiet=chosen.quiet)

    def _start_demo(self) -> None:
        self._wants_demo = True
        QApplication.exit(0)

    def _on_uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        self._log_uncaught(kind, error, trace)
        self._window.blame(error)

    def _begin_soon(self) -> None:
        """Start the rest once the first paint is on the screen."""
        log.info("first paint")
        self._was_shown = True
        QTimer.singleShot(0, self._begin)

    @Slot()
    def _begin(self) -> None:
        if self._wish.exit_code is not None:
            return
        try:
            endpoint = self._demo.endpoint() if self._demo is not None else None
        except StartError as error:
            self._fail(error)
            return
        since = self._demo.began_at() if self._demo is not None else None
        self._clock = SystemClock(self._router.post, scale=self._plan.arguments.demo_time_scale, since=since)
        actors: list[Actor] = []
        ports = Ports(post=self._router.post, clock=self._clock, enroll=actors.append)
        if self._track is not None:
            self._track.read = self._clock.read
        self._clock.start()
        # All actors and their libraries take 0.1 s to load, which the first paint must not wait for.
        from app.cast import cast  # noqa: PLC0415

        link = self._plan.link(endpoint)
        self._supervisor.start(cast(self._plan, ports, link, self._inlet.put, self._track))
        self._router.post(self._plan.display)
        self._router.post(tracking(self._plan, on=self._plan.flags.is_on(FlagName.ENABLE_PERF_TRACKING)))
        for number, problem in enumerate(self._plan.problems):
            notice = NoticeRaised(key=f"settings {number}", severity=Severity.ERROR, text=problem)
            self._router.post(notice)
        self._garbage.start()
        self._watchdog = Watchdog(self._router.post, actors)
        self._watchdog.start()

    def _fail(self, error: StartError) -> None:
        log.error("start failed: %s", error)
        sys.stderr.write(f"launcher.py: {error}\n")
        self._exit_code = error.exit_code
        QApplication.exit(0)

    @Slot()
    def _finish(self) -> None:
        QApplication.exit(0)

    @Slot()
    def _show_life(self) -> None:
        """Give Python the chance to hear signals, end on a wish, and give the watchdog a sign of life."""
        if self._wish.exit_code is not None:
            QApplication.exit(0)
        notice = self._watchdog.beat() if self._watchdog is not None else None
        if notice is not None:
            self._window.say(notice)

    def _stop(self) -> None:
        """End in order: picture, sources, what digests, database, screen, time, window, demo."""
        began = time.monotonic()
        log.info("ending")
        if self._plan.arguments.screenshot is not None:
            self._save_screenshot(self._plan.arguments.screenshot)
        self._window.migration.meter.finish()
        self._window.tell_counts()
        if self._watchdog is not None:
            self._watchdog.stop()
        self._supervisor.stop(STOP_S)
        if self._clock is not None:
            self._clock.stop(0.2)
        self._inlet.close()
        self._garbage.stop()
        self._window.close()
        if self._demo is not None:
            self._demo.stop()
        log.info("ended in %.2f s", time.monotonic() - began)

    def _save_screenshot(self, path: Path) -> None:
        if not self._window.screenshot().save(str(path)):
            log.error("screenshot cannot be written to %s", path)
            sys.stderr.write(f"launcher.py: cannot write the screenshot {path}; choose another place\n")
            self._exit_code = self._exit_code or 73
