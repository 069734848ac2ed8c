"""The private environment: made once, recognised afterwards, repaired when it is unfinished.

Real venv, real pip, no network: a tiny package in a folder of wheels stands for the real ones, which
pip is told of as a machine would, by its environment.
"""

import base64
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from app import bootstrap
from app.checkout import CHECKOUT
from app.errors import UnwritableError
from app.file_lock import FileLock

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(120),
    pytest.mark.skipif(sys.platform == "win32", reason="signals and folders of POSIX"),
]

_APP = """
import importlib.util, json, os, sys
names = ("tiny_runtime", "tiny_test")
print(json.dumps({
    "argv": sys.argv[1:],
    "prefix": sys.prefix,
    "cwd": os.getcwd(),
    "packages": [name for name in names if importlib.util.find_spec(name)],
}))
"""


# A shell that starts the tests in the background makes them ignore SIGINT, which children inherit.
_WITH_SIGINT = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


def _make_wheel(folder: Path, name: str) -> str:
    """Write the wheel of a package with one empty module; return its line in a lock."""
    metadata = f"{name}-1.0.dist-info"
    files = {
        f"{name}.py": b"",
        f"{metadata}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n".encode(),
        f"{metadata}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(
        f"{path},sha256={base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip('=')},{len(data)}\n"
        for path, data in files.items()
    )
    files[f"{metadata}/RECORD"] = f"{record}{metadata}/RECORD,,\n".encode()
    wheel = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, data in files.items():
            archive.writestr(path, data)
    return f"{name}==1.0 --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


def _make_checkout(checkout: Path) -> None:
    """Write a checkout with the real launcher, a tiny application, tiny locks and their wheels."""
    ignore = shutil.ignore_patterns("__pycache__", "__main__.py")
    shutil.copytree(CHECKOUT / "app", checkout / "app", ignore=ignore)
    for name in ("launcher.py", "flags.py", "pyproject.toml"):
        shutil.copy(CHECKOUT / name, checkout / name)
    (checkout / "app" / "__main__.py").write_text(_APP)
    for folder in ("requirements", "wheels"):
        (checkout / folder).mkdir()
    runtime = _make_wheel(checkout / "wheels", "tiny_runtime")
    (checkout / "requirements" / "runtime.lock").write_text(runtime)
    test = _make_wheel(checkout / "wheels", "tiny_test")
    (checkout / "requirements" / "test.lock").write_text(runtime + test)


def _environ(checkout: Path, **changes: str) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    pip = {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": (checkout / "wheels").as_uri(),
        "XDG_DATA_HOME": str(checkout / "user"),
    }
    return kept | pip | changes


def _run(checkout: Path, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, checkout / "launcher.py", "--offscreen", *arguments],
        cwd="/",
        env=_environ(checkout, **changes),
        capture_output=True,
        text=True,
        check=False,
    )


def _install_tests(checkout: Path) -> subprocess.CompletedProcess[str]:
    code = "from app import bootstrap; bootstrap.ensure('test', window=False)"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=checkout,
        env=_environ(checkout),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a checkout after its first start."""
    checkout = tmp_path_factory.mktemp("bootstrap") / "check out"
    checkout.mkdir()
    _make_checkout(checkout)
    run = _run(checkout)
    assert run.returncode == 0, run.stderr
    return checkout


@pytest.fixture
def checkout(installed: Path, tmp_path: Path) -> Path:
    """Return a checkout of its own that has been started once."""
    copy = tmp_path / "checkout"
    shutil.copytree(installed, copy, symlinks=True)
    return copy


@pytest.fixture
def silent_index() -> Iterator[str]:
    """Return the address of a package index that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/simple"


def test_first_start_sets_up_and_hands_over(tmp_path: Path) -> None:
    """A bare checkout tells each step, then runs the application in its environment with its arguments."""
    _make_checkout(tmp_path)
    run = _run(tmp_path, "--demo", "--account", "two words")
    answer = json.loads(run.stdout)
    assert answer["argv"] == ["--offscreen", "--demo", "--account", "two words"]
    assert answer["prefix"] == str(tmp_path / ".venv")
    assert answer["packages"] == ["tiny_runtime"]
    assert answer["cwd"] == "/"
    steps = [line.split("] ")[1] for line in run.stderr.splitlines()]
    assert [step.split()[0] for step in steps] == ["setting", "private", "packages", "ready"]


def test_second_start_needs_no_pip_and_no_network(installed: Path) -> None:
    """A finished environment is used as it is: nothing is said, and pip has nothing to find."""
    run = _run(installed, PIP_FIND_LINKS="/nowhere")
    assert run.returncode == 0
    assert run.stderr == ""
    assert json.loads(run.stdout)["prefix"] == str(installed / ".venv")


def test_folder_named_app_in_the_working_folder_is_not_ours(installed: Path, tmp_path: Path) -> None:
    """Whatever lies in the working folder, the application of the checkout runs."""
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text("raise SystemExit(3)")
    run = subprocess.run(
        [sys.executable, installed / "launcher.py", "--offscreen"],
        cwd=tmp_path,
        env=_environ(installed),
        check=False,
        capture_output=True,
    )
    assert run.returncode == 0


def test_test_set_extends_the_environment_and_serves_the_application(checkout: Path) -> None:
    """Installing the test set keeps what is there, and starting the application keeps the test set."""
    marker = checkout / ".venv" / "kept"
    marker.touch()
    assert _install_tests(checkout).returncode == 0
    run = _run(checkout, PIP_FIND_LINKS="/nowhere")
    assert run.stderr == ""
    assert json.loads(run.stdout)["packages"] == ["tiny_runtime", "tiny_test"]
    assert marker.exists()


