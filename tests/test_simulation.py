"""The actors under a scheduler: a short exploration, all planted bugs, and that a seed is one run."""

import gc
import io
import json
import logging
import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from models.book import Book, TradeAccount, TradeMode
from models.equity import EquityPoint
from models.errors import StorageError
from tests.simulation.__main__ import main
from tests.simulation.checkpoint import Checkpoint
from tests.simulation.exploration import BEGINNINGS, Case, Theatre, case_of, made_of, text_of
from tests.simulation.hunt import hunt, search
from tests.simulation.mutants import MUTANTS, Mutant
from tests.simulation.operations import Op
from tests.simulation.report import proved
from tests.simulation.soak import slope, soak
from tests.simulation.storage import MemoryStorage
from tests.simulation.window import Legacy

_AT = datetime(2026, 11, 23, 15, tzinfo=UTC)
_RUNS = 150
_DIGESTS = 8


@pytest.fixture(scope="module")
def _quiet() -> Iterator[None]:
    """Log nothing: faults are what this is about, and there are thousands of them."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
    gc.collect()


@pytest.fixture
def legacy(qtbot: QtBot, _quiet: None) -> Legacy:
    """Return the legacy panels."""
    panels = Legacy()
    for panel in panels.panels:
        qtbot.addWidget(panel)
    return panels


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_no_interleaving_breaks_a_rule(legacy: Legacy) -> None:
    """Whatever comes first, with faults or without, all that must hold does."""
    theatre = Theatre(legacy)
    found = [(seed, result.problem) for seed in range(_RUNS) if (result := theatre.explore(seed)[1]).problem]
    assert found == []
    assert {made_of(seed).beginning for seed in range(_RUNS)} == BEGINNINGS.keys()
    assert len({type(made_of(seed).strategy) for seed in range(_RUNS)}) == 3


@pytest.mark.slow
@pytest.mark.timeout(120)
@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.name for mutant in MUTANTS])
def test_a_planted_bug_is_found_and_made_small(mutant: Mutant, legacy: Legacy) -> None:
    """Some schedule of its program shows it, and what is left tells it in a few operations."""
    catch = search(mutant, legacy)
    assert catch is not None
    assert len(catch.shrunk.case.program) <= 4
    assert catch.shrunk.result.problem
    right = Theatre(legacy).play(catch.shrunk.case)
    assert not right.problem, "the program itself must hold where a rule is whole"


def test_a_fill_that_waits_for_the_disk_counts_once(legacy: Legacy) -> None:
    """Whoever starts anew while nothing can be stored is told what waits, or books it a second time."""
    lines = ("disk full", "fill Sim2 -3 6755.75 after", "fail positions", "show LIVE")
    case = Case("held", follows=False, program=tuple(Op(0.0, line) for line in lines), deviations={})
    assert not Theatre(legacy).play(case).problem


def test_a_fill_behind_its_report_and_a_failure_counts_on_a_first_day(legacy: Legacy) -> None:
    """Nothing was ever stored before this start: what is found then was open a moment ago."""
    lines = "flat follows 27:4\n+0 fill Sim1 -1 6746.00 before\n+1 fail positions"
    assert not Theatre(legacy).play(case_of(lines)).problem


def test_an_account_chosen_just_before_the_end_is_shown_at_the_start(legacy: Legacy) -> None:
    """A choice may wait for the screen; an orderly end does not lose it."""
    case = case_of("flat stays\n+0 show LIVE\n+0 show Sim1\n+0 restart")
    assert not Theatre(legacy).play(case).problem


def test_fills_of_before_the_first_list_stay_in_its_position(legacy: Legacy) -> None:
    """What was not read from the disk is listed by the broker: later questions begin behind that list."""
    lines = ("fill 120005 -2 6745.75 before", "disk full", "crash", "fill 120005 1 6744.25 after")
    program = (*(Op(0.0, line) for line in lines), Op(1.0, "link down"))
    assert not Theatre(legacy).play(Case("held", follows=False, program=program, deviations={})).problem


def test_a_fill_that_is_on_its_way_at_the_end_counts_at_the_next_start(legacy: Legacy) -> None:
    """Its report was there and made a position; nothing else is known of the account."""
    lines = "flat stays 40:5 41:6\n+0 fill Sim1 1 6754.00 before\n+0 crash\n+0 link down\n+5 link up"
    assert not Theatre(legacy).play(case_of(lines)).problem


def test_no_fill_counts_twice_where_nothing_stored_can_be_read(legacy: Legacy) -> None:
    """Database and positions fail on a full disk: what was booked before is known all the same."""
    program = tuple(Op(0.0, line) for line in ("disk full", "fail database", "fail positions"))
    assert not Theatre(legacy).play(Case("held", follows=False, program=program, deviations={})).problem


def test_a_report_between_two_failures_takes_no_result_from_its_fills(legacy: Legacy) -> None:
    """In and out again while the positions begin anew: both fills are lost there, their average is not."""
    fills = "+0 fill Sim1 -1 6757.50 after\n+0 fill Sim1 1 6746.50 after"
    lines = f"held stays 113:4 143:1\n+0 fail positions\n{fills}\n+0 fail positions"
    assert not Theatre(legacy).play(case_of(lines)).problem


@pytest.mark.parametrize(
    "lines",
    [
        "flat stays\n+0 disk full\n+0 fail equity\n+0 fill Sim2 -2 6752.00 after",
        "start stays 13:6\n+0 disk full\n+0 fill Sim2 -1 6755.00 after",
    ],
    ids=["a part that fails", "a start"],
)
def test_a_balance_that_could_not_be_read_comes_back_with_the_disk(lines: str, legacy: Legacy) -> None:
    """Once the disk takes something again, what is told is what is stored."""
    assert not Theatre(legacy).play(case_of(lines)).problem


def test_a_stop_that_no_disk_took_is_forgotten_with_the_process(legacy: Legacy) -> None:
    """It is first again once the orders are listed; between the two nobody can know it."""
    program = tuple(Op(0.0, line) for line in ("disk full", "stop 120005 6741.50", "crash"))
    assert not Theatre(legacy).play(Case("held", follows=True, program=program, deviations={})).problem


def test_chance_finds_a_planted_bug(legacy: Legacy) -> None:
    """Exploring by seeds finds what is broken as well, and says after how many runs."""
    (mutant,) = [mutant for mutant in MUTANTS if mutant.name.startswith("bytes of an old link")]
    catch = hunt(mutant, legacy)
    assert catch is not None
    assert catch.runs <= mutant.budget
    assert hunt(mutant._replace(budget=0), legacy) is None


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_a_seed_is_the_same_run_in_every_process() -> None:
    """Neither the process nor the seed of its hashes makes a difference."""
    command = (sys.executable, "-m", "tests.simulation", "digests", "--child", "--runs", str(_DIGESTS))
    found = [
        json.loads(
            subprocess.run(
                command,
                cwd=Path(__file__).resolve().parent.parent,
                env=os.environ | {"PYTHONHASHSEED": hash_seed},
                capture_output=True,
                check=True,
            ).stdout
        )
        for hash_seed in ("0", "4711")
    ]
    assert found[0] == found[1]
    assert len(set(found[0])) == _DIGESTS


def test_what_is_played_again_is_the_same(legacy: Legacy) -> None:
    """A run leaves nothing behind, and its lines say all that it depends on."""
    theatre = Theatre(legacy)
    for seed in range(20):
        case, result = theatre.explore(seed)
        again = theatre.play(case_of(text_of(case)))
        assert (again.digest, again.steps) == (result.digest, result.steps), text_of(case)


def test_a_checkpoint_brings_everything_back() -> None:
    """Containers of every kind, attributes, and what closures keep."""

    class Thing:
        def __init__(self) -> None:
            self.rows, self.names, self.table = [1], {2}, {3: [4]}
            self.queue, self.stopped = deque([5]), Event()

    thing, count = Thing(), 0

    def add() -> None:
        nonlocal count
        count += 1

    checkpoint = Checkpoint((thing, add))
    add()
    thing.rows.append(9)
    thing.names.clear()
    thing.queue.popleft()
    thing.stopped.set()
    thing.table[3].append(9)
    thing.table[5] = []
    checkpoint.restore()
    assert (thing.rows, thing.names, thing.table, count) == ([1], {2}, {3: [4]}, 0)
    assert (thing.queue, thing.stopped.is_set()) == (deque([5]), False)
    with pytest.raises(TypeError, match="nobody knows"):
        Checkpoint((iter([1]),))


def test_the_database_in_memory_is_a_file_to_those_who_use_it() -> None:
    """It outlives its connections, goes back to what was saved, and refuses like a disk."""
    storage = MemoryStorage()
    store, _ = storage.open(_AT)
    live = Book(TradeMode.LIVE, TradeAccount("120005"))
    store.save_equity_point(live, EquityPoint(at=_AT, balance=Decimal(7)))
    store.close()
    store, _ = storage.open(_AT)
    assert store.load_curves()[0][live].length == 1
    storage.connection.execute("BEGIN")
    storage.connection.execute("DELETE FROM equity_points")
    store, _ = storage.open(_AT)
    assert store.load_curves()[0][live].length == 1, "what was not committed is gone with the process"
    saved = storage.save()
    store.save_equity_point(live, EquityPoint(at=_AT, balance=Decimal(8)))
    saved.restore()
    assert store.load_curves()[0][live].length == 1
    storage.refuse(on=True)
    with pytest.raises(StorageError):
        store.save_equity_point(live, EquityPoint(at=_AT, balance=Decimal(9)))
    with pytest.raises(StorageError):
        storage.open(_AT)


def test_zero_is_said_with_what_it_proves() -> None:
    """No violation in n runs: with 95 % confidence fewer than 3 in n."""
    assert "fewer than one in 1,000 runs" in proved(0, 3000)
    assert proved(2, 3000) == "2 violations"


@pytest.mark.usefixtures("_quiet", "qtbot")
def test_a_soak_says_what_each_day_left_behind() -> None:
    """A trading day takes steps, and the slope is that of a straight line."""
    (day,) = soak(1, 0, 0.15)
    assert day.steps > 1000
    assert slope([1, 3, 5, 7]) == 2


@pytest.mark.usefixtures("_quiet", "qtbot")
def test_a_counter_example_can_be_played_from_its_lines(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command reads them, says whether everything holds, and how to see it again."""
    case = Case("held", follows=False, program=(Op(0.0, "link down"),), deviations={})
    (mutant,) = [mutant for mutant in MUTANTS if mutant.name.startswith("duplicates")]
    monkeypatch.setattr("sys.stdin", io.StringIO(text_of(case)))
    assert main(["replay", "-"]) == 0
    assert "everything holds" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.StringIO(text_of(case)))
    with mutant.planted():
        assert main(["replay", "-"]) == 1
    told = capsys.readouterr().out
    assert "VIOLATION fill e1" in told
    assert "python3 -m tests.simulation replay" in told
