"""The real program is killed at random moments, and everything it had acknowledged must be there."""

import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from tests.crash.broker import ACCOUNTS, Broker
from tests.crash.expected import Database, Files
from tests.crash.journal import AUDIT, FILE, SQL, TAPE, Line
from tests.crash.life import PAINTED, READY, Life
from tests.crash.lookover import contradictions, look_at, set_aside

RESTART_S: Final = 2.0
TRIALS_OF_A_HOME: Final = 25
_FRESH: Final = 2
"""So many kills meet a program that has never run in its home folder."""
_MARGIN_S: Final = 0.5
_LOUD: Final = (" ERROR ", " CRITICAL ")
_QUIET_S: Final = 0.7
_IDLE: Final = ("--pace", "1000")


@dataclass
class Tally:
    """What the trials found."""

    trials: int = 0
    moments: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    painted_s: list[float] = field(default_factory=list)
    ready_s: list[float] = field(default_factory=list)
    commits: int = 0
    files: int = 0
    fills: int = 0

    def add(self, other: "Tally") -> None:
        """Take over what another worker found."""
        self.trials += other.trials
        self.moments += other.moments
        self.problems += other.problems
        self.painted_s += other.painted_s
        self.ready_s += other.ready_s
        self.commits += other.commits
        self.files += other.files
        self.fills += other.fills


def _at_start(life: Life, chance: Random) -> None:
    time.sleep(chance.uniform(0.0, 1.2))
    del life


def _while_syncing(life: Life, chance: Random) -> None:
    life.wait_until(PAINTED)
    time.sleep(chance.uniform(0.0, 0.6))


def _while_running(life: Life, chance: Random) -> None:
    life.wait_until(READY)
    time.sleep(chance.uniform(0.0, 1.2))


def _at(*words: str) -> Callable[[Life, Random], None]:
    def wait(life: Life, chance: Random) -> None:
        life.wait_until(READY)
        for _ in range(chance.randint(1, 5)):
            life.wait_for(lambda line: line.word in words)
        time.sleep(chance.choice((0.0, 0.0, 0.0005, 0.002)))

    return wait


def _while_ending(life: Life, chance: Random) -> None:
    life.wait_until(READY)
    time.sleep(chance.uniform(0.0, 0.4))
    life.ask_to_end()
    time.sleep(chance.uniform(0.0, 0.3))


MOMENTS: Final[dict[str, Callable[[Life, Random], None]]] = {
    "start": _at_start,
    "sync": _while_syncing,
    "running": _while_running,
    "commit": _at(SQL),
    "file": _at(FILE),
    "switch": _at(AUDIT),
    "recording": _at(TAPE),
    "exit": _while_ending,
}
"""When the kill comes."""


