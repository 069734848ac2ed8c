"""The sound of each kind of alarm, made of a few notes."""

import io
import wave
from collections.abc import Mapping
from typing import Final

import numpy as np

from models.alarm import AlarmKind

NOTES: Final[Mapping[AlarmKind, tuple[int, ...]]] = {
    AlarmKind.HEAT_WARNING: (440,),
    AlarmKind.HEAT_FLASHING: (440, 440),
    AlarmKind.HEAT_CRITICAL: (440, 440, 440),
    AlarmKind.STOP_NEAR: (880, 988),
    AlarmKind.STOP_MISSING: (784, 523, 784),
    AlarmKind.STOP_SMALL: (784, 659),
    AlarmKind.STOP_MOVED: (659, 523),
    AlarmKind.CONNECTION_LOST: (523, 392, 262),
    AlarmKind.DATA_STALE: (392, 392),
    AlarmKind.LOSS_50: (330,),
    AlarmKind.LOSS_80: (330, 294),
    AlarmKind.LOSS_90: (330, 294, 262),
    AlarmKind.LOSS_100: (330, 294, 262, 220),
    AlarmKind.STOP_FILLED: (587, 440),
    AlarmKind.TARGET_FILLED: (523, 659, 784),
}
"""Hertz. Families differ in pitch and direction, steps of one family in their number of notes."""

_RATE: Final = 22_050
_NOTE_S: Final = 0.16
_ATTACK_S: Final = 0.01
_DECAY_S: Final = 0.06
_OVERTONE: Final = 0.3
_LOUDEST: Final = 0.8 * 32767


def duration_s(kind: AlarmKind) -> float:
    """Return how long a sound takes, seconds."""
    return len(NOTES[kind]) * _NOTE_S


def wav(kind: AlarmKind, volume: int) -> bytes:
    """Return the sound of a kind as a WAV file: mono, 16 bits.

    Args:
        kind: What happened.
        volume: Percent.
    """
    moments = np.arange(int(_RATE * _NOTE_S)) / _RATE
    # Rises softly and dies away before the next note: edges would click.
    shape = np.minimum(1, moments / _ATTACK_S) * np.exp(-np.maximum(0, moments - _ATTACK_S) / _DECAY_S)
    waves = [
        np.sin(2 * np.pi * hertz * moments) + _OVERTONE * np.sin(4 * np.pi * hertz * moments)
        for hertz in NOTES[kind]
    ]
    samples = np.concatenate([shape * each for each in waves]) / (1 + _OVERTONE)
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(_RATE)
        writer.writeframes((samples * _LOUDEST * volume / 100).astype("<i2").tobytes())
    return file.getvalue()
