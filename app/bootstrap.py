"""The private environment: makes it on the first start, recognises it on every other one.

Needs nothing but the standard library. The stamp file is written last, so an environment without a
fitting stamp is unfinished or outdated, and is made again. A start that finds its stamp runs no pip.
"""

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, Literal

from app import pip_install, system_packages
from app.checkout import CHECKOUT
from app.display import has_display
from app.errors import UnavailableError, UnwritableError
from app.file_lock import FileLock
from app.progress import Progress

Requirements = Literal["runtime", "test"]

# What each lock also satisfies: the test lock is the runtime lock and more.
_SATISFIES: Final[Mapping[Requirements, tuple[Requirements, ...]]] = {
    "runtime": ("runtime",),
    "test": ("runtime", "test"),
}
_STAMP: Final = "appsierra.json"
_LOCK: Final = "appsierra.lock"
_PIP_LOG: Final = "pip.log"


def ensure(
    requirements: Requirements,
    *,
    window: bool,
    checkout: Path = CHECKOUT,
    environ: Mapping[str, str] = os.environ,
) -> Path:
    """Return the Python of a private environment in which `requirements` are installed.

    Args:
        requirements: Which lock in `requirements/` must be satisfied.
        window: A window is wanted; its libraries are looked for where there is a display.
        checkout: The folder of launcher.py.
        environ: The environment variables.

    Raises:
        UnavailableError: A system library, the network or a package is missing.
        UnwritableError: There is no place where the environment can be put.
        KeyboardInterrupt: The user gave up; the next start makes the environment again.
    """
    progress = Progress()
    folders = (checkout / ".venv", user_environment(checkout, environ))
    ready = next((folder for folder in folders if is_ready(folder, requirements, checkout)), None)
    window = window and has_display(environ)
    if ready is not None:
        system_packages.ensure(progress, window=window, venv=False)
        return python_of(ready)
    folder = _choose_folder(folders)
    lock = FileLock(folder / _LOCK)
    if not lock.try_acquire():
        progress.step(f"another start (process {lock.holder()}) is setting up {folder}; waiting for it")
        lock.acquire()
    try:
        ready_now = is_ready(folder, requirements, checkout)
        system_packages.ensure(progress, window=window, venv=not ready_now)
        if not ready_now:
            _set_up(folder, requirements, checkout, progress)
    finally:
        lock.release()
    return python_of(folder)


def hand_over(python: Path, arguments: Sequence[str], checkout: Path = CHECKOUT) -> int:
    """Go on as `python arguments`; only returns where the system cannot replace a process.

    Args:
        python: As returned by `ensure`.
        arguments: The arguments for that Python.
        checkout: The folder that modules are imported from, whatever the working folder is.

    Returns:
        The exit code (Windows).
    """
    command = [str(python), *arguments]
    environ = os.environ | {"PYTHONPATH": str(checkout)}
    if sys.platform != "win32":
        os.execve(python, command, environ)  # noqa: S606 (no shell is wanted)
    return subprocess.call(command, env=environ)  # noqa: S603 (our own interpreter; arguments are the user's)


def python_of(folder: Path) -> Path:
    """Return where the environment in `folder` has its interpreter."""
    return folder / "Scripts" / "python.exe" if sys.platform == "win32" else folder / "bin" / "python"


def user_environment(checkout: Path, environ: Mapping[str, str]) -> Path:
    """Return where the environment of a checkout lies that cannot be written.

    The parent is the folder that platformdirs calls `user_data_path`, worked out here because
    nothing is installed yet.
    """
    if sys.platform == "win32":
        base = Path(environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "appsierra" / f"venv-{hashlib.sha256(str(checkout).encode()).hexdigest()[:12]}"


def is_ready(folder: Path, requirements: Requirements, checkout: Path) -> bool:
    """Say whether the environment in `folder` is finished, fits this Python and satisfies the lock."""
    stamp = _read_stamp(folder)
    return (
        stamp.get("python") == _python_identity()
        and stamp.get(requirements) == _lock_hash(requirements, checkout)
        and python_of(folder).exists()
    )


def _choose_folder(folders: Sequence[Path]) -> Path:
    reasons = []
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return folder
        except OSError as error:
            reasons.append(f"{folder} ({error.strerror or error})")
    raise UnwritableError(
        f"The private environment can be put neither into {' nor into '.join(reasons)}. "
        "Make one of them writable, then start again."
    )


def _set_up(folder: Path, requirements: Requirements, checkout: Path, progress: Progress) -> None:
    progress.step(f"setting up {folder}")
    stamp = _read_stamp(folder)
    runtime_hash = _lock_hash("runtime", checkout)
    extend = stamp.get("python") == _python_identity() and stamp.get("runtime") == runtime_hash
    # An application may be running from an environment that is only extended: never empty that one.
    if not (extend and python_of(folder).exists()):
        _create(folder, progress)
    progress.step("packages")
    lock_file = checkout / "requirements" / f"{requirements}.lock"
    pip_install.install(python_of(folder), lock_file, folder / _PIP_LOG, progress)
    hashes = {kind: _lock_hash(kind, checkout) for kind in _SATISFIES[requirements]}
    (folder / _STAMP).write_text(json.dumps({"python": _python_identity()} | hashes), encoding="utf-8")
    progress.step("ready")


def _create(folder: Path, progress: Progress) -> None:
    progress.step(f"private environment for Python {platform.python_version()}")
    (folder / _STAMP).unlink(missing_ok=True)
    for entry in folder.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        elif entry.name != _LOCK:
            entry.unlink()
    # The launcher may run in another environment, or in a broken one of ours: start from its base.
    base = getattr(sys, "_base_executable", "") or sys.executable
    run = subprocess.run(  # noqa: S603 (the interpreter that runs this)
        [base, "-m", "venv", str(folder)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if run.returncode != 0:
        said = (run.stderr or run.stdout).strip().splitlines()
        detail = said[-1] if said else f"it ended with code {run.returncode}"
        raise UnavailableError(
            f"{base} -m venv {folder} failed: {detail}. Repair this Python, then start again."
        )


def _read_stamp(folder: Path) -> Mapping[str, object]:
    try:
        stamp = json.loads((folder / _STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _lock_hash(requirements: Requirements, checkout: Path) -> str:
    return hashlib.sha256((checkout / "requirements" / f"{requirements}.lock").read_bytes()).hexdigest()


def _python_identity() -> str:
    # A patch release keeps the environment; another minor version or processor needs other packages.
    return f"{sys.implementation.cache_tag} {sys.platform} {platform.machine()}"
