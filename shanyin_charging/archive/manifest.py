"""What an archive says of itself."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from .failures import Contradicts, OtherRelease
from .schema import Heads

FORMAT = 1


@dataclass(frozen=True)
class Held:
    """One file of the archive."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Table(Held):
    """The rows of one table; `last_id` is the last key it has given out."""

    rows: int
    last_id: int | None


@dataclass(frozen=True)
class Journal:
    """The journal's last event, number and digest, and the first at which its chain does not hold
    (None: it holds)."""

    number: int | None
    digest: str
    broken_at: int | None


@dataclass(frozen=True)
class Manifest:
    """`files` are those that rows name; `absent` were not there when the archive was made, and
    `altered` were not those that had been handed in. `kind` is demo or real, None before the first
    event."""

    release: str
    taken_at: str
    engine: str
    kind: str | None
    heads: Heads
    journal: Journal
    tables: dict[str, Table]
    files: dict[str, Held]
    absent: tuple[str, ...]
    altered: tuple[str, ...]

    def to_json(self) -> bytes:
        """As it stands in the archive."""
        told = {"format": FORMAT, **asdict(self)}
        return json.dumps(told, ensure_ascii=False, indent=1).encode()


def from_json(text: bytes) -> Manifest:
    """The manifest that a text is. Raises OtherRelease for another format, Contradicts for a text
    that is no manifest."""
    try:
        told = json.loads(text)
        number = _of(int, told.pop("format"))
        if number == FORMAT:
            return _read(told)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Contradicts("备份里的清单（manifest.json）读不懂；请换一份备份") from error
    age = "更新的" if number > FORMAT else "很早以前的"
    raise OtherRelease(f"这份备份是{age}一版程序制作的（格式{number}），这一版读不了")


def _read(told: dict) -> Manifest:
    told["heads"] = tuple((_of(str, app), _of(str, name)) for app, name in told["heads"])
    told["journal"] = Journal(**told["journal"])
    told["tables"] = {name: Table(**_held(each)) for name, each in told["tables"].items()}
    told["files"] = {name: Held(**_held(each)) for name, each in told["files"].items()}
    for names in ("absent", "altered"):
        told[names] = tuple(_of(str, name) for name in told[names])
    for name in ("release", "taken_at", "engine"):
        _of(str, told[name])
    return Manifest(**told)


def _held(told: dict) -> dict:
    for name, value in told.items():
        if name != "last_id" or value is not None:
            _of(str if name == "sha256" else int, value)
    return told


def _of(kind: type, value: Any) -> Any:
    if not isinstance(value, kind):
        raise TypeError(value)
    return value
