"""Pip's many ways to fail become one sentence each."""

from pathlib import Path

import pytest

from app.errors import StartError, UnavailableError, UnwritableError
from app.pip_install import diagnose

_RETRY = "WARNING: Retrying (Retry(total=1)) after connection broken by '{reason}: x': /simple/numpy/"
_NOTHING = "ERROR: No matching distribution found for numpy==2.4.6"


@pytest.mark.parametrize(
    ("lines", "kind", "words"),
    [
        ([_RETRY.format(reason="NewConnectionError"), _NOTHING], UnavailableError, "network connection"),
        ([_RETRY.format(reason="ConnectTimeoutError"), _NOTHING], UnavailableError, "network connection"),
        ([_RETRY.format(reason="SSLError"), _NOTHING], UnavailableError, "network connection"),
        ([_NOTHING], UnavailableError, "No matching distribution found for numpy==2.4.6"),
        (["ERROR: THESE PACKAGES DO NOT MATCH THE HASHES"], UnavailableError, "not the file that the lock"),
        (["ERROR: Could not install: [Errno 28] No space left on device"], UnwritableError, "disk is full"),
        (["/x/python: No module named pip"], UnavailableError, "No module named pip"),
        ([], UnavailableError, "said nothing"),
    ],
)
def test_failure_is_one_sentence_with_its_reason(
    lines: list[str], kind: type[StartError], words: str
) -> None:
    """The reason decides the message, and it fits on one line."""
    error = diagnose(lines, Path("/e/pip.log"))
    assert type(error) is kind
    assert words in str(error)
    assert len(str(error).splitlines()) == 1
