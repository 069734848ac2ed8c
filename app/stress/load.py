"""The other side of a stress run: the load server as another process."""

from typing import Final

import msgspec

from app.demo_process import ServerProcess
from app.errors import UnavailableError


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What the load server has sent so far.

    Attributes:
        last: The newest price of what each account holds.
    """

    prices: int
    fills: int
    pulses: int
    last: dict[str, float]


NOTHING: Final = Sent(prices=0, fills=0, pulses=0, last={})


class LoadProcess(ServerProcess):
    """A running load server."""

    def __init__(self, seed: int) -> None:
        super().__init__("demo.load_server", "--seed", str(seed))

    def send(self, *, prices: float = 0, fills: float = 0, pulses: float = 0) -> Sent:
        """Let it send so many a second from now on; return what it has sent until now.

        Raises:
            UnavailableError: It is gone.
        """
        if self._process.stdin is None:
            raise UnavailableError("the load server cannot be told anything")
        try:
            self._process.stdin.write(f"{prices} {fills} {pulses}\n")
            self._process.stdin.flush()
        except OSError as error:
            raise UnavailableError(f"the load server is gone: {self.complaint}") from error
        try:
            return msgspec.json.decode(self._read_line(), type=Sent)
        except msgspec.DecodeError as error:
            raise UnavailableError(f"the load server is gone: {self.complaint}") from error
