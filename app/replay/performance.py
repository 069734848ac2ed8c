"""The recorded actors at play: each message arrives as it arrived, and the clocks say what they said."""

import logging
from collections import deque
from collections.abc import Callable
from typing import Any, Final, Protocol

import msgspec

from actors.base import Actor, Ports
from actors.ensemble import OUTSIDE, Delivery, Ensemble
from actors.message_form import message_of
from actors.messages import Message
from actors.recorder import FROM_OUTSIDE, STOPPED
from actors.router import Router
from actors.seams.answers import GivenIds, GivenNet, GivenSnapshotFile, GivenTextFiles, answer_of
from actors.seams.clock import HeldClock, Moment
from actors.seams.track import ANSWER, FRAME, SHOT, VIEW
from app.checkout import version
from app.errors import UnavailableError
from app.players import Surroundings, players
from app.replay.checkpoints import Checkpoint, Freezer, Shared
from app.replay.tape import Tape
from models.recording import Block, Columns, RecordingError, Row
from ui.payload import Arrival
from ui.view_state import ViewState, view_of

_NOT_STATE: Final = frozenset(
    {"actor_inbox", "actor_urn", "actor_stopped", "_actor_ref", "_make_inbox", "post", "clock"}
)
"""What an actor has from Pykka and from its ports."""


class Screen(Protocol):
    """What is played to."""

    def view(self, view: ViewState) -> None:
        """Show what was chosen."""

    def frame(self, arrivals: list[tuple[Arrival, str | None]]) -> None:
        """Take a batch of facts, each with the key under which it may be replaced."""

    def shot(self, at: float) -> None:
        """The cells were written down, UNIX seconds."""


class _GivenClock(HeldClock):
    """The clock of one actor, and what the world answered it."""

    def __init__(self, scale: float, more: Callable[[], None]) -> None:
        super().__init__(Moment(0, 0), scale=scale)
        self.answers: deque[object] = deque()
        self._more = more

    def next_answer(self) -> Any:  # noqa: ANN401 - whatever was answered
        """Return the oldest answer that has not been given, or raise it."""
        while not self.answers:
            # It may be recorded later than the question.
            self._more()
        answer = self.answers.popleft()
        if isinstance(answer, Exception):
            raise answer
        return answer


class _RecordedOrder:
    """The order in which messages arrived.

    Attributes:
        waiting: What each actor has sent to each other and did not arrive yet, by their names.
    """

    def __init__(self) -> None:
        self.waiting: dict[tuple[str, str], deque[Message]] = {}
        self._next: Delivery | None = None

    def put(self, delivery: Delivery) -> None:
        """Keep a message."""
        way = delivery.sender, delivery.receiver.name
        self.waiting.setdefault(way, deque()).append(delivery.message)

    def choose(self, sender: str, receiver: Actor) -> None:
        """Let the oldest message of one actor to another arrive next.

        Raises:
            LookupError: There is none.
        """
        queue = self.waiting.get((sender, receiver.name))
        if not queue:
            raise LookupError(f"{sender} has nothing for {receiver.name}")
        self._next = Delivery(sender, receiver, queue.popleft())

    def take(self) -> Delivery | None:
        """Return the message that was chosen."""
        chosen, self._next = self._next, None
        return chosen

    def clear(self) -> None:
        """Forget all."""
        self.waiting.clear()


