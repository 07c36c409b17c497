"""`python -m pipelines.sandbox`: serves the sandbox until interrupted."""

from __future__ import annotations

import sys

from pipelines.clean import cleaned_output
from pipelines.errors import JobhouseError
from pipelines.sandbox.options import parse_arguments
from pipelines.sandbox.server import end_with_parent, say_ready, serve


def main() -> int:
    """Exit code 0 after an interruption, 2 for a wrong command line."""
    try:
        line = parse_arguments(sys.argv[1:])
        if line.ends_with_parent:
            end_with_parent()
        serve(line.settings, line.host, line.port, ready=say_ready)
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
