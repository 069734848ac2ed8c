"""A recording of hours, made within minutes: the real actors and the demo's world in one thread.

No time passes and no thread runs; the order of everything is the order of its moments. What is written is
what the recorder of a real run writes.
"""

import heapq
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Final

from actors.base import Ports
from actors.ensemble import Delivery, Ensemble
from actors.messages import (
    BytesReceived,
    LinkOpened,
    Message,
    ShowNextMode,
    SwapPanels,
)
from actors.persistence import PersistenceActor
from actors.recorder import block_of
from actors.router import Router
from actors.seams.answers import NotedIds, NotedNet, NotedSnapshotFile, NotedTextFiles
from actors.seams.clock import Moment
from actors.seams.ids import Ids
from actors.seams.net import Link
from actors.seams.snapshot_file import Reading, SnapshotFile, Stamp
from actors.seams.storage import DiskStorage
from actors.seams.tape_files import DiskTapeFiles
from actors.seams.text_file import DiskTextFiles
from actors.seams.track import Track, TrackRow
from actors.supervisor import ActorSpec
from app.arguments import parse
from app.home import Home
from app.plan import Plan, make_plan
from app.players import Surroundings, players
from app.recordings import FOLDER, tape_files
from app.start_state import start_state
from demo.conversation import Conversation, ServerRules
from demo.orders import OrderChange
from demo.reports import reports_of
from demo.snapshot_writer import snapshot_text
from demo.world import STEP_S, World
from dtc.messages.base import Message as WireMessage
from flags import FlagName
from models.recording import end, pack
from models.timeframe import Timeframe
from ui.appearance import AS_USUAL
from ui.notices import Notices
from ui.panel import Choices
from ui.payload import Arrival, typed
from ui.view_state import ViewState, view_bytes

BEGIN: Final = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
"""A Monday, 9:00 in Chicago."""
_FRAME_US: Final = 16_000
_BLOCK_US: Final = 500_000
_SECOND_US: Final = 1_000_000
_OUTSIDE: Final = -1


class VirtualClock:
    """Time that goes from one due message to the next."""

    def __init__(self, begin: datetime) -> None:
        self._begin_us = round(begin.timestamp() * _SECOND_US)
        self.real_us = 0
        self._order = count()
        self._heap: list[tuple[int, int, str, int | None, Message]] = []
        self._current: dict[str, int] = {}

    def read(self) -> Moment:
        """Return what both clocks say."""
        return Moment(self._begin_us + self.real_us, self.real_us)

    def utc(self) -> datetime:
        """Return the wall clock."""
        return self.read().utc

    def monotonic(self) -> float:
        """Return seconds since the beginning."""
        return self.real_us / _SECOND_US

    def elapsed(self) -> float:
        """Return the same."""
        return self.monotonic()

    def every(self, key: str, interval_s: float, message: Message) -> None:
        """Keep a repeating message."""
        interval_us = round(interval_s * _SECOND_US)
        self._keep(self.real_us + interval_us, key, interval_us, message)

    def after(self, key: str, delay_s: float, message: Message) -> None:
        """Keep a message."""
        self._keep(self.real_us + round(delay_s * _SECOND_US), key, None, message)

    def cancel(self, key: str) -> None:
        """Forget a message."""
        self._current.pop(key, None)

    def due(self, until_us: int) -> Iterator[Message]:
        """Go on to a moment, and yield what falls due on the way."""
        while self._heap and self._heap[0][0] <= until_us:
            due_us, order, key, interval_us, message = heapq.heappop(self._heap)
            if self._current.get(key) != order:
                continue
            self.real_us = max(self.real_us, due_us)
            if interval_us is None:
                del self._current[key]
            else:
                self._keep(due_us + interval_us, key, interval_us, message)
            yield message
        self.real_us = until_us

    def _keep(self, due_us: int, key: str, interval_us: int | None, message: Message) -> None:
        order = next(self._order)
        self._current[key] = order
        heapq.heappush(self._heap, (due_us, order, key, interval_us, message))


