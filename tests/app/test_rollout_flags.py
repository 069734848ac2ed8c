"""The flags that a phase means."""

from pathlib import Path

import pytest

from app.errors import SettingsError
from app.rollout_flags import flags_of, saved_flags
from flags import FlagName
from models.rollout.stages import STAGES


def test_flags_are_turned_on_one_after_the_other() -> None:
    """Panel 1, then Panel 2, typed events last; the others are no business of the rollout."""
    on = ["".join(str(int(value)) for value in flags_of(stage).values()) for stage in STAGES]
    assert on == ["000", "000", "000", "100", "110", "110", "110", "111"]
    assert list(flags_of(STAGES[0])) == [
        FlagName.USE_NEW_PANEL1,
        FlagName.USE_NEW_PANEL2,
        FlagName.USE_TYPED_EVENTS,
    ]


def test_saved_flags_are_those_of_the_file(tmp_path: Path) -> None:
    """Without a file of its own the shipped one counts, with both panels new; a broken one is an error."""
    assert saved_flags(tmp_path)[FlagName.USE_NEW_PANEL1]
    (tmp_path / "settings.toml").write_text("[flags]\nUSE_NEW_PANEL2 = true\n")
    saved = saved_flags(tmp_path)
    assert (saved[FlagName.USE_NEW_PANEL1], saved[FlagName.USE_NEW_PANEL2]) == (False, True)
    (tmp_path / "settings.toml").write_text("[flags")
    with pytest.raises(SettingsError):
        saved_flags(tmp_path)
