"""Which numbers and texts are fit to be kept."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dtc.values import DOUBLE_LIMIT, FLOAT_LIMIT, FLOAT_UNSET, clean_text, is_set, text_from_bytes


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1.7976931348623157e308, 1e300, -1e300])
def test_markers_and_non_numbers_are_not_set(value: float) -> None:
    """Every form of "no value" is recognised by its magnitude, not by equality."""
    assert not is_set(value, DOUBLE_LIMIT)
    assert not is_set(FLOAT_UNSET, FLOAT_LIMIT)
    assert is_set(-0.0, DOUBLE_LIMIT)
    assert is_set(9.99e299, DOUBLE_LIMIT)


@given(st.text(), st.integers(0, 50))
def test_cleaning_is_final(text: str, limit: int) -> None:
    """Clean text is short, can be written as UTF-8, holds no controls and stays as it is."""
    clean = clean_text(text, limit)
    assert len(clean) <= limit
    assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in clean)
    assert clean.encode().decode() == clean
    assert clean_text(clean, limit) == clean


@given(st.binary(max_size=80))
def test_any_bytes_are_a_text(raw: bytes) -> None:
    """Bytes up to the first zero are read as UTF-8 or Latin-1, never with an error."""
    text = text_from_bytes(raw, 1000)
    assert "\0" not in text
    assert text_from_bytes(raw + b"\0garbage", 1000) == text
