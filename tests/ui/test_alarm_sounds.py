"""Whether an alarm is heard."""

from datetime import time

import pytest

from actors.messages import SoundsSet
from models.alarm import AlarmKind
from models.quiet_hours import QuietHours
from tests.ui.alarms import Ears
from ui.alarm_sounds import AlarmSounds, Silence

NIGHT = QuietHours(start=time(22), end=time(6, 30))


def test_is_heard_at_its_volume() -> None:
    """One sound for one event."""
    ears = Ears()
    AlarmSounds(ears, volume=40).sound(AlarmKind.STOP_NEAR)
    assert ears.heard == [(AlarmKind.STOP_NEAR, 40)]


@pytest.mark.parametrize(
    ("muted", "volume", "at", "reason"),
    [
        (False, 70, time(12), ""),
        (True, 70, time(12), "muted"),
        (False, 0, time(12), "volume 0 %"),
        (False, 70, time(23), "quiet hours"),
        (False, 70, time(6, 30), ""),
    ],
)
def test_silence_has_a_reason(muted: bool, volume: int, at: time, reason: str) -> None:  # noqa: FBT001 - a row of the table
    """What is not heard is said on the screen; the test of a sound is heard in any case."""
    ears = Ears()
    sounds = AlarmSounds(ears, muted=muted, volume=volume, quiet=NIGHT, local_time=lambda: at)
    assert sounds.reason == reason
    sounds.sound(AlarmKind.STOP_NEAR)
    assert len(ears.heard) == (not reason)
    sounds.test(AlarmKind.LOSS_50)
    assert ears.kinds[-1] is AlarmKind.LOSS_50


def test_clock_is_that_of_the_computer() -> None:
    """Quiet hours follow the trader's own time."""
    always = QuietHours(start=time(0), end=time.max)
    assert AlarmSounds(Silence(), quiet=always).reason == "quiet hours"


def test_settings_change_what_they_changed_and_nothing_else() -> None:
    """Quiet hours that are set do not unmute what the trader muted, nor turn up what was turned down."""
    sounds = AlarmSounds(Ears(), volume=70, local_time=lambda: time(23))
    sounds.muted, sounds.volume = True, 20
    sounds.follow(SoundsSet(muted=False, volume=70, quiet=NIGHT))
    assert (sounds.muted, sounds.volume) == (True, 20)
    sounds.follow(SoundsSet(muted=True, volume=40, quiet=NIGHT))
    sounds.follow(SoundsSet(muted=False, volume=40, quiet=NIGHT))
    assert (sounds.muted, sounds.volume, sounds.reason) == (False, 40, "quiet hours")
    sounds.follow(SoundsSet(muted=False, volume=40, quiet=None))
    assert not sounds.reason


def test_silence_plays_nothing() -> None:
    """A run without a window system makes no noise."""
    AlarmSounds(Silence()).sound(AlarmKind.STOP_NEAR)
