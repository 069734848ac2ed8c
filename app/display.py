"""Which window system Qt is to use. Runs before Qt is loaded: without a display Qt would abort."""

import sys
from collections.abc import Mapping, MutableMapping
from typing import Final

NO_DISPLAY_NOTICE: Final = "No display: rendering offscreen"


def has_display(environ: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Say whether there is a window system to open a window on."""
    if platform in ("win32", "darwin"):
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def prepare(
    environ: MutableMapping[str, str], *, offscreen: bool, platform: str = sys.platform
) -> str | None:
    """Set QT_QPA_PLATFORM so that Qt finds a platform that works.

    Args:
        environ: The environment that Qt will read; changed in place.
        offscreen: The trader asked for no window.
        platform: As `sys.platform`.

    Returns:
        A line for the trader where there is no display, else None.
    """
    if offscreen:
        environ["QT_QPA_PLATFORM"] = "offscreen"
        return None
    if environ.get("QT_QPA_PLATFORM") or platform in ("win32", "darwin"):
        return None
    if not has_display(environ, platform):
        environ["QT_QPA_PLATFORM"] = "offscreen"
        return NO_DISPLAY_NOTICE
    # Qt takes the first that works; `offscreen` at the end keeps it from aborting on a dead display.
    choices = ("wayland;" if environ.get("WAYLAND_DISPLAY") else "") + "xcb;offscreen"
    environ["QT_QPA_PLATFORM"] = choices
    return None
