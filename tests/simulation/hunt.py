"""Looks for a planted bug, by chance and by going through every schedule of a program."""

from typing import NamedTuple

from tests.simulation.exhaustive import schedules
from tests.simulation.exploration import Case, Theatre
from tests.simulation.mutants import Mutant
from tests.simulation.operations import Op, op_of
from tests.simulation.shrink import Shrunk, shrink
from tests.simulation.window import Legacy


class Catch(NamedTuple):
    """How a planted bug was found.

    Attributes:
        runs: How many runs it took.
    """

    runs: int
    shrunk: Shrunk


def hunt(mutant: Mutant, legacy: Legacy, first_seed: int = 0) -> Catch | None:
    """Explore until a planted bug shows; None where its budget does not do."""
    with mutant.planted():
        theatre = Theatre(legacy)
        for run in range(mutant.budget):
            case, result = theatre.explore(first_seed + run)
            if result.problem:
                return Catch(run + 1, shrink(theatre.play, case, result))
    return None


def search(mutant: Mutant, legacy: Legacy) -> Catch | None:
    """Go through every schedule of the program that shows a planted bug, with one step out of order."""
    beginning, *lines = mutant.shown_by
    program = tuple(op_of(line) if line.startswith("+") else Op(0.0, line) for line in lines)
    case = Case(beginning, follows=False, program=program, deviations={})
    with mutant.planted():
        theatre = Theatre(legacy)
        for run, played in enumerate(schedules(theatre.direct, case, most=1), start=1):
            if played.result.problem:
                return Catch(run, shrink(theatre.play, played.case, played.result))
    return None
