"""Nothing on the client's side writes messages except the session."""

import ast
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_WRITERS = {"encode", "encode_fields", "encode_text"}
_WRITING_MODULES = {"dtc.codec", "dtc.binary", "dtc.json_text"}


def _client_files() -> list[Path]:
    files = [path for folder in ("actors", "models", "ui", "app") for path in (_ROOT / folder).rglob("*.py")]
    return files + list(_ROOT.glob("*.py"))


def _imported_writers(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module in _WRITING_MODULES | {"dtc"}:
            whole = (
                {name.rpartition(".")[2] for name in _WRITING_MODULES} if node.module == "dtc" else _WRITERS
            )
            found += [alias.name for alias in node.names if alias.name in whole]
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name in _WRITING_MODULES]
    return found


def test_the_client_cannot_write_messages_past_the_session() -> None:
    """No module of the client imports what turns messages into bytes."""
    assert {str(path): found for path in _client_files() if (found := _imported_writers(path))} == {}


def test_bytes_leave_a_session_through_one_place() -> None:
    """Only the function that checks the list of allowed types adds to the outgoing bytes."""
    tree = ast.parse((_ROOT / "dtc" / "session.py").read_text(encoding="utf-8"))
    adding = [
        function.name
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        and any(
            isinstance(node, ast.Name) and node.id == "encode" and isinstance(node.ctx, ast.Load)
            for node in ast.walk(function)
        )
    ]
    assert adding == ["_queue"]
    (queue,) = [f for f in ast.walk(tree) if isinstance(f, ast.FunctionDef) and f.name == "_queue"]
    assert "require_client_type" in ast.dump(queue.body[1])
