"""When an alarm begins, becomes worse, may be heard, and ends."""

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.alarm_track import (
    Rule,
    Track,
    acknowledged,
    advance,
    cleared,
    crossed_at,
    due_at,
    next_level,
    snoozed,
)
from tests.models.builders import NOW, later

RULE = Rule(cool_down_s=30)
SLOW = Rule(delay_s=60, cool_down_s=30)
STEPS = (Decimal(50), Decimal(80), Decimal(90), Decimal(100))
LEAVE = tuple(step - 5 for step in STEPS)


def played(
    *looks: tuple[float, int | None], rule: Rule = RULE, track: Track | None = None
) -> tuple[Track, list[tuple[float, int]]]:
    """Return the track after looks of (seconds, level), and when it was heard at which level."""
    track = track or Track()
    heard = []
    for seconds, level in looks:
        after = advance(track, level, later(seconds), later(seconds), rule)
        if after.heard_at != track.heard_at:
            heard.append((seconds, after.heard_level))
        track = after
    return track, heard


@pytest.mark.parametrize(
    ("value", "level", "expected"),
    [
        ("49.9", 0, 0),
        ("50", 0, 1),
        ("45", 1, 1),
        ("44.9", 1, 0),
        ("45", 0, 0),
        ("79", 2, 2),
        ("74.9", 2, 1),
        ("100", 0, 4),
        ("250", 3, 4),
        ("95", 4, 4),
        ("46", 4, 1),
    ],
)
def test_levels_are_entered_and_left_at_different_values(value: str, level: int, expected: int) -> None:
    """A figure that shivers at a step does not raise it again and again."""
    assert next_level(Decimal(value), level, STEPS, LEAVE) == expected


def test_is_heard_once_when_it_begins() -> None:
    """An alarm that goes on is one event."""
    track, heard = played((0, 0), (1, 1), (2, 1), (900, 1))
    assert heard == [(1, 1)]
    assert (track.level, track.raised_at) == (1, later(1))


def test_what_does_not_last_is_no_alarm() -> None:
    """A condition with a delay must hold for all of it."""
    assert played((0, 1), (59.9, 1), (60, 0), (61, 1), (120.9, 1), rule=SLOW)[1] == []
    assert played((0, 1), (59.9, 1), (60, 1), rule=SLOW)[1] == [(60, 1)]


def test_the_delay_begins_with_the_condition_and_not_with_the_first_look() -> None:
    """Who looks late does not make the delay longer."""
    track = advance(Track(), 1, NOW, later(61), SLOW)
    assert track.raised_at == later(61)
    assert crossed_at(Track(), NOW, SLOW) == later(60)


def test_worse_is_heard_at_once() -> None:
    """Each step up is an event of its own, whatever was heard just before."""
    assert played((0, 1), (1, 2), (2, 4))[1] == [(0, 1), (1, 2), (2, 4)]


def test_better_is_not_heard() -> None:
    """A step down changes what the alarm says and nothing else."""
    track, heard = played((0, 3), (5, 1))
    assert heard == [(0, 3)]
    assert (track.level, track.raised_at) == (1, NOW)


def test_return_within_the_cool_down_waits_for_its_end() -> None:
    """What comes back soon is shown at once and heard when the cool-down is over, if it still holds."""
    track, heard = played((0, 1), (5, 0), (10, 1))
    assert heard == [(0, 1)]
    assert (track.level, track.raised_at) == (1, later(10))
    assert due_at(track, RULE) == later(30)
    assert played((29.9, 1), (30, 1), (31, 1), track=track)[1] == [(30, 1)]
    assert played((20, 0), (30, 0), track=track)[1] == []


def test_cool_down_does_not_slide() -> None:
    """However often a condition comes and goes, it is heard again after the same time."""
    shivers = [(second, second % 2) for second in range(91)]
    assert [seconds for seconds, _ in played(*shivers)[1]] == [1, 31, 61]


def test_acknowledged_stays_quiet_until_it_clears_or_worsens() -> None:
    """The trader is not told twice of what they have seen."""
    track, _ = played((0, 1))
    track = acknowledged(track, later(1))
    assert played((600, 1), track=track)[1] == []
    assert played((2, 2), track=track)[1] == [(2, 2)]
    assert played((2, 0), (40, 1), track=track)[1] == [(40, 1)]
    worse, _ = played((2, 2), track=track)
    assert worse.acknowledged_at is None


def test_acknowledging_cancels_what_was_still_to_be_heard() -> None:
    """Who has seen it need not hear it."""
    track, _ = played((0, 1), (5, 0), (10, 1))
    assert played((40, 1), track=acknowledged(track, later(11)))[1] == []


