"""Rules by which differences are ignored."""

from datetime import date

import pytest

from models.rollout.ignore import ALIVE, IgnoreRule, checked

RULE = IgnoreRule("dates", date(2026, 11, 23), "Timeframe", "the wording differs until 1.1")


def test_no_rule_may_cover_money_alarms_or_mode() -> None:
    """Such a rule would hide what the comparison is for."""
    assert checked((RULE,), {"Balance"}) == (RULE,)
    with pytest.raises(ValueError, match="dates: Timeframe is a cell of money"):
        checked((RULE,), {"Timeframe"})


def test_no_rule_is_alive() -> None:
    """The generations agree without any."""
    assert ALIVE == ()
