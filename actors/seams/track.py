"""What happens to the actors of a recorded run, in its order: messages that arrive, answers of the world.

Threads alone do not decide what an actor is told next; a replay must know it. So each mailbox notes who put
a message there, and what is taken from all mailboxes goes to one track.
"""

import queue
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, Final

import msgspec

from actors.base import Ports
from actors.messages import Ping
from actors.seams.clock import Clock, HeldClock, Moment

FRAME: Final = 200
"""The screen took a batch of facts; the source is how many it had taken by then."""
SHOT: Final = 201
"""The cells were shown, and written down where there is a log; the source is when, UNIX microseconds: a
demo has a time of its own."""
VIEW: Final = 202
"""What the trader had chosen to see."""
ANSWER: Final = 203
"""The world answered an actor, the source is its number."""

MOST_ROWS: Final = 2_000_000
"""Minutes of the busiest market; nobody writes the track down any more when so many wait."""


class TrackRow(msgspec.Struct, frozen=True, gc=False):
    """One thing that happened.

    Attributes:
        code: Number of the actor that took a message, or one of the codes above.
        source: Thread that put the message there, or as the code says.
        moment: When.
        what: The message, the answer, the bytes; None where the code says all. What an actor took and is none
            of our messages stopped it.
    """

    code: int
    source: int
    moment: Moment
    what: Any


class Track:
    """Collects what happens, from all threads.

    Attributes:
        read: Returns the time; set once there is a clock, before the first actor starts.
        rows: What nobody has taken yet.
        actors: Names of the recorded actors, by their numbers.
        threads: Number of the actor that lives in a thread, by the thread's identity.
    """

    def __init__(self) -> None:
        self.read: Callable[[], Moment] = lambda: Moment(0, 0)
        self.rows: deque[TrackRow] = deque(maxlen=MOST_ROWS)
        self.actors: list[str] = []
        self.threads: dict[int, int] = {}

    def enter(self, name: str, ports: Ports, scale: float) -> "tuple[Ports, TrackedClock]":
        """Return the ports by which an actor is recorded, and where its answers are noted.

        Args:
            name: Of the actor.
            ports: Those that it would have without.
            scale: Seconds of wall clock in a real second.
        """
        clock = TrackedClock(self, ports.clock, len(self.actors), scale)
        self.actors.append(name)
        return ports._replace(clock=clock, inbox=lambda: TrackedInbox(self, clock)), clock

    def frame(self, taken: int) -> None:
        """Note that the screen took a batch of facts.

        Args:
            taken: How many facts it has been given until then.
        """
        self.rows.append(TrackRow(FRAME, taken, self.read(), None))

    def shot(self, at: float) -> float:
        """Note that the cells are shown; return when, UNIX seconds, as a replay will say it."""
        at_us = round(at * 1e6)
        self.rows.append(TrackRow(SHOT, at_us, self.read(), None))
        return at_us / 1e6

    def view(self, chosen: bytes) -> None:
        """Note what the trader has chosen to see."""
        self.rows.append(TrackRow(VIEW, 0, self.read(), chosen))

    def take(self) -> list[TrackRow]:
        """Return what has happened since it was last asked.

        Raises:
            OverflowError: So much has that the oldest of it is lost.
        """
        if len(self.rows) == MOST_ROWS:
            raise OverflowError(f"more than {MOST_ROWS:,} rows wait to be written")
        return [self.rows.popleft() for _ in range(len(self.rows))]

    def close(self) -> None:
        """Collect nothing more."""
        self.rows = deque(maxlen=0)


class TrackedClock(HeldClock):
    """The clock of one recorded actor.

    Attributes:
        number: Of the actor.
    """

    def __init__(self, track: Track, clock: Clock, number: int, scale: float) -> None:
        super().__init__(track.read(), scale=scale, clock=clock)
        self.number = number
        self._track = track

    def answer(self, value: object) -> None:
        """Note what the world answered the actor."""
        self._track.rows.append(TrackRow(ANSWER, self.number, self.moment, value))


class TrackedInbox:
    """A mailbox that notes what is taken from it; the clock of its actor is set by each message."""

    def __init__(self, track: Track, clock: TrackedClock) -> None:
        self._track = track
        self._clock = clock
        self._queue: queue.SimpleQueue[tuple[int, Any]] = queue.SimpleQueue()
        self._is_known = False

    def put(self, envelope: Any) -> None:  # noqa: ANN401 - a private class of Pykka
        """Take a message, and note the thread that it comes from."""
        self._queue.put((threading.get_ident(), envelope))

    def get(self) -> Any:  # noqa: ANN401 - as above
        """Wait for the next message."""
        if not self._is_known:
            self._is_known = True
            self._track.threads[threading.get_ident()] = self._clock.number
        source, envelope = self._queue.get()
        clock, message = self._clock, envelope.message
        clock.moment = moment = self._track.read()
        if type(message) is not Ping:
            self._track.rows.append(TrackRow(clock.number, source, moment, message))
        return envelope

    def empty(self) -> bool:
        """Tell whether nothing waits."""
        return self._queue.empty()
