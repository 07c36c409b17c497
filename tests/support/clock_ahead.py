"""The command line in a process whose clock is ahead by so many days, as a number in the environment."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import Final, NoReturn

import time_machine

from jobhouse.cli.main import main

DAYS: Final = "CLOCK_AHEAD_DAYS"


def run() -> NoReturn:
    ahead = timedelta(days=int(os.environ[DAYS]))
    with time_machine.travel(datetime.now(UTC) + ahead):
        main()
    raise AssertionError("a command ends its process")
