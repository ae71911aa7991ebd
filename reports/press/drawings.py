"""The charts of a bulletin and its mark of confirmation as SVG: one drawing for the page, the PDF
and, as PNG, Word."""

from collections.abc import Iterable
from functools import cache
from io import BytesIO

import resvg_py
import segno
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from reports.documents.content import Chart
from reports.documents.titles import width
from reports.press import fonts

WIDTH = 442  # points: the width of the text
NAME, ROW, BAR = 128, 14, 8  # of bars: the labels' room, one row, its bar
TALL, FOOT, HEAD = 110, 32, 16  # of columns: the highest, below it, above it
SIZE, SINK = (
    9,
    3.2,
)  # of the letters, and how far their base line is below the middle of what they name
RESOLUTION = 200  # pixels of a PNG to the inch


def svg(chart: Chart) -> SafeString:
    """The chart, with a title for who cannot see it."""
    return mark_safe(
        render_to_string(
            "bulletins/chart.svg",
            {"title": chart.title, "width": WIDTH, "size": SIZE, **GEOMETRIES[chart.kind](chart)},
        )
    )


def bars(chart: Chart) -> dict:
    """One row a unit: what is done as a bar, the plan as the outline behind it, both as numbers."""
    longest = max([max(bar.value, bar.planned or 0) for bar in chart.bars], default=0) or 1
    scale, height = (WIDTH - NAME - 60) / longest, ROW * len(chart.bars) + 4
    done, planned, texts = "", "", []
    for n, bar in enumerate(chart.bars):
        top, base = n * ROW, (n + 0.5) * ROW + SINK
        done += box(NAME, top + 3, bar.value * scale, BAR)
        planned += box(NAME, top + 1, bar.planned * scale, ROW - 2) if bar.planned else ""
        texts += [
            (NAME - 6 - width(bar.label) * SIZE, base, bar.label),
            (
                NAME + max(bar.value, bar.planned or 0) * scale + 4,
                base,
                f"{bar.value}/{bar.planned}" if bar.planned else str(bar.value),
            ),
        ]
    return {
        "height": height,
        "done": done,
        "planned": planned,
        "texts": placed(texts),
        "axis": f"M{NAME} 0V{height}",
    }


def columns(chart: Chart) -> dict:
    """One column a month, its number above it and the month below; the year below each January and
    the first."""
    highest = max([bar.value for bar in chart.bars], default=0) or 1
    step, foot = WIDTH / max(len(chart.bars), 1), HEAD + TALL
    done, texts = "", []
    for n, bar in enumerate(chart.bars):
        year, _, month = bar.label.partition("-")
        height, middle = bar.value * TALL / highest, (n + 0.5) * step
        done += box((n + 0.2) * step, foot - height, step * 0.6, height)
        for base, words in ((foot - height - 3, str(bar.value)), (foot + 12, str(int(month)))):
            texts.append((middle - width(words) * SIZE / 2, base, words))
        if n == 0 or month == "01":
            texts.append(((n + 0.2) * step, foot + 24, f"{year}年"))
    return {
        "height": foot + FOOT,
        "done": done,
        "planned": "",
        "texts": placed(texts),
        "axis": f"M0 {foot}H{WIDTH}",
    }


GEOMETRIES = {"bars": bars, "columns": columns}


def placed(texts: Iterable[tuple]) -> list[tuple[str, str, str]]:
    """Texts with where they begin: each that is told its middle or end would be an object of its
    own in the PDF."""
    return [(f"{x:.2f}", f"{y:.2f}", words) for x, y, words in texts]


def box(x: float, y: float, wide: float, high: float) -> str:
    """A rectangle as part of a path: one path is drawn sooner than its rectangles would be."""
    return f"M{x:.2f} {y:.2f}h{wide:.2f}v{high:.2f}h{-wide:.2f}z"


def png(chart: Chart) -> bytes:
    """The same drawing for programs that take no SVG, on white."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=str(svg(chart)),
            dpi=RESOLUTION,
            background="white",
            font_files=face_files(),
            skip_system_fonts=True,
            font_family="BHei",
        )
    )


@cache
def face_files() -> list[str]:
    """The files of the faces that a drawing may use."""
    return [str(fonts.KIT / f"{name}.otf") for name in ("BHei", "BRareB", "BNum")]


def confirmation(address: str) -> SafeString:
    """The address as a QR code."""
    kept = BytesIO()
    segno.make(address, error="m").save(
        kept, kind="svg", xmldecl=False, border=0, unit="mm", scale=0.5
    )
    return mark_safe(kept.getvalue().decode())
