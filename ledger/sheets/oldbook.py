"""What a workbook of the old make (.xls, .et) tells beside its values, from the records of its
stream: hidden rows and columns, and days that are shown as months."""

import struct
from collections.abc import Iterator

from .package import MONTH_FORMATS, Told, shows_month
from .sheet import MOST_COLUMNS

STREAMS = ("Workbook", "Book")
END, DIRECTORY_ENTRY, SMALL = 0xFFFFFFFE, 128, 64
BOUNDSHEET, EOF, ROW, COLUMN, FORMAT, STYLE = 0x85, 0x0A, 0x208, 0x7D, 0x41E, 0xE0
NUMBER, COMPACT, COMPACTS, FORMULA = 0x203, 0x27E, 0xBD, 0x06
ROW_HIDDEN, COLUMN_HIDDEN = 0x20, 0x01
MOST_SECTORS = 100_000


def told(content: bytes) -> list[Told] | None:
    """What each sheet tells, in their order; None where the file does not."""
    try:
        stream = Container(content).stream()
        months = month_styles(stream)
        return [of_sheet(stream, offset, months) for offset in offsets(stream)]
    except (struct.error, IndexError, ValueError):
        return None


def month_styles(stream: bytes) -> set[int]:
    """The numbers of the styles that show of a day its year and month only."""
    formats, styles = {}, []
    for kind, body in records(stream, 0):
        if kind == FORMAT and len(body) > 5:
            number, length, wide = struct.unpack_from("<HHB", body)
            text = body[5 : 5 + length * (1 + (wide & 1))]
            formats[number] = shows_month(text.decode("utf-16le" if wide & 1 else "latin-1"))
        elif kind == STYLE:
            styles.append(struct.unpack_from("<H", body, 2)[0])
    return {at for at, one in enumerate(styles) if formats.get(one, one in MONTH_FORMATS)}


def offsets(stream: bytes) -> Iterator[int]:
    """Where the sheets begin."""
    for kind, body in records(stream, 0):
        if kind == BOUNDSHEET:
            yield struct.unpack_from("<I", body)[0]


def records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """(kind, body) of the records from a place to the end of their part."""
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        if kind == EOF:
            return
        yield kind, stream[place + 4 : place + 4 + size]
        place += 4 + size


def of_sheet(stream: bytes, offset: int, months: set[int]) -> Told:
    """What the sheet that begins at an offset hides, and where it shows months."""
    found = Told()
    for kind, body in records(stream, offset):
        if kind == ROW and struct.unpack_from("<H", body, 12)[0] & ROW_HIDDEN:
            found.hidden_rows.append(struct.unpack_from("<H", body)[0] + 1)
        elif kind == COLUMN and struct.unpack_from("<H", body, 8)[0] & COLUMN_HIDDEN:
            first, last = struct.unpack_from("<HH", body)
            found.hidden_columns += range(first + 1, min(last + 1, MOST_COLUMNS) + 1)
        elif kind in (NUMBER, COMPACT, FORMULA, COMPACTS):
            row, first = struct.unpack_from("<HH", body)
            styles = range(4, len(body) - 2, 6) if kind == COMPACTS else (4,)
            for column, at in enumerate(styles, start=first + 1):
                if struct.unpack_from("<H", body, at)[0] in months:
                    found.months.setdefault(row + 1, []).append(column)
    return found


class Container:
    """A compound file, of which the stream of the workbook is wanted."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.size = 1 << struct.unpack_from("<H", content, 30)[0]
        self.directory, self.least = (struct.unpack_from("<I", content, at)[0] for at in (48, 56))
        self.small_table, further = (struct.unpack_from("<I", content, at)[0] for at in (60, 68))
        tables = list(struct.unpack_from("<109I", content, 76))
        while further < END and len(tables) < MOST_SECTORS:
            more = self.numbers(self.sector(further))
            tables += more[:-1]
            further = more[-1]
        self.next = [n for one in tables if one < END for n in self.numbers(self.sector(one))]

    def sector(self, number: int) -> bytes:
        """The bytes of a sector."""
        start = (number + 1) * self.size
        return self.content[start : start + self.size]

    def numbers(self, raw: bytes) -> list[int]:
        """The numbers that a sector of a table holds."""
        return list(struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4]))

    def chain(self, first: int) -> bytes:
        """The sectors that follow one another from a first one."""
        found: list[bytes] = []
        seen: set[int] = set()
        while first < END and first not in seen:
            seen.add(first)
            found.append(self.sector(first))
            first = self.next[first]
        return b"".join(found)

    def stream(self) -> bytes:
        """The stream of the workbook; raises ValueError where there is none."""
        raw = self.chain(self.directory)
        entries = [raw[at : at + DIRECTORY_ENTRY] for at in range(0, len(raw), DIRECTORY_ENTRY)]
        for entry in entries:
            length = struct.unpack_from("<H", entry, 64)[0]
            name = entry[: max(length - 2, 0)].decode("utf-16le", "ignore")
            if name in STREAMS:
                first, size = struct.unpack_from("<II", entry, 116)
                if size >= self.least:
                    return self.chain(first)[:size]
                return self.small(entries[0], first)[:size]
        raise ValueError("no workbook")

    def small(self, root: bytes, first: int) -> bytes:
        """A stream that is kept in the small sectors of the root."""
        store = self.chain(struct.unpack_from("<I", root, 116)[0])
        following = self.numbers(self.chain(self.small_table))
        found: list[bytes] = []
        seen: set[int] = set()
        while first < END and first not in seen:
            seen.add(first)
            found.append(store[first * SMALL : (first + 1) * SMALL])
            first = following[first]
        return b"".join(found)
