"""The house rules that hold the architecture together, read from the code itself."""

import ast
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = {"actors", "app", "benchmarks", "demo", "dtc", "flags", "models", "ui"}
STDLIB = set(sys.stdlib_module_names)
QT = {"PySide6", "pyqtgraph"}

MAY_IMPORT = {
    "flags": STDLIB,
    "dtc": STDLIB - {"socket", "threading", "time"} | {"dtc", "msgspec"},
    "models": STDLIB | {"models", "msgspec", "numpy", "peewee", "playhouse"},
    "actors": STDLIB | {"actors", "dtc", "models", "pykka", "msgspec"},
    "ui": STDLIB | {"ui", "actors", "models", "flags", "msgspec", "numpy"} | QT,
    "demo": STDLIB | {"demo", "dtc", "models", "msgspec"},
}
DATABASE_MODULES = {
    "models/database_contents.py",
    "models/database_file.py",
    "models/database_look.py",
    "models/evidence_reader.py",
    "models/ledger.py",
    "models/perf_rows.py",
    "models/schema.py",
    "models/state_table.py",
    "models/statements.py",
    "models/store.py",
    "models/store_part.py",
}
OUTSIDE_WORLD = {
    "asyncio",
    "multiprocessing",
    "os",
    "pathlib",
    "random",
    "secrets",
    "selectors",
    "socket",
    "sqlite3",
    "subprocess",
    "threading",
    "time",
    "uuid",
}
FOR_THE_SCREEN = ("actors.messages", "actors.dict_form")
SUPERVISION = {"actors/supervisor.py", "actors/watchdog.py"}
"""Who looks after the actors from outside; no actor."""


def modules_of(package: str) -> list[Path]:
    """Return the source files of a top-level package or module."""
    single = ROOT / f"{package}.py"
    return [single] if single.exists() else sorted((ROOT / package).rglob("*.py"))


def name_of(path: Path) -> str:
    """Return a path as it is written in this file."""
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    """Return the parsed source."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(tree: ast.Module) -> Iterator[str]:
    """Yield the dotted name of everything that is imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_packages_import_only_what_they_may(package: str) -> None:
    """Each package depends on nothing but what the table allows."""
    breaches = [
        f"{name_of(path)} imports {imported}"
        for path in modules_of(package)
        for imported in imports_of(tree_of(path))
        if imported.split(".")[0] not in MAY_IMPORT[package]
        # A program that is started as a module sets up what it needs, as the launcher does.
        and not (path.name == "__main__.py" and imported == "app.entry")
    ]
    assert not breaches


def test_ui_knows_actors_by_their_messages_alone() -> None:
    """A widget can post messages and receive facts, and reach no actor in any other way."""
    breaches = [
        f"{name_of(path)} imports {imported}"
        for path in modules_of("ui")
        for imported in imports_of(tree_of(path))
        if imported.startswith("actors") and not imported.startswith(FOR_THE_SCREEN)
    ]
    assert not breaches


def test_the_database_is_touched_in_one_place() -> None:
    """Only the store and its tables use the database library."""
    breaches = [
        f"{name_of(path)} imports {imported}"
        for path in modules_of("models")
        for imported in imports_of(tree_of(path))
        if imported.split(".")[0] in {"peewee", "playhouse", "sqlite3"}
        and name_of(path) not in DATABASE_MODULES
        and not name_of(path).startswith("models/migrations/")
    ]
    assert not breaches


def test_messages_load_without_actors() -> None:
    """The panels can use messages on a machine without the actor library."""
    imported = list(imports_of(tree_of(ROOT / "actors/messages.py")))
    imported += list(imports_of(tree_of(ROOT / "actors/__init__.py")))
    assert not [name for name in imported if name.split(".")[0] in {"pykka", *QT}]


def test_actors_touch_the_world_through_seams_alone() -> None:
    """No actor opens a file or a socket, asks for the time or for chance, or starts a thread."""
    breaches = []
    for path in modules_of("actors"):
        if name_of(path).startswith("actors/seams/") or name_of(path) in SUPERVISION:
            continue
        tree = tree_of(path)
        breaches += [
            f"{name_of(path)} imports {name}"
            for name in imports_of(tree)
            if name.split(".")[0] in OUTSIDE_WORLD
        ]
        breaches += [f"{name_of(path)}:{node.lineno} calls {what}" for node, what in world_calls(tree)]
    assert not breaches


def world_calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """Yield calls that open files or ask for the current time."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in {"open", "input", "print"}:
            yield node, node.func.id
        if isinstance(node.func, ast.Attribute) and node.func.attr in {"now", "utcnow", "today"}:
            yield node, node.func.attr


def test_actors_never_ask_each_other() -> None:
    """An actor tells and goes on; only the supervisor's ping waits for an answer."""
    breaches = [
        f"{name_of(path)}:{node.lineno}"
        for path in modules_of("actors")
        if name_of(path) not in SUPERVISION
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"ask", "proxy", "stop_all", "broadcast"}
    ]
    assert not breaches


def test_only_launcher_configures_logging_and_nobody_prints() -> None:
    """Handlers are installed by the application; packages only log."""
    breaches = [
        f"{name_of(path)}:{node.lineno}"
        for package in ("actors", "dtc", "models", "ui")
        for path in modules_of(package)
        if not name_of(path).endswith("__main__.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Name) and node.func.id == "print")
            or (isinstance(node.func, ast.Attribute) and node.func.attr in {"addHandler", "basicConfig"})
        )
    ]
    assert not breaches


@pytest.mark.parametrize("package", ["actors", "app", "demo", "dtc", "models", "ui"])
def test_every_module_has_its_test(package: str) -> None:
    """Each module is mirrored by a test module of its name."""
    missing = [
        name_of(path)
        for path in modules_of(package)
        if path.name not in {"__init__.py", "__main__.py"}
        and "migrations" not in path.parts
        and not (ROOT / "tests" / path.relative_to(ROOT).parent / f"test_{path.name}").exists()
    ]
    assert not missing


def test_modules_stay_small() -> None:
    """A module of more than 400 lines is two; the legacy panels are monoliths by definition."""
    long = {
        name_of(path): lines
        for package in sorted(OURS)
        for path in modules_of(package)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
        and name_of(path) != "actors/messages.py"
        and not name_of(path).startswith("ui/legacy/")
    }
    assert not long


def test_decisions_are_numbered_without_a_gap() -> None:
    """Each decision has a number of its own, which its heading repeats."""
    paths = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [path.name[:4] for path in paths] == [f"{number:04d}" for number in range(1, len(paths) + 1)]
    headings = [path.read_text(encoding="utf-8").split(" ", 2)[1] for path in paths]
    assert headings == [f"{number}." for number in range(1, len(paths) + 1)]


def test_nothing_can_send_an_order() -> None:
    """No struct of the wire package carries a type that changes anything at the server."""
    messages = importlib.import_module("dtc.messages")
    writing = {*range(201, 211), 309, 607, 703}
    types = {
        value.__struct_config__.tag
        for value in vars(messages).values()
        if isinstance(value, type) and hasattr(value, "__struct_config__")
    }
    assert len(types) > 40
    assert not types & writing
