"""Whether an alarm is heard."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Protocol

from actors.messages import SoundsSet
from models.alarm import AlarmKind
from models.quiet_hours import QuietHours


class SoundPlayer(Protocol):
    """Makes the computer heard; never waits, never fails."""

    def play(self, kind: AlarmKind, volume: int) -> None:
        """Play the sound of a kind of alarm, at a volume in percent."""


class Silence:
    """Plays nothing: for runs without a window system."""

    def play(self, kind: AlarmKind, volume: int) -> None:
        """Do nothing."""


def _local_time() -> time:
    return datetime.now().astimezone().time()


class AlarmSounds:
    """Asks for one sound per event, unless the trader wants none; GUI thread only.

    Attributes:
        muted: Nothing is heard, until it is turned off or the program ends.
        volume: Percent.
    """

    def __init__(
        self,
        player: SoundPlayer,
        *,
        muted: bool = False,
        volume: int = 70,
        quiet: QuietHours | None = None,
        local_time: Callable[[], time] = _local_time,
    ) -> None:
        """Create the sounds.

        Args:
            player: Plays them.
            muted: Whether nothing is heard at first.
            volume: Percent.
            quiet: Hours in which nothing is heard; None for none.
            local_time: Returns the time of day on the trader's clock.
        """
        self._player = player
        self._chosen = SoundsSet(muted=muted, volume=volume, quiet=quiet)
        self._local_time = local_time
        self.muted = muted
        self.volume = volume

    @property
    def reason(self) -> str:
        """Return why nothing is heard now; empty when it is."""
        if self.muted:
            return "muted"
        if not self.volume:
            return "volume 0 %"
        quiet = self._chosen.quiet
        return "quiet hours" if quiet is not None and quiet.hold_at(self._local_time()) else ""

    def follow(self, chosen: SoundsSet) -> None:
        """Take what changed in the settings; what the trader chose otherwise meanwhile goes on."""
        before, self._chosen = self._chosen, chosen
        if chosen.muted != before.muted:
            self.muted = chosen.muted
        if chosen.volume != before.volume:
            self.volume = chosen.volume

    def sound(self, kind: AlarmKind) -> None:
        """Let an alarm be heard."""
        if not self.reason:
            self._player.play(kind, self.volume)

    def test(self, kind: AlarmKind) -> None:
        """Let a sound be heard because the trader asked for it, muted or not."""
        self._player.play(kind, self.volume)
