"""The snapshot file, as a chart study of Sierra Chart would write it."""

import logging
import os
from pathlib import Path
from typing import Final

from demo.instrument import Instrument
from demo.session_figures import SessionFigures

log = logging.getLogger(__name__)

INTERVAL_S: Final = 0.5
# What is added to the name of a file while its next content is being written.
TEMPORARY: Final = ".tmp"
_HEADER: Final = "last,high,low,vwap,poc,cum_delta\n"


def snapshot_text(figures: SessionFigures, instrument: Instrument) -> str:
    """Return the content of the file: the header and one row, both with their line end."""
    last, high, low, poc = (
        f"{instrument.price(ticks):.2f}" for ticks in (figures.last, figures.high, figures.low, figures.poc)
    )
    vwap = f"{figures.vwap * float(instrument.tick):.2f}"
    return f"{_HEADER}{last},{high},{low},{vwap},{poc},{figures.cum_delta}\n"


class SnapshotWriter:
    """Replaces the file as a whole, so that no reader ever sees half a row."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._temporary = path.with_name(f"{path.name}{TEMPORARY}")
        self._failing = False

    def write(self, figures: SessionFigures, instrument: Instrument) -> None:
        """Write the present figures.

        Raises:
            OSError: The file or its folder cannot be written.
        """
        self._temporary.write_bytes(snapshot_text(figures, instrument).encode())
        os.replace(self._temporary, self._path)  # noqa: PTH105 - the same call, without building a Path

    def try_write(self, figures: SessionFigures, instrument: Instrument) -> None:
        """Write the present figures; on failure say so once and try again next time.

        A reader on Windows blocks the replacement for a moment, a full disk for longer: neither may end the
        world.
        """
        try:
            self.write(figures, instrument)
        except OSError as error:
            if not self._failing:
                log.warning("cannot write the snapshot file %s: %s", self._path, error)
            self._failing = True
        else:
            self._failing = False
