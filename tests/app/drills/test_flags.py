"""Flags and settings prove themselves."""

import pytest

import flags
from app.drills.flags import broken_settings, flags_and_sources


def test_flags_are_as_documented() -> None:
    """Every flag, value and source."""
    assert flags_and_sources() == (True, "5 flags, 3 sources, 5 wrong values")


def test_broken_settings_mean_legacy_panels() -> None:
    """Whatever is in the file."""
    assert broken_settings() == (True, "7 broken files and none: legacy, with a sentence")


def test_a_fault_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A resolver that takes `yes` for on is no resolver."""
    monkeypatch.setattr(flags, "_VALUES", {**flags._VALUES, "yes": True})
    holds, have = flags_and_sources()
    assert not holds
    assert "USE_NEW_PANEL1='yes' is accepted in the environment" in have
