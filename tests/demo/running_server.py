"""The demo's server in a thread of its own, for tests that need somebody who answers."""

import threading
import time

from demo.conversation import ServerRules
from demo.server import Server
from demo.world import World
from dtc.messages import UserMessage


class RunningServer:
    """A server that is polled by a thread of its own."""

    def __init__(self, rules: ServerRules, started_at: float = 1_795_000_000.0, poll_s: float = 5.0) -> None:
        self.server = Server(0)
        self.news: list[UserMessage] = []
        self._rules = rules
        self._poll_s = poll_s
        self.world = World(1, started_at)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def stop(self) -> None:
        """End the thread, which closes the server."""
        self._stopping.set()
        self.server.wake()
        self._thread.join()

    def tell(self, text: str) -> None:
        """Let the server tell every client something."""
        self.news.append(UserMessage(UserMessage=text))
        self.server.wake()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self.server.poll(self.world, self._rules, now=time.monotonic(), timeout_s=self._poll_s)
            while self.news:
                self.server.tell([self.news.pop(0)])
        self.server.close("bye")
