"""One run of the monitor, from the window to the orderly end."""

import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from app.checkout import CHECKOUT
from models.perf_rows import read_measurements
from tests.running import a_monitor

_HANG_ONCE_TOLD = """
import sys
from pathlib import Path
from actors.qt_bridge import QtBridgeActor
take, wish = QtBridgeActor.pass_latest, Path(sys.argv[-1])
def hang(self, fact):
    if wish.exists():
        QtBridgeActor.pass_latest = take
        sys.stdin.readline()
    take(self, fact)
QtBridgeActor.pass_latest = hang
del sys.argv[-1]
"""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(90)]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_signals_end_it_in_order(tmp_path: Path, number: signal.Signals, code: int) -> None:
    """Ctrl-C and a shutdown of the machine leave a sound database, quickly."""
    with a_monitor(tmp_path / "home", "--demo") as monitor:
        monitor.wait_until("Price", "2 @ 6758.00", "3 @ 6758.00")
        monitor.process.send_signal(number)
        try:
            monitor.process.communicate(timeout=3)
        except subprocess.TimeoutExpired:
            pytest.fail("it takes longer than three seconds to end")
        assert monitor.process.returncode == code
    with closing(sqlite3.connect(tmp_path / "home" / "data" / "appsierra.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_screenshot_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """The run itself ends in order; the exit code tells that the picture is missing."""
    picture = tmp_path / "missing" / "window.png"
    with a_monitor(tmp_path / "home", "--demo", "--run-for", "1", "--screenshot", str(picture)) as monitor:
        code, said = monitor.wait()
    assert code == 73
    assert f"cannot write the screenshot {picture}" in said


def test_kept_privacy_holds_from_the_first_line_of_the_record(tmp_path: Path) -> None:
    """What was hidden last is hidden in this run, in all panels; ticks were chosen, and ticks are shown."""
    data = tmp_path / "home" / "data"
    data.mkdir(parents=True)
    (data / "appearance.json").write_text('{"unit": "ticks", "is_private": true}', encoding="utf-8")
    with a_monitor(tmp_path / "home", "--demo") as monitor:
        monitor.wait_until("Balance", "$•••")
        monitor.wait_for(lambda line: line["text"].endswith(" ticks"), "a figure in ticks")
        texts = [line["text"] for line in monitor.lines()]
    assert not [text for text in texts if re.search(r"\$\d", text)]


def test_pictures_of_buttons_do_not_pile_up(tmp_path: Path) -> None:
    """The style would keep megabytes of them: with each switch of the mode those of another palette."""
    code = (
        "import sys; from pathlib import Path\n"
        "from PySide6.QtGui import QPixmapCache; from PySide6.QtWidgets import QApplication\n"
        "from app.application import Application; from app.arguments import parse\n"
        "from app.end_wish import EndWish; from app.home import prepare; from app.plan import make_plan\n"
        "qt = QApplication([])\n"
        "Application(make_plan(parse(['--offscreen']), prepare(Path(sys.argv[1]))), None, EndWish())\n"
        "print(QPixmapCache.cacheLimit())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert int(done.stdout) <= 512


def test_demo_goes_on_in_a_home_of_its_own(tmp_path: Path) -> None:
    """A trader who wants to see the demo gets it; nothing of it is kept among their own trades."""
    code = (
        "import sys; from pathlib import Path\n"
        "from app.__main__ import _go_on_as_demo\n"
        "from app.arguments import parse; from app.home import prepare; from app.plan import make_plan\n"
        "arguments = parse(['--offscreen'])\n"
        "sys.exit(_go_on_as_demo(make_plan(arguments, prepare(Path(sys.argv[1])))))\n"
    )
    log = tmp_path / "data" / "demo-home" / "logs" / "app.log"
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=CHECKOUT)
    try:
        while not (log.exists() and "connection ready" in log.read_text(encoding="utf-8")):
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(0.1)
    finally:
        process.terminate()
        process.wait(60)
    assert process.returncode == 0
    assert not (tmp_path / "data" / "appsierra.db").exists()


def test_what_it_costs_is_measured_while_the_flag_is_on(tmp_path: Path) -> None:
    """An orderly end keeps what was measured until then; with the flag off there is no row."""
    homes = {"1": tmp_path / "on", "0": tmp_path / "off"}
    with ExitStack() as stack:
        monitors = [
            stack.enter_context(a_monitor(home, "--demo", environ={"ENABLE_PERF_TRACKING": on}))
            for on, home in homes.items()
        ]
        for monitor in monitors:
            monitor.wait_for(
                lambda line: line["cell"] == "Points" and line["text"] not in {"0", "--"}, "a curve"
            )
        assert [monitor.end()[0] for monitor in monitors] == [0, 0]
    rows, _ = read_measurements(homes["1"] / "data" / "appsierra.db")
    assert [(row.figures.panel, row.figures.generation) for row in rows] == [
        ("panel1", "new"),
        ("panel2", "new"),
    ]
    for row in rows:
        assert row.is_demo
        assert row.figures.frames.count > 0
        assert row.cpu_percent is not None
        assert row.ended_at > row.began_at
    assert read_measurements(homes["0"] / "data" / "appsierra.db") == ([], [])


def test_trader_sees_that_the_screen_part_hangs(tmp_path: Path) -> None:
    """What all facts go through hangs: the window says so by itself, and no more once it goes on."""
    wish = tmp_path / "hang"
    with a_monitor(tmp_path / "home", "--demo", str(wish), first=_HANG_ONCE_TOLD) as monitor:
        monitor.wait_until("Price", "2 @ 6758.00", "3 @ 6758.00")
        wish.touch()
        monitor.wait_for(lambda line: "the screen part hangs" in line["text"], "the notice")
        at = max(line["t"] for line in monitor.lines())
        assert monitor.process.stdin is not None
        monitor.process.stdin.write("go on\n")
        monitor.process.stdin.flush()
        monitor.wait_for(lambda line: line["t"] > at and line["cell"] == "Banner", "its end")
        assert "hangs" not in monitor.cells()["Banner"]
        code, said = monitor.end()
    assert code == 0
    assert said.count("screen hangs on=") == 1
    assert "in hang" in said
