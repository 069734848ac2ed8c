"""Offsets and sizes against the compiled header."""

import re
from pathlib import Path

import pytest

from dtc.layout import FIXED_LAYOUTS, VARIABLE_LAYOUTS, Layout
from dtc.messages import MESSAGE_CLASSES
from dtc.messages.base import message_name

_LINES = [
    line
    for line in Path(__file__).with_name("layouts.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def _number(line: str) -> int:
    return int(line.split(maxsplit=1)[0])


def _fixed_places(layout: Layout) -> list[tuple[str, int, int]]:
    return [(slot.name, slot.offset, slot.size) for slot in layout.slots]


@pytest.mark.parametrize("line", _LINES, ids=lambda line: line.split()[1])
def test_fixed_layout_is_the_compiled_one(line: str) -> None:
    """Every field of every message lies where the compiled header has it, in a struct of the same size."""
    fixed = line.partition(" | ")[0]
    expected = [(n, int(o), int(s)) for n, o, s in re.findall(r"(\w+)@(\d+):(\d+)", fixed)]
    layout = FIXED_LAYOUTS[_number(line)]
    assert message_name(_number(line)) == line.split()[1]
    assert _fixed_places(layout) == expected
    assert layout.size == int(fixed.split("size=")[1].split()[0])
    assert layout.packer.size == layout.size


@pytest.mark.parametrize("line", [x for x in _LINES if " | vls=" in x], ids=lambda line: line.split()[1])
def test_variable_layout_is_the_compiled_one(line: str) -> None:
    """Every field of the variable-length form lies where the compiled header has it, texts as references."""
    variable = line.partition(" | vls=")[2]
    expected = [(n, int(o), bool(v)) for n, o, v in re.findall(r"(\w+)@(\d+)(v?)", variable)]
    layout = VARIABLE_LAYOUTS[_number(line)]
    texts = {index for index, _ in layout.texts}
    assert [(s.name, s.offset, i in texts) for i, s in enumerate(layout.slots)] == expected
    assert layout.size == int(variable.split()[0])
    assert layout.has_references


@pytest.mark.parametrize("line", [x for x in _LINES if " | vls=" not in x], ids=lambda line: line.split()[1])
def test_messages_without_a_variable_form_keep_the_fixed_one(line: str) -> None:
    """A message without texts looks the same in both binary encodings."""
    number = _number(line)
    if FIXED_LAYOUTS[number].texts and line.split()[1] not in {"ENCODING_REQUEST", "ENCODING_RESPONSE"}:
        assert VARIABLE_LAYOUTS[number].has_references  # 608 and 609: the sheet gives no variable table
    else:
        assert VARIABLE_LAYOUTS[number].slots == FIXED_LAYOUTS[number].slots


def test_every_message_is_in_the_transcribed_tables() -> None:
    """No message escapes the comparison with the header."""
    assert sorted(map(_number, _LINES)) == sorted(cls.type_of() for cls in MESSAGE_CLASSES)
