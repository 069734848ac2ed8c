"""What arrives from the bridge, in whichever form, as a typed fact."""

import logging

from actors.dict_form import PayloadError, from_dict
from actors.messages import Shown, SwapPanels
from ui.panel import Payload

Arrival = Payload | SwapPanels
"""A fact for the panels, or the one command to the window."""

log = logging.getLogger(__name__)


def typed(payload: Payload) -> Shown | None:
    """Return the typed form; None, and a line in the log, for what is not the form of any fact."""
    if isinstance(payload, Shown):
        return payload
    try:
        return from_dict(payload)
    except PayloadError as error:
        log.error("payload dropped: %s", error)  # noqa: TRY400 - the sentence says all, a stack would not
        return None
