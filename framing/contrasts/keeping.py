"""A contrast as bytes, so that a test that took long is made once."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from typing import Any

import polars as pl

from framing.contrasts.contrast import Contrast, ContrastSettings
from framing.inference import Procedure
from framing.settings import InferenceSettings

_TABLES = ("table", "totals", "dropped")


def contrast_to_bytes(contrast: Contrast) -> bytes:
    """Everything but the settings, which whoever keeps it knows."""
    parts = [json.dumps(asdict(contrast.procedure)).encode()]
    for name in _TABLES:
        held = io.BytesIO()
        getattr(contrast, name).write_ipc(held)
        parts.append(held.getvalue())
    lengths = " ".join(str(len(part)) for part in parts)
    return b"\n".join((lengths.encode(), b"".join(parts)))


def contrast_from_bytes(kept: bytes, settings: ContrastSettings) -> Contrast:
    """The contrast that was kept, under the settings it was made with."""
    lengths, data = kept.split(b"\n", 1)
    parts, at = [], 0
    for length in map(int, lengths.split()):
        parts.append(data[at : at + length])
        at += length
    procedure = _procedure(json.loads(parts[0]))
    tables = {name: pl.read_ipc(part) for name, part in zip(_TABLES, parts[1:], strict=True)}
    return Contrast(
        settings=settings,
        tier=procedure.tier,
        reason=procedure.reason,
        smallest_p=procedure.smallest_p,
        procedure=procedure,
        **tables,
    )


def _procedure(held: dict[str, Any]) -> Procedure:
    inference = held.pop("settings")
    settings = InferenceSettings(**{**inference, "labelings": tuple(inference["labelings"])})
    tuples = {name: tuple(value) for name, value in held.items() if isinstance(value, list)}
    return Procedure(**{**held, **tuples, "settings": settings})
