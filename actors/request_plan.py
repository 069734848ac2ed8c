"""What is to be asked of the server, one request after the other."""

from collections import deque
from collections.abc import Iterable

from dtc.messages import Message


class RequestPlan:
    """Requests that wait for their turn, and the one that waits for its answer."""

    def __init__(self) -> None:
        self._waiting: deque[Message] = deque()
        self._asked: int | None = None

    def begin(self, requests: Iterable[Message] = ()) -> None:
        """Forget everything, and plan these."""
        self._waiting = deque(requests)
        self._asked = None

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
