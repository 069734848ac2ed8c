"""Calling scripts can tell from the exit code why there was no start."""

import pytest

from app.errors import AlreadyRunningError, SettingsError, StartError, UnavailableError, UnwritableError


@pytest.mark.parametrize(
    ("error", "code"),
    [(UnavailableError, 69), (UnwritableError, 73), (AlreadyRunningError, 75), (SettingsError, 78)],
)
def test_each_reason_has_its_exit_code(error: type[StartError], code: int) -> None:
    """Exit codes are those of the command-line contract."""
    assert error.exit_code == code
    assert issubclass(error, StartError)
