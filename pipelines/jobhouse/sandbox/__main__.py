"""`python -m jobhouse.sandbox`: serves the sandbox until interrupted."""

from __future__ import annotations

import sys

from jobhouse.errors import JobhouseError
from jobhouse.sandbox.options import parse_arguments
from jobhouse.sandbox.server import end_with_parent, say_ready, serve
from jobhouse.sanitize import cleaned_output


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
