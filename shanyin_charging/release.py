"""Which release this program is: pyproject.toml says so, and nothing else does."""

import tomllib
from pathlib import Path

ABOUT = Path(__file__).resolve().parent.parent / "pyproject.toml"
VERSION = str(tomllib.loads(ABOUT.read_text(encoding="utf-8"))["project"]["version"])
