"""Installs a hash-locked requirements file with pip, and turns pip's failures into one sentence."""

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.errors import StartError, UnavailableError, UnwritableError
from app.progress import Progress

_NETWORK: Final = re.compile(
    r"NewConnectionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|ProtocolError|Connection(?:Reset)?Error"
    r"|Network is unreachable|name resolution|Max retries exceeded"
)
_TRANSFER: Final = re.compile(
    r"^\s*(?:Downloading|Using cached) (\S+?)-(\d[^-]*)-\S+(?: \(([\d.]+ [kMG]B)\))?"
)
_STOP_GRACE_S: Final = 5.0


def install(python: Path, lock: Path, log_file: Path, progress: Progress) -> None:
    """Install what `lock` lists into the environment of `python`, from the index this machine uses.

    Args:
        python: The interpreter of the private environment.
        lock: Requirements with hashes; nothing else is installed, and nothing is built.
        log_file: Receives everything pip says.
        progress: Is told of each package that is fetched.

    Raises:
        UnavailableError: The index cannot be reached, or has no fitting file.
        UnwritableError: The disk is full.
        KeyboardInterrupt: The user gave up; pip has ended.
    """
    command: list[str | Path] = [python, "-m", "pip", "install", "--require-hashes", "--only-binary=:all:"]
    command += ["--progress-bar=off", "--retries=2", "--requirement", lock]
    # A `user = true` in the configuration of the machine would make pip refuse to install here.
    environ = os.environ | {"PIP_USER": "0", "PIP_NO_INPUT": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    environ.pop("PYTHONPATH", None)
    lines: list[str] = []
    with (
        log_file.open("w", encoding="utf-8") as log,
        subprocess.Popen(  # noqa: S603 (our own interpreter and lock)
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            env=environ,
        ) as pip,
    ):
        try:
            for line in pip.stdout or ():
                log.write(line)
                lines.append(line.rstrip())
                _report(line, progress)
        except KeyboardInterrupt:
            _stop(pip)
            raise
    if pip.returncode != 0:
        raise diagnose(lines, log_file)


def _report(line: str, progress: Progress) -> None:
    fetched = _TRANSFER.match(line)
    if fetched:
        name, version, size = fetched.groups()
        progress.step(f"  {name} {version}" + (f", {size}" if size else ""))


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_GRACE_S)
    except subprocess.TimeoutExpired:
        process.kill()


def diagnose(lines: Sequence[str], log_file: Path) -> StartError:
    """Return the reason why pip failed.

    Args:
        lines: What pip said, oldest first.
        log_file: Where the user can read all of it.
    """
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
    last = errors[-1] if errors else (lines[-1] if lines else "it said nothing")
    text = "\n".join(lines)
    if "No space left on device" in text:
        return UnwritableError(f"The disk is full: {last}. Free some space, then start again.")
    network = _NETWORK.search(text)
    if network:
        return UnavailableError(
            f"The Python package index cannot be reached ({network.group()}), and there are packages "
            "to install: check the network connection and pip's settings, then start again. "
            f"Details: {log_file}"
        )
    if "DO NOT MATCH THE HASHES" in text:
        return UnavailableError(
            "A package is not the file that the lock names, so it was not installed: update the checkout, "
            f"or ask who runs the package index. Details: {log_file}"
        )
    return UnavailableError(f"pip cannot install the packages: {last}. Details: {log_file}")
