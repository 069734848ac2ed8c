"""Records hours of the demo, then seeks and plays in them; prints JSON."""

import gc
import json
import logging
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from random import Random
from time import perf_counter

from PySide6.QtWidgets import QApplication

from app.replay.playback import Playback
from app.replay.tape import Tape
from benchmarks.virtual_session import VirtualSession

_SEEKS = 200
_PLAYED_S = 600
_COLLECT_EVERY_S = 200
"""The program itself collects garbage in the event loop, about as often."""
_STRETCHES = 3
_NEXT_MODE_S = 600.0
_MICROSECONDS = 1_000_000


def main(hours: float) -> int:
    """Measure; return the exit code."""
    logging.getLogger().setLevel(logging.ERROR)
    gc.disable()
    _qt = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        path = VirtualSession(Path(folder), next_mode_s=_NEXT_MODE_S).record(hours * 3600)
        with (
            closing(Tape(path)) as tape,
            closing(Playback(tape, Path(folder) / "screen.jsonl", Path(folder))) as playback,
        ):
            began = perf_counter()
            playback.index.build()
            seconds = (playback.ends_us - playback.begins_us) / _MICROSECONDS
            measured: dict[str, object] = {"index_ms": [(perf_counter() - began) * 1000 / seconds]}
            measured["seek_s"] = [_seek(playback, chance) for chance in _chances()]
            measured["play_ms"] = [_play(playback, number / _STRETCHES) for number in range(_STRETCHES)]
            measured["bytes"] = path.stat().st_size
            measured["checkpoint_bytes"] = sum(len(each.state) for each in playback.index.checkpoints)
    sys.stdout.write(json.dumps(measured))
    return 0


def _chances() -> list[float]:
    chance = Random(1)  # noqa: S311 - the same moments each time
    return [chance.random() for _ in range(_SEEKS)]


def _seek(playback: Playback, part: float) -> float:
    """Return the seconds until a moment is shown, all cells of it."""
    moment = playback.begins_us + round(part * (playback.ends_us - playback.begins_us))
    began = perf_counter()
    playback.seek(moment)
    playback.cells()
    return perf_counter() - began


def _play(playback: Playback, part: float) -> float:
    """Return the milliseconds that a recorded second takes, panels and screen log included."""
    moment = playback.begins_us + round(part * (playback.ends_us - playback.begins_us))
    playback.seek(moment)
    began = perf_counter()
    for second in range(0, _PLAYED_S, _COLLECT_EVERY_S):
        playback.play(moment + (second + _COLLECT_EVERY_S) * _MICROSECONDS)
        gc.collect(0)
    return (perf_counter() - began) * 1000 / _PLAYED_S


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
