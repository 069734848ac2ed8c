"""What a trader is told who was never connected."""

from datetime import timedelta
from functools import reduce

import pytest

from actors.messages import ConnectionChanged, ConnectionState, ScopeChanged, Shown
from models.book import TradeMode
from tests.ui.builders import NOW, SIM1, a_link, a_missed_quote, a_quote, a_scope, a_tick, shown
from ui.first_run_view import FirstRunView, present

UNKNOWN = shown(ScopeChanged(epoch=1, mode=TradeMode.SIM, account=None, known=(), reason="start"))
LOST = a_link(ConnectionState.WAITING)


def view(*facts: Shown) -> FirstRunView:
    """Return what is known after facts."""
    return reduce(present, facts, FirstRunView())


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        ((), False),
        ((UNKNOWN, a_link(ConnectionState.CONNECTING)), False),
        ((UNKNOWN, LOST), True),
        ((UNKNOWN, LOST, a_link(ConnectionState.CONNECTING)), True),
        ((UNKNOWN, a_link(ConnectionState.REFUSED)), True),
        ((a_scope(SIM1), LOST), False),
        ((UNKNOWN, LOST, a_link()), False),
        ((UNKNOWN, a_link(), LOST), False),
    ],
)
def test_page_is_for_those_who_were_never_connected(facts: tuple[Shown, ...], due: bool) -> None:  # noqa: FBT001 - a row of the table
    """One attempt must have failed, and no account be known from any time."""
    assert view(*facts).is_due == due


def test_findings_say_what_is_wrong_in_words() -> None:
    """Where nothing answers, why, and when the next attempt comes; why there are no prices."""
    waiting = ConnectionChanged(
        state=ConnectionState.WAITING,
        endpoint="127.0.0.1:11099",
        detail="127.0.0.1:11099: nothing is listening there.",
        at=NOW,
        retry_at=NOW + timedelta(seconds=4),
    )
    server, prices = (cell for _, cell in view(shown(waiting), a_missed_quote(), a_tick(0)).findings())
    assert server.text == "Not found. 127.0.0.1:11099: nothing is listening there. Next try in 5s."
    assert prices.text == "None: snapshot.csv is gone."
    assert (server.role, prices.role) == ("alert", "alert")


def test_findings_before_anything_is_known() -> None:
    """Nothing is claimed."""
    assert [cell.role for _, cell in view().findings()] == ["info", "info"]


def test_what_was_found_is_said() -> None:
    """Half a way is a way."""
    texts = [cell.text for _, cell in view(a_link(), a_quote("6750.25")).findings()]
    assert texts == ["Found at 127.0.0.1:11099.", "They arrive; the last one is 6750.25."]
