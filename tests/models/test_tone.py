"""The sound of each kind of alarm."""

import io
import wave

import numpy as np
import pytest

from models.alarm import AlarmKind
from models.tone import NOTES, duration_s, wav


def samples_of(data: bytes) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    """Return the samples of a WAV file."""
    with wave.open(io.BytesIO(data)) as reader:
        assert (reader.getnchannels(), reader.getsampwidth()) == (1, 2)
        return np.frombuffer(reader.readframes(reader.getnframes()), dtype=np.int16)


def test_every_kind_has_a_sound_of_its_own() -> None:
    """A trader knows what happened without looking."""
    assert set(NOTES) == set(AlarmKind)
    assert len({wav(kind, 70) for kind in AlarmKind}) == len(AlarmKind)


@pytest.mark.parametrize("kind", AlarmKind, ids=lambda kind: kind.name)
def test_sound_is_short_soft_at_its_edges_and_never_clipped(kind: AlarmKind) -> None:
    """Under a second, from silence to silence, within what a speaker can take."""
    samples = samples_of(wav(kind, 100))
    assert len(samples) == pytest.approx(duration_s(kind) * 22_050, rel=0.01)
    assert duration_s(kind) < 1
    assert samples[0] == 0
    assert abs(int(samples[-1])) < 3000
    assert 15_000 < np.abs(samples.astype(int)).max() < 32_767


def test_volume_scales_the_sound() -> None:
    """Half the volume is half the amplitude, and none is silence."""
    loud, soft = (samples_of(wav(AlarmKind.STOP_NEAR, volume)).astype(int) for volume in (100, 50))
    assert np.abs(loud - 2 * soft).max() <= 2
    assert not samples_of(wav(AlarmKind.STOP_NEAR, 0)).any()
