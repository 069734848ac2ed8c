"""Where this checkout lies, and which version it is. Needs nothing but the standard library."""

import tomllib
from pathlib import Path
from typing import Final

CHECKOUT: Final = Path(__file__).resolve().parent.parent


def version(checkout: Path = CHECKOUT) -> str:
    """Return the version that pyproject.toml states, such as `0.1.0`."""
    project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])
