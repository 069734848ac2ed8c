"""How amounts appear, from one start to the next."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.kept_appearance import KeptAppearance
from ui.appearance import AS_USUAL, Appearance, Palette, Unit


def test_the_choice_outlives_the_program(tmp_path: Path) -> None:
    """Unit and privacy come back; all the rest is as the settings say."""
    file = tmp_path / "appearance.json"
    KeptAppearance(file, AS_USUAL).save(Appearance(unit=Unit.TICKS, is_private=True))
    assert KeptAppearance(file, Appearance(palette=Palette.CLASSIC)).load() == Appearance(
        unit=Unit.TICKS, is_private=True, palette=Palette.CLASSIC
    )


def test_a_first_start_is_as_usual(tmp_path: Path) -> None:
    """Without a file nothing is hidden and each cell has its own unit."""
    assert KeptAppearance(tmp_path / "appearance.json", AS_USUAL).load() == AS_USUAL


@pytest.mark.parametrize("content", ["", "[]", '{"unit": "euro"}', "\x00"])
def test_a_broken_file_is_as_usual_and_said(
    tmp_path: Path, content: str, allow_log: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    """What cannot be read costs the choice, not the start, and the log names the file."""
    file = tmp_path / "appearance.json"
    file.write_text(content, encoding="utf-8")
    allow_log("cannot be read, amounts appear as usual")
    assert KeptAppearance(file, AS_USUAL).load() == AS_USUAL
    assert str(file) in caplog.text


def test_a_file_that_cannot_be_written_stops_nothing(
    tmp_path: Path, allow_log: Callable[[str], None]
) -> None:
    """A folder that is gone costs the choice of this run alone."""
    allow_log("cannot be kept")
    kept = KeptAppearance(tmp_path / "gone" / "appearance.json", AS_USUAL)
    kept.save(AS_USUAL)
    assert kept.load() == AS_USUAL
