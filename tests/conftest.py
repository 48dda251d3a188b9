"""What all tests share: no network, the project's folder, one report on the seeds for those that look at it."""

from __future__ import annotations

import os
import runpy
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from project import ROOT

settings.register_profile("same", derandomize=True, deadline=None)  # the same examples on a slow machine, too
settings.load_profile("same")

KEPT = tempfile.TemporaryDirectory(prefix="framing-cache-")  # what tests keep goes with them
os.environ["FRAMING_CACHE"] = KEPT.name

GUARD = Path(__file__).parent / "no_network"

runpy.run_path(str(GUARD / "sitecustomize.py"))
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(GUARD), os.environ.get("PYTHONPATH", "")]))


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def seeds() -> Path:
    return ROOT / "seeds"
