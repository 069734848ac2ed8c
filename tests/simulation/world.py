"""A whole monitor whose every step somebody else chooses: messages, bytes on the line, painting, time."""

from collections import deque
from datetime import datetime, timedelta
from typing import Final, Protocol

from msgspec import structs

from actors.base import Actor, Ports
from actors.ensemble import Delivery, Ensemble
from actors.messages import BytesReceived, ConnectionChanged, ConnectionState, LinkOpened, Message
from actors.persistence import PersistenceActor
from actors.router import Router
from dtc.enums import Encoding
from dtc.messages import Message as DtcMessage
from dtc.messages import PositionUpdate
from models.book import Book, TradeAccount, mode_of
from tests.fakes import START, FakeClock, FakeIds
from tests.oracle.accountant import Accountant
from tests.oracle.cast import Seams, cast
from tests.oracle.exchange import Broker, Exchange
from tests.oracle.listener import Listener
from tests.oracle.study import Study
from tests.simulation.storage import MemoryStorage
from tests.simulation.window import Legacy, Window

ACCOUNTS: Final = ("Sim1", "Sim2", "120005")
STRIDE_S: Final = 1.0
"""So much time passes at once while nobody waits for anything; a clock that beats late is a clock too."""


class Mailroom:
    """All mailboxes; each in the order of its coming, and any of them next."""

    def __init__(self) -> None:
        self.waiting: deque[Delivery] = deque()

    def put(self, delivery: Delivery) -> None:
        """Keep a message."""
        self.waiting.append(delivery)

    def take(self) -> Delivery | None:
        """Return the oldest message."""
        return self.waiting.popleft() if self.waiting else None

    def clear(self) -> None:
        """Forget all."""
        self.waiting.clear()

    def firsts(self) -> dict[str, int]:
        """Return where the next message of each actor is, the oldest first; actors by their names."""
        found: dict[str, int] = {}
        for place, delivery in enumerate(self.waiting):
            found.setdefault(delivery.receiver.name, place)
        return found

    def take_at(self, place: int) -> Delivery:
        """Return the message at a place."""
        delivery = self.waiting[place]
        del self.waiting[place]
        return delivery


class Watcher(Protocol):
    """Somebody who looks at everything."""

    world: "World"

    def overhear(self, message: Message) -> None:
        """Get a message that somebody posts, before it is delivered."""

    def forget(self) -> None:
        """Forget what belongs to one start of the monitor."""


