"""Every actor made to fail, again and again: when it handles its next message, and what it knows then."""

import io
import tempfile
import threading
import time
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr
from pathlib import Path
from statistics import median
from typing import Any, Final

import msgspec

from actors.base import RESTARTS, Actor, Ports
from actors.dtc_connection import DtcConnectionActor
from actors.messages import (
    AlarmsChanged,
    Announce,
    BalanceChanged,
    BookConfirmed,
    CalendarSet,
    Command,
    ConnectionChanged,
    ConnectionState,
    CurveChanged,
    HeatChanged,
    ListRollout,
    ListSettings,
    Message,
    PositionChanged,
    RolloutListed,
    ScopeChanged,
    SettingsListed,
    Shown,
    StatisticsChanged,
)
from actors.router import Router
from actors.seams.clock import SystemClock
from actors.seams.track import Track
from actors.supervisor import Supervisor
from app import home, logs
from app.arguments import parse
from app.cast import cast
from app.errors import UnavailableError
from app.plan import make_plan
from app.stress.command import Stress
from app.stress.load import LoadProcess
from app.stress.opening import show
from app.stress.stage import SETTINGS
from demo.load_books import BOOKS
from models.equity import Curve
from models.percentile import p99

RESTART_MS: Final = 50.0
_LOOK_S: Final = 0.01
_QUIET_LOOKS: Final = 3
_GIVE_UP_S: Final = 30.0
_MOST_EXAMPLES: Final = 5
_COMPARED: Final = (
    *(PositionChanged, HeatChanged, BalanceChanged, CurveChanged, BookConfirmed, StatisticsChanged),
    *(ScopeChanged, ConnectionChanged, CalendarSet, SettingsListed, RolloutListed),
)
_MOVES: Final = frozenset({"epoch", "reason", "at", "detail", "notes", "confirmed", "protection"})
"""Fields that go on by themselves: moments of telling, epochs, what follows from a silence of the server.
What the broker alone can confirm is marked as unconfirmed after a failure, until it says so again; working
orders it is asked for anew, and the load server lists none."""

Known = Mapping[Hashable, object]
"""What all actors tell when they are asked, and what is shown, by kind, book and symbol."""


class CrashesFound(msgspec.Struct, frozen=True, kw_only=True):
    """What failures found.

    Attributes:
        actors: How many different ones failed.
        median_ms: From the failure of a handler until the restarted actor handles its next message.
        incomplete: After so many failures something was missing or another that had been known before.
    """

    seed: int
    crashes: int
    actors: int
    median_ms: float
    p99_ms: float
    slowest_ms: float
    slowest_actor: str
    incomplete: int
    examples: tuple[str, ...]
    missed: tuple[str, ...]


class Crash(Command, frozen=True, kw_only=True, gc=False):
    """Fail."""


class Probe(Command, frozen=True, kw_only=True, gc=False):
    """Tell that you handle messages."""


class CrashError(Exception):
    """What the actors fail with."""


