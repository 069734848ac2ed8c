"""Fails the test that made the program send what it must never send; tells what was sent in all."""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from tests.security import wire


def pytest_configure() -> None:
    """Read everything from now on, in this process and in those that it starts."""
    os.environ[wire.FOLDER] = tempfile.mkdtemp(prefix="appsierra-wire-")
    wire.install()


def pytest_unconfigure() -> None:
    """Remove what the processes left."""
    shutil.rmtree(os.environ.pop(wire.FOLDER), ignore_errors=True)


@pytest.fixture(autouse=True)
def _wire_guard(record_property: Callable[[str, object], None]) -> Iterator[None]:
    """Fail a test in which anything but the read-only messages was sent."""
    before, known = Counter(wire.RECORDER.sent), len(wire.RECORDER.breaches)
    elsewhere = len(wire.left_breaches())
    yield
    sent = wire.RECORDER.sent - before
    if sent:
        record_property("wire", sorted(sent.items()))
    breaches = [*wire.RECORDER.breaches[known:], *wire.left_breaches()[elsewhere:]]
    assert not breaches, f"the program only reads: {'; '.join(dict.fromkeys(breaches))}"