class _Ear(Listener):
    """Hears whether the broker has listed all positions, and nothing else."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(Accountant(), clock.utc)
        self.is_deaf = True
        self.is_listed = False

    def hear(self, message: DtcMessage) -> None:
        """Take one message of the broker."""
        if isinstance(message, PositionUpdate) and message.RequestID:
            self.is_listed |= message.MessageNumber == message.TotalNumberMessages


class World:
    """Actors, broker, study, database and window; nothing moves by itself.

    Args:
        legacy: The legacy panels of this process.
        follows: Whether the screen follows the activity.
        watch: Looks at everything.
        encoding: How monitor and broker speak.

    Attributes:
        follows: As it was given.
        line: What is on its way from the broker.
        is_ready: The connection has said so.
        splits: The next bytes on the line arrive in two parts.
        delays: The next bytes of the line arrive after the next connection was made.
        stalled_until_s: The window does not paint before.
        asked: The mode or account that the trader chose last by its name; None where others may have chosen.
        leaked: What would go on falling due after an orderly end.
        stated: What the broker ever said that an account is worth, dollars.
        resets: How many fills an account had when its ledger was last started anew.
    """

    def __init__(
        self,
        legacy: Legacy,
        *,
        follows: bool,
        watch: Watcher,
        encoding: Encoding = Encoding.JSON_COMPACT,
    ) -> None:
        self.follows = follows
        self._encoding = encoding
        self._watch = watch
        watch.world = self
        self.clock = FakeClock()
        self.storage = MemoryStorage()
        self.window = Window(legacy)
        self.broker = Broker(ACCOUNTS)
        self.accountant = Accountant()
        self._ear = _Ear(self.clock)
        self.line: deque[Message] = deque()
        self.exchange = Exchange(self.broker, self._send, self._ear)
        self.study = Study(lambda _row: None)
        self.mail = Mailroom()
        self.is_ready = False
        self.splits = self.delays = False
        self.stalled_until_s = 0.0
        self.asked: str | None = None
        self.leaked: tuple[str, ...] = ()
        self.stated: dict[str, set[float]] = {}
        self.resets: dict[str, int] = {}
        self._late: list[Message] = []
        self._ids = FakeIds()
        self.modes = {name: mode_of(TradeAccount(name), {}) for name in ACCOUNTS}
        self.start()

    @property
    def actors(self) -> list[Actor]:
        """Return the actors of this start."""
        return self.ensemble.actors

    @property
    def has_saved(self) -> bool:
        """Return whether everything is in the database."""
        return not self._database._unsaved

    @property
    def broker_now(self) -> datetime:
        """Return what the clock at the broker says, which nobody sets."""
        return START + timedelta(seconds=self.clock.elapsed_s)

    @property
    def is_listed(self) -> bool:
        """Return whether the broker has listed all positions since the start."""
        return self._ear.is_listed

    def book(self, account: str) -> Book:
        """Return the book of an account."""
        return Book(self.modes[account], TradeAccount(account))

    def start(self) -> None:
        """Let a new start begin; nothing has run yet."""
        self._watch.forget()
        self._router = Router()
        self.ensemble = Ensemble(self._router, self.mail)
        ports = Ports(post=self.post, clock=self.clock)
        seams = Seams(self.storage, self.study, self.exchange, self._ids, self.window.put)
        self.ensemble.start(
            cast(ports, seams, self.modes, self._encoding, follows=self.follows, limited=("Sim1",))
        )
        (self._database,) = (actor for actor in self.actors if isinstance(actor, PersistenceActor))

    def restart(self, *, orderly: bool) -> None:
        """End the monitor and begin anew; what is left is the database, and what others remember."""
        if orderly:
            self.ensemble.stop()
            self.leaked += tuple(key for key, entry in self.clock.scheduled.items() if entry[1] is not None)
        else:
            self.ensemble.kill()
        self.clock.scheduled.clear()
        self.storage.keep()
        self.exchange.hang_up()
        self.line.clear()
        self._late.clear()
        self.window.clear()
        self.is_ready = False
        self.stalled_until_s = 0.0
        self._ear.is_listed = self.storage.was_closed = False
        self.start()

    def stall(self, seconds: float) -> None:
        """Let the window be busy with something else."""
        self.stalled_until_s = self.clock.elapsed_s + seconds

    def post(self, message: Message) -> None:
        """Deliver a message as the application does."""
        if isinstance(message, ConnectionChanged):
            self.is_ready = message.state is ConnectionState.READY
        self._watch.overhear(message)
        self._router.post(message)

    def pass_time(self, until_s: float) -> None:
        """Move time towards a moment, but not past what is due; post the first thing that is."""
        scheduled, now_s = self.clock.scheduled, self.clock.elapsed_s
        due_s, key = min((entry[0], key) for key, entry in scheduled.items())
        if due_s > now_s:
            once = (entry[0] for entry in scheduled.values() if entry[1] is None)
            target_s = min(until_s, max(due_s, now_s + STRIDE_S), *once, due_s + STRIDE_S)
            self.clock.move_to(max(now_s, target_s))
        if due_s <= self.clock.elapsed_s:
            _, interval_s, message = scheduled.pop(key)
            if interval_s is not None:
                self.clock.every(key, interval_s, message)
            self.post(message)

    def arrive(self) -> Message:
        """Let the next thing on the line arrive."""
        message = self.line.popleft()
        self.post(message)
        if isinstance(message, LinkOpened) and self._late:
            self.line.extend(self._late)
            self._late.clear()
        return message

    def _send(self, message: Message) -> None:
        if isinstance(message, BytesReceived) and self.delays:
            self.delays = False
            self._late.append(message)
        elif isinstance(message, BytesReceived) and self.splits:
            self.splits = False
            half = len(message.data) // 2
            self.line.append(structs.replace(message, data=message.data[:half]))
            self.line.append(structs.replace(message, data=message.data[half:]))
        else:
            self.line.append(message)
