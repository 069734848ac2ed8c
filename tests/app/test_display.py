"""Qt is told a platform that works, because a wrong one aborts the process."""

import pytest

from app.display import NO_DISPLAY_NOTICE, has_display, prepare


@pytest.mark.parametrize(
    ("environ", "platform", "expected"),
    [
        ({}, "linux", "offscreen"),
        ({"DISPLAY": ":0"}, "linux", "xcb;offscreen"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", "wayland;xcb;offscreen"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "linux", "wayland;xcb;offscreen"),
        ({"DISPLAY": ""}, "linux", "offscreen"),
        ({"QT_QPA_PLATFORM": "vnc"}, "linux", "vnc"),
        ({}, "win32", None),
        ({}, "darwin", None),
    ],
)
def test_platform_fits_the_display(environ: dict[str, str], platform: str, expected: str | None) -> None:
    """The window system that is there is used, and what the user has set is left alone."""
    notice = prepare(environ, offscreen=False, platform=platform)
    assert environ.get("QT_QPA_PLATFORM") == expected
    assert notice == (NO_DISPLAY_NOTICE if expected == "offscreen" else None)


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_offscreen_wins_over_every_display(platform: str) -> None:
    """`--offscreen` opens no window anywhere, and says nothing about it."""
    environ = {"DISPLAY": ":0", "QT_QPA_PLATFORM": "xcb"}
    assert prepare(environ, offscreen=True, platform=platform) is None
    assert environ["QT_QPA_PLATFORM"] == "offscreen"


def test_windows_and_macos_always_have_a_display() -> None:
    """Only Linux tells in its environment whether there is a window system."""
    assert has_display({}, "win32")
    assert has_display({}, "darwin")
    assert not has_display({}, "linux")
