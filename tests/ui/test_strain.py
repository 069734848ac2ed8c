"""When a panel costs too much."""

import pytest

from ui.strain import HELD_S, Pace, Strain, Watch


@pytest.mark.parametrize(
    ("moments", "too_often"),
    [((0, 20, 40), True), ((0, 20), False), ((0, 20, 81), False), ((0, 1, 70, 71, 72), True)],
)
def test_so_many_within_the_window_are_too_many(moments: tuple[float, ...], *, too_often: bool) -> None:
    """Three within a minute are too many; three over a longer time are not."""
    strain = Strain(limit_s=0.5, times=3, window_s=60)
    told = [strain.note(0.6, now) for now in moments]
    assert told[-1] == too_often
    assert not any(told[:-1])


def test_what_stays_within_the_limit_does_not_count() -> None:
    """The limit itself is allowed."""
    strain = Strain(limit_s=0.5, times=1, window_s=60)
    assert not strain.note(0.5, 0)
    assert strain.note(0.51, 0)


def play(pace: Pace, intervals: list[tuple[float, float]], samples: int = 120) -> list[bool]:
    """Return what a pace says at the end of each interval of a minute."""
    told = []
    for number, (one_s, two_s) in enumerate(intervals):
        said = [
            pace.note(one_s, two_s, number * 60 + (sample + 1) * 60 / samples) for sample in range(samples)
        ]
        told.append(said[-1])
    return told


SLOW, FAIR, QUICK = (0.05, 0.01), (0.012, 0.01), (0.003, 0.0001)


@pytest.mark.parametrize(
    ("intervals", "slow"),
    [
        ([SLOW, SLOW, SLOW], [False, False, True]),
        ([SLOW, FAIR, SLOW, SLOW], [False, False, False, False]),
        ([QUICK] * 4, [False] * 4),
    ],
)
def test_three_slow_intervals_in_a_row_are_slow(
    intervals: list[tuple[float, float]], slow: list[bool]
) -> None:
    """More than twice the other's time counts, unless no eye could see it."""
    assert play(Pace(0), intervals) == slow


def test_too_few_samples_decide_nothing() -> None:
    """An interval with a handful of facts neither counts nor breaks the row."""
    pace = Pace(0)
    assert play(pace, [SLOW] * 5, samples=10) == [False] * 5


def test_a_watch_sees_a_held_window_and_a_dear_spare() -> None:
    """Three long updates are too many, and so are ten frames in which the spare took longer than a frame."""
    watch = Watch(0)
    assert [watch.note_shown(HELD_S * 2, now) for now in range(3)] == [False, False, True]
    dear = []
    for frame in range(10):
        watch.note_spare(0.02)
        dear.append(watch.end_frame(frame)[1])
    assert dear == [False] * 9 + [True]


def test_frames_without_a_spare_are_not_compared() -> None:
    """Where no spare is told anything there is no pace to compare with."""
    watch = Watch(0)
    for frame in range(400):
        watch.note_shown(0.05, frame)
        assert watch.end_frame(frame) == (False, False)


def test_cost_of_the_last_batch_is_told() -> None:
    """The next batch begins at nothing; without a spare there is no second share."""
    watch = Watch(0)
    watch.note_shown(0.002, 0)
    watch.note_shown(0.003, 0)
    watch.note_spare(0.004)
    watch.end_frame(0)
    assert watch.batch == pytest.approx((0.005, 0.004))
    watch.end_frame(1)
    assert watch.batch == (0.0, 0.0)
