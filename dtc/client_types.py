"""Everything that this program may ever send: it only reads."""

from typing import Final

from dtc.errors import LocalProtocolError
from dtc.messages.base import message_name

# No order, no correction, no journal entry.
CLIENT_TYPES: Final = frozenset({1, 3, 5, 6, 101, 102, 300, 303, 305, 400, 500, 506, 601, 603})


def require_client_type(number: int) -> None:
    """Refuse every message type that is not on the list of what this program sends.

    Raises:
        LocalProtocolError: The type is not on the list.
    """
    if number not in CLIENT_TYPES:
        raise LocalProtocolError(
            f"type {number} ({message_name(number)}) is never sent: this program only reads"
        )
