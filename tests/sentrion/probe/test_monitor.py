"""What the watch over answers counts as read before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from jobhouse.sentrion.probe.monitor import read_before

SENT = datetime(2026, 11, 26, 8, tzinfo=UTC)


def test_jobs_that_came_while_the_request_was_on_its_way_were_not_read_before() -> None:
    read_at = {"earlier": SENT - timedelta(seconds=1), "meanwhile": SENT + timedelta(seconds=1)}
    assert read_before(["earlier", "meanwhile", "new"], read_at, SENT) == {"earlier"}
