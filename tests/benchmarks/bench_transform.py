"""How long the SQL models take: a full build, and the build after a nightly load, as a ratio in one run.

    python tests/benchmarks/bench_transform.py [VERSIONS] [NIGHTLY]

There are 1,000,000 versions unless another number is given, and 10,000 in the nightly load; `multiplied.py` says what
they are. Each build is a fresh process.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "pipelines"), str(ROOT)]

from tests.benchmarks.multiplied import load_a_night, multiply  # noqa: E402 - the path is set first


def main() -> None:
    versions, nightly = (int(text) for text in (sys.argv[1:] + ["1000000", "10000"][len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        multiply(folder, versions)
        full = _build(folder, "full")
        load_a_night(folder, nightly)
        night = _build(folder, "nightly")
        again = _build(folder, "full")
    for label, took in (("first build", full), (f"after {nightly:,} versions more", night), ("full build", again)):
        print(f"{label}: {took['seconds']:.1f} s, {took['cpu']:.1f} s of CPU, peak {took['peak_mb']:.0f} MB")  # noqa: T201
    print(f"nightly to full: {night['seconds'] / again['seconds']:.2f}")  # noqa: T201


def _build(folder: Path, how: str) -> dict[str, float]:
    out = subprocess.run([sys.executable, __file__, "--build", str(folder), how], check=True, stdout=subprocess.PIPE)
    figures: dict[str, float] = json.loads(out.stdout.splitlines()[-1])
    return figures


def _measure(folder: str, how: str) -> None:
    from jobhouse.warehouse.build.transform import say_progress, transform
    from jobhouse.warehouse.folder import Warehouse
    from tests.benchmarks.bench_load import peak_since_last_asked

    started = time.perf_counter()
    transform(Warehouse(Path(folder)), full=how == "full", on_built=say_progress)
    used = resource.getrusage(resource.RUSAGE_SELF)
    took = {
        "seconds": time.perf_counter() - started,
        "cpu": used.ru_utime + used.ru_stime,
        # getrusage would count what the parent held when it started this process
        "peak_mb": peak_since_last_asked(),
    }
    print(json.dumps(took))  # noqa: T201


if __name__ == "__main__":
    _measure(*sys.argv[2:]) if sys.argv[1:2] == ["--build"] else main()
