"""Every change of a flag is written down, and teaches the next start."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from actors.audit import KEEP_S, AuditActor
from actors.messages import FlagBurned, NoticeRaised, PanelSwapped, SwapRefused
from app.audit_trail import AuditTrail
from app.burned_flags import BurnedFlags
from models.audit import AuditEntry, FlagAtStart, entries_of, first_break
from models.book import TradeMode
from tests.actors.builders import all_of
from tests.actors.conftest import AllowLog, Played, Stage
from tests.fakes import START

START_FLAGS = (
    FlagAtStart("USE_NEW_PANEL1", value=True, who="environment", why="USE_NEW_PANEL1=1"),
    FlagAtStart("USE_NEW_PANEL2", value=True, who="settings", why="settings.toml, line 7"),
)
FLAG_OF = {"panel1": "USE_NEW_PANEL1", "panel2": "USE_NEW_PANEL2"}


class Record:
    """Keeps what the actor says of the flags in use."""

    def __init__(self) -> None:
        self.in_use: Mapping[str, bool] = {}
        self.kept: list[Mapping[str, bool]] = []

    def use(self, flags: Mapping[str, bool]) -> None:
        """Note the flags."""
        self.in_use = flags

    def worked(self) -> None:
        """Keep the flags."""
        self.kept.append(self.in_use)


@pytest.fixture
def record() -> Record:
    """Return what the next start knows."""
    return Record()


def audit(
    stage: Stage, folder: Path, record: Record, at_start: tuple[FlagAtStart, ...] = START_FLAGS
) -> Played:
    """Start the actor on real files."""
    return stage.start(
        AuditActor,
        trail=AuditTrail(folder),
        burned=BurnedFlags(folder),
        record=record,
        at_start=at_start,
        flag_of=FLAG_OF,
    )


def a_swap(panel: str = "panel1", new: str = "legacy", who: str = "user") -> PanelSwapped:
    """Return a swap."""
    old = "new" if new == "legacy" else "legacy"
    return PanelSwapped(
        panel=panel, old=old, new=new, who=who, why="F8", mode=TradeMode.SIM, position_open=True, at=START
    )


def entries(folder: Path) -> list[AuditEntry]:
    """Return the trail, which must be whole."""
    data = AuditTrail(folder).read()
    assert first_break(data) is None
    return list(entries_of(data))


def test_first_start_writes_down_every_flag(stage: Stage, tmp_path: Path, record: Record) -> None:
    """The trail begins with what holds, who decided it and why."""
    audit(stage, tmp_path, record)
    assert [(entry.flag, entry.old, entry.new, entry.who, entry.why) for entry in entries(tmp_path)] == [
        ("USE_NEW_PANEL1", None, True, "environment", "start: USE_NEW_PANEL1=1"),
        ("USE_NEW_PANEL2", None, True, "settings", "start: settings.toml, line 7"),
    ]


def test_later_start_writes_down_only_what_changed(stage: Stage, tmp_path: Path, record: Record) -> None:
    """A start with the flags of the last one is no entry; a flag that differs from its last entry is."""
    audit(stage, tmp_path, record).tell(a_swap())
    assert len(entries(tmp_path)) == 3
    audit(stage, tmp_path, record)
    (entry,) = entries(tmp_path)[3:]
    assert (entry.flag, entry.old, entry.new) == ("USE_NEW_PANEL1", False, True)


def test_swap_is_written_down_with_its_circumstances(stage: Stage, tmp_path: Path, record: Record) -> None:
    """A swap names flag, values, who, why, mode and whether a position was open."""
    audit(stage, tmp_path, record).tell(a_swap())
    entry = entries(tmp_path)[-1]
    assert entry == AuditEntry(
        t="2026-11-23T15:00:00.000Z",
        who="user",
        flag="USE_NEW_PANEL1",
        old=True,
        new=False,
        why="F8",
        mode="SIM",
        position_open=True,
    )
    assert record.in_use == {"USE_NEW_PANEL1": False, "USE_NEW_PANEL2": True}


def test_refused_swap_is_written_down_as_no_change(stage: Stage, tmp_path: Path, record: Record) -> None:
    """What was asked for and not done is in the trail, with the reason."""
    refused = SwapRefused(
        panel="panel2",
        generation="legacy",
        who="gate",
        why="position open",
        mode=None,
        position_open=True,
        at=START,
    )
    audit(stage, tmp_path, record).tell(refused)
    entry = entries(tmp_path)[-1]
    assert (entry.flag, entry.old, entry.new) == ("USE_NEW_PANEL2", True, True)
    assert entry.why == "refused to show legacy: position open"


def test_burned_flag_is_kept_for_the_next_start(stage: Stage, tmp_path: Path, record: Record) -> None:
    """A failure is in the trail, and this version finds the flag burned from then on."""
    burned = FlagBurned(flag="USE_NEW_PANEL2", version="1.2.3", why="raised while painting")
    audit(stage, tmp_path, record).tell(burned)
    entry = entries(tmp_path)[-1]
    assert (entry.who, entry.flag, entry.old, entry.new) == ("automatic", "USE_NEW_PANEL2", True, False)
    assert entry.why == "burned in version 1.2.3: raised while painting"
    assert BurnedFlags(tmp_path).in_version("1.2.3") == {"USE_NEW_PANEL2": "raised while painting"}
    assert not record.in_use["USE_NEW_PANEL2"]


def test_flags_are_kept_once_they_ran_for_a_while(stage: Stage, tmp_path: Path, record: Record) -> None:
    """Flags have worked after so many seconds without a change; a change starts them anew."""
    actor = audit(stage, tmp_path, record)
    actor.wait(KEEP_S - 1)
    actor.tell(a_swap())
    actor.wait(KEEP_S - 1)
    assert record.kept == []
    actor.wait(1)
    assert record.kept == [{"USE_NEW_PANEL1": False, "USE_NEW_PANEL2": True}]


def test_unwritable_trail_is_said_once_and_ends_nothing(stage: Stage, tmp_path: Path, record: Record) -> None:
    """A disk that refuses is one notice with the path; what else is learnt is kept all the same."""
    (tmp_path / "audit.jsonl").mkdir()
    actor = audit(stage, tmp_path, record)
    posted = [*actor.posted, *actor.tell(a_swap(), a_swap("panel2"))]
    (notice,) = all_of(list(dict.fromkeys(posted)), NoticeRaised)
    assert "audit.jsonl" in notice.text
    assert record.in_use == {"USE_NEW_PANEL1": False, "USE_NEW_PANEL2": False}


def test_failure_of_the_actor_forgets_no_flag_and_repeats_no_entry(
    stage: Stage, tmp_path: Path, record: Record, allow_log: AllowLog
) -> None:
    """An actor that is built anew still knows what is in use, and does not tell the start again."""
    allow_log("actor failed")
    actor = audit(stage, tmp_path, record)
    actor.tell(a_swap(), a_swap("panel9"))
    actor.tell(a_swap("panel2"))
    assert [entry.flag for entry in entries(tmp_path)[2:]] == ["USE_NEW_PANEL1", "USE_NEW_PANEL2"]
    assert record.in_use == {"USE_NEW_PANEL1": False, "USE_NEW_PANEL2": False}