class Victim:
    """One actor of the real class, with two more messages in its table."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self._failed_s = self._handled_s = 0.0
        self._handled = threading.Event()
        table: dict[type[Message], str] = {Crash: "crash_on_purpose", Probe: "take_probe", **actor.handlers}
        vars(actor).update(handlers=table, crash_on_purpose=self._fail, take_probe=self._take)

    def crash(self) -> float:
        """Let it fail with a message behind it; return the milliseconds from the one to the other.

        Raises:
            UnavailableError: It handles nothing any more.
        """
        self._handled.clear()
        self.actor.actor_ref.tell(Crash())
        self.actor.actor_ref.tell(Probe())
        if not self._handled.wait(_GIVE_UP_S):
            raise UnavailableError(f"{self.actor.name} does not come back after a failure")
        return (self._handled_s - self._failed_s) * 1000

    def _fail(self, _command: Crash) -> None:
        self._failed_s = time.perf_counter()
        raise CrashError("on purpose")

    def _take(self, _command: Probe) -> None:
        self._handled_s = time.perf_counter()
        self._handled.set()


class Theatre:
    """All actors of the program on their threads, without a window; a market that stands still."""

    def __init__(self, folder: Path, load: LoadProcess, victims: list[Victim]) -> None:
        place = home.prepare(folder)
        (place.root / "settings.toml").write_text(SETTINGS, encoding="utf-8")
        endpoint = load.endpoint()
        options = [
            "--dtc",
            str(endpoint),
            "--home",
            str(folder),
            "--screen-log",
            str(folder / "screen.jsonl"),
        ]
        plan = make_plan(parse(options), place)
        self.victims = victims
        self._is_ready = False
        self._known: dict[Hashable, object] = {}
        self._router = Router()
        self._supervisor = Supervisor(self._router)
        self._clock = SystemClock(self.post)
        track = Track()
        track.read = self._clock.read
        ports = Ports(post=self.post, clock=self._clock, enroll=lambda actor: victims.append(Victim(actor)))
        self._clock.start()
        self._supervisor.start(cast(plan, ports, plan.link(endpoint), self._take, track))

    def post(self, message: Message) -> None:
        """Pass a message on."""
        if isinstance(message, ConnectionChanged):
            self._is_ready = message.state is ConnectionState.READY
        self._note("told", message)
        self._router.post(message)

    def known(self) -> Known:
        """Return what all actors tell now: on request, and when each book is shown."""
        self._known = {}
        for wish in (Announce(), ListSettings(), ListRollout(), *(show(book) for book in BOOKS)):
            self.post(wish)
            self.rest()
        return self._known

    def settled(self) -> Known:
        """Return what all tell once they tell the same again: what they asked the server for is there."""
        known = self.known()
        while (again := self.known()) != known:
            known = again
        return known

    def rest(self) -> None:
        """Wait until the link is ready and nobody has anything to do.

        Raises:
            UnavailableError: That never happens.
        """
        until, quiet = time.monotonic() + _GIVE_UP_S, 0
        while quiet < _QUIET_LOOKS:
            if time.monotonic() > until:
                busy = [each.actor.name for each in self.victims if not each.actor.is_at_rest]
                raise UnavailableError(f"no rest: {', '.join(busy) or 'no link'}")
            time.sleep(_LOOK_S)
            resting = self._is_ready and all(each.actor.is_at_rest for each in self.victims)
            quiet = quiet + 1 if resting else 0

    def stop(self) -> None:
        """End all."""
        self._supervisor.stop(_GIVE_UP_S)
        self._clock.stop(_GIVE_UP_S)

    def _take(self, payload: Any, _key: str | None) -> None:  # noqa: ANN401 - either form, or a command
        """Keep what the window is handed: the screen part shows it, whoever told it may have forgotten it."""
        if isinstance(payload, Shown):
            self._note("shown", payload.fact)

    def _note(self, how: str, fact: Message) -> None:
        if isinstance(fact, AlarmsChanged):
            self._known.update({(how, "alarm", alarm.key): alarm.kind for alarm in fact.alarms})
        elif isinstance(fact, PositionChanged) and fact.position is None:
            # Who is asked for positions need not remember what was closed.
            return
        elif isinstance(fact, _COMPARED):
            book = getattr(fact, "book", (getattr(fact, "mode", ""), getattr(fact, "account", "")))
            self._known[how, type(fact).__name__, str(book), getattr(fact, "symbol", "")] = plain(fact)


def stress_crash(command: Stress) -> CrashesFound:
    """Let every actor fail in turn, so often altogether, and return what was found.

    Each run of the actors takes as many failures of each of them as they come back from.

    Raises:
        UnavailableError: The load server does not start, or an actor does not come back.
    """
    took: list[tuple[float, str]] = []
    lost: list[str] = []
    while len(took) < command.cycles:
        with _theatre(command.seed) as theatre:
            before = theatre.settled()
            for victim in _order(theatre.victims)[: command.cycles - len(took)]:
                took.append((victim.crash(), victim.actor.name))
                # The load server serves one connection; what a second one brings back is tried elsewhere.
                if victim.actor.name != DtcConnectionActor.name:
                    after = theatre.settled()
                    lost += [f"{victim.actor.name}: {text}" for text in differences(before, after)[:1]]
                    before = after
    return _found(command, took, lost)


def differences(before: Known, after: Known) -> list[str]:
    """Return in words what was known and is not any more, or is another; what is new is no loss."""
    return [
        f"{key}: {' -> '.join(map(str, _apart(was, after.get(key, 'not told'))))}"
        for key, was in before.items()
        if after.get(key) != was
    ]


def _apart(was: object, now: object) -> tuple[object, object]:
    """Return the innermost parts in which two values differ."""
    if isinstance(was, tuple) and isinstance(now, tuple) and len(was) == len(now):
        return next(_apart(one, other) for one, other in zip(was, now, strict=True) if one != other)
    return was, now


def plain(value: object) -> object:
    """Return a value by its contents, without what goes on by itself."""
    match value:
        case Curve():
            return value.length, value.point(-1).balance if value.length else None
        case msgspec.Struct():
            fields = [name for name in value.__struct_fields__ if name not in _MOVES]
            return type(value).__name__, *((name, plain(getattr(value, name))) for name in fields)
        case tuple() | list():
            return tuple(plain(each) for each in value)
    return value


def _order(victims: list[Victim]) -> list[Victim]:
    """Return who fails in one run of the actors: each as often as it comes back, the connection last."""
    last = [each for each in victims if each.actor.name == DtcConnectionActor.name]
    return [each for each in victims if each not in last] * RESTARTS + last * RESTARTS


@contextmanager
def _theatre(seed: int) -> Iterator[Theatre]:
    load = LoadProcess(seed)
    try:
        # Each failure is logged as it is in a real run; on the terminal nobody could read anything else.
        with (
            tempfile.TemporaryDirectory(prefix="appsierra-stress-") as folder,
            redirect_stderr(io.StringIO()),
        ):
            stop_logs = logs.start(home.prepare(Path(folder)))
            theatre = Theatre(Path(folder), load, [])
            try:
                theatre.rest()
                load.send()
                theatre.rest()
                yield theatre
            finally:
                theatre.stop()
                stop_logs()
    finally:
        load.stop()


def _found(command: Stress, took: list[tuple[float, str]], lost: list[str]) -> CrashesFound:
    times = [took_ms for took_ms, _ in took]
    slowest_ms, slowest = max(took)
    missed = [f"{len(lost)} times something was not as before the failure, at most 0"] if lost else []
    if p99(times) > RESTART_MS:
        missed.append(f"p99 {p99(times):.1f} ms until the next message, at most {RESTART_MS:.0f}")
    return CrashesFound(
        seed=command.seed,
        crashes=len(took),
        actors=len({name for _, name in took}),
        median_ms=median(times),
        p99_ms=p99(times),
        slowest_ms=slowest_ms,
        slowest_actor=slowest,
        incomplete=len(lost),
        examples=tuple(text[:300] for text in lost[:_MOST_EXAMPLES]),
        missed=tuple(missed),
    )
