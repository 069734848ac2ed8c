"""Recordings for tests."""

from pathlib import Path

import pytest

from benchmarks.virtual_session import VirtualSession


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return 90 s of the demo, the mode changed every 25 s; nobody may write to it."""
    return VirtualSession(tmp_path_factory.mktemp("recorded"), next_mode_s=25.0).record(90.0)