class _Server:
    """The demo's server at the other end of every connection, and the snapshot file that its study writes."""

    def __init__(self, clock: VirtualClock, seed: int) -> None:
        self._clock = clock
        self.world = World(seed, clock.utc().timestamp())
        self.waiting: list[Message] = []
        self._conversation: Conversation | None = None
        self._id = 0

    def open(self, connection_id: int, _host: str, _port: int) -> Link:
        """Accept at once."""
        self._id = connection_id
        self._conversation = Conversation(self.world, ServerRules(), self._clock.monotonic())
        self.waiting.append(LinkOpened(connection_id=connection_id))
        return self

    def send(self, data: bytes) -> None:
        """Take what the client sends."""
        if self._conversation is not None:
            self._conversation.receive(data, self._clock.monotonic())
            self._collect(self._conversation)

    def close(self) -> None:
        """End the connection."""
        self._conversation = None

    def live(self) -> None:
        """Let the world live up to now, and tell the client of it."""
        messages: list[WireMessage] = []

        def report(change: OrderChange) -> None:
            messages.extend(reports_of(self.world, change))

        self.world.advance_to(self.world.step_at(self._clock.utc().timestamp()), report)
        if self._conversation is not None:
            self._conversation.tell(messages)
            self._conversation.tick(self._clock.monotonic())
            self._collect(self._conversation)

    def read(self, known: Stamp | None) -> Reading | None:
        """Return the snapshot of the present step."""
        stamp = Stamp(self.world.step, 0, 0)
        text = snapshot_text(self.world.exchange.market.figures, self.world.instrument)
        return None if stamp == known else Reading(stamp, text.encode())

    def at(self, _path: str) -> SnapshotFile:
        """Return the same, whatever the path."""
        return self

    def _collect(self, conversation: Conversation) -> None:
        if data := conversation.outgoing():
            conversation.sent(len(data))
            self.waiting.append(BytesReceived(connection_id=self._id, data=data))


