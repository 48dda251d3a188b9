"""Where the project is, for tests that read its files or start its command."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
