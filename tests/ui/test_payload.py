"""What arrives from the bridge, typed or as a dict."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from actors.dict_form import to_dict
from actors.messages import Shown
from tests.ui.builders import a_balance, a_position, a_quote, a_scope, a_tick, holding
from ui.payload import typed


@pytest.mark.parametrize(
    "fact", [a_scope(), a_tick(), a_quote("1.25"), a_balance("7"), holding(a_position())]
)
def test_both_forms_give_the_same_fact(fact: Shown) -> None:
    """A typed fact passes as it is, a dict becomes the fact that it is the form of."""
    assert typed(fact) is fact
    assert typed(to_dict(fact)) == fact


@pytest.mark.parametrize("rubbish", [{}, {"event": "Ticked", "epoch": 1}, {"event": "Nothing", "epoch": 1}])
def test_rubbish_is_none_and_logged(rubbish: Mapping[str, Any], allow_log: Callable[[str], None]) -> None:
    """What is the form of no fact gives None and a line in the log, never an exception."""
    allow_log("ERROR ui.payload: payload dropped: event")
    assert typed(rubbish) is None
