"""What is to be asked of the server, one request after the other."""

from collections import deque
from collections.abc import Callable, Iterable

from msgspec import structs

from dtc.backoff import Backoff
from dtc.messages import CurrentPositionsRequest, HistoricalOrderFillsRequest, Message


class RequestPlan:
    """Requests that wait for their turn, the one that waits for its answer, and those to be asked again.

    Args:
        jitter: Returns a number from 0 to 1.
    """

    def __init__(self, jitter: Callable[[], float]) -> None:
        self._jitter = jitter
        self.begin()

    def begin(self, requests: Iterable[Message] = ()) -> None:
        """Forget everything, and plan these."""
        self._waiting = deque(requests)
        self._asked: int | None = None
        self._failed: dict[Message, Backoff] = {}
        self._due_s: dict[Message, float] = {}

    def add(self, request: Message) -> bool:
        """Plan a request as the last, unless it is planned already; return whether it was not."""
        is_new = request not in self._waiting
        if is_new:
            self._waiting.append(request)
        return is_new

    def put_first(self, requests: Iterable[Message]) -> None:
        """Plan requests in their order, before all others."""
        self._waiting.extendleft(reversed(list(requests)))

    def take(self) -> Message | None:
        """Take the next request out; None while there is none, or an answer is waited for."""
        return self._waiting.popleft() if self._waiting and self._asked is None else None

    def await_answer(self, number: int) -> None:
        """Let all others wait for the answer to a request of this number."""
        self._asked = number

    def is_answered(self, request: Message) -> bool:
        """Note an answer; return whether it was the one that all others wait for."""
        if self._asked is None or getattr(request, "RequestID", None) != self._asked:
            return False
        self._asked = None
        return True

    def fail(self, request: Message, now_s: float) -> bool:
        """Note that a request was refused, or its answer is incomplete; return whether that is new.

        It is asked again, later each time: what a server cannot say now it may say in a moment.
        """
        request = _unnumbered(request)
        is_new = request not in self._failed
        if not is_new:
            self._compare_again(request)
        backoff = self._failed.setdefault(request, Backoff(jitter=self._jitter))
        self._due_s[request] = now_s + backoff.next_delay()
        return is_new

    def succeed(self, request: Message) -> None:
        """Note a complete answer."""
        if self._failed.pop(_unnumbered(request), None) is not None:
            self._compare_again(request)

    def _compare_again(self, request: Message) -> None:
        """Plan the positions behind fills that were asked again: the first list of them came too early."""
        if isinstance(request, HistoricalOrderFillsRequest):
            self.add(CurrentPositionsRequest())

    def due(self, now_s: float) -> list[Message]:
        """Take out the requests that are to be asked again now."""
        due = [request for request, due_s in self._due_s.items() if due_s <= now_s]
        for request in due:
            del self._due_s[request]
        return due


def _unnumbered(request: Message) -> Message:
    """Return a request as it was before it was given its number."""
    return structs.replace(request, RequestID=0)
