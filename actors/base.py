"""The base of every actor: dispatch by message type, failure in place, an idempotent release."""

import logging
import queue
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, NamedTuple, Protocol, TypeVar, cast

import pykka

from actors.messages import ActorGaveUp, ActorRestarted, Announce, Begin, Message, Ping
from actors.seams.clock import Clock

RESTARTS = 3
RESTART_WINDOW_S = 60.0

log = logging.getLogger(__name__)

Post = Callable[[Message], None]
Method = TypeVar("Method", bound=Callable[..., None])


class Inbox(Protocol):
    """What Pykka wants of a mailbox."""

    def put(self, envelope: Any, /) -> None:  # noqa: ANN401 - a private class of Pykka
        """Take a message; any thread may call it, and none ever waits."""

    def get(self) -> Any:  # noqa: ANN401 - as above
        """Wait for the next message."""

    def empty(self) -> bool:
        """Tell whether nothing waits."""


def _unwatched(_actor: "Actor") -> None:
    """Let nobody watch over an actor."""


class Ports(NamedTuple):
    """What every actor is given: the way to all others, time, where its messages wait, who watches it.

    The queue is the simple one: it takes six times as many messages a second as Pykka's own, which also
    counts unfinished tasks.
    """

    post: Post
    clock: Clock
    inbox: Callable[[], Inbox] = queue.SimpleQueue
    enroll: Callable[["Actor"], None] = _unwatched


def handles(*types: type[Message]) -> Callable[[Method], Method]:
    """Mark a method as the handler of message types."""

    def mark(method: Method) -> Method:
        cast("Any", method).handled_types = types
        return method

    return mark


class Actor(pykka.ThreadingActor):
    """One resource, one mailbox, one thread.

    A failing handler does not kill the actor: its state is thrown away, `begin` builds it anew from the
    database and from the other actors, and the mailbox goes on with the next message. After more than
    `RESTARTS` failures in `RESTART_WINDOW_S` the actor gives up, says so, and lets everything pass.

    Attributes:
        work: The message that is being handled, in a tuple of its own each time; None between messages. The
            watchdog looks at it from its thread.
    """

    use_daemon_thread = True
    name: ClassVar[str]
    handlers: ClassVar[Mapping[type[Message], str]] = {}

    def __init_subclass__(cls, **kwargs: object) -> None:
        """Build the dispatch table from the methods marked with `handles`."""
        super().__init_subclass__(**kwargs)
        cls.handlers = {
            message_type: name
            for base in reversed(cls.__mro__)
            for name, method in vars(base).items()
            for message_type in getattr(method, "handled_types", ())
        }

    def __init__(self, *, ports: Ports) -> None:
        self._make_inbox = ports.inbox
        super().__init__()
        self.post = ports.post
        self.clock = ports.clock
        self.failed_messages: deque[Message] = deque(maxlen=RESTARTS + 1)
        self._failed_at: deque[float] = deque(maxlen=RESTARTS + 1)
        self._gave_up = False
        self.has_begun = False
        self._awaited: frozenset[type[Message]] = frozenset({Begin})
        self._stash: deque[Message] = deque()
        self.work: tuple[Message] | None = None
        ports.enroll(self)

    @property
    def is_at_rest(self) -> bool:
        """Tell whether it has begun and has nothing to do; any thread may ask."""
        return self.has_begun and not self._awaited and self.work is None and self.actor_inbox.empty()

    def _create_actor_inbox(self) -> Inbox:  # type: ignore[override]  # Pykka's is static and knows no actor
        return self._make_inbox()

    def begin(self) -> None:
        """Build all state from nothing; called at the start and after each failure."""

    def release(self) -> None:
        """Let go of every resource; may be called more than once."""

    def wait_for(self, *types: type[Message]) -> None:
        """Keep back every other message until one of these has been handled."""
        self._awaited = frozenset(types)

    def on_receive(self, message: Message) -> bool | None:
        """Handle one message; only `Ping` is answered, with True."""
        if type(message) is Ping:
            return True
        if self._gave_up:
            log.debug("%s gave up, dropping %s", self.name, type(message).__name__)
        elif self._awaited and type(message) not in self._awaited:
            self._stash.append(message)
        else:
            self._handle(message)
            self._replay()
        return None

    def on_stop(self) -> None:
        """Release what the actor holds."""
        self.release()

    def on_failure(self, *_error: object) -> None:
        """Release what the actor holds; reached only by a failure outside of the handlers."""
        self.release()

    def _handle(self, message: Message) -> None:
        self.work = (message,)
        try:
            if type(message) is Begin:
                self._awaited = frozenset()
                self.has_begun = True
                self.begin()
                return
            if type(message) in self._awaited:
                self._awaited = frozenset()
            name = self.handlers.get(type(message))
            if name is None:
                log.warning("%s does not handle %s", self.name, type(message).__name__)
            else:
                getattr(self, name)(message)
        except BaseException as error:  # noqa: BLE001 - a SystemExit here would dead-lock every other actor
            self._fail(message, error)
        finally:
            self.work = None

    def _replay(self) -> None:
        while self._stash and not self._awaited and not self._gave_up:
            self._handle(self._stash.popleft())

    def _fail(self, message: Message, error: BaseException) -> None:
        """Throw the state away and build it anew, within the budget."""
        reason = f"{type(error).__name__} on {type(message).__name__}: {error}"
        log.error("actor failed actor=%s message=%.500r", self.name, message, exc_info=error)
        self.failed_messages.append(message)
        now = self.clock.monotonic()
        self._failed_at.append(now)
        try:
            self.release()
        except Exception:
            log.exception("actor could not release what it holds actor=%s", self.name)
        if len(self._failed_at) > RESTARTS and now - self._failed_at[0] <= RESTART_WINDOW_S:
            self._gave_up = True
            self._stash.clear()
            self.post(ActorGaveUp(actor=self.name, reason=reason))
            return
        self.post(ActorRestarted(actor=self.name, reason=reason))
        self._handle(Begin())
        # What the database does not know, the others do.
        self.post(Announce())
