"""All checks together, and the document that explains what they find."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import app.doctor
from app.checkout import CHECKOUT
from app.doctor.checks import examine
from app.doctor.examination import Examination
from app.doctor.finding import Finding, Kind, Level
from app.doctor.flag_checks import FLAG_SETTINGS
from tests.app.doctor.patients import a_home, around, causes, look_over, one

_ROW = re.compile(r"^\| `([a-z-]+)` \| (note|action) \| .+ \| .+ \|$", re.MULTILINE)


def test_nothing_is_found_where_all_is_well(tmp_path: Path) -> None:
    """Each check says in one line that it has looked; the folder is as it was, byte for byte."""
    home = a_home(tmp_path)
    before = {path: path.read_bytes() for path in home.root.rglob("*") if path.is_file()}
    findings = look_over(home)
    assert not causes(findings)
    assert len([each for each in findings if each.level is Level.OK]) >= 18
    assert {path: path.read_bytes() for path in home.root.rglob("*") if path.is_file()} == before


def test_first_start_is_well(tmp_path: Path) -> None:
    """A folder that is not there yet needs prices only, and is not made by looking."""
    assert causes(look_over(a_home(tmp_path / "other"))) == set()
    home = Examination(app.home.Home(tmp_path / "new" / "home"), around()).home
    assert causes(look_over(home)) == {"prices-missing"}
    assert not (tmp_path / "new").exists()


def test_check_that_raises_is_a_finding_and_stops_no_other(tmp_path: Path) -> None:
    """What it found until then counts, and the password is in no line."""

    def check_luck(_exam: Examination) -> Iterator[Finding]:
        yield FLAG_SETTINGS.found("before")
        raise RuntimeError("hunter2")

    def check_rest(_exam: Examination) -> Iterator[Finding]:
        yield FLAG_SETTINGS.found("after")

    exam = Examination(a_home(tmp_path), around(environ={"SIERRA_DTC_PASS": "hunter2"}))
    found = examine(exam, (check_luck, check_rest))
    assert [each.what for each in found] == [
        "before",
        "The check of luck failed: RuntimeError: ***.",
        "after",
    ]
    assert one(found, "check-failed").level is Level.ACTION


def kinds() -> dict[str, Kind]:
    """Return every kind of finding by its id."""
    found = [
        value
        for module in pkgutil.iter_modules(app.doctor.__path__, "app.doctor.")
        for value in vars(importlib.import_module(module.name)).values()
        if isinstance(value, Kind)
    ]
    assert len({kind.id for kind in found}) == len({id(kind) for kind in found}), "an id is used twice"
    return {kind.id: kind for kind in found}


def test_document_explains_every_cause() -> None:
    """docs/troubleshooting.md has one row for each cause, with the level that it has."""
    text = (CHECKOUT / "docs" / "troubleshooting.md").read_text(encoding="utf-8")
    rows = _ROW.findall(text)
    assert len(rows) == len(dict(rows))
    assert dict(rows) == {name: kind.level.value for name, kind in kinds().items()}


def test_every_cause_says_why_and_what_to_do() -> None:
    """A finding without a way out helps nobody."""
    assert not [kind.id for kind in kinds().values() if not kind.do]
    assert [kind.id for kind in kinds().values() if not kind.why] == ["fixed"]
