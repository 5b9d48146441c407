"""Opens the window, with a file where one is named, or runs a subcommand without one."""

import os
import sys
from importlib import import_module


def main() -> int:
    """Returns the exit code; 2 where there is no display for the window."""
    # Torch computes. The threads of numpy's own BLAS would spin beside it for a while after each small product.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    named = sys.argv[1:]
    if named and not (len(named) == 1 and import_module("app.system.resources").is_file_name(named[0])):
        return int(import_module("app.commands.main").main(named))
    if not import_module("app.system.resources").has_display():
        sys.stderr.write("There is no display for the window; `python main.py generate` paints without one.\n")
        return 2
    return int(import_module("app.start.bootstrap").run(sys.argv))


if __name__ == "__main__":
    sys.exit(main())
