"""Python loads this in every process that a test starts; see `tests.security.wire`."""

from tests.security.wire import install

install()
