"""The alarm log: what was raised, and what is heard of it."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSlider,
    QTableView,
    QWidget,
)

from models.alarm import Alarm, AlarmKind, AlarmRecord
from ui.alarm_sounds import AlarmSounds
from ui.alarm_table import HEADINGS, AlarmTable
from ui.fonts import TextSize, font_of
from ui.mode_dialog import ModeDialog

_USUAL = QSize(1180, 480)
_STEP = 10


class AlarmLog(ModeDialog):
    """Lists alarms, and says what is heard of them.

    Attributes:
        sound_changed: Something else is heard from now on, or nothing.
    """

    sound_changed = Signal()

    def __init__(self, sounds: AlarmSounds, parent: QWidget | None = None) -> None:
        """Create the dialog.

        Args:
            sounds: What is heard; the dialog turns it on and off.
            parent: Owner.
        """
        super().__init__("alarms", parent)
        self._sounds = sounds
        self._table = AlarmTable(self)
        self._view = QTableView(self._frame)
        self._mute = QCheckBox("&Mute until the program ends", self._frame)
        self._volume = QSlider(Qt.Orientation.Horizontal, self._frame)
        self._volume_text = QLabel(self._frame)
        self._kind = QComboBox(self._frame)
        self._test = QPushButton("&Test sound", self._frame)
        self._close = QPushButton("Close", self._frame)
        self._set_up()
        self._lay_out()
        self.resize(_USUAL)

    def show_records(self, records: tuple[AlarmRecord, ...], alarms: tuple[Alarm, ...]) -> None:
        """Show the log, and which of its alarms hold."""
        self._table.show_records(records, alarms, self._theme)

    def show_sounds(self) -> None:
        """Show whether sounds are heard, and how loud."""
        self._mute.setChecked(self._sounds.muted)
        self._volume.setValue(self._sounds.volume // _STEP)
        self._volume_text.setText(f"Volume {self._sounds.volume} %")

    def _set_up(self) -> None:
        self._view.setModel(self._table)
        self._view.setFont(font_of(TextSize.SMALL))
        self._view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._view.setAccessibleName("Alarm log")
        self._view.verticalHeader().hide()
        header = self._view.horizontalHeader()
        header.setFont(font_of(TextSize.SMALL))
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(HEADINGS.index("Alarm"), QHeaderView.ResizeMode.Stretch)
        # Widths come from the rows in sight; all of them would take long.
        header.setResizeContentsPrecision(0)
        self._volume.setRange(0, 100 // _STEP)
        self._volume.setAccessibleName("Volume")
        self._volume_text.setTextFormat(Qt.TextFormat.PlainText)
        self._kind.setAccessibleName("Sound to test")
        for kind in AlarmKind:
            self._kind.addItem(kind.value, kind)
        for widget in (self._mute, self._volume_text, self._kind, self._test, self._close):
            widget.setFont(font_of(TextSize.SMALL))
        self.show_sounds()
        self._mute.toggled.connect(self._change)
        self._volume.valueChanged.connect(self._change)
        self._test.clicked.connect(self._sound)
        self._close.clicked.connect(self.close)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(12)
        for widget in (self._mute, self._volume_text, self._volume, self._kind, self._test):
            foot.addWidget(widget)
        foot.addStretch(1)
        foot.addWidget(self._close)
        self._column.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self._view, 1)
        self._column.addLayout(foot)

    @Slot()
    def _change(self) -> None:
        self._sounds.muted = self._mute.isChecked()
        self._sounds.volume = self._volume.value() * _STEP
        self._volume_text.setText(f"Volume {self._sounds.volume} %")
        self.sound_changed.emit()

    @Slot()
    def _sound(self) -> None:
        self._sounds.test(self._kind.currentData())
