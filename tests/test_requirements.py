"""The locks fit each other and this project, and nothing of the machine that made them is in them."""

import re
import tomllib

import pytest

from app.checkout import CHECKOUT


def _lock(name: str) -> str:
    return (CHECKOUT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")


def _pins(name: str) -> set[str]:
    return {line.rstrip(" \\") for line in _lock(name).splitlines() if re.match(r"[a-z]", line)}


def test_test_lock_contains_the_runtime_lock() -> None:
    """An environment with the test set can run the application: same packages, same versions."""
    assert _pins("runtime") <= _pins("test")


@pytest.mark.parametrize("name", ["runtime", "test"])
def test_every_pin_has_hashes_and_no_place(name: str) -> None:
    """Each package is an exact version with hashes; no index address or path says where it was found."""
    blocks = re.split(r"^(?=[a-z])", _lock(name), flags=re.MULTILINE)[1:]
    assert blocks
    assert [block for block in blocks if "==" not in block or "--hash=sha256:" not in block] == []
    assert re.findall(r"https?://|file:|^-", _lock(name), flags=re.MULTILINE) == []


def test_every_dependency_of_the_project_is_locked() -> None:
    """Nothing in pyproject.toml was added without making the locks again."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))

    def names(requirements: list[str]) -> set[str]:
        return {re.split(r"[^A-Za-z0-9_-]", text)[0].lower() for text in requirements}

    runtime = {pin.split("==")[0] for pin in _pins("runtime")}
    test = {pin.split("==")[0] for pin in _pins("test")}
    assert names(project["project"]["dependencies"]) <= runtime
    assert names(project["dependency-groups"]["test"]) <= test
