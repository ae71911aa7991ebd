"""Pictures of the demo: drawn scenes of charging piles, as a phone of the place would have taken
them."""

from __future__ import annotations

import random
from datetime import datetime
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

from tests.snapshots import told

WIDE, UPRIGHT = (960, 720), (720, 960)
SKIES = ((196, 216, 236), (214, 222, 230), (232, 214, 190), (176, 196, 214))
WALLS = ((206, 190, 168), (188, 192, 196), (218, 206, 184), (168, 152, 138))
CARS = ((214, 216, 218), (48, 74, 110), (150, 40, 38), (70, 72, 76))
NEW, FADED = (244, 246, 246), (206, 208, 206)


def scene(name: str, piles: int, on: datetime, spot: str = "", dead: int = 0) -> bytes:
    """A picture of so many piles of a site, taken at a moment some steps from where it lies
    (longitude, latitude); some have no light. The same name gives the same place."""
    chance = random.Random(name)
    size = UPRIGHT if chance.random() < 0.25 else WIDE
    image = Image.new("RGB", size, chance.choice(SKIES))
    draw = ImageDraw.Draw(image)
    ground = backdrop(draw, size, chance)
    shown = min(piles, 5 if size == WIDE else 3)
    step = size[0] / (shown + 1)
    for n in range(shown + 1):
        line(draw, round(step * (n + 0.45)), ground, round(step * 0.19), size[1])
    for n in range(shown):
        left = round(step * (n + 0.72))
        if chance.random() < 0.4:
            car(draw, left - round(step * 0.18), ground + 92, round(step * 0.7), chance)
        pile(draw, left, ground - 16, is_dead=n < dead)
    grain = Image.effect_noise(size, 18).convert("RGB")
    image = Image.blend(image.filter(ImageFilter.GaussianBlur(0.6)), grain, 0.07)
    made, at = BytesIO(), near(spot, chance)
    image.save(made, "JPEG", quality=72, exif=told(f"{on:%Y:%m:%d %H:%M:%S}", at))
    return made.getvalue()


def backdrop(draw: ImageDraw.ImageDraw, size: tuple[int, int], chance: random.Random) -> int:
    """Sky, hills or a house, a yard; how far down the yard begins."""
    wide, high = size
    ground = round(high * chance.uniform(0.52, 0.62))
    hills = [(x, ground - 40 - chance.randrange(70)) for x in range(0, wide + 81, 80)]
    draw.polygon([(0, ground), *hills, (wide, ground)], fill=(150, 162, 150))
    left, wall = chance.randrange(wide // 3), chance.choice(WALLS)
    right, roof = left + wide // 2, ground - chance.randrange(150, 230)
    draw.rectangle((left, roof, right, ground), fill=wall)
    draw.rectangle((left - 12, roof - 14, right + 12, roof), fill=(112, 98, 92))
    for x in range(left + 26, right - 50, 84):
        draw.rectangle((x, roof + 34, x + 44, roof + 92), fill=(96, 116, 132))
    draw.rectangle((0, ground, wide, high), fill=(138, 138, 136))
    draw.rectangle((0, ground, wide, ground + 14), fill=(168, 168, 164))
    return ground


def line(draw: ImageDraw.ImageDraw, left: int, top: int, lean: int, bottom: int) -> None:
    """A line between two parking spaces."""
    draw.line((left, top + 24, left - lean, bottom), fill=(236, 236, 230), width=7)


def car(draw: ImageDraw.ImageDraw, left: int, top: int, wide: int, chance: random.Random) -> None:
    """A car that stands there."""
    colour, high = chance.choice(CARS), round(wide * 0.36)
    draw.polygon(
        (
            (left + wide * 0.18, top - high * 0.7),
            (left + wide * 0.72, top - high * 0.7),
            (left + wide * 0.9, top),
            (left, top),
        ),
        fill=(84, 98, 110),
    )
    draw.rounded_rectangle((left, top - 4, left + wide, top + high), 14, fill=colour)
    for x in (left + wide * 0.16, left + wide * 0.68):
        draw.ellipse((x, top + high * 0.7, x + wide * 0.18, top + high * 1.25), fill=(28, 28, 30))


def pile(draw: ImageDraw.ImageDraw, left: int, foot: int, is_dead: bool) -> None:
    """One pile with its screen, its light and its cable."""
    top, right = foot - 190, left + 78
    draw.rectangle((left - 10, foot, right + 10, foot + 22), fill=(176, 172, 160))
    draw.rounded_rectangle((left, top, right, foot), 8, fill=FADED if is_dead else NEW)
    draw.rectangle((left, foot - 52, right, foot - 44), fill=(40, 122, 84))
    draw.rectangle((left + 14, top + 22, right - 14, top + 64), fill=(30, 44, 58))
    light = (90, 90, 90) if is_dead else (60, 200, 110)
    draw.ellipse((left + 31, top + 78, left + 47, top + 94), fill=light)
    draw.arc((right - 14, top + 60, right + 46, foot + 6), 250, 90, fill=(24, 24, 26), width=7)
    draw.rectangle((right - 8, top + 84, right + 6, top + 116), fill=(44, 46, 50))


def near(spot: str, chance: random.Random) -> tuple[float, float] | None:
    """Some tens of metres from a place; None where nobody knows where it is."""
    if not spot:
        return None
    east, north = (float(part) for part in spot.split(","))
    return east + chance.uniform(-4e-4, 4e-4), north + chance.uniform(-3e-4, 3e-4)
