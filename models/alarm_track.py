"""When an alarm begins, becomes worse, may be heard, and ends; pure."""

from datetime import datetime, timedelta
from decimal import Decimal

import msgspec


class Rule(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How a condition becomes an alarm.

    Attributes:
        delay_s: So long it must hold, or be worse, before it counts.
        cool_down_s: So long after it was heard the same level is not heard again.
        holds_s: So long after it was raised it ends by itself; None while its condition decides.
    """

    delay_s: float = 0
    cool_down_s: float = 30
    holds_s: float | None = None


class Track(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is remembered of one condition.

    Attributes:
        level: Level of the alarm that holds; 0 while none does.
        raised_at: When that level began, UTC; None while there is no alarm.
        held_from: The same moment on the clock as it is set now; `raised_at` names the alarm, and stays.
        waiting_since: Since when the condition is worse than `level` says, UTC; None while it is not.
        heard_level: Level that was heard last.
        heard_at: When it was heard, UTC; None if it never was.
        owed: It is to be heard once the cool-down is over.
        acknowledged_at: When the trader acknowledged it, UTC.
        snoozed_until: UTC; None while it is not put aside.
        snoozed_level: Level that was put aside; a higher one is not.
    """

    level: int = 0
    raised_at: datetime | None = None
    held_from: datetime | None = None
    waiting_since: datetime | None = None
    heard_level: int = 0
    heard_at: datetime | None = None
    owed: bool = False
    acknowledged_at: datetime | None = None
    snoozed_until: datetime | None = None
    snoozed_level: int = 0


def next_level(value: Decimal, level: int, enter: tuple[Decimal, ...], leave: tuple[Decimal, ...]) -> int:
    """Return the level of a value that is worse the larger it is.

    Args:
        value: The figure.
        level: Level so far.
        enter: Value from which on each level begins, rising.
        leave: Value below which each level ends; the space between is the dead-band.
    """
    reached = sum(1 for each in enter if value >= each)
    kept = sum(1 for each in leave[:level] if value >= each)
    return max(reached, kept)


def advance(track: Track, level: int | None, since: datetime, now: datetime, rule: Rule) -> Track:
    """Return the track after another look at its condition.

    Args:
        track: What was remembered.
        level: Level of the condition now, 0 when it does not hold; None while nobody can know: then nothing
            begins or ends, but time goes on for what holds.
        since: Since when that level is known to hold, UTC.
        now: UTC.
        rule: How the condition becomes an alarm.
    """
    wakes = track.snoozed_until is not None and now >= track.snoozed_until
    if wakes:
        raised_at = now if track.level else None
        track = msgspec.structs.replace(
            track, snoozed_until=None, snoozed_level=0, raised_at=raised_at, held_from=raised_at
        )
    if track.level and rule.holds_s is not None and now >= _after(track.held_from or now, rule.holds_s):
        return cleared(track)
    if level is not None:
        track = _moved(track, level, since, now, rule)
    # Not before it is known whether the condition is over: what has ended must not be heard again.
    if wakes and track.level:
        return _heard(track, now)
    if track.owed and track.heard_at is not None and now >= _after(track.heard_at, rule.cool_down_s):
        return _heard(track, now)
    return track


def acknowledged(track: Track, now: datetime) -> Track:
    """Return the track after the trader has seen the alarm: it stays quiet until it clears or worsens."""
    if not track.level:
        return track
    return msgspec.structs.replace(track, acknowledged_at=now, snoozed_until=None, owed=False)


def snoozed(track: Track, until: datetime) -> Track:
    """Return the track of an alarm that is put aside."""
    if not track.level:
        return track
    return msgspec.structs.replace(
        track, snoozed_until=until, snoozed_level=track.level, acknowledged_at=None, owed=False
    )


def cleared(track: Track) -> Track:
    """Return the track once the condition is over; the cool-down and the time put aside go on."""
    return msgspec.structs.replace(
        track, level=0, raised_at=None, held_from=None, waiting_since=None, owed=False, acknowledged_at=None
    )


def moved(track: Track, step: timedelta) -> Track:
    """Return the track after the clock was set: what waits goes on to wait as long as before."""
    return msgspec.structs.replace(
        track,
        held_from=track.held_from and track.held_from + step,
        waiting_since=track.waiting_since and track.waiting_since + step,
        heard_at=track.heard_at and track.heard_at + step,
        snoozed_until=track.snoozed_until and track.snoozed_until + step,
    )


def due_at(track: Track, rule: Rule) -> datetime | None:
    """Return the next moment at which time alone changes something, UTC; None when it never does."""
    moments = [
        track.waiting_since and _after(track.waiting_since, rule.delay_s),
        track.snoozed_until,
        _after(track.heard_at, rule.cool_down_s) if track.owed and track.heard_at else None,
        _after(track.held_from, rule.holds_s) if track.held_from and rule.holds_s is not None else None,
    ]
    return min((moment for moment in moments if moment is not None), default=None)


def crossed_at(track: Track, since: datetime, rule: Rule) -> datetime:
    """Return when a condition that has held since a moment became an alarm, UTC.

    Args:
        track: As it was before.
        since: Since when the level is known to hold, UTC.
        rule: How the condition becomes an alarm.
    """
    return _after(track.waiting_since or since, rule.delay_s)


def _moved(track: Track, level: int, since: datetime, now: datetime, rule: Rule) -> Track:
    if level <= track.level:
        track = msgspec.structs.replace(track, waiting_since=None)
        if level == track.level:
            return track
        return msgspec.structs.replace(track, level=level) if level else cleared(track)
    waiting_since = track.waiting_since or since
    if now < _after(waiting_since, rule.delay_s):
        return msgspec.structs.replace(track, waiting_since=waiting_since)
    return _raised(track, level, now, rule)


def _raised(track: Track, level: int, now: datetime, rule: Rule) -> Track:
    aside = track.snoozed_until is not None and level <= track.snoozed_level
    track = msgspec.structs.replace(
        track,
        level=level,
        raised_at=now,
        held_from=now,
        waiting_since=None,
        acknowledged_at=None,
        snoozed_until=track.snoozed_until if aside else None,
        owed=False,
    )
    if aside:
        return track
    warm = track.heard_at is not None and now < _after(track.heard_at, rule.cool_down_s)
    if warm and level <= track.heard_level:
        return msgspec.structs.replace(track, owed=True)
    return _heard(track, now)


def _heard(track: Track, now: datetime) -> Track:
    return msgspec.structs.replace(track, heard_level=track.level, heard_at=now, owed=False)


def _after(moment: datetime, seconds: float) -> datetime:
    return moment + timedelta(seconds=seconds)
