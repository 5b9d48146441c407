"""A plugin of pytest: the table of the sampling has a row more of every kind, and nothing else is changed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType

ROWS = """
    test_only: float = field(
        default=0.25,
        metadata=row(Number(0.0, 1.0), say("Test only"), help=say("What a test adds"), shown=MORE, is_suggested=True),
    )
    test_count: int = field(default=4, metadata=row(Whole(1, 99), say("Count"), shown=FIRST, is_suggested=True))
    test_flag: bool = field(default=False, metadata=row(Flag(), say("Flag"), shown=MORE, is_suggested=True))
    test_one: str = field(
        default="a",
        metadata=row(OneOf((("a", "A"), ("b", "B"))), say("One"), shown=MORE, is_suggested=True, parameter="One"),
    )
    test_words: str = field(default="", metadata=row(Text(), say("Words"), shown=MORE, is_suggested=True))
    test_span: tuple[float, float] = field(default=(0.0, 0.5), metadata=row(Span(), say("Span"), is_suggested=True))
"""
_TABLE = "engine.request.parts"
_IMPORTED = "from engine.request.kinds import "
_BEFORE = "    sampler: str = field("


class _WithRow(SourceFileLoader):
    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        text = self.get_data(path).decode()
        assert text.count(_BEFORE) == 1
        text = text.replace(_IMPORTED, f"{_IMPORTED}Flag, OneOf, ").replace(_BEFORE, ROWS + _BEFORE)
        code = compile(text, path, "exec")
        assert isinstance(code, CodeType)
        return code


class _Finder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target) if fullname == _TABLE else None
        if spec is not None and spec.origin is not None:
            spec.loader = _WithRow(fullname, spec.origin)
        return spec


assert _TABLE not in sys.modules
sys.meta_path.insert(0, _Finder())
