"""Every flag from every source, and what broken settings come to."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import flags
from app.arguments import parse
from app.home import prepare
from app.plan import make_plan
from app.settings_edit import FILE_NAME
from flags import DEFAULTS, VALID_VALUES, FlagError, FlagName, FlagText, Source

_WRONG: Final = ("yes", "", "2", "TRUE", "on")
_BROKEN: Final = (
    b"",
    b"\xff\xfe\x00",
    b"[flags",
    b"[flags]\nUSE_NEW_PANEL1 = yes\n",
    b'[flags]\nUSE_NEW_PANEL1 = true\nUSE_NEW_PANEL2 = "2"\n',
    b"[flags]\nUSE_NEW_PANEL3 = true\n",
    b"[dtc]\nport = 'far'\n[flags]\nUSE_NEW_PANEL1 = true\n",
)


def flags_and_sources() -> tuple[bool, str]:
    """Return whether each flag has the value of its strongest source, and wrong ones are refused."""
    wrong = list(_wrong_values())
    return not wrong, "; ".join(wrong[:3]) or f"{len(FlagName)} flags, 3 sources, {len(_WRONG)} wrong values"


def broken_settings() -> tuple[bool, str]:
    """Return whether every broken settings file, and none at all, means the legacy panels and a sentence."""
    wrong = []
    for number, content in enumerate(_BROKEN):
        with TemporaryDirectory() as folder:
            home = prepare(Path(folder))
            (home.root / FILE_NAME).write_bytes(content)
            plan = make_plan(parse([]), home, {})
        new = [name for name in (FlagName.USE_NEW_PANEL1, FlagName.USE_NEW_PANEL2) if plan.flags.is_on(name)]
        # An empty file is not wrong: it says nothing.
        if new or (content and not plan.problems):
            wrong.append(f"file {number + 1}: {', '.join(new) or 'no sentence'}")
    nothing = flags.resolve({}, {}, FILE_NAME)
    if any(evaluation.value is not DEFAULTS[name] for name, evaluation in nothing.evaluations.items()):
        wrong.append("without a file: not the defaults")
    return not wrong, "; ".join(wrong) or f"{len(_BROKEN)} broken files and none: legacy, with a sentence"


def _wrong_values() -> Iterator[str]:
    texts = {text: text in {"1", "true", "True"} for text in VALID_VALUES.split()}
    for name in FlagName:
        for text, value in texts.items():
            other = FlagText("0" if value else "1")
            cases = (
                (flags.resolve({name: text}, {name: other}, "f"), Source.ENVIRONMENT),
                (flags.resolve({}, {name: FlagText(text)}, "f"), Source.SETTINGS),
                (
                    flags.resolve({name: other.text}, {}, "f").with_override(
                        name, value=value, who="user", why="drill"
                    ),
                    Source.SESSION,
                ),
            )
            for found, source in cases:
                evaluation = found.evaluations[name]
                if (evaluation.value, evaluation.source) != (value, source):
                    yield f"{name}={text} from {source.value} is {evaluation.value}"
        for text in _WRONG:
            yield from _accepted(name, text)


def _accepted(name: FlagName, text: str) -> Iterator[str]:
    try:
        flags.resolve({name: text}, {}, "f")
    except FlagError:
        pass
    else:
        yield f"{name}={text!r} is accepted in the environment"
    found = flags.resolve({}, {name: FlagText(text)}, "f")
    if not found.problems or found.is_on(name) is not DEFAULTS[name]:
        yield f"{name}={text!r} is accepted in the settings"
