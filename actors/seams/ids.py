"""Identities and chance."""

import random
import uuid
from typing import Protocol


class Ids(Protocol):
    """Source of everything that must differ from one call to the next."""

    def trade_id(self) -> str:
        """Return an identity for a new trade, unique over all books and starts."""

    def jitter(self) -> float:
        """Return a number in [0, 1), so that many clients do not reconnect at the same moment."""


class SystemIds:
    """Identities from the operating system's random source."""

    def trade_id(self) -> str:
        """Return a random UUID as 32 hexadecimal digits."""
        return uuid.uuid4().hex

    def jitter(self) -> float:
        """Return a number in [0, 1)."""
        return random.random()  # noqa: S311 - spreads reconnects, guards nothing
