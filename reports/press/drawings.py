"""The charts of a bulletin and its mark of confirmation as SVG: one drawing for the page, the PDF
and, as PNG, Word."""

from collections.abc import Iterable
from functools import cache
from io import BytesIO

import resvg_py
import segno
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from reports.documents.content import Bar, Chart
from reports.documents.titles import width
from reports.press import fonts

WIDTH = 442  # points: the width of the text
NAME, ROW, BAR = 128, 14, 8  # of bars: the labels' room, one row, its bar
TALL, FOOT, HEAD = 84, 32, 16  # of columns: the highest, below it, above it
LEGEND = 14  # above what is drawn
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
    height = LEGEND + ROW * len(chart.bars) + 4
    scale = (WIDTH - NAME - 60) / longest
    done, planned, texts = "", "", []
    for n, bar in enumerate(chart.bars):
        top = LEGEND + n * ROW
        base, end = top + ROW / 2 + SINK, max(bar.value, bar.planned or 0)
        done += box(NAME, top + 3, bar.value * scale, BAR)
        planned += box(NAME, top + 1, bar.planned * scale, ROW - 2) if bar.planned else ""
        told = f"{bar.value}/{bar.planned}" if bar.planned else str(bar.value)
        texts.append((NAME - 6 - width(bar.label) * SIZE, base, bar.label))
        texts.append((NAME + end * scale + 4, base, told))
    meant = {"done": "本年新增", "planned": "参考计划"} if planned else {"done": "本年新增"}
    marks, words = legend(NAME, meant)
    return {
        "height": height,
        "done": done + marks["done"],
        "planned": planned and planned + marks["planned"],
        "texts": placed(texts + words),
        "axis": f"M{NAME} {LEGEND}V{height}",
    }


def columns(chart: Chart) -> dict:
    """One column a month, its number above it and the month below; the year below each January and
    the first. What is told of several months at once is as wide as they are, and as high as their
    mean: its area is its number."""
    step, foot = WIDTH / max(sum(bar.months for bar in chart.bars), 1), LEGEND + HEAD + TALL
    highest = max([bar.value / bar.months for bar in chart.bars], default=0) or 1
    longest = max([width(str(bar.value)) for bar in chart.bars], default=1)
    size = min(SIZE, (step - 2) / longest)
    paths, texts, at, years = {"done": "", "planned": ""}, [], 0, set()
    for bar in chart.bars:
        height, middle = bar.value / bar.months * TALL / highest, (at + bar.months / 2) * step
        kind = "done" if bar.months == 1 else "planned"
        paths[kind] += box((at + 0.2) * step, foot - height, step * (bar.months - 0.4), height)
        year, below = named(bar)
        texts += [
            (middle - width(words) * size / 2, base, words)
            for base, words in ((foot - height - 3, str(bar.value)), (foot + 12, below))
        ]
        if year not in years:
            texts.append(((at + 0.2) * step, foot + 24, year))
        years.add(year)
        at += bar.months
    meant = {"done": "当月新增", "planned": "结账数，没有分月：宽为所含月份，高为月平均"}
    marks, words = legend(0, {kind: meant[kind] for kind, path in paths.items() if path})
    return {
        "size": f"{size:.2f}",
        "height": foot + FOOT,
        **{kind: path and path + marks[kind] for kind, path in paths.items()},
        "texts": placed(texts + words),
        "axis": f"M0 {foot}H{WIDTH}",
    }


def named(bar: Bar) -> tuple[str, str]:
    """The year of a column, and what stands below it: the month, the months, or the whole year."""
    if bar.months == 1:
        year, _, month = bar.label.partition("-")
        return f"{year}年", str(int(month))
    year, mark, months = bar.label.partition("年")
    return year + mark, months or "全年"


def legend(left: float, meant: dict[str, str]) -> tuple[dict[str, str], list[tuple]]:
    """The mark of each kind of bar by its kind, and what the marks mean, above a drawing."""
    marks, words = {}, []
    for kind, name in meant.items():
        marks[kind] = box(left, 1, BAR, BAR)
        words.append((left + BAR + 4, 1 + BAR / 2 + SINK, name))
        left += BAR + 4 + width(name) * SIZE + 16
    return marks, words


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
