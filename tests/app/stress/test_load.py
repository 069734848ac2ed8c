"""The load server as a child of the run."""

import pytest

from app.errors import UnavailableError
from app.stress.load import LoadProcess
from tests.security.wire import PYTHON_PATH

pytestmark = pytest.mark.slow


def test_server_that_is_gone_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for the answer of a process that has ended."""
    monkeypatch.setenv("PYTHONPATH", PYTHON_PATH)
    load = LoadProcess(1)
    assert load.endpoint().port > 0
    load.stop()
    with pytest.raises((UnavailableError, ValueError), match=r"gone|closed"):
        load.send(prices=1)
