"""What can be said of the rollout."""

import msgspec

from models.rollout.view import RolloutView
from tests.models.rollout.views import a_view


def test_a_view_can_be_told_to_machines() -> None:
    """Every field has a JSON form, and comes back."""
    view = a_view()
    assert msgspec.json.decode(msgspec.json.encode(view), type=RolloutView) == view
