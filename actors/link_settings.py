"""Where the server is, and how to talk to it; apart from the link itself, which takes its time to load."""

from collections.abc import Mapping
from typing import NamedTuple

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

    @property
    def endpoint(self) -> str:
        """Return `host:port`."""
        return f"{self.host}:{self.port}"
