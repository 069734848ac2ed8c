"""The report, its pictures and its evidence."""

import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.comparison.report import prepare_folder, write_report
from app.errors import UnwritableError
from tests.app.comparison.builders import a_pair, the_findings
from ui.frames import Moment
from ui.generations import LEGACY, NEW


def moments() -> list[Moment]:
    """Return two moments with plain pictures."""
    pictures = {}
    for generation in (LEGACY, NEW):
        image = QImage(20, 10, QImage.Format.Format_RGB32)
        image.fill(0)
        pictures[generation] = image
    return [Moment(share=share, pictures=pictures) for share in (0.5, 1.0)]


class Reader(HTMLParser):
    """Collects what a page loads, and how its elements nest."""

    def __init__(self) -> None:
        """Start at the top."""
        super().__init__()
        self.loaded: list[str] = []
        self.open: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element and what it refers to."""
        self.tags.add(tag)
        self.loaded += [value or "" for name, value in attrs if name in {"src", "href"}]
        if tag not in {"meta", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened last."""
        assert self.open.pop() == tag


def read(page: str) -> Reader:
    """Return what is in a page; its elements nest as they should."""
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    return reader


def test_page_needs_nothing_but_its_folder(qtbot: QtBot, tmp_path: Path) -> None:
    """No script, no network; every picture that it names is there."""
    assert qtbot is not None
    write_report(tmp_path, the_findings(), moments())
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    reader = read(page)
    assert "script" not in reader.tags
    assert not re.search(r"https?:|url\(|@import", page)
    assert len(reader.loaded) == 2 * (4 + 5)
    for name in reader.loaded:
        assert not QImage(str(tmp_path / name)).isNull(), name


def test_page_tells_targets_verdicts_and_conditions(qtbot: QtBot, tmp_path: Path) -> None:
    """Whoever reads it knows what was measured, on what, and when."""
    assert qtbot is not None
    write_report(tmp_path, the_findings(), moments())
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    wanted = ("Memory", "-10 %", "-20 %", "&lt; 16 ms", "0 new errors", "pass", "seed 3", "minutes: 10")
    for text in (*wanted, "2026-11-23 15:00:00 UTC", "0.1.0", "every target"):
        assert text in page, text


def test_what_differs_is_shown_as_text_not_as_markup(qtbot: QtBot, tmp_path: Path) -> None:
    """A text from the outside cannot become an element of the page."""
    assert qtbot is not None
    pair = msgspec.structs.replace(a_pair(mismatches=1), examples=("fact 7, Symbol: <script>x</script> : &",))
    write_report(tmp_path, the_findings(pair), [])
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "script" not in read(page).tags
    assert "&lt;script&gt;x&lt;/script&gt; : &amp;" in page
    assert "do not tell the same" in page


def test_evidence_is_what_its_hash_says(qtbot: QtBot, tmp_path: Path) -> None:
    """The hash is in a file of its own, as `sha256sum -c` reads it, and on the page."""
    assert qtbot is not None
    found = the_findings()
    write_report(tmp_path, found, [])
    evidence = (tmp_path / "compare.json").read_bytes()
    digest = hashlib.sha256(evidence).hexdigest()
    assert (tmp_path / "compare.json.sha256").read_text(encoding="ascii") == f"{digest}  compare.json\n"
    assert digest in (tmp_path / "index.html").read_text(encoding="utf-8")
    told = json.loads(evidence)
    assert (told["verdict"], told["demo_seed"], len(told["metrics"])) == ("pass", 3, len(found.metrics))


def test_a_folder_that_cannot_be_written_to_is_refused_at_once(tmp_path: Path) -> None:
    """Before minutes are spent on measuring for it; the message names the folder."""
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(UnwritableError, match="taken"):
        prepare_folder(tmp_path / "taken")
