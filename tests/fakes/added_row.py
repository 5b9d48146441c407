"""A plugin of pytest: the table of the sampling has one row more, and nothing else is changed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType

ROW = """
    test_only: float = field(
        default=0.25,
        metadata=row(Number(0.0, 1.0), say("Test only"), help=say("What a test adds"), shown=MORE, is_suggested=True),
    )
"""
_TABLE = "engine.request.parts"
_BEFORE = "    sampler: str = field("


class _WithRow(SourceFileLoader):
    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        text = self.get_data(path).decode()
        assert text.count(_BEFORE) == 1
        code = compile(text.replace(_BEFORE, ROW + _BEFORE), path, "exec")
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
