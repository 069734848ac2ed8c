"""The words of a failure."""

from ui.swap import raised


def test_a_failure_says_when_and_what() -> None:
    """Moment, type and text of the exception are in the words."""
    assert raised("updating", ValueError("no number")) == "raised while updating (ValueError: no number)"
