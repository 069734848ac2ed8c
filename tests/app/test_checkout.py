"""The checkout knows itself."""

from pathlib import Path

from app.checkout import CHECKOUT, version


def test_checkout_is_the_folder_of_the_launcher() -> None:
    """CHECKOUT is where launcher.py lies."""
    assert (CHECKOUT / "launcher.py").is_file()


def test_version_comes_from_pyproject(tmp_path: Path) -> None:
    """The version is read, not repeated."""
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "9.8.7"\n')
    assert version(tmp_path) == "9.8.7"
