"""Every read of a flag goes through the resolver."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from flags import FlagName

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ("actors", "app", "benchmarks", "demo", "dtc", "models", "ui")


def sources() -> list[Path]:
    """Return the modules of the program, without the resolver."""
    modules = [path for package in PROGRAM for path in sorted((ROOT / package).rglob("*.py"))]
    return [*modules, ROOT / "launcher.py"]


def literals(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield every text in the code that is not a docstring or a comment, with its line."""
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.lineno, node.value


def breaches(source: str) -> list[str]:
    """Return what names a flag other than through `FlagName`, or reads its text."""
    tree = ast.parse(source)
    found = [
        f"line {line}: {text!r}" for line, text in literals(tree) for name in FlagName if name.value in text
    ]
    # A FlagName is a text as well, so the environment could be asked with one.
    for node in ast.walk(tree):
        key = environment_key(node)
        if key is not None and "FlagName" in ast.unparse(key):
            found.append(f"line {key.lineno}: {ast.unparse(key)} read from the environment")
    return found


def environment_key(node: ast.AST) -> ast.expr | None:
    """Return what is looked up in the environment; None for anything else."""
    if isinstance(node, ast.Subscript) and "environ" in ast.unparse(node.value):
        return node.slice
    if isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Attribute | ast.Name):
        called = ast.unparse(node.func)
        if called.endswith(("environ.get", "getenv", "environ.pop", "environ.setdefault")):
            return node.args[0]
    return None


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_reads_a_flag_by_itself(path: Path) -> None:
    """Nobody but the resolver names a flag as text, or looks one up in the environment."""
    assert breaches(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        'os.environ["USE_NEW_PANEL1"]',
        'os.getenv("USE_TYPED_EVENTS", "0")',
        'settings.flags["USE_NEW_PANEL2"]',
        'name = f"x USE_NEW_PANEL1 {y}"',
        "os.environ[FlagName.USE_NEW_PANEL1]",
        "environ.get(FlagName.ENABLE_PERF_TRACKING)",
        "os.getenv(FlagName.USE_NEW_PANEL1.value)",
    ],
)
def test_breaches_are_recognised(source: str) -> None:
    """The rule finds what it is there for."""
    assert breaches(source)


@pytest.mark.parametrize(
    "source", ['"""USE_NEW_PANEL1 is a flag."""', "flags.is_on(FlagName.USE_NEW_PANEL1)"]
)
def test_prose_and_resolved_reads_are_allowed(source: str) -> None:
    """Docstrings may name a flag, and the resolver is how it is read."""
    assert breaches(source) == []
