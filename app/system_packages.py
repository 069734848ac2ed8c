"""What the operating system must bring: libraries that Qt loads, a font, Python's own venv module."""

import ctypes
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from app.errors import UnavailableError
from app.progress import Progress

# Library that Qt loads -> Debian package, measured on bare Debian 12: without a window, and with one.
OFFSCREEN_LIBRARIES: Final[Mapping[str, str]] = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
WINDOW_LIBRARIES: Final[Mapping[str, str]] = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
FONT_PACKAGE: Final = "fonts-dejavu-core"
FONT_FOLDERS: Final = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
# Another apt-get, such as the automatic upgrades of a machine that just booted, may be at work.
_APT_LOCK_S: Final = 120
_FONT_SUFFIXES: Final = (".ttf", ".otf", ".ttc", ".pfb", ".pcf.gz")


def missing_libraries(sonames: Iterable[str]) -> list[str]:
    """Return those libraries that the dynamic linker cannot load."""
    missing = []
    for soname in sonames:
        try:
            ctypes.CDLL(soname)
        except OSError:
            missing.append(soname)
    return missing


def has_font(folders: Iterable[str]) -> bool:
    """Say whether any font file lies in `folders`; without one Qt draws empty boxes."""
    return any(
        name.endswith(_FONT_SUFFIXES)
        for folder in folders
        for _, _, names in os.walk(Path(folder).expanduser())
        for name in names
    )


def ensure(
    progress: Progress,
    *,
    window: bool,
    venv: bool,
    libraries: Mapping[str, str] | None = None,
    font_folders: Sequence[str] = FONT_FOLDERS,
) -> None:
    """Make sure that Qt can be loaded and draw text, and that a private environment can be made.

    Args:
        progress: Is told before packages are installed.
        window: A real window will be opened, so the libraries of the window system are needed too.
        venv: The private environment is still to be made; Debian ships that part of Python apart.
        libraries: Library name -> Debian package; the measured ones when None.
        font_folders: Where fonts are looked for.

    Raises:
        UnavailableError: Something is missing and cannot be installed from here.
    """
    if libraries is None:
        libraries = {**OFFSCREEN_LIBRARIES, **(WINDOW_LIBRARIES if window else {})}
    linux = sys.platform == "linux"
    lacking = {soname: libraries[soname] for soname in missing_libraries(libraries)} if linux else {}
    if venv and not _can_create_environments():
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        lacking[f"the modules venv and ensurepip of {sys.executable}"] = package
    fontless = linux and not has_font(font_folders)
    if not lacking and not fontless:
        return
    packages = [*lacking.values(), *([FONT_PACKAGE] if fontless else [])]
    if lacking or _can_install():
        install(packages, f"This system lacks {', '.join(lacking) or 'a font'}", progress)
    else:
        progress.step(f"No font is installed, text will show as boxes; install one: {_command(packages)}")


def _can_create_environments() -> bool:
    return find_spec("venv") is not None and find_spec("ensurepip") is not None


def install(packages: Sequence[str], reason: str, progress: Progress) -> None:
    """Install Debian packages where we may, else say which command does it.

    Args:
        packages: Names of Debian packages.
        reason: A sentence without its full stop: what is missing.
        progress: Is told before packages are installed.

    Raises:
        UnavailableError: Not Debian, not root, or apt-get failed.
    """
    if shutil.which("apt-get") is None:
        raise UnavailableError(
            f"{reason}. Install it with the package manager of this system, then start again."
        )
    if not _can_install():
        raise UnavailableError(f"{reason}. Run this, then start again: {_command(packages)}")
    progress.step(f"system packages: {' '.join(packages)}")
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        _apt_get(arguments, reason, packages)


def _apt_get(arguments: Sequence[str], reason: str, packages: Sequence[str]) -> None:
    run = subprocess.run(  # noqa: S603 (constant arguments and package names of this module)
        ["apt-get", "-q", "-o", f"DPkg::Lock::Timeout={_APT_LOCK_S}", *arguments],  # noqa: S607 (the apt-get of this system, wherever it lies)
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
    )
    if run.returncode != 0:
        said = [line for line in run.stdout.splitlines() if line.startswith(("E: ", "Err:"))]
        detail = said[-1] if said else f"apt-get ended with code {run.returncode}"
        raise UnavailableError(
            f"{reason}, and `apt-get {arguments[0]}` failed: {detail.rstrip('.?!')}. "
            f"Check the network, or run this, then start again: {_command(packages)}"
        )


def _can_install() -> bool:
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _command(packages: Sequence[str]) -> str:
    return f"sudo apt-get update && sudo apt-get install -y {shlex.join(packages)}"
