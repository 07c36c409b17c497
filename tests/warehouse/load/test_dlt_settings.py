"""A setting of dlt's own that it cannot use is a wrong configuration, not a bug; what was read is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from dlt.common.configuration.exceptions import ConfigFieldMissingException, ConfigProviderException
from dlt.common.configuration.specs import BaseConfiguration

from jobhouse.cli.main import _exit_code
from jobhouse.errors import UsageError
from jobhouse.sentrion.fetch.rate_limiter import RateLimiter
from jobhouse.sentrion.state.run import Run
from jobhouse.sentrion.state.run_limits import RunLimits
from jobhouse.warehouse.folder import Warehouse
from jobhouse.warehouse.load.load_failures import fault_of_settings
from jobhouse.warehouse.load.load_loop import read_history
from jobhouse.warehouse.load.pipeline import open_pipeline
from tests.support.in_process import engine_of, quick, transport
from tests.support.sessions import session_of


def test_a_setting_of_dlt_that_fails_a_step_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_WRITER__FILE_MAX_ITEMS", "s3cret")
    run = Run("backfill", limits=RunLimits(max_requests=2), transport=transport(engine_of(jobs=50)))
    with RateLimiter(10**6) as rate_limiter, pytest.raises(UsageError) as error:
        read_history(session_of(Warehouse(tmp_path), quick(), run), rate_limiter)
    assert "dlt's setting file_max_items has a value that is no int" in str(error.value)
    assert "s3cret" not in str(error.value)


def test_a_setting_of_dlt_that_fails_before_any_step_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DEV_MODE", "maybe")
    with pytest.raises(Exception, match="coerced") as error:
        open_pipeline(Warehouse(tmp_path))
    assert _exit_code(error.value) == UsageError.exit_code
    assert "jobhouse: dlt's setting dev_mode has a value" in capsys.readouterr().err


def test_what_dlt_misses_or_cannot_read_is_one_sentence() -> None:
    missing = fault_of_settings([ConfigFieldMissingException(BaseConfiguration(), {"credentials": []})])
    unread = fault_of_settings([ValueError(), ConfigProviderException("vault", "no\nanswer.")])
    assert str(missing).startswith("dlt misses the setting credentials; ")
    assert "\n" not in str(unread)
    assert fault_of_settings([ValueError("dlt")]) is None