def test_snoozed_returns_when_the_time_is_over() -> None:
    """What was put aside is raised anew if it still holds then."""
    track = snoozed(played((0, 1))[0], later(300))
    assert due_at(track, RULE) == later(300)
    after, heard = played((299, 1), (300, 1), track=track)
    assert heard == [(300, 1)]
    assert (after.raised_at, after.snoozed_until) == (later(300), None)


def test_snoozed_that_clears_does_not_return_by_itself() -> None:
    """Nothing is raised that does not hold."""
    track = snoozed(played((0, 1))[0], later(300))
    assert played((10, 0), (300, 0), track=track)[1] == []


def test_snoozed_that_comes_and_goes_stays_put_aside() -> None:
    """A condition that flutters while it is put aside is heard only when the time is over."""
    track = snoozed(played((0, 1))[0], later(300))
    after, heard = played((10, 0), (100, 1), track=track)
    assert heard == []
    assert after.snoozed_until == later(300)
    assert played((300, 1), track=after)[1] == [(300, 1)]


def test_snoozed_that_worsens_is_heard() -> None:
    """What was put aside was less than what holds now."""
    track = snoozed(played((0, 1))[0], later(300))
    after, heard = played((10, 2), track=track)
    assert heard == [(10, 2)]
    assert after.snoozed_until is None


def test_unknown_changes_nothing() -> None:
    """While nobody can know, nothing begins and nothing ends."""
    assert played((0, None), (90, None), rule=SLOW) == (Track(), [])
    track, _ = played((0, 1))
    assert played((600, None), track=track) == (track, [])


def test_time_goes_on_while_nobody_can_know() -> None:
    """An alarm that was put aside comes back although its condition cannot be looked at."""
    track = snoozed(played((0, 1))[0], later(300))
    assert played((300, None), track=track)[1] == [(300, 1)]


def test_event_ends_by_itself() -> None:
    """What happens once needs no end of its own."""
    rule = Rule(cool_down_s=0, holds_s=120)
    track, _ = played((0, 1), (119, 1), rule=rule)
    assert track.level == 1
    assert due_at(track, rule) == later(120)
    assert played((120, 1), rule=rule, track=track)[0].level == 0


def test_nothing_to_acknowledge_is_nothing() -> None:
    """A key pressed too late changes nothing."""
    assert acknowledged(Track(), NOW) == Track()
    assert snoozed(Track(), NOW) == Track()


MOVES = st.lists(
    st.tuples(
        st.floats(min_value=0.1, max_value=50),
        st.sampled_from(["look", "look", "look", "acknowledge", "snooze", "clear"]),
        st.sampled_from([None, 0, 1, 2, 3]),
    ),
    max_size=60,
)


@given(moves=MOVES, delay_s=st.sampled_from([0.0, 5.0]))
def test_rules_hold_for_every_course(moves: list[tuple[float, str, int | None]], delay_s: float) -> None:
    """Nothing is heard that does not hold, was put aside or seen, or was heard within the cool-down."""
    rule, track, seconds = Rule(delay_s=delay_s, cool_down_s=30), Track(), 0.0
    heard: dict[int, datetime] = {}
    for step, action, level in moves:
        seconds += step
        now, before = later(seconds), track
        match action:
            case "acknowledge":
                track = acknowledged(track, now)
            case "snooze":
                track = snoozed(track, later(seconds + 60))
            case "clear":
                track = cleared(track)
            case _:
                track = advance(track, level, now, now, rule)
        if track.heard_at != before.heard_at:
            assert track.heard_at == now
            assert track.level == track.heard_level > 0
            assert track.snoozed_until is None
            assert track.acknowledged_at is None
            woken = before.snoozed_until is not None
            last = heard.get(track.level)
            assert (
                woken
                or last is None
                or track.level > before.heard_level
                or (now - last).total_seconds() >= 30
            )
            heard[track.level] = now
        assert (track.level > 0) == (track.raised_at is not None)
        assert not (track.owed and (track.acknowledged_at or track.snoozed_until))
        if level is not None and action == "look" and not delay_s:
            assert track.level == level


def test_what_ended_while_it_was_put_aside_is_not_heard_again() -> None:
    """The time put aside is over at the very look that shows that the condition is over too."""
    rule = Rule(cool_down_s=30)
    track = snoozed(advance(Track(), 1, NOW, NOW, rule), later(60))
    track = advance(track, None, later(30), later(30), rule)
    ended = advance(track, 0, later(61), later(61), rule)
    assert (ended.level, ended.heard_at) == (0, NOW)
