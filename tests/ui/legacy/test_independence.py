"""What makes comparing both generations worth anything: legacy shares no rule with the new one."""

import ast
from pathlib import Path

import pytest

LEGACY = Path(__file__).resolve().parents[3] / "ui" / "legacy"
THIRD_PARTY = {"PySide6", "pyqtgraph", "numpy"}
STDLIB = {"calendar", "collections", "datetime", "decimal", "logging", "typing", "zoneinfo"}
OURS = {
    "actors.messages",
    "actors.dict_form.to_dict",
    "models.book.Book",
    "models.book.TradeAccount",
    "models.book.TradeMode",
    "models.holidays.CME_CALENDAR",
    "models.holidays.Calendar",
    "models.timeframe.Timeframe",
    "ui.appearance.Appearance",
    "ui.appearance.Unit",
    "ui.panel.Choices",
    "ui.panel.Panel",
    "ui.panel.PanelName",
    "ui.panel.Payload",
    "ui.plain_tip.plain_tip",
    "ui.theme.ModeShape",
    "ui.theme.Theme",
    "ui.theme.theme_of",
}


def imports_of(path: Path) -> list[str]:
    """Return the dotted names of everything that a module imports."""
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


@pytest.mark.parametrize("path", sorted(LEGACY.glob("*.py")), ids=lambda path: path.name)
def test_legacy_imports_values_and_the_interface_alone(path: Path) -> None:
    """Messages, enumerations, holidays, theme and the panel's interface: nothing that computes or words."""
    breaches = [
        name
        for name in imports_of(path)
        if name.split(".")[0] not in THIRD_PARTY | STDLIB
        and name not in OURS
        and not name.startswith("actors.messages.")
    ]
    assert not breaches


def test_neither_generation_imports_the_other() -> None:
    """The new panels know nothing of the legacy ones."""
    root = LEGACY.parent
    breaches = [
        f"{path.name} imports {name}"
        for package in ("panel1", "panel2")
        for path in (root / package).rglob("*.py")
        for name in imports_of(path)
        if name.startswith("ui.legacy")
    ]
    assert not breaches
