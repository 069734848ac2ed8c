"""How amounts and colours appear."""

from actors.messages import DisplaySet
from ui.appearance import (
    AS_USUAL,
    Appearance,
    Palette,
    Unit,
    with_display,
    with_next_unit,
    with_privacy_toggled,
)


def test_the_key_goes_through_all_units_and_comes_back() -> None:
    """Own units, dollars, points, ticks, R, and own units again; privacy is not touched."""
    seen = []
    appearance = with_privacy_toggled(AS_USUAL)
    for _ in Unit:
        appearance = with_next_unit(appearance)
        seen.append(appearance.unit)
    assert seen == [Unit.DOLLARS, Unit.POINTS, Unit.TICKS, Unit.RISK, Unit.OWN]
    assert appearance.is_private


def test_privacy_is_a_toggle() -> None:
    """Twice is as before."""
    assert with_privacy_toggled(AS_USUAL).is_private
    assert with_privacy_toggled(with_privacy_toggled(AS_USUAL)) == AS_USUAL


def test_settings_leave_what_the_keys_chose() -> None:
    """Colours and motion are settings; unit and privacy are not."""
    chosen = Appearance(unit=Unit.TICKS, is_private=True)
    display = DisplaySet(exchange_time=False, reduced_motion=True, green_and_red=True)
    assert with_display(chosen, display) == Appearance(
        unit=Unit.TICKS, is_private=True, palette=Palette.CLASSIC, is_still=True
    )
