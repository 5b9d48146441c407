"""The View menu: what is seen, never the drawing."""

from __future__ import annotations

from app.menus.action import SEPARATOR, Action, Menu, choice, switch
from app.menus.desk import Desk
from app.settings import table as s
from canvas.words import say

VIEW_MODES = ("side by side", "overlay", "drawing", "picture")


def _next_mode(desk: Desk) -> None:
    mode = VIEW_MODES.index(desk.settings.get(s.VIEW_MODE))
    desk.settings.set(s.VIEW_MODE, VIEW_MODES[(mode + 1) % len(VIEW_MODES)])


VIEW_MENU = Menu(
    say("View"),
    (
        choice("view_side_by_side", say("Side by side"), s.VIEW_MODE, "side by side", "side_by_side"),
        choice("view_overlay", say("Picture over the drawing"), s.VIEW_MODE, "overlay", "overlay"),
        choice("view_drawing", say("Drawing only"), s.VIEW_MODE, "drawing", "drawing"),
        choice("view_picture", say("Picture only"), s.VIEW_MODE, "picture", "picture"),
        Action(
            "cycle_view",
            say("Next view"),
            _next_mode,
            "F6",
            tip=say("Tab goes on to the next field; Help, Keyboard shortcuts gives this any other key"),
        ),
        SEPARATOR,
        Action("zoom_100", say("100 %"), lambda desk: desk.sheets.zoom_100(), "Ctrl+1"),
        Action("fit", say("Fit"), lambda desk: desk.sheets.fit(), "Ctrl+2", "fit"),
        SEPARATOR,
        Action("rotate_left", say("Turn left"), lambda desk: desk.sheets.rotate(-15), "Ctrl+4"),
        Action(
            "rotate_right",
            say("Turn right"),
            lambda desk: desk.sheets.rotate(15),
            "Ctrl+6",
            tip=say("Also Shift and the wheel, or Shift, Space and a drag"),
        ),
        Action("upright", say("Turn upright"), lambda desk: desk.sheets.rotate(0), "Ctrl+5"),
        Action(
            "mirror_view",
            say("Mirror the view"),
            lambda desk: desk.sheets.mirror(),
            "M",
            tip=say("The drawing stays as it is"),
        ),
        SEPARATOR,
        switch(
            "outlines",
            say("Outlines only"),
            s.OUTLINES_ONLY,
            icon="outlines",
            tip=say("Show the borders of the regions, and of the regions a hint"),
        ),
        switch("ink", say("Ink"), s.INK_SHOWN, "I", "ink", say("Show or hide the ink over the labels")),
        switch(
            "colours",
            say("Colour strokes"),
            s.COLOURS_SHOWN,
            tip=say("Show or hide the colours over the labels"),
            enabled=lambda desk: desk.document.layers.holds("colours") or not desk.hearing.unknown("colours"),
        ),
        switch(
            "differences",
            say("Where the picture differs"),
            s.DIFFERENCES_SHOWN,
            "D",
            tip=say("Hatch the parts of the drawing that the picture does not show"),
            unable=lambda desk: desk.hearing.no_agreement,
        ),
        SEPARATOR,
        switch(
            "reference",
            say("Reference photo"),
            s.REFERENCE_SHOWN,
            "Ctrl+R",
            "eye",
            say("Show or hide the photo to trace from"),
            enabled=lambda desk: desk.reference.has_photo,
        ),
        switch(
            "reference_over",
            say("Reference photo over the drawing"),
            s.REFERENCE_OVER,
            enabled=lambda desk: desk.reference.has_photo,
        ),
        Action(
            "remove_reference",
            say("Remove reference photo"),
            lambda desk: desk.reference.remove(),
            icon="close",
            enabled=lambda desk: desk.reference.has_photo,
            ends_stroke=True,
        ),
    ),
)
