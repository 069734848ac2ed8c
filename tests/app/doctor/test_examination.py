"""What the checks are given."""

from pathlib import Path

from actors.link_settings import LinkSettings
from app.doctor.examination import Examination
from app.doctor.probe import Answer
from models.book import Symbol
from tests.app.doctor.patients import a_home, an_answer, around
from tests.models.builders import SYMBOL


def test_server_is_asked_once_and_about_what_is_held(tmp_path: Path) -> None:
    """However many checks look at its answer."""
    asked: list[tuple[Symbol, ...]] = []

    def note(_link: LinkSettings, symbols: tuple[Symbol, ...]) -> Answer:
        asked.append(symbols)
        return an_answer()

    exam = Examination(a_home(tmp_path), around(ask=note))
    assert exam.answer is exam.answer
    assert asked == [(SYMBOL,)]


def test_wrong_variables_do_not_keep_the_others_from_counting(tmp_path: Path) -> None:
    """One fault is not hidden behind another."""
    environ = {"USE_NEW_PANEL1": "on", "SIERRA_DTC_PORT": "x", "SIERRA_DTC_HOST": "there"}
    exam = Examination(a_home(tmp_path), around(environ=environ))
    assert (len(exam.wrong_flags), len(exam.wrong_variables)) == (1, 1)
    assert exam.plan.settings.dtc.host == "there"
    assert exam.plan.settings.dtc.port == 11099
