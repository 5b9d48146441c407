"""How the window looks: neutral greys so that colours are judged right, one accent, light or dark with the system."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from string import Template

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from app.system import resources

ACCENT = "#C1440E"
_ICON_SIZES_PX = (12, 16, 18, 20, 22, 24, 32, 48)
_DRAWN_COLOUR = "#808080"


@dataclass(frozen=True)
class Theme:
    """The colours of one look."""

    name: str
    window: str
    field: str
    sheet: str
    """Around the drawing and the picture."""
    text: str
    quiet: str
    line: str
    hover: str
    pressed: str
    accent: str = ACCENT
    accent_hover: str = "#D2551C"
    accent_text: str = "#FFFFFF"
    accent_on_window: str = ACCENT
    """The accent where it is text or a thin line on the window's colour."""
    info: str = ""
    warning: str = ""
    error: str = ""


LIGHT = Theme(
    name="light",
    window="#F0F0F0",
    field="#FFFFFF",
    sheet="#D9D9D9",
    text="#1F1F1F",
    quiet="#666666",
    line="#CCCCCC",
    hover="#E2E2E2",
    pressed="#D4D4D4",
    info="#E6E6E6",
    warning="#F3E7CF",
    error="#F6DDD3",
)
DARK = Theme(
    name="dark",
    window="#2D2D2D",
    field="#212121",
    sheet="#1B1B1B",
    text="#E4E4E4",
    quiet="#A0A0A0",
    line="#444444",
    hover="#3A3A3A",
    pressed="#474747",
    accent_on_window="#E9784A",
    info="#3A3A3A",
    warning="#4A402A",
    error="#522F22",
)


_STYLED = "sinopia styled"
"""Property of an application that has its style."""


class Look(QObject):
    """Dresses the application and follows the system between light and dark."""

    changed = Signal(object)
    """Theme"""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._icons: dict[str, QIcon] = {}
        self.theme = LIGHT
        self._is_dressed = False
        if app.property(_STYLED) is None:  # a style that is replaced goes, whatever still holds on to it
            app.setStyle("Fusion")
            app.setProperty(_STYLED, True)
        self._choice = "system"
        app.styleHints().colorSchemeChanged.connect(self._follow)
        app.screenAdded.connect(self._redraw)
        self._follow()

    def choose(self, choice: str) -> None:
        """Wear "light" or "dark", or follow the system with "system"; title bars follow where the system lets them."""
        self._choice = choice
        hints = self._app.styleHints()
        if choice == "system":
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(Qt.ColorScheme.Dark if choice == "dark" else Qt.ColorScheme.Light)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        is_dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        chosen = {"light": LIGHT, "dark": DARK}.get(self._choice, DARK if is_dark else LIGHT)
        if chosen is not self.theme or not self._is_dressed:
            self.wear(chosen)

    @Slot()
    def _redraw(self) -> None:
        """Another screen may need icons of other sizes."""
        self._icons.clear()
        self.changed.emit(self.theme)

    def wear(self, theme: Theme) -> None:
        """Dress everything in `theme` now."""
        self.theme = theme
        self._is_dressed = True
        self._icons.clear()
        self._app.setPalette(_qt_palette(theme))
        tokens = asdict(theme)
        tokens["chevron"] = resources.icon_file("chevron_down").as_posix()
        tokens["check"] = resources.icon_file("check").as_posix()
        sheet = Template(resources.style_sheet()).substitute(tokens)
        if sheet != self._app.styleSheet():
            self._app.setStyleSheet(sheet)
        self.changed.emit(theme)

    def icon(self, name: str) -> QIcon:
        """The icon in the theme's text colour, in the accent where it is checked, quiet where it is disabled."""
        if name not in self._icons:
            self._icons[name] = _icon(name, self.theme)
        return self._icons[name]


def _icon(name: str, theme: Theme) -> QIcon:
    drawing = resources.icon_file(name).read_text(encoding="utf-8")
    icon = QIcon()
    states = (
        (theme.text, QIcon.Mode.Normal, QIcon.State.Off),
        (theme.accent_on_window, QIcon.Mode.Normal, QIcon.State.On),
        (theme.line, QIcon.Mode.Disabled, QIcon.State.Off),
    )
    for colour, mode, state in states:
        renderer = QSvgRenderer(QByteArray(drawing.replace(_DRAWN_COLOUR, colour).encode()))
        for size_px in _pixel_sizes():
            pixmap = QPixmap(size_px, size_px)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            renderer.render(painter, QRectF(0, 0, size_px, size_px))
            painter.end()
            icon.addPixmap(pixmap, mode, state)
    return icon


def _pixel_sizes() -> list[int]:
    """Every size in which icons are shown, in pixels of every screen, so that none has to be scaled."""
    ratios = {screen.devicePixelRatio() for screen in QGuiApplication.screens()} or {1.0}
    return sorted({round(size_px * ratio) for size_px in _ICON_SIZES_PX for ratio in ratios})


def _qt_palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.field,
        role.AlternateBase: theme.window,
        role.Text: theme.text,
        role.PlaceholderText: theme.quiet,
        role.Button: theme.window,
        role.ButtonText: theme.text,
        role.BrightText: theme.accent_text,
        role.ToolTipBase: theme.field,
        role.ToolTipText: theme.text,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.accent_text,
        role.Link: theme.accent_on_window,
        role.Light: theme.hover,
        role.Midlight: theme.hover,
        role.Mid: theme.line,
        role.Dark: theme.line,
        role.Shadow: theme.sheet,
    }
    for each, colour in colours.items():
        palette.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(theme.quiet))
    return palette
