"""Plays one program under one schedule, step by step, to rest."""

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from hashlib import blake2b
from typing import Final, NamedTuple, Protocol

from actors.base import RESTARTS
from actors.ensemble import Delivery
from tests.simulation.operations import Op, Poison, perform
from tests.simulation.watch import ViolationError, Watch
from tests.simulation.world import World

_SETTLING: Final = (
    "reconcile ",
    "settle ",
    "session pace",
    "connection pace",
    "connection retry",
    "database retry",
)
_LONGEST_S: Final = 90.0
_MOST_STEPS: Final = 6000
_FRAME_S: Final = 1.0
"""In the order of things the window waits so long for more; out of it, it paints at any moment."""
_SOON_S: Final = 30.0
_NEVER_S: Final = float("inf")


class Strategy(Protocol):
    """Chooses what happens next."""

    def choose(self, step: int, names: Sequence[str]) -> int:
        """Return which of these comes next; 0 is what comes in the order of things."""

    def is_idle(self, step: int) -> bool:
        """Return whether everything goes in the order of things at this step."""


class Result(NamedTuple):
    """What came of one run.

    Attributes:
        problem: What does not hold; empty where everything does.
        taken: At which step something else was chosen than what came in the order of things.
    """

    problem: str
    steps: int
    taken: dict[int, int]
    digest: str
    trace: tuple[str, ...]


class Run:
    """One program, under way.

    Args:
        world: Where it plays.
        watch: Looks after every step.
        program: What happens from outside.
        strategy: Chooses.
    """

    def __init__(self, world: World, watch: Watch, program: Sequence[Op], strategy: Strategy) -> None:
        self._world = world
        self._watch = watch
        self._ops = deque(program)
        self._strategy = strategy
        self._step = 0
        self._last_op_s = world.clock.elapsed_s
        self._painted_s = -_FRAME_S
        self._taken: dict[int, int] = {}
        self._trace: list[str] = []

    def play(self) -> Result:
        """Play to rest."""
        problem = ""
        try:
            while self._ops:
                self._go_on()
            self.rest()
            self._watch.look_at_rest()
        except ViolationError as violation:
            problem = str(violation)
        except Exception as error:  # noqa: BLE001 - a crash of whatever kind is a find
            problem = f"{type(error).__name__}: {error}"
        digest = blake2b("\n".join(self._trace).encode(), digest_size=8).hexdigest()
        return Result(problem, self._step, self._taken, digest, tuple(self._trace))

    def _go_on(self) -> None:
        """Take one step."""
        self._step += 1
        if self._step > _MOST_STEPS:
            raise ViolationError(f"no rest after {_MOST_STEPS} steps")
        if self._strategy.is_idle(self._step):
            self._take_first()
        else:
            self._take_any()
        self._watch.look()

    def _take_first(self) -> None:
        world = self._world
        if world.mail.waiting:
            self._deliver(0)
        elif world.line:
            self._arrive()
        elif world.window.waits and self._may_paint and self._is_frame:
            self._paint()
        elif self._ops and self._op_due_s <= self._next_due_s:
            self._perform()
        else:
            self._pass_time()

    def _take_any(self) -> None:
        world = self._world
        firsts = world.mail.firsts()
        options: list[Callable[[], None]] = [partial(self._deliver, place) for place in firsts.values()]
        names = list(firsts)
        if world.line:
            options.append(self._arrive)
            names.append("line")
        paints = world.window.waits and self._may_paint
        if paints and self._is_frame:
            options.append(self._paint)
            names.append("window")
        later = []
        if world.clock.scheduled:
            later.append((self._next_due_s, "time", self._pass_time))
        if self._ops:
            later.append((self._op_due_s, "desk", self._perform))
        for _, name, option in sorted(later, key=lambda entry: entry[:2]):
            options.append(option)
            names.append(name)
        if paints and not self._is_frame:
            options.append(self._paint)
            names.append("window")
        chosen = self._strategy.choose(self._step, names)
        if chosen:
            self._taken[self._step] = chosen
        options[min(chosen, len(options) - 1)]()

    @property
    def _may_paint(self) -> bool:
        return self._world.stalled_until_s <= self._world.clock.elapsed_s

    @property
    def _is_frame(self) -> bool:
        return self._painted_s + _FRAME_S <= self._world.clock.elapsed_s

    @property
    def _op_due_s(self) -> float:
        return max(self._world.clock.elapsed_s, self._last_op_s + self._ops[0].after_s)

    @property
    def _next_due_s(self) -> float:
        return min([entry[0] for entry in self._world.clock.scheduled.values()], default=_NEVER_S)

    def _deliver(self, place: int) -> None:
        delivery = self._world.mail.take_at(place) if place else self._world.mail.waiting.popleft()
        actor, message = delivery.receiver, delivery.message
        self._trace.append(f"{actor.name} {type(message).__name__}")
        if isinstance(message, Poison):
            self._poison(delivery)
        else:
            self._world.ensemble.deliver(delivery)

    def _poison(self, delivery: Delivery) -> None:
        actor = delivery.receiver
        # One failure more, and it gives up by design.
        if actor.has_begun and len(actor.failed_messages) < RESTARTS:
            actor._fail(delivery.message, RuntimeError("poison"))
            actor._replay()

    def _arrive(self) -> None:
        self._trace.append(f"line {type(self._world.arrive()).__name__}")

    def _paint(self) -> None:
        window, self._painted_s = self._world.window, self._world.clock.elapsed_s
        window.paint()
        self._trace.append("window")
        self._trace += [f"{name}={cell.text}|{cell.role}" for name, cell in window.new.items()]

    def _perform(self) -> None:
        world = self._world
        world.clock.move_to(self._op_due_s)
        op = self._ops.popleft()
        self._last_op_s = world.clock.elapsed_s
        self._trace.append(op.text)
        perform(world, op)

    def _pass_time(self) -> None:
        until_s = self._op_due_s if self._ops else _NEVER_S
        self._world.pass_time(until_s)
        self._trace.append(f"time {self._world.clock.elapsed_s:.2f}")

    def _heal(self) -> None:
        """Take away what would keep the monitor from its rest."""
        world = self._world
        world.exchange.is_up = True
        world.splits = world.delays = False
        world.stalled_until_s = 0.0
        if world.storage.refuses:
            world.storage.refuse(on=False)

    def rest(self, at_least_s: float = 0.0) -> None:
        """Go on until nothing is left to do.

        Args:
            at_least_s: Let so much time pass in any case.

        Raises:
            ViolationError: That never comes.
        """
        world = self._world
        self._heal()
        began_s = world.clock.elapsed_s
        while True:
            waited_s = world.clock.elapsed_s - began_s
            is_quiet = not (world.mail.waiting or world.line)
            is_quiet = is_quiet and world.is_ready and world.has_saved
            if is_quiet and waited_s >= at_least_s and not self._is_settling:
                break
            if waited_s > _LONGEST_S:
                raise ViolationError(f"no rest after {_LONGEST_S:g} s")
            self._go_on()
        if world.window.waits:
            self._paint()
            self._watch.look()

    @property
    def _is_settling(self) -> bool:
        soon_s = self._world.clock.elapsed_s + _SOON_S
        return any(
            entry[1] is None and entry[0] < soon_s and key.startswith(_SETTLING)
            for key, entry in self._world.clock.scheduled.items()
        )