class _Ids(Ids):
    """Identities that count, and chance from a seed."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._random = random.Random(1)  # noqa: S311 - guards nothing

    def trade_id(self) -> str:
        """Return t1, t2, ..."""
        return f"t{next(self._numbers)}"

    def jitter(self) -> float:
        """Return a number in [0, 1)."""
        return self._random.random()


class _NotedEnsemble(Ensemble):
    """Actors whose messages are noted as the mailboxes of real threads note them."""

    def __init__(self, router: Router, track: Track) -> None:
        super().__init__(router)
        self._track = track
        self._numbers: dict[str, int] = {}

    def note_actors(self) -> None:
        """Take the numbers that the recorded actors have got."""
        self._numbers = {name: number for number, name in enumerate(self._track.actors)}
        self._track.threads = {number: number for number in self._numbers.values()}

    def deliver(self, delivery: Delivery) -> None:
        """Let an actor handle a message."""
        number = self._numbers.get(delivery.receiver.name)
        if number is not None:
            moment = self._track.read()
            delivery.receiver.clock.moment = moment  # type: ignore[attr-defined]  # that of a recorded actor
            source = self._numbers.get(delivery.sender, _OUTSIDE)
            self._track.rows.append(TrackRow(number, source, moment, delivery.message))
        super().deliver(delivery)


class VirtualSession:
    """One recorded run.

    Args:
        home: An empty folder.
        options: Of the command line.
        seed: Of the demo's world.
        next_mode_s: So often the trader looks at the next mode; 0 for never.
    """

    def __init__(
        self, home: Path, options: Sequence[str] = (), *, seed: int = 3, next_mode_s: float = 0.0
    ) -> None:
        self._home = home
        (home / "data").mkdir(parents=True, exist_ok=True)
        self._plan: Plan = make_plan(parse(["--demo", *options]), Home(home), {})
        self._clock = VirtualClock(BEGIN)
        self._track = Track()
        self._track.read = self._clock.read
        self._router = Router()
        self._server = _Server(self._clock, seed)
        self._emitted = self._taken = 0
        self._shot_us = 0
        self._flags: dict[str, bool] = {}
        self._notices = Notices()
        self._view: ViewState | None = None
        self._ensemble = _NotedEnsemble(self._router, self._track)
        self._files: DiskTapeFiles = tape_files(self._plan, self._plan.link(None), self._track)
        self._next_mode_us = round(next_mode_s * _SECOND_US)

    def record(self, seconds: float) -> Path:
        """Let some time pass; return the recording."""
        self._start()
        step_us = round(STEP_S * _SECOND_US)
        for now_us in range(step_us, round(seconds * _SECOND_US) + 1, step_us):
            self._pass_time(now_us)
            if self._next_mode_us and now_us % self._next_mode_us < step_us:
                self._tell(ShowNextMode())
            self._server.live()
            self._settle()
            self._write()
        self._files.append(end(self._clock.read().utc_us))
        self._files.close()
        self._ensemble.kill()
        (path,) = (self._home / "data" / FOLDER).iterdir()
        return path

    def _start(self) -> None:
        start = start_state(self._plan, self._plan.link(None))
        specs = players(start, start.link, self._surroundings, self._emit)
        ports = Ports(post=self._router.post, clock=self._clock)
        storage = DiskStorage(self._home / "data", start.settings.sim.start_balance)
        self._ensemble.note_actors()
        self._files.open(self._clock.utc())
        self._flags = start.flags
        self._note_view()
        self._ensemble.start([*specs, ActorSpec(PersistenceActor, {"ports": ports, "storage": storage})])
        self._router.post(self._plan.display)
        self._settle()

    def _surroundings(self, name: str) -> Surroundings:
        ports, notes = self._track.enter(name, Ports(post=self._router.post, clock=self._clock), 1.0)
        return Surroundings(
            ports,
            NotedNet(self._server, notes),
            NotedIds(_Ids(), notes),
            NotedSnapshotFile(self._server, notes),
            NotedTextFiles(DiskTextFiles(), notes),
        )

    def _emit(self, arrival: Arrival, _key: str | None) -> None:
        self._emitted += 1
        shown = None if isinstance(arrival, SwapPanels) else typed(arrival)
        if shown is not None:
            self._notices = self._notices.after(shown.fact)

    def _note_view(self) -> None:
        view = a_view(self._flags, self._notices)
        if view != self._view:
            self._view = view
            self._track.view(view_bytes(view))

    def _pass_time(self, until_us: int) -> None:
        for message in self._clock.due(until_us):
            self._tell(message)

    def _tell(self, message: Message) -> None:
        self._router.post(message)
        self._settle()

    def _settle(self) -> None:
        self._ensemble.settle()
        while self._server.waiting:
            self._router.post(self._server.waiting.pop(0))
            self._ensemble.settle()
        if self._emitted > self._taken and self._clock.real_us - self._shot_us >= _FRAME_US:
            self._taken, self._shot_us = self._emitted, self._clock.real_us
            self._track.frame(self._emitted)
            self._note_view()
            self._track.shot(self._clock.read().utc_us / 1e6)

    def _write(self) -> None:
        if rows := self._track.take():
            self._files.append(pack(block_of(rows, self._track.threads)))


def a_view(flags: Mapping[str, bool], notices: Notices) -> ViewState:
    """Return what a trader sees who has chosen nothing."""
    generations = {
        "panel1": "new" if flags[FlagName.USE_NEW_PANEL1] else "legacy",
        "panel2": "new" if flags[FlagName.USE_NEW_PANEL2] else "legacy",
    }
    return ViewState(
        generations=generations,
        choices={"panel1": Choices(timeframe=Timeframe.LIVE), "panel2": Choices()},
        appearance=AS_USUAL,
        statistics=Timeframe.DAY,
        shown=("panel1", "panel2", "panel3"),
        notices=notices.raised,
    )