def test_changed_lock_makes_the_environment_anew(checkout: Path) -> None:
    """An environment of another lock is not used, and nothing of it is left."""
    (checkout / ".venv" / "old").mkdir()
    with (checkout / "requirements" / "runtime.lock").open("a") as lock:
        lock.write("# changed\n")
    run = _run(checkout)
    assert run.returncode == 0, run.stderr
    assert "private environment" in run.stderr
    assert not (checkout / ".venv" / "old").exists()


@pytest.mark.parametrize("content", [None, "", "[]", '{"python": "cpython-27 linux x86_64"}'])
def test_environment_without_a_fitting_stamp_is_not_ready(checkout: Path, content: str | None) -> None:
    """An unfinished environment, or one of another Python, is never used."""
    environment = checkout / ".venv"
    assert bootstrap.is_ready(environment, "runtime", checkout)
    stamp = environment / "appsierra.json"
    stamp.unlink()
    if content is not None:
        stamp.write_text(content)
    assert not bootstrap.is_ready(environment, "runtime", checkout)


def test_environment_whose_python_is_gone_is_not_ready(checkout: Path) -> None:
    """When the system's Python was removed, the link to it leads nowhere."""
    python = bootstrap.python_of(checkout / ".venv")
    python.unlink()
    python.symlink_to("/nowhere/python3")
    assert not bootstrap.is_ready(checkout / ".venv", "runtime", checkout)


def test_checkout_that_cannot_be_written_uses_the_user_folder(tmp_path: Path) -> None:
    """Where .venv cannot be made, the user's data folder takes the environment, and is found again."""
    _make_checkout(tmp_path)
    (tmp_path / ".venv").touch()
    run = _run(tmp_path)
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["prefix"].startswith(str(tmp_path / "user" / "appsierra" / "venv-"))
    assert _run(tmp_path, PIP_FIND_LINKS="/nowhere").stderr == ""


def test_no_writable_place_is_exit_73(tmp_path: Path) -> None:
    """When neither place can be written, one line names both."""
    _make_checkout(tmp_path)
    (tmp_path / ".venv").touch()
    (tmp_path / "user").touch()
    run = _run(tmp_path)
    assert run.returncode == UnwritableError.exit_code == 73
    assert run.stderr.count("\n") == 1
    assert str(tmp_path / ".venv") in run.stderr
    assert str(tmp_path / "user") in run.stderr


def test_unreachable_index_is_exit_69_and_the_next_start_recovers(tmp_path: Path) -> None:
    """Without the network there is one sentence, no traceback; with it the start goes on."""
    _make_checkout(tmp_path)
    run = _run(tmp_path, PIP_NO_INDEX="0", PIP_FIND_LINKS="", PIP_INDEX_URL="http://127.0.0.1:9/simple")
    assert run.returncode == 69
    last = run.stderr.splitlines()[-1]
    assert last.startswith("launcher.py: The Python package index cannot be reached")
    assert "Traceback" not in run.stderr
    assert _run(tmp_path).returncode == 0


def test_wrong_hash_is_exit_69_and_nothing_is_installed(tmp_path: Path) -> None:
    """A file that is not the one of the lock is refused."""
    _make_checkout(tmp_path)
    with zipfile.ZipFile(next((tmp_path / "wheels").glob("tiny_runtime*")), "a") as wheel:
        wheel.writestr("evil.py", "")
    run = _run(tmp_path)
    assert run.returncode == 69
    assert "not the file that the lock names" in run.stderr
    assert not bootstrap.is_ready(tmp_path / ".venv", "runtime", tmp_path)


def test_interrupted_set_up_ends_with_130_and_the_next_start_recovers(
    tmp_path: Path, silent_index: str
) -> None:
    """Ctrl-C ends launcher and pip; the unfinished environment is made again."""
    _make_checkout(tmp_path)
    environ = _environ(tmp_path, PIP_NO_INDEX="0", PIP_FIND_LINKS="", PIP_INDEX_URL=silent_index)
    with subprocess.Popen(
        [sys.executable, "-c", _WITH_SIGINT, tmp_path / "launcher.py", "--offscreen"],
        env=environ,
        stderr=subprocess.PIPE,
        text=True,
    ) as launcher:
        assert launcher.stderr
        for line in launcher.stderr:
            if "packages" in line:
                launcher.send_signal(signal.SIGINT)
                break
        rest = launcher.stderr.read()
    assert launcher.returncode == 130
    assert "Traceback" not in rest
    assert _run(tmp_path).returncode == 0


def test_second_start_at_once_waits_for_the_first(checkout: Path) -> None:
    """While another start is setting up, one line names it, and the waiting start goes on after it."""
    (checkout / ".venv" / "appsierra.json").rename(checkout / "stamp")
    lock = FileLock(checkout / ".venv" / "appsierra.lock")
    assert lock.try_acquire()
    with subprocess.Popen(
        [sys.executable, checkout / "launcher.py", "--offscreen"],
        env=_environ(checkout),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as second:
        assert second.stderr
        waiting = second.stderr.readline()
        (checkout / "stamp").rename(checkout / ".venv" / "appsierra.json")
        lock.release()
        rest = second.stderr.read()
    assert f"another start (process {os.getpid()})" in waiting
    assert rest == ""
    assert second.returncode == 0
