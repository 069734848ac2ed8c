"""Reasons not to start, each with the exit code that tells a calling script which it was.

StartError
├── UnavailableError      69  a library, the network or a display is missing
├── UnwritableError       73  a folder or file cannot be written
├── AlreadyRunningError   75  another instance uses the same home folder
└── SettingsError         78  the settings file or an environment variable is wrong
"""

from typing import ClassVar


class StartError(Exception):
    """Something prevents the start; the message says what, where and what to do."""

    exit_code: ClassVar[int] = 1


class UnavailableError(StartError):
    """Something that is needed is not there."""

    exit_code = 69


class UnwritableError(StartError):
    """A folder or file cannot be written."""

    exit_code = 73


class AlreadyRunningError(StartError):
    """Another instance uses the same home folder."""

    exit_code = 75


class SettingsError(StartError):
    """The settings file or an environment variable holds something wrong."""

    exit_code = 78
