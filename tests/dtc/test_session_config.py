"""Settings of a session."""

from typing import Any

import pytest

from dtc.enums import Encoding
from dtc.errors import LocalProtocolError
from dtc.session_config import SessionConfig


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("username", "x" * 32),
        ("password", "ü" * 16),
        ("password", "a\0b"),
        ("client_name", "\ud800"),
        ("heartbeat_interval_s", 0),
        ("heartbeat_interval_s", 61),
    ],
)
def test_what_cannot_be_sent_is_refused_at_once(name: str, value: Any) -> None:  # noqa: ANN401 - any setting
    """The error names the setting and not the value of a secret."""
    with pytest.raises(LocalProtocolError) as caught:
        SessionConfig(encoding=Encoding.JSON, **{name: value})
    assert name.partition("_")[0] in str(caught.value)
    assert str(value) not in str(caught.value) or isinstance(value, int)


def test_the_longest_texts_fit() -> None:
    """31 bytes are the most the wire holds."""
    config = SessionConfig(
        encoding=Encoding.BINARY, username="x" * 31, password="ü" * 15, client_name="y" * 31
    )
    assert config.username == "x" * 31
