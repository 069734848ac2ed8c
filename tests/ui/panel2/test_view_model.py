"""The view of Panel 2."""

import pytest

from actors.messages import ConnectionState
from tests.ui.builders import SIM1
from ui.panel2.presenter import EMPTY_VIEW
from ui.panel2.view_model import LABELS, Panel2Facts


def test_there_are_fifteen_cells_in_the_documented_order() -> None:
    """Three rows of five, as on the screen."""
    assert [len(row) for row in LABELS] == [5, 5, 5]
    assert list(EMPTY_VIEW.cells())[2:] == [label for row in LABELS for label in row]


@pytest.mark.parametrize(
    ("facts", "known"),
    [
        (Panel2Facts(confirmed=True), False),
        (Panel2Facts(book=SIM1), False),
        (Panel2Facts(book=SIM1, link=ConnectionState.READY), False),
        (Panel2Facts(book=SIM1, link=ConnectionState.READY, confirmed=False), False),
        (Panel2Facts(book=SIM1, confirmed=True), True),
    ],
)
def test_flat_is_known_only_when_the_server_has_spoken(facts: Panel2Facts, known: bool) -> None:  # noqa: FBT001 - pytest passes it
    """What the server's list says counts most; without a book nothing is flat."""
    assert facts.flat_is_known is known


def test_an_unconfirmed_book_is_not_linked() -> None:
    """A ready link whose list does not back the book is as good as none."""
    assert Panel2Facts(link=ConnectionState.READY).linked
    assert not Panel2Facts(link=ConnectionState.READY, confirmed=False).linked
    assert not Panel2Facts(link=ConnectionState.SYNCING).linked
