"""Both generations of the panels on the same input in one run: what they show, ask for and cost."""

import logging
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QApplication, QWidget

from app import display
from app.commands.table import aligned
from app.comparison.costs import Course, watch
from app.comparison.facts import DemoStretch
from app.comparison.findings import HEADER, Findings, conditions, remarks, row_of, verdict_of
from app.comparison.guide import PairCounts, Verdict, agreement, costs, troubles
from app.comparison.history import POINTS
from app.comparison.recorded import RecordedSession
from app.comparison.report import prepare_folder, write_report
from app.progress import Progress
from app.subcommands import CompareGenerations
from app.versions import versions
from ui.frames import Batch, Frames, FrameTimes
from ui.generations import BUILDERS, LEGACY, NEW
from ui.side_by_side import SideBySide

ROUNDS: Final = 5
_WATCHED_S_PER_MINUTE: Final = 6.0
"""Ten minutes of the demo, half a minute of ours, go with a minute of running at the pace of life."""


def compare(command: CompareGenerations) -> Findings:
    """Run a recording or the demo through the real actors into both generations, then measure them.

    Args:
        command: Which facts, and where the report goes.

    Raises:
        StartError: The recording or the demo does not start, or the report cannot be written.
    """
    display.prepare(os.environ, offscreen=True)
    if command.report is not None:
        prepare_folder(command.report)
    at = datetime.now(UTC)
    step = Progress().step if sys.stderr.isatty() else _be_silent
    # What matters of a panel is counted; the rest is the market running twenty times too fast.
    logging.getLogger().setLevel(logging.CRITICAL)
    application = QApplication.instance() or QApplication([])
    over = command.tape.name if command.tape is not None else f"{command.minutes:g} minutes of the demo"
    step(f"both generations are compared over {over}")
    side_by_side, batches = _shown(command)
    frames = Frames(BUILDERS, batches)
    rounds: list[FrameTimes] = []
    # A panel that raises has no frame times, and no picture worth having.
    needs_frames = not command.cells_only or command.report is not None
    if needs_frames and not any(side_by_side.raised.values()):
        step("both generations paint the same frames")
        frames.warm_up()
        rounds = [] if command.cells_only else [frames.measure() for _ in range(ROUNDS)]
    courses = None
    if not command.cells_only:
        courses = watch(command.demo_seed, command.minutes * _WATCHED_S_PER_MINUTE, step=step)
    found = _findings(command, at, side_by_side, rounds, courses)
    if command.report is not None:
        write_report(command.report, found, frames.moments)
    del application
    return found


def table(found: Findings) -> str:
    """Return the result for a person."""
    pairs = [
        (
            pair.pair,
            f"{pair.compared:,}",
            f"{pair.mismatches:,}",
            f"{pair.pnl_mismatches:,} of {pair.pnl_compared:,}",
            f"{pair.emitted_mismatches:,} of {pair.emitted_compared:,}",
        )
        for pair in found.pairs
    ]
    said = "".join(f"\n{title}:\n{chr(10).join(lines)}\n" for title, lines in remarks(found).items())
    header = ("pair", "cells compared", "differ", "P&L differ", "commands differ")
    return (
        f"{conditions(found)}\n\n{aligned(HEADER, [row_of(metric) for metric in found.metrics])}\n"
        f"{aligned(header, pairs)}{said}"
    )


def is_failed(found: Findings) -> bool:
    """Tell whether anything differs, or misses its target; what was measured too little has not failed."""
    return found.verdict is Verdict.FAIL


def _be_silent(_text: str) -> None:
    """Tell nobody: nobody watches."""


def _shown(command: CompareGenerations) -> tuple[SideBySide, list[Batch]]:
    parent = QWidget()
    side_by_side = SideBySide(BUILDERS, parent)
    batches: list[Batch] = []

    def take(batch: Batch) -> None:
        batches.append(batch)
        for payload in batch:
            side_by_side.receive(payload)

    if command.tape is not None:
        RecordedSession(command.tape).play(take)
    else:
        with tempfile.TemporaryDirectory() as folder:
            DemoStretch(command.demo_seed, command.minutes, Path(folder)).play(take)
    parent.deleteLater()
    return side_by_side, batches


def _findings(
    command: CompareGenerations,
    at: datetime,
    side_by_side: SideBySide,
    rounds: Sequence[FrameTimes],
    courses: Mapping[str, Course] | None,
) -> Findings:
    pairs = tuple(
        PairCounts(
            pair=name,
            compared=tally.cells.compared,
            mismatches=tally.cells.mismatches,
            pnl_compared=tally.pnl.compared,
            pnl_mismatches=tally.pnl.mismatches,
            emitted_compared=tally.emitted.compared,
            emitted_mismatches=tally.emitted.mismatches,
            examples=tuple(tally.examples),
        )
        for name, tally in side_by_side.tallies.items()
    )
    raised = {
        generation: len(side_by_side.raised[generation]) + side_by_side.payload_errors(generation)
        for generation in (LEGACY, NEW)
    }
    measured = () if courses is None else costs(rounds, courses)
    metrics = (*measured, *troubles(raised, side_by_side.facts, courses), *agreement(pairs))
    return Findings(
        at=at,
        versions=dict(versions()),
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        recording=command.tape.name if command.tape is not None else "",
        demo_seed=command.demo_seed,
        minutes=command.minutes,
        cells_only=command.cells_only,
        facts=side_by_side.facts,
        presses=side_by_side.presses,
        compared=sum(pair.compared for pair in pairs),
        mismatches=sum(pair.mismatches for pair in pairs),
        pairs=pairs,
        raised={generation: tuple(texts) for generation, texts in side_by_side.raised.items()},
        history_points=POINTS if command.tape is None else 0,
        metrics=metrics,
        frames_ms=tuple(
            {
                place.value: {
                    generation: tuple(round(one, 3) for one in samples)
                    for generation, samples in by_generation.items()
                }
                for place, by_generation in one_round.items()
            }
            for one_round in rounds
        ),
        courses=courses or {},
        verdict=verdict_of(metrics),
    )
