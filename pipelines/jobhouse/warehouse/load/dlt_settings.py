"""What dlt's own settings are wrong about, found in the environment or its files: our error, in one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from dlt.common.configuration.exceptions import (
    ConfigFieldMissingException,
    ConfigProviderException,
    ConfigValueCannotBeCoercedException,
)
from dlt.common.normalizers.naming.exceptions import NormalizersException

from jobhouse.errors import UsageError

_ADVICE: Final = "mend it in the environment or in .dlt/config.toml, and run the same command again"


def fault_of_settings(causes: Iterable[BaseException]) -> UsageError | None:
    """Our error where one of these causes is a setting of dlt's that it cannot use; the value may be secret."""
    for cause in causes:
        match cause:
            case ConfigValueCannotBeCoercedException():
                kind = getattr(cause.hint, "__name__", str(cause.hint))
                return UsageError(f"dlt's setting {cause.field_name} has a value that is no {kind}; {_ADVICE}.")
            case ConfigFieldMissingException():
                return UsageError(f"dlt misses the setting {', '.join(cause.fields)}; {_ADVICE}.")
            case ConfigProviderException() | NormalizersException():
                said = " ".join(str(cause).split())[:300].rstrip(".")
                return UsageError(f"A setting of dlt's cannot be used ({said}); {_ADVICE}.")
    return None