class Performance:
    """The actors of a recorded run, in one thread.

    Args:
        tape: What is played.
        screen: What it is played to.
        heard: Takes what the actors tell each other, with the wall clock in microseconds.

    Attributes:
        screen: As it was given; it may be replaced at any moment.
        utc_us: Wall clock of the last row that was played, microseconds.
        rows: How many have been played.

    Raises:
        UnavailableError: Other actors played then.
    """

    def __init__(
        self, tape: Tape, screen: Screen, heard: Callable[[int, Message], None] = lambda _utc_us, _: None
    ) -> None:
        self._tape = tape
        self.screen = screen
        self._heard = heard
        self._router = Router()
        self._order = _RecordedOrder()
        self._ensemble = Ensemble(self._router, self._order)
        self._clocks: list[_GivenClock] = []
        self._emitted: deque[tuple[Arrival, str | None]] = deque()
        self._taken = 0
        self._ahead: deque[Block] = deque()
        self._loaded = 0
        self._block = Block(Columns(), ())
        self._messages: dict[int, Message] = {}
        self._row = 0
        self._problem: Exception | None = None
        self._is_over = False
        self.rows = 0
        self.utc_us = tape.time_of(0)
        start = tape.header.start
        self._ensemble.create(players(start, start.link, self._surroundings, self._emit))
        self._actors = self._ensemble.actors
        if tuple(actor.name for actor in self._actors) != tape.header.actors:
            raise UnavailableError(self._foreign("other actors played then"))

    def upcoming(self) -> Row | None:
        """Return the row that is played next; None at the end.

        Raises:
            UnavailableError: The recording is damaged.
        """
        if self._is_over:
            return None
        while self._row == len(self._block.rows):
            if not self._ahead and not self._load():
                return None
            self._block, self._row, self._messages = self._ahead.popleft(), 0, {}
        return self._block.rows[self._row]

    def step(self) -> Row | None:
        """Play one row and return it; None at the end.

        Raises:
            UnavailableError: The recording is damaged, or does not fit this version.
        """
        row = self.upcoming()
        if row is None:
            return None
        self._row += 1
        self.rows += 1
        self.utc_us = row.utc_us
        try:
            self._play(row)
        except (RecordingError, msgspec.MsgspecError, LookupError) as error:
            raise UnavailableError(self._foreign(str(error))) from error
        return row

    def play(self, until_us: int) -> bool:
        """Play all that happened until a moment, wall clock, microseconds; tell whether more follows."""
        while (row := self.upcoming()) is not None:
            if row.utc_us > until_us:
                return True
            self.step()
        return False

    @property
    def next_block(self) -> int | None:
        """Return the block that is played next; None in the middle of one."""
        is_between = self._row == len(self._block.rows) and not self._ahead
        return self._loaded if is_between else None

    def freeze(self, shared: Shared) -> bytes:
        """Return the state, between two blocks."""
        state = (
            [_own(actor) for actor in self._actors],
            [(clock.moment, clock.answers) for clock in self._clocks],
            self._order.waiting,
            self._emitted,
            self._taken,
            self.rows,
            self.screen,
        )
        return self._freezer(shared).freeze(state)

    def thaw(self, shared: Shared, checkpoint: Checkpoint) -> None:
        """Go on from a checkpoint, and play to the screen that was played to there."""
        actors, clocks, self._order.waiting, self._emitted, self._taken, self.rows, self.screen = (
            self._freezer(shared).thaw(checkpoint.state)
        )
        for actor, state in zip(self._actors, actors, strict=True):
            vars(actor).update(state)
        for clock, (moment, answers) in zip(self._clocks, clocks, strict=True):
            clock.moment, clock.answers = moment, answers
        self._ahead.clear()
        self._block, self._row, self._loaded = Block(Columns(), ()), 0, checkpoint.block
        self.utc_us = checkpoint.utc_us

    def _freezer(self, shared: Shared) -> Freezer:
        return Freezer(shared, [self, *self._clocks])

    def _post(self, message: Message) -> None:
        if not self._is_over:
            self._heard(self.utc_us, message)
            self._router.post(message)

    def play_block(self) -> bool:
        """Play to the end of a block; tell whether there was anything to play."""
        if self.upcoming() is None:
            return False
        for _ in range(len(self._block.rows) - self._row):
            self.step()
        return True

    def _play(self, row: Row) -> None:
        if row.code < len(self._actors):
            self._deliver(row)
        elif row.code == FRAME:
            self._take(row.number)
        elif row.code == SHOT:
            self.screen.shot(row.number / 1e6)
        elif row.code == VIEW:
            self.screen.view(view_of(self._block.contents[row.number].body))
        elif row.code != ANSWER:
            raise LookupError(f"nothing has the code {row.code}")

    def _deliver(self, row: Row) -> None:
        actor = self._actors[row.code]
        self._clocks[row.code].moment = Moment(row.utc_us, row.real_us)
        level = logging.root.manager.disable
        try:
            if row.source == FROM_OUTSIDE:
                self._ensemble.deliver(Delivery(OUTSIDE, actor, self._message(row.number)))
            elif row.source == STOPPED:
                self._ensemble.end(actor)
            else:
                self._order.choose(self._actors[row.source].name, actor)
                self._ensemble.step()
        finally:
            if self._is_over:
                logging.disable(level)
        if self._problem is not None:
            raise self._problem

    def _take(self, taken: int) -> None:
        count, self._taken = taken - self._taken, taken
        if not 0 <= count <= len(self._emitted):
            raise LookupError(f"the screen got {len(self._emitted)} facts where it took {count}")
        self.screen.frame([self._emitted.popleft() for _ in range(count)])

    def _message(self, number: int) -> Message:
        if number not in self._messages:
            self._messages[number] = message_of(self._block.contents[number])
        return self._messages[number]

    def _load(self) -> bool:
        """Read the next block, and put its answers where they will be asked for."""
        if self._loaded == len(self._tape):
            return False
        block = self._tape.block(self._loaded)
        self._loaded += 1
        self._ahead.append(block)
        try:
            for row in block.rows:
                if row.code == ANSWER:
                    self._clocks[row.source].answers.append(answer_of(block.contents[row.number]))
        except (RecordingError, LookupError) as error:
            raise UnavailableError(self._foreign(str(error))) from error
        return True

    def _load_answers(self) -> None:
        try:
            is_loaded = self._load()
        except Exception as error:
            self._problem = error
            raise
        if is_loaded:
            return
        # An actor takes what is raised in its work for its own failure, and goes on.
        missing = RecordingError("an answer is missing")
        if self._ahead:
            self._problem = missing
        else:
            # The session was killed in the middle of this message: here ends what was recorded. That the
            # actor lacks an answer is no failure of that session.
            self._is_over = True
            logging.disable()
        raise missing

    def _surroundings(self, _name: str) -> Surroundings:
        clock = _GivenClock(self._tape.header.start.time_scale, self._load_answers)
        self._clocks.append(clock)
        return Surroundings(
            Ports(post=self._post, clock=clock),
            GivenNet(clock),
            GivenIds(clock),
            GivenSnapshotFile(clock),
            GivenTextFiles(clock),
        )

    def _emit(self, arrival: Arrival, key: str | None) -> None:
        self._emitted.append((arrival, key))

    def _foreign(self, reason: str) -> str:
        recorded = self._tape.header.version
        at = Moment(self.utc_us, 0).utc
        return (
            f"the recording does not play on from {at:%Y-%m-%d %H:%M:%S} UTC: {reason}. It was recorded by "
            f"version {recorded}, this is version {version()}."
        )


def _own(actor: Actor) -> dict[str, Any]:
    return {name: value for name, value in vars(actor).items() if name not in _NOT_STATE}
