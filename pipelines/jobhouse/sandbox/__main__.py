"""The child process of `run_in_child`: `python -m jobhouse.sandbox SETTINGS [--ends-with-parent]`, settings as JSON."""

from __future__ import annotations

import sys

from jobhouse.errors import JobhouseError
from jobhouse.sandbox.options import SandboxOptions
from jobhouse.sandbox.server import ENDS_WITH_PARENT, end_with_parent, say_ready, serve
from jobhouse.sanitize import cleaned_output


def main() -> int:
    """Serve on a free port until interrupted; returns the exit code."""
    settings, *flags = sys.argv[1:]
    try:
        if ENDS_WITH_PARENT in flags:
            end_with_parent()
        serve(SandboxOptions.from_json(settings), ready=say_ready)
    except JobhouseError as problem:
        sys.stderr.write(f"{problem}\n")
        return problem.exit_code
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    with cleaned_output():
        code = main()
    sys.exit(code)
