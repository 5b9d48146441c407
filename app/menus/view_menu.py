"""The View menu."""

from __future__ import annotations

from app.menus.spec import SEPARATOR, ActionSpec, MenuSpec
from app.settings import table as s
from canvas.words import say


def _mode(mode: str, text: str, icon: str) -> ActionSpec:
    return ActionSpec(f"view_{icon}", text, lambda c: c.view.choose_mode(mode), icon=icon, checked=(s.VIEW_MODE, mode))


VIEW_MENU = MenuSpec(
    say("View"),
    (
        _mode("side by side", say("Side by side"), "side_by_side"),
        _mode("overlay", say("Picture over the drawing"), "overlay"),
        _mode("drawing", say("Drawing only"), "drawing"),
        _mode("picture", say("Picture only"), "picture"),
        ActionSpec(
            "cycle_view",
            say("Next view"),
            lambda c: c.view.cycle_mode(),
            "F6",
            tip=say("Tab goes on to the next field; Help, Keyboard shortcuts gives this any other key"),
        ),
        SEPARATOR,
        ActionSpec("zoom_100", say("100 %"), lambda c: c.view.zoom_100(), "Ctrl+1"),
        ActionSpec("fit", say("Fit"), lambda c: c.view.fit(), "Ctrl+2", "fit"),
        SEPARATOR,
        ActionSpec("rotate_left", say("Turn left"), lambda c: c.view.rotate(-15), "Ctrl+4"),
        ActionSpec(
            "rotate_right",
            say("Turn right"),
            lambda c: c.view.rotate(15),
            "Ctrl+6",
            tip=say("Also Shift and the wheel, or Shift, Space and a drag"),
        ),
        ActionSpec("upright", say("Turn upright"), lambda c: c.view.rotate(0), "Ctrl+5"),
        ActionSpec(
            "mirror_view",
            say("Mirror the view"),
            lambda c: c.view.mirror(),
            "M",
            tip=say("The drawing stays as it is"),
        ),
        SEPARATOR,
        ActionSpec(
            "outlines",
            say("Outlines only"),
            lambda c: c.view.toggle_outlines(),
            icon="outlines",
            tip=say("Show the borders of the regions, and of the regions a hint"),
            checked=(s.OUTLINES_ONLY, True),
        ),
        ActionSpec(
            "ink",
            say("Ink"),
            lambda c: c.view.toggle_ink(),
            "I",
            "ink",
            say("Show or hide the ink over the labels"),
            (s.INK_SHOWN, True),
        ),
        ActionSpec(
            "differences",
            say("Where the picture differs"),
            lambda c: c.view.toggle_differences(),
            "D",
            tip=say("Hatch the parts of the drawing that the picture does not show"),
            checked=(s.DIFFERENCES_SHOWN, True),
            unable=lambda c: c.picture.no_agreement,
        ),
        SEPARATOR,
        ActionSpec(
            "reference",
            say("Reference photo"),
            lambda c: c.reference.toggle(),
            "Ctrl+R",
            "eye",
            say("Show or hide the photo to trace from"),
            (s.REFERENCE_SHOWN, True),
            enabled=lambda c: c.reference.has_photo,
        ),
        ActionSpec(
            "reference_over",
            say("Reference photo over the drawing"),
            lambda c: c.reference.toggle_place(),
            checked=(s.REFERENCE_OVER, True),
            enabled=lambda c: c.reference.has_photo,
        ),
        ActionSpec(
            "remove_reference",
            say("Remove reference photo"),
            lambda c: c.reference.remove(),
            icon="close",
            enabled=lambda c: c.reference.has_photo,
        ),
    ),
)
