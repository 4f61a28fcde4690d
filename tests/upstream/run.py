"""Run TinyDB's own tests against `JournalDB`.

    python tests/upstream/run.py [--keep FOLDER]

Fetches the released source package of the installed TinyDB version with pip, puts `shim.py` in
place of its `conftest.py`, and runs its tests. Ends with 0 only if every test passes except those
in `DIFFERENT`, which must differ. With `--keep` the source package is kept in FOLDER and found
there the next time, so that the run needs no network.
"""

# ruff: noqa: T201  # a command: printing is what it does

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import xml.etree.ElementTree as ET
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]

DIFFERENT = {
    "tests.test_tables.test_table_repr[memory]": "asserts the class names Table and MemoryStorage",
    "tests.test_tables.test_table_repr[journal]": "asserts the class names Table and JSONStorage",
}
"""Tests that may, and must, fail: each with its reason."""

AT_LEAST = 219
"""Tests in the source package of TinyDB 4.9.0; with fewer, we did not run them all."""

AT_LEAST_OURS = 134
"""Tests among them that use the `db` fixture, and so `JournalDB`."""


def fetch(wanted: str, folder: Path) -> Path:
    """The source package of TinyDB `wanted`, from `folder` or else from the package index."""
    package = folder / f"tinydb-{wanted}.tar.gz"
    if not package.exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
             "--no-deps", "--no-binary", "tinydb", "--dest", str(folder), f"tinydb=={wanted}"],
            check=True,
        )  # fmt: skip
    return package


def unpack(package: Path, folder: Path) -> None:
    """Put only its tests in `folder`: the TinyDB that they import is the installed one."""
    with tarfile.open(package) as archive:
        for member in archive.getmembers():
            _, _, inner = member.name.partition("/")
            if inner.startswith("tests/"):
                member.name = inner
                archive.extract(member, folder, filter="data")
    if not (folder / "tests" / "conftest.py").exists():
        raise SystemExit(f"{package.name} carries no tests; look for another source of them.")
    shutil.copyfile(HERE / "shim.py", folder / "tests" / "conftest.py")


Outcomes = dict[str, tuple[str, bool]]
"""Of each test by name: how it ended, and whether it used `JournalDB`."""


def run(folder: Path) -> tuple[Outcomes, str]:
    """The outcomes, and what pytest printed: worth showing only if something is wrong."""
    (folder / "pytest.ini").write_text("[pytest]\n")
    report = folder / "report.xml"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "tests", "-q", "--tb=short", "-p", "no:cacheprovider",
         f"--junitxml={report}"],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    said = f"{done.stdout[-6000:]}\n{done.stderr[-2000:]}"
    if done.returncode not in (0, 1) or not report.exists():
        raise SystemExit(f"{said}\npytest itself ended with {done.returncode}.")
    outcomes = {
        f"{case.get('classname')}.{case.get('name')}": (
            _outcome(case),
            case.find("properties/property[@value='JournalDB']") is not None,
        )
        for case in ET.parse(report).getroot().iter("testcase")
    }
    return outcomes, said


def _outcome(case: ET.Element) -> str:
    for kind in ("failure", "error", "skipped"):
        if case.find(kind) is not None:
            return kind
    return "passed"


def judge(outcomes: Outcomes) -> list[str]:
    """What is wrong, in sentences; nothing if all is as it must be."""
    wrong = [
        f"{name}: {outcome}"
        for name, (outcome, _) in outcomes.items()
        if outcome in ("failure", "error") and name not in DIFFERENT
    ]
    for name, reason in DIFFERENT.items():
        outcome = outcomes.get(name, ("not run", True))[0]
        if outcome != "failure":
            wrong.append(f"{name}: {outcome}, though it should differ ({reason})")
    ours = [name for name, (outcome, db) in outcomes.items() if db and outcome != "skipped"]
    if len(outcomes) < AT_LEAST:
        wrong.append(f"only {len(outcomes)} tests ran, not {AT_LEAST}")
    if len(ours) < AT_LEAST_OURS:
        wrong.append(f"only {len(ours)} tests used JournalDB, not {AT_LEAST_OURS}")
    return wrong


def main() -> int:
    """Fetch, run, judge, print."""
    parser = argparse.ArgumentParser(description="Run TinyDB's own tests against JournalDB.")
    parser.add_argument("--keep", type=Path, help="folder in which the source package is kept")
    asked = parser.parse_args()
    wanted = version("tinydb")
    with tempfile.TemporaryDirectory(prefix="tinydb-tests-") as place:
        folder = Path(place)
        unpack(fetch(wanted, asked.keep or folder / "package"), folder)
        outcomes, said = run(folder)
    wrong = judge(outcomes)
    if wrong:
        print(said)
    ours = [outcome for outcome, db in outcomes.values() if db]
    print(
        f"TinyDB {wanted}: {len(outcomes)} tests, {len(ours)} on JournalDB, of these "
        f"{ours.count('passed')} passed; expected to differ: {len(DIFFERENT)}"
    )
    for name, reason in DIFFERENT.items():
        print(f"  differs: {name}: {reason}")
    for sentence in wrong:
        print(f"WRONG  {sentence}")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
