"""Why a panel must go, in words."""

from ui.swap import raised, verdict


def test_a_failure_says_when_and_what() -> None:
    """Moment, type and text of the exception are in the words."""
    assert raised("updating", ValueError("no number")) == "raised while updating (ValueError: no number)"


def test_a_panel_that_lies_must_go_and_one_that_is_slow() -> None:
    """A wrong cell of money weighs more than time, and another wrong cell weighs nothing."""
    both = verdict(["Hover", "Balance"], {"Balance"}, is_slow=True)
    assert both == "differed from the legacy panel in Balance"
    assert verdict(["Hover"], {"Balance"}, is_slow=True).startswith("needed more than twice the time")
    assert not verdict(["Hover"], {"Balance"}, is_slow=False)
