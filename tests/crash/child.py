"""The real program with a witness and a trader at it: `python -m tests.crash.child JOURNAL OPTIONS`.

The trader does something every so many milliseconds that the program has to keep: another mode, other panels,
another unit, a setting, a ledger that starts anew.
"""

import argparse
import os
import sys
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Final

from PySide6.QtWidgets import QApplication

from actors.messages import ChangeSetting, Command, ResetSimBalance
from models.book import Book, TradeAccount, TradeMode
from tests import trader
from tests.crash import witness
from tests.crash.journal import BORN, Journal
from ui.window import MainWindow

_ACTIONS: Final = (
    *("Ctrl+Shift+M", "P", "Panel 1: new generation", "1", "E", "U", "Panel 2: legacy generation", "3"),
    *("Ctrl+Shift+M", "Panel 2: new generation", "U", "E", "P", "Panel 1: legacy generation", "7"),
)
_SIM: Final = Book(TradeMode.SIM, TradeAccount("Sim1"))


class Restless(trader.Trader):
    """Changes all that is kept, in turn."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._actions = cycle(_ACTIONS)
        self._chance = Random(seed)
        self._commands = cycle(
            (
                ChangeSetting(path=("display", "palette"), text="classic"),
                ResetSimBalance(book=_SIM, reason="asked for"),
                ChangeSetting(path=("display", "palette"), text="safe"),
            )
        )

    def act(self) -> None:
        """Choose an action, or post a command."""
        if self._chance.random() < 0.7:
            super().act()
        else:
            self._post(next(self._commands))

    @staticmethod
    def _post(command: Command) -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow):
                window._post(command)


def _unsynced() -> None:
    """Let nothing of Python wait for the disk: a planted fault."""

    def fsync(fd: object) -> None:
        del fd

    os.fsync = fsync


def main(argv: list[str]) -> int:
    """Run the program; return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("journal", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pace", type=float, default=0.1, help="seconds from one action to the next")
    parser.add_argument("--synchronous", help="planted: what SQLite is told")
    parser.add_argument("--unsynced", action="store_true", help="planted: no other file waits for the disk")
    given, options = parser.parse_known_args(argv)
    if given.unsynced:
        _unsynced()
    journal = Journal(given.journal)
    journal.note(BORN, os.getpid())
    witness.watch(journal, given.synchronous)
    witness.shorten_days()
    return trader.run(given.pace, options, Restless(given.seed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
