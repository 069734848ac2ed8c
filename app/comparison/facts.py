"""Where the facts come from that both generations are shown: a stretch of the demo, through real actors."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from actors.base import Ports
from actors.messages import ShowNextMode, SwapPanels
from actors.router import Router
from actors.seams.clock import SystemClock
from actors.supervisor import Supervisor
from app import home
from app.arguments import parse
from app.cast import cast
from app.comparison.history import prepare_history
from app.demo_process import DemoProcess
from app.garbage import GarbageCollector
from app.plan import make_plan
from ui.inlet import Inlet
from ui.panel import Payload
from ui.payload import Arrival

SPEED: Final = 20.0
"""Demo seconds per real second: fast enough to wait for, slow enough that every second is shown."""
_MODE_EVERY_MS: Final = 2_500
_STOP_S: Final = 2.5


class DemoStretch:
    """The first minutes of a demo market, twenty times faster than life; the modes are shown in turn.

    Args:
        seed: Which market.
        minutes: How many of its minutes.
        folder: An empty home folder.
    """

    def __init__(self, seed: int, minutes: float, folder: Path) -> None:
        self._seed = seed
        self._minutes = minutes
        self._folder = folder

    def play(self, take: Callable[[Sequence[Payload]], None]) -> None:
        """Run demo and actors, and hand over what arrives for the panels."""
        options = ["--demo", "--demo-seed", str(self._seed), "--demo-time-scale", str(SPEED)]
        place = home.prepare(self._folder)
        plan = make_plan(parse([*options, "--home", str(self._folder)]), place)
        prepare_history(place.data, datetime.now(UTC))
        demo = DemoProcess(plan.snapshot, self._seed, SPEED)
        parent = QWidget()
        batch: list[Payload] = []

        def collect(arrival: Arrival) -> None:
            if not isinstance(arrival, SwapPanels):
                batch.append(arrival)

        def hand_over() -> None:
            facts = tuple(batch)
            batch.clear()
            take(facts)

        inlet = Inlet(deliver=collect, drained=hand_over)
        router = Router()
        supervisor = Supervisor(router)
        garbage = GarbageCollector(parent)
        try:
            endpoint = demo.endpoint()
            clock = SystemClock(router.post, scale=SPEED, since=demo.began_at())
            clock.start()
            supervisor.start(cast(plan, Ports(post=router.post, clock=clock), plan.link(endpoint), inlet.put))
            garbage.start()
            modes = QTimer(parent)
            modes.timeout.connect(lambda: router.post(ShowNextMode()))
            modes.start(_MODE_EVERY_MS)
            # `quit` would close windows of others.
            QTimer.singleShot(round(self._minutes * 60_000 / SPEED), partial(QApplication.exit, 0))
            QApplication.exec()
            supervisor.stop(_STOP_S)
            clock.stop(0.2)
        finally:
            garbage.stop()
            inlet.close()
            demo.stop()
            parent.deleteLater()
