"""What a module painted while it learnt: the newest grid, earlier ones under a slider, larger in a window."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QSizePolicy, QSlider, QVBoxLayout, QWidget

from app.system.plain import Label
from app.system.translation import tr
from app.widgets.names import name_fields

_LARGE_PX = (640, 560)


class GridPicture(QWidget):
    """One grid, as wide as there is room and not wider than it is."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_image(self, image: QImage) -> None:
        """Show another grid."""
        self.image = image
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Narrow enough for a panel."""
        return QSize(240, self.heightForWidth(240))

    def hasHeightForWidth(self) -> bool:
        """The proportions are the grid's."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as the grid is at this width."""
        return 0 if self.image.isNull() else round(width * self.image.height() / self.image.width())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The whole grid in the middle."""
        if self.image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self.image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        painter.drawImage(QRectF(left, top, size.width(), size.height()), self.image)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on it."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


class SampleGrids(QWidget):
    """`show_grids` takes the files, the oldest first; the newest is shown until the person looks back."""

    def __init__(self, *, opens_window: bool = True) -> None:
        super().__init__()
        self._paths: list[Path] = []
        self._shown: Path | None = None
        self._window: SampleWindow | None = None
        self.picture, self.caption = GridPicture(), Label()
        self.caption.setObjectName("quiet")
        self.caption.setWordWrap(True)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 0)
        self.slider.setToolTip(tr("Look back at earlier ones"))
        self.slider.valueChanged.connect(self._show)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.picture, 1)
        column.addWidget(self.slider)
        column.addWidget(self.caption)
        if opens_window:
            self.picture.setCursor(Qt.CursorShape.PointingHandCursor)
            self.picture.setToolTip(tr("Click to see it larger"))
            self.picture.clicked.connect(self.enlarge)
        self.show_grids([])

    def show_grids(self, paths: Sequence[Path]) -> None:
        """Offer these; none hides it all."""
        if list(paths) != self._paths:
            was_newest = self.slider.value() == self.slider.maximum()
            self._paths = list(paths)
            self.slider.blockSignals(True)
            self.slider.setRange(0, max(0, len(paths) - 1))
            if was_newest:
                self.slider.setValue(self.slider.maximum())
            self.slider.blockSignals(False)
            self._show()
        self.setVisible(bool(paths))
        self.slider.setVisible(len(paths) > 1)
        if self._window is not None:
            self._window.grids.show_grids(paths)

    @Slot()
    def enlarge(self) -> None:
        """Show them in a window of their own."""
        if self._window is None:
            self._window = SampleWindow(self.window())
        self._window.grids.show_grids(self._paths)
        self._window.show()
        self._window.raise_()

    @Slot()
    def _show(self) -> None:
        if not self._paths:
            self._shown = None
            self.picture.show_image(QImage())
            return
        path = self._paths[self.slider.value()]
        if path == self._shown:
            return
        image = QImage(str(path))
        if image.isNull():  # it has just gone to another place
            return
        self._shown = path
        self.picture.show_image(image)
        said = tr("From above: the drawing, the base alone, the module")
        if path.stem.isdigit():
            said = tr("{said}, after {count} examples", said=said, count=f"{int(path.stem):,}")
        self.caption.setText(said)


class SampleWindow(QDialog):
    """The grids as large as the window is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("What the module paints"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.resize(*_LARGE_PX)
        self.grids = SampleGrids(opens_window=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.grids)
        name_fields(self, self.windowTitle())
