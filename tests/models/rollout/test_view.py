"""What can be said of the rollout."""

import msgspec

from models.rollout.view import FlagView, RolloutView
from tests.models.rollout.views import a_view


def test_a_view_can_be_told_to_machines() -> None:
    """Every field has a JSON form, and comes back."""
    view = a_view()
    assert msgspec.json.decode(msgspec.json.encode(view), type=RolloutView) == view


def test_a_flag_names_the_phase_only_where_they_differ() -> None:
    """As it is saved, and as the phase means it."""
    assert FlagView(name="USE_NEW_PANEL1", saved=True, wanted=True).text() == "USE_NEW_PANEL1 on"
    differing = FlagView(name="USE_NEW_PANEL2", saved=False, wanted=True)
    assert differing.text() == "USE_NEW_PANEL2 off (this phase: on)"