class Household:
    """One home folder, its broker, and what must be in it.

    Args:
        place: An empty folder.
        seed: Of everything that is random.
        options: Of `tests.crash.child`.
        known_after_s: Of the broker.
    """

    def __init__(
        self, place: Path, seed: int, options: tuple[str, ...] = (), known_after_s: float = 2.5
    ) -> None:
        self.tally = Tally()
        self._place = place
        self._chance = Random(seed)
        self._seed = seed
        self._options = options
        self._known_after_s = known_after_s
        self._broker = Broker(seed, known_after_s=known_after_s)
        self._database = Database()
        self._files = Files(TAPE)
        self._log_at = 0
        self._lives = 0

    @property
    def home(self) -> Path:
        """Return the home folder."""
        return self._place / "home"

    def close(self) -> None:
        """End the broker."""
        self._broker.stop()

    def trial(self, moment: str) -> None:
        """Start the program, kill it, look."""
        life = self._begin()
        MOMENTS[moment](life, self._chance)
        life.kill()
        self.tally.trials += 1
        self.tally.moments[moment] += 1
        self._measure(life)
        self._check(life, f"trial {self.tally.trials} of seed {self._seed} ({moment})")

    def settle_in(self) -> None:
        """Let the program live until the broker trades."""
        life = self._begin()
        life.wait_until(READY)
        time.sleep(self._known_after_s + _MARGIN_S)
        self._broker.trade(on=True)
        time.sleep(1.0)
        life.kill()
        self._check(life, "settling in")

    def make_up(self) -> None:
        """Let the program make up for all that it missed; then it must have what the broker has."""
        self._broker.trade(on=False)
        life = self._begin(*_IDLE)
        life.wait_until(READY)
        quiet_since = time.monotonic()
        while time.monotonic() - quiet_since < _QUIET_S:
            if any(line.word == SQL and _is_of_fill(line) for line in life.look()):
                quiet_since = time.monotonic()
            time.sleep(0.02)
        life.ask_to_end()
        code = life.wait()
        if code:
            self._say("the end", f"exit code {code}")
        self._measure(life)
        self._check(life, "the end")
        self._compare()

    def _begin(self, *options: str) -> Life:
        self._lives += 1
        seed = ("--seed", str(self._seed * 1_000 + self._lives))
        return Life(self._place, self._broker.port, (*self._options, *seed, *options))

    def _measure(self, life: Life) -> None:
        if self._lives == 1:
            return
        for said, times in ((PAINTED, self.tally.painted_s), (READY, self.tally.ready_s)):
            after_s = life.after_s(said)
            if after_s is not None:
                times.append(after_s)

    def _check(self, life: Life, when: str) -> None:
        for line in life.lines:
            self._database.take(line)
            self._files.take(line)
            self.tally.commits += line.word == SQL
            self.tally.files += line.word in {FILE, AUDIT, TAPE}
        look = look_at(self.home / "data" / "appsierra.db")
        wrong = [look.damage] if look.damage else [self._database.settle(look.image)]
        wrong += contradictions(look.contents) if look.contents is not None else []
        wrong += self._files.problems(_read, torn_line=False)
        self._files.settle(_read)
        wrong += [f"{name}: set aside" for name in set_aside(self.home)]
        wrong += self._loud_lines()
        for text in filter(None, wrong):
            self._say(when, text)

    def _compare(self) -> None:
        """Compare with the broker."""
        look = look_at(self.home / "data" / "appsierra.db")
        if look.contents is None:
            self._say("the end", "there is no database")
            return
        stored = sorted((book.account, name) for book, name in look.contents.fills)
        told = sorted((fill.account, fill.execution_id) for fill in self._broker.fills)
        self.tally.fills += len(told)
        if stored != told:
            lost, more = sorted(set(told) - set(stored)), sorted(set(stored) - set(told))
            self._say("the end", f"of {len(told)} fills {lost} are lost, {more} were never made")
        held = {position.book.account: float(position.quantity) for position in look.contents.positions}
        wanted = {account: n for account in ACCOUNTS if (n := self._broker.held(account))}
        if held != wanted:
            self._say("the end", f"the broker has {wanted}, the database {held}")

    def _loud_lines(self) -> Iterator[str]:
        log = self.home / "logs" / "app.log"
        written = log.read_bytes() if log.exists() else b""
        new = written[self._log_at if len(written) >= self._log_at else 0 :].decode()
        self._log_at = len(written)
        yield from (line for line in new.splitlines() if any(word in line for word in _LOUD))

    def _say(self, when: str, text: str) -> None:
        self.tally.problems.append(f"{when}: {text}")


def homes(trials: int, seed: int) -> list[tuple[int, int]]:
    """Return how many trials each home folder has, and its seed."""
    return [
        (min(TRIALS_OF_A_HOME, trials - done), seed + done) for done in range(0, trials, TRIALS_OF_A_HOME)
    ]


def live(trials: int, seed: int, options: tuple[str, ...] = ()) -> Tally:
    """Make trials in one home folder, and let the program make up for them; return what was found.

    Args:
        trials: How many.
        seed: Of all that is random.
        options: Of `tests.crash.child`.
    """
    names = list(MOMENTS)
    with _household(seed, options) as household:
        for number in range(trials):
            if number < _FRESH:
                household.trial("start")
                continue
            if number == _FRESH:
                household.settle_in()
            household.trial(names[(seed + number) % len(names)])
        if trials > _FRESH:
            household.make_up()
        return household.tally


@contextmanager
def _household(seed: int, options: tuple[str, ...]) -> Iterator[Household]:
    place = Path(tempfile.mkdtemp(prefix="appsierra-crash-"))
    household = Household(place, seed, options)
    try:
        yield household
    finally:
        household.close()
        shutil.rmtree(place)


def _read(path: str) -> bytes | None:
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        return None


def _is_of_fill(line: Line) -> bool:
    return any("executions" in statement for statement in line.what[0])
