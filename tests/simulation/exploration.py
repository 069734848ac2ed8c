"""From a seed to a run: which beginning, which program, which way to choose."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Final, NamedTuple

from tests.simulation.checkpoint import Checkpoint
from tests.simulation.operations import Op, op_of, perform
from tests.simulation.programs import program_of
from tests.simulation.runner import Result, Run, Strategy
from tests.simulation.strategies import Deviations, FewDeviations, Priorities, RandomWalk
from tests.simulation.watch import ViolationError, Watch
from tests.simulation.window import Legacy
from tests.simulation.world import World

BEGINNINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "start": ("ready", "quote 6748.00", "fill Sim1 2 6750.25", "wait", "restart"),
    "flat": ("ready",),
    "held": (
        "ready",
        "quote 6748.00",
        "fill Sim1 2 6750.25",
        "stop Sim1 6745.25",
        "fill 120005 -1 6760.00",
        "wait",
    ),
}
"""What has happened before a program begins."""
_WEIGHTS: Final = {"start": 2, "flat": 6, "held": 8}
_NEARBY: Final = 120
"""Most of what a program sets off happens within so many steps."""


class Case(NamedTuple):
    """Everything that a run depends on.

    Attributes:
        beginning: One of `BEGINNINGS`.
        follows: Whether the screen follows the activity.
        deviations: Steps at which something else comes next than what is next in the order of things.
    """

    beginning: str
    follows: bool
    program: tuple[Op, ...]
    deviations: Mapping[int, int]


class Stage:
    """One beginning, and the way back to it.

    Args:
        legacy: The legacy panels of this process.
        beginning: One of `BEGINNINGS`.
        follows: Whether the screen follows the activity.
    """

    def __init__(self, legacy: Legacy, beginning: str, *, follows: bool) -> None:
        self._watch = Watch()
        self._world = World(legacy, follows=follows, watch=self._watch)
        self._begin(BEGINNINGS[beginning])
        self._saved = self._world.storage.save()
        self._legacy, self._panels = legacy, legacy.save()
        self._checkpoint = Checkpoint((self._world, self._watch))

    def play(self, program: Sequence[Op], strategy: Strategy) -> Result:
        """Play a program from the beginning."""
        self._checkpoint.restore()
        self._legacy.restore(self._panels)
        self._saved.restore()
        return Run(self._world, self._watch, program, strategy).play()

    def _begin(self, lines: Sequence[str]) -> None:
        run = Run(self._world, self._watch, (), Deviations({}))
        self._world.stated["120005"] = {25000.0}
        self._world.broker.balances["120005"] = 25000.0
        for line in lines:
            if line not in {"ready", "wait"}:
                perform(self._world, Op(0.0, line))
            if line != "restart":
                # Histories are told in whole seconds; what happened in that of the list is in doubt.
                run.rest(at_least_s=1.5)


class Theatre:
    """Every beginning, made when it is first needed.

    Args:
        legacy: The legacy panels of this process.
    """

    def __init__(self, legacy: Legacy) -> None:
        self._legacy = legacy
        self._stages: dict[tuple[str, bool], Stage] = {}

    def play(self, case: Case) -> Result:
        """Play a case."""
        return self._play(case.beginning, case.program, Deviations(case.deviations), follows=case.follows)

    def direct(self, case: Case, strategy: Strategy) -> Result:
        """Play a case with a strategy in place of its deviations."""
        return self._play(case.beginning, case.program, strategy, follows=case.follows)

    def explore(self, seed: int) -> tuple[Case, Result]:
        """Play what a seed stands for."""
        beginning, follows, program, strategy = made_of(seed)
        result = self._play(beginning, program, strategy, follows=follows)
        return Case(beginning, follows, tuple(program), result.taken), result

    def _play(self, beginning: str, program: Sequence[Op], strategy: Strategy, *, follows: bool) -> Result:
        try:
            stage = self._stage(beginning, follows=follows)
        except ViolationError as violation:
            return Result(f"already before the program: {violation}", 0, {}, "", ())
        return stage.play(program, strategy)

    def _stage(self, beginning: str, *, follows: bool) -> Stage:
        stage = self._stages.get((beginning, follows))
        if stage is None:
            stage = self._stages[beginning, follows] = Stage(self._legacy, beginning, follows=follows)
        return stage


class Made(NamedTuple):
    """What a seed stands for."""

    beginning: str
    follows: bool
    program: list[Op]
    strategy: Strategy


def made_of(seed: int) -> Made:
    """Return what a seed stands for."""
    chance = Random(seed)
    (beginning,) = chance.choices(list(_WEIGHTS), list(_WEIGHTS.values()))
    follows = not chance.randrange(4)
    program = program_of(chance)
    steps = 40 + _NEARBY * (beginning == "start") + 30 * len(program)
    strategies: tuple[type[FewDeviations | RandomWalk | Priorities], ...]
    strategies = (FewDeviations, FewDeviations, RandomWalk, Priorities)
    return Made(beginning, follows, program, chance.choice(strategies)(chance, steps))


def case_of(text: str) -> Case:
    """Return the case that a counter-example tells."""
    head, *lines = text.strip().splitlines()
    beginning, follows, *steps = head.split()
    pairs = (step.split(":") for step in steps)
    deviations = {int(step): int(choice) for step, choice in pairs}
    return Case(beginning, follows == "follows", tuple(op_of(line) for line in lines), deviations)


def text_of(case: Case) -> str:
    """Return a case as it is printed."""
    steps = " ".join(f"{step}:{choice}" for step, choice in sorted(case.deviations.items()))
    head = f"{case.beginning} {'follows' if case.follows else 'stays'} {steps}".rstrip()
    return "\n".join([head, *map(str, case.program)])
