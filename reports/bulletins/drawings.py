"""The charts of a bulletin and its mark of confirmation as SVG: one drawing for the page, the PDF and, as PNG, Word."""
from functools import cache
from io import BytesIO

import resvg_py
import segno
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from . import fonts
from .content import Chart

WIDTH = 442  # points: the width of the text
NAME, ROW, BAR = 128, 14, 8  # of bars: the labels' room, one row, its bar
TALL, FOOT, HEAD = 110, 20, 16  # of columns: the highest, below it, above it
RESOLUTION = 200  # pixels of a PNG to the inch


def svg(chart: Chart) -> SafeString:
    """The chart, with a title for who cannot see it."""
    return mark_safe(render_to_string(f"bulletins/{chart.kind}.svg", {"chart": chart, **GEOMETRIES[chart.kind](chart)}))


def bars(chart: Chart) -> dict:
    """One row a unit: what is done as a bar, the plan as the outline behind it, both as numbers."""
    widest = max([max(bar.value, bar.planned or 0) for bar in chart.bars], default=0) or 1
    scale = (WIDTH - NAME - 60) / widest
    rows = [{"bar": bar, "y": n * ROW, "middle": n * ROW + ROW / 2, "done": round(bar.value * scale, 2),
             "planned": round(bar.planned * scale, 2) if bar.planned else 0,
             "end": NAME + round(max(bar.value, bar.planned or 0) * scale, 2) + 4,
             "words": f"{bar.value}/{bar.planned}" if bar.planned else str(bar.value)} for n, bar in enumerate(chart.bars)]
    return {"rows": rows, "width": WIDTH, "height": ROW * len(rows) + 4, "name": NAME, "thick": BAR}


def columns(chart: Chart) -> dict:
    """One column a month, its number above it and the month below; the year below each January and the first."""
    highest = max([bar.value for bar in chart.bars], default=0) or 1
    step = WIDTH / max(len(chart.bars), 1)
    rows = []
    for n, bar in enumerate(chart.bars):
        year, _, month = bar.label.partition("-")
        height = round(bar.value * TALL / highest, 2)
        rows.append({"bar": bar, "x": round(n * step + step * 0.2, 2), "wide": round(step * 0.6, 2), "height": height,
                     "y": round(HEAD + TALL - height, 2), "middle": round((n + 0.5) * step, 2), "month": int(month),
                     "year": f"{year}年" if n == 0 or month == "01" else ""})
    return {"rows": rows, "width": WIDTH, "height": HEAD + TALL + FOOT + 12, "foot": HEAD + TALL}


GEOMETRIES = {"bars": bars, "columns": columns}


def png(chart: Chart) -> bytes:
    """The same drawing for programs that take no SVG, on white."""
    return bytes(resvg_py.svg_to_bytes(svg_string=str(svg(chart)), dpi=RESOLUTION, background="white",
                                       font_files=face_files(), skip_system_fonts=True, font_family="BHei"))


@cache
def face_files() -> list[str]:
    return [str(fonts.KIT / f"{name}.otf") for name in ("BHei", "BRareB", "BNum")]


def confirmation(address: str) -> SafeString:
    """The address as a QR code."""
    kept = BytesIO()
    segno.make(address, error="m").save(kept, kind="svg", xmldecl=False, border=0, unit="mm", scale=0.5)
    return mark_safe(kept.getvalue().decode())
