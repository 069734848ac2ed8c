"""Faults of the line: some of each kind against the real actors, and that what is planted is noticed."""

import json
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from actors.confirmation import Confirmation
from actors.dtc_connection import DtcConnectionActor
from actors.messages import LinkClosed
from dtc.enums import Encoding
from dtc.messages import OrderUpdate, PositionUpdate
from tests.actors.conftest import AllowLog
from tests.faults.catalogue import FAULTS, GROUPS
from tests.faults.desk import Desk
from tests.faults.fault import Fault
from tests.faults.proxy import Frame, Wire, swallow
from tests.faults.report import failure_of, proved, rows_of, table_of
from tests.faults.trial import Outcome, play
from tests.faults.watch import NOTICED_S

_ROOT = Path(__file__).resolve().parent.parent
_QUICK = (
    "closed-in-position-list",
    "split-at-every-boundary",
    "positions-refused-once",
    "no-numbers",
    "other-encoding",
)
"""One of each module, none of which waits for a limit of silence."""
_LONG_S = 30.0
"""How quick it is on a computer with nothing else to do is what the command measures."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


@pytest.fixture(autouse=True)
def _faulty(allow_log: AllowLog) -> None:
    """Allow what the program says of a bad line; a failure of an actor is an error, and none is allowed."""
    allow_log("^WARNING actors")


@pytest.mark.parametrize("name", _QUICK)
def test_all_is_right_after_a_fault(name: str) -> None:
    """Facts, cells and database are those of the books kept by hand, and nothing lied meanwhile."""
    assert play(FAULTS[name], seed=0, within_s=_LONG_S).problems == ()


def test_there_are_many_faults_and_each_says_what_it_is() -> None:
    """Names are unique, and every fault tells what is done and what must hold."""
    assert len(FAULTS) == sum(len(group.faults) for group in GROUPS)
    assert len(FAULTS) >= 25
    assert all(fault.does.endswith(".") and fault.holds for fault in FAULTS.values())
    assert set(_QUICK) <= FAULTS.keys()


def _planted(inflict: object, encoding: Encoding = Encoding.JSON) -> Fault:
    """Return a fault that no program can make up for, or that finds a broken one out."""
    assert callable(inflict)
    return Fault("planted", "", "", inflict, (encoding,))


def test_a_fill_that_nothing_makes_up_for_is_missed() -> None:
    """A proxy that swallows a fill, and the position that would tell of it, is found out."""

    def swallow_one(desk: Desk) -> None:
        done = False

        def steal(wire: Wire, frames: list[Frame]) -> None:
            nonlocal done
            for frame in frames:
                if isinstance(frame.message, OrderUpdate | PositionUpdate):
                    done = True
                else:
                    wire.to_client(frame.raw)

        with desk.proxy.doing(steal):
            desk.fill("Sim1", 1)
            desk.until(lambda: done, "the fill")
            desk.pause(0.1)

    problems = play(_planted(swallow_one), seed=1, within_s=3.0).problems
    assert any(problem.startswith("not right within 3 s: Sim1 Price") for problem in problems), problems


def test_a_lie_while_the_line_is_down_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """All is right before and after it: what was said without a link is a failure of its own."""
    monkeypatch.setattr(Confirmation, "lose", lambda _self, _at: None)

    def end(desk: Desk) -> None:
        with desk.proxy.refusing():
            desk.until_lost()
            desk.pause(2 * NOTICED_S)

    problems = play(_planted(end), seed=1, within_s=_LONG_S).problems
    assert any(problem.endswith("confirmed without a link") for problem in problems), problems


def test_an_actor_that_fails_is_a_failure(monkeypatch: pytest.MonkeyPatch, allow_log: AllowLog) -> None:
    """It starts anew by itself, and the trial tells of it all the same."""
    allow_log("^ERROR actors.base: actor failed actor=connection")

    def fail(_actor: DtcConnectionActor, _fact: LinkClosed) -> None:
        raise ValueError("planted")

    monkeypatch.setattr(DtcConnectionActor, "lose", fail)
    problems = play(_planted(lambda desk: desk.cut()), seed=1, within_s=_LONG_S).problems
    assert any("actor failed: connection: ValueError" in problem for problem in problems), problems


def test_a_seed_decides_what_happens(tmp_path: Path) -> None:
    """The same seed trades the same, in the same encoding."""
    told = []
    for name in ("a", "b"):
        desk = Desk(tmp_path / name, Random("one"), Encoding.BINARY)
        try:
            with desk.proxy.doing(swallow):
                for _ in range(5):
                    desk.trade()
        finally:
            desk.end()
        told.append(desk.server.broker.held)
    assert told[0] == told[1]


def test_the_report_counts_and_says_how_to_see_a_failure_again() -> None:
    """Worst times are those of trials that held; zero proves as much as there were trials."""
    good, slow, bad = (
        Outcome("cut", 0, 0.5, ()),
        Outcome("cut", 1, 1.25, ()),
        Outcome("cut", 2, 0.0, ("Sim1 is called flat and holds contracts",)),
    )
    (row,) = rows_of([good, slow, bad])
    assert (row.trials, row.worst_s, row.failures) == (3, 1.25, 1)
    assert table_of([row]).splitlines()[1].split() == ["cut", "3", "1.25", "1"]
    assert "--only cut --times 1 --seed 2" in failure_of(bad)
    assert "called flat" in failure_of(bad)
    assert proved(3, 1) == "1 of 3 trials failed"
    assert "fewer than one in 500 of this mix" in proved(1500, 0)


def test_the_command_answers_for_machines() -> None:
    """It plays the fault that is wanted, and its exit code says whether all held."""
    command = (sys.executable, "-m", "tests.faults", "--json", "--times", "1", "--workers", "1")
    done = subprocess.run(
        (*command, "--only", "garbage-in-json"), cwd=_ROOT, capture_output=True, check=False
    )
    answer = json.loads(done.stdout)
    assert done.returncode == bool(answer["failures"])
    assert (answer["trials"], answer["faults"][0]["fault"]) == (1, "garbage-in-json")
    unknown = subprocess.run((*command, "--only", "nothing"), cwd=_ROOT, capture_output=True, check=False)
    assert unknown.returncode == 2
    assert b"no fault is called nothing" in unknown.stderr
