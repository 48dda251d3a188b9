"""benchmarks/peers.py without the peers: the arithmetic of agreement, the made-up articles, the lock."""

from __future__ import annotations

import importlib
import json
import math
import re
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from project import ROOT


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    return importlib.import_module("peers")


@pytest.fixture
def arithmetic(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    return importlib.import_module("peers_agreement")


def test_agreement_is_the_largest_difference_and_spearmans_rank_correlation(arithmetic: ModuleType) -> None:
    """By hand: ranks 1 2 3 4 against 1 3 2 4 are two places apart in all, 1 - 6·2/(4·15) = .8."""
    found = arithmetic.agree("a measure", [1.0, 2.0, 3.0, 40.0], [1.5, 4.0, 3.0, 40.0])
    assert (found.values, found.difference) == (4, 2.0)
    assert found.ranks == pytest.approx(0.8)


def test_equal_infinities_agree_and_a_missing_value_shows(arithmetic: ModuleType) -> None:
    assert arithmetic.agree("", [1.0, math.inf, -math.inf], [1.0, math.inf, -math.inf]).difference == 0
    assert arithmetic.agree("", [1.0, math.inf], [1.0, 2.0]).difference == math.inf
    missing = arithmetic.agree("", [1.0, math.nan], [1.0, 2.0])
    assert math.isnan(missing.difference) and math.isnan(missing.ranks)


def test_a_last_bit_makes_no_rank(arithmetic: ModuleType) -> None:
    """Two ties in different places of the last bit, and zeros that are left over from a subtraction."""
    exact, noisy = np.array([0.0, 0.0, 0.3, 0.3, 5.0]), np.array([1e-17, -1e-17, 0.1 + 0.2, 0.3, 5.0])
    assert arithmetic.agree("", exact, noisy).ranks == pytest.approx(1.0, abs=1e-12)


def test_the_long_variance_turns_a_z_of_the_short_one_into_the_other(arithmetic: ModuleType) -> None:
    """By hand for the first of two terms, counts 3 1 and 1 3 with a prior of 1 each: 1/4 + 1/2, and 1/2 + 1/4 more."""
    a, b, prior = np.array([3.0, 1.0]), np.array([1.0, 3.0]), np.array([1.0, 1.0])
    assert arithmetic.four_parts(a, b, prior)[0] == pytest.approx(math.sqrt(0.75 / 1.5))


def test_the_made_up_articles_are_the_same_each_time(script: ModuleType, tmp_path: Path) -> None:
    first, second = (script.write_articles(10, tmp_path / name).read_bytes() for name in ("a", "b"))
    assert first == second
    articles = [json.loads(line) for line in first.splitlines()]
    assert [article["country"] for article in articles] == ["VN", "VN", "CN", "CN", "CN"] * 2
    assert all(re.fullmatch(r"[a-z]{6}( [a-z]{6}){299,499}", article["text"]) for article in articles)
    assert len(set(script._words())) == script.VOCABULARY


def test_the_lock_pins_the_peers_with_hashes() -> None:
    lock = (ROOT / "requirements" / "peers.txt").read_text(encoding="utf-8")
    pinned = re.findall(r"^([\w-]+)==\S+(?: ; .+)? \\\n    --hash=sha256:", lock, re.MULTILINE)
    assert {"pycorpdiff", "scattertext", "six"} <= set(pinned)
    assert len(pinned) == len(re.findall(r"^\w", lock, re.MULTILINE))
