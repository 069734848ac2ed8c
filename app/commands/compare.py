"""Both generations of the panels over a stretch of the demo, side by side in one run."""

import logging
import os
import tempfile
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from actors.base import Ports
from actors.messages import ShowNextMode, SwapPanels
from actors.router import Router
from actors.seams.clock import SystemClock
from actors.supervisor import Supervisor
from app import display, home
from app.arguments import parse
from app.cast import cast
from app.commands.table import aligned
from app.demo_process import DemoProcess
from app.plan import make_plan
from app.subcommands import CompareGenerations
from ui.generations import BUILDERS
from ui.inlet import Inlet
from ui.payload import Arrival
from ui.side_by_side import SideBySide

SPEED: Final = 20.0
"""Demo seconds per real second: fast enough to wait for, slow enough that every second is shown."""
_MODE_EVERY_MS: Final = 2_500
_STOP_S: Final = 2.5


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """What one pair of panels agreed on."""

    pair: str
    compared: int
    mismatches: int
    examples: tuple[str, ...]


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """What the run found.

    Attributes:
        compared: Cells compared, all pairs together.
        mismatches: Those that differed in text, role or flash.
        facts: Facts that were shown.
    """

    compared: int
    mismatches: int
    facts: int
    demo_seed: int
    minutes: float
    pairs: tuple[Pair, ...]


def compare(command: CompareGenerations) -> Comparison:
    """Run the demo through the real actors into both generations.

    Args:
        command: Which market, and for how many of its minutes.

    Raises:
        StartError: The demo does not start.
    """
    display.prepare(os.environ, offscreen=True)
    logging.getLogger().setLevel(logging.WARNING)
    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        side_by_side = _run(command, Path(folder))
    del application
    pairs = tuple(
        Pair(pair=name, compared=tally.compared, mismatches=tally.mismatches, examples=tuple(tally.examples))
        for name, tally in side_by_side.tallies.items()
    )
    return Comparison(
        compared=sum(pair.compared for pair in pairs),
        mismatches=sum(pair.mismatches for pair in pairs),
        facts=side_by_side.facts,
        demo_seed=command.demo_seed,
        minutes=command.minutes,
        pairs=pairs,
    )


def table(found: Comparison) -> str:
    """Return the result for a person."""
    header = ("pair", "compared", "mismatches")
    rows = [(pair.pair, f"{pair.compared:,}", f"{pair.mismatches:,}") for pair in found.pairs]
    examples = "".join(f"{pair.pair}: {text}\n" for pair in found.pairs for text in pair.examples)
    return (
        f"{found.minutes:g} minutes of the demo with seed {found.demo_seed}, facts shown: {found.facts:,}\n"
        f"{aligned(header, rows)}{examples}"
    )


def _run(command: CompareGenerations, folder: Path) -> SideBySide:
    options = ["--demo", "--demo-seed", str(command.demo_seed), "--demo-time-scale", str(SPEED)]
    plan = make_plan(parse([*options, "--home", str(folder)]), home.prepare(folder))
    demo = DemoProcess(plan.snapshot, command.demo_seed, SPEED)
    parent = QWidget()
    side_by_side = SideBySide(BUILDERS, parent)
    inlet = Inlet(deliver=lambda arrival: _hand_on(side_by_side, arrival), drained=lambda: None)
    router = Router()
    supervisor = Supervisor(router)
    try:
        endpoint = demo.endpoint()
        clock = SystemClock(router.post, scale=SPEED, since=demo.began_at())
        clock.start()
        supervisor.start(cast(plan, Ports(post=router.post, clock=clock), plan.link(endpoint), inlet.put))
        modes = QTimer(parent)
        modes.timeout.connect(lambda: router.post(ShowNextMode()))
        modes.start(_MODE_EVERY_MS)
        QTimer.singleShot(round(command.minutes * 60_000 / SPEED), QApplication.quit)
        QApplication.exec()
        supervisor.stop(_STOP_S)
        clock.stop(0.2)
    finally:
        inlet.close()
        demo.stop()
        parent.deleteLater()
    return side_by_side


def _hand_on(side_by_side: SideBySide, arrival: Arrival) -> None:
    if not isinstance(arrival, SwapPanels):
        side_by_side.receive(arrival)
