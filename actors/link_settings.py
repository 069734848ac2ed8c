"""Where the server is, and how to talk to it; apart from the link itself, which takes its time to load."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from actors.messages import ConnectTo
from dtc.enums import Encoding
from dtc.session_config import SessionConfig
from models.book import TradeMode
from models.contract import ContractOverride


class LinkSettings(NamedTuple):
    """Where the server is, and how to talk to it.

    Attributes:
        time_scale: Seconds of wall clock in a real second; heartbeats are sent in real ones.
    """

    host: str
    port: int
    session: SessionConfig
    accounts: Mapping[str, TradeMode]
    contracts: Mapping[str, ContractOverride]
    time_scale: float = 1.0

    def changed(self, command: ConnectTo) -> "LinkSettings":
        """Return how to reach the server from now on."""
        session = replace(
            self.session,
            username=command.username,
            encoding=command.encoding,
            heartbeat_interval_s=command.heartbeat_interval_s,
        )
        return self._replace(host=command.host, port=command.port, session=session)

    @property
    def endpoint(self) -> str:
        """Return `host:port`."""
        return f"{self.host}:{self.port}"

    def session_config(self, *, negotiates: bool) -> SessionConfig:
        """Return how to open a session: after a server that ignored us, with a plain logon in JSON."""
        return self.session if negotiates else replace(self.session, negotiate=False, encoding=Encoding.JSON)
