"""Which actors play."""

from decimal import Decimal
from pathlib import Path

import pytest

from actors.alarms import AlarmActor
from actors.base import Ports
from actors.persistence import PersistenceActor
from actors.qt_bridge import QtBridgeActor
from actors.screen_log import ScreenLogActor
from app.arguments import Endpoint, parse
from app.cast import cast
from app.home import Home
from app.plan import make_plan
from models.alarm_rules import AlarmSettings
from tests.fakes import FakeClock


def classes(home: Path, *options: str, environ: dict[str, str] | None = None) -> list[type]:
    """Return the actor classes of a start, in the order of their start."""
    plan = make_plan(parse(["--demo", *options]), Home(home), environ or {})
    ports = Ports(post=lambda _message: None, clock=FakeClock())
    link = plan.link(Endpoint("127.0.0.1", 1))
    return [spec.actor_class for spec in cast(plan, ports, link, lambda _arrival, _key: None)]


def test_screen_and_database_outlive_everyone_that_they_serve(tmp_path: Path) -> None:
    """What stops last is the screen, and before it the database with all that waits."""
    played = classes(tmp_path)
    assert played.index(QtBridgeActor) < played.index(PersistenceActor)
    others = [each for each in played if each not in {QtBridgeActor, PersistenceActor}]
    assert min(played.index(each) for each in others) > 0
    assert all(
        played.index(PersistenceActor) < played.index(each)
        for each in others
        if each.__name__ in {"PositionsActor", "EquityActor", "HeatActor", "DtcConnectionActor"}
    )


@pytest.mark.parametrize("asked", [True, False])
def test_screen_log_is_kept_when_it_is_asked_for(tmp_path: Path, *, asked: bool) -> None:
    """No actor plays for a file that nobody wants."""
    options = ("--screen-log", str(tmp_path / "screen.jsonl")) if asked else ()
    assert (ScreenLogActor in classes(tmp_path, *options)) == asked


def test_alarms_get_the_limits_of_the_settings(tmp_path: Path) -> None:
    """What the trader set is what is watched, with the same distances and ages as on the screen."""
    (tmp_path / "settings.toml").write_text(
        "[heat]\nwarning_s = 10\n[alarms]\nstop_missing_s = 7\n[limits.Sim1]\ndaily_loss = 500\n[limits.x]\n",
        encoding="utf-8",
    )
    plan = make_plan(parse(["--demo"]), Home(tmp_path), {})
    ports = Ports(post=lambda _message: None, clock=FakeClock())
    specs = cast(plan, ports, plan.link(Endpoint("127.0.0.1", 1)), lambda _arrival, _key: None)
    (settings,) = (spec.arguments["settings"] for spec in specs if spec.actor_class is AlarmActor)
    assert isinstance(settings, AlarmSettings)
    assert (settings.heat.warning_s, settings.stop_missing_s) == (10, 7)
    assert settings.daily_losses == {"Sim1": Decimal(500)}
    assert settings.stop_distances["ES"] == 1
