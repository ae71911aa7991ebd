"""Pictures as they come in, made harmless (pure; run as a process of its own, see `confined`):
upright, of a size that is looked at, and without anything but what is seen.

    python -m ledger.pictures < picture > picture.json
"""

from base64 import b64encode
from datetime import datetime
from io import BytesIO
from typing import Any

import pillow_heif
from PIL import Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from shanyin_charging import confined
from shanyin_charging.confined import MEGABYTE, UnreadableFile

PLUGINS = (JpegImagePlugin, PngImagePlugin, WebPImagePlugin)  # loaded before memory is limited
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
MOST_PIXELS = 50_000_000
LONGEST, SMALL = 2560, 320  # pixels of the longer side: of what is kept, and of its thumbnail
QUALITY, SMALL_QUALITIES = 85, (70, 50, 30, 10)
MOST_SMALL = 24_000  # bytes of a thumbnail: a page shows many
SHRINKABLE = ("L", "RGB", "RGBA", "CMYK")
AGAIN = "请用手机重新拍摄或截图后再传"
LIMITS = confined.Limits(
    768 * MEGABYTE,
    f"这张照片读得太久，没有收；{AGAIN}",
    f"这张照片展开后太大，没有收；{AGAIN}",
    f"这张照片读不出来，可能没有传完整或已损坏；{AGAIN}",
)
TAKEN_AT, EXIF, GPS, ORIENTATION = 0x9003, 0x8769, 0x8825, 0x0112
TURNS = {  # what the camera says of how it was held, and what puts the picture upright
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def read(content: bytes) -> dict[str, Any]:
    """The picture and its thumbnail as JPEG (Base64), the moment on the camera's clock, and
    [longitude, latitude] in WGS-84; of what moves the first frame."""
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = None  # asked below, with a sentence
    image: Image.Image = Image.open(BytesIO(content), formats=FORMATS)
    if image.width * image.height > MOST_PIXELS:
        most = MOST_PIXELS // 10_000
        raise UnreadableFile(f"这张照片超过{most}万像素，没有收；请把相机的像素调小再拍")
    told = image.getexif()
    found = {"taken_at": moment(told), "position": position(told)}
    whole = upright(shrunk(image), told)
    return found | {"picture": in_text(jpeg(whole, QUALITY)), "thumbnail": in_text(small(whole))}


def shrunk(image: Image.Image) -> Image.Image:
    """No larger than is kept, in three colours of eight bits on white."""
    if image.mode not in SHRINKABLE:
        image = plain(image)
    image.thumbnail((LONGEST, LONGEST))
    return plain(image)


def plain(image: Image.Image) -> Image.Image:
    """In three colours of eight bits, what is transparent on white."""
    if image.mode.startswith("I"):
        image = image.point(lambda level: level / 257).convert("L")
    if image.has_transparency_data:
        ground = Image.new("RGBA", image.size, "white")
        ground.alpha_composite(image.convert("RGBA"))
        image = ground
    return image.convert("RGB")


def upright(image: Image.Image, told: Image.Exif) -> Image.Image:
    """As it was seen, however the camera was held; nothing beside the picture is left."""
    turn = TURNS.get(told.get(ORIENTATION, 1))
    image = image.transpose(turn) if turn is not None else image
    image.info.clear()  # a comment would be written again
    return image


def small(whole: Image.Image) -> bytes:
    """The thumbnail, as good as its bytes allow: what is as noisy as snow becomes coarser."""
    shown = whole.copy()
    shown.thumbnail((SMALL, SMALL))
    made = (jpeg(shown, quality) for quality in SMALL_QUALITIES)
    return next((found for found in made if len(found) <= MOST_SMALL), jpeg(shown, 1))


def jpeg(image: Image.Image, quality: int) -> bytes:
    """The picture as JPEG."""
    made = BytesIO()
    image.save(made, "JPEG", quality=quality, optimize=True)
    return made.getvalue()


def in_text(content: bytes) -> str:
    """Bytes as the answer of a process says them, in Base64."""
    return b64encode(content).decode()


def moment(told: Image.Exif) -> str | None:
    """When it was taken, as the camera's clock showed; None where that is not told."""
    try:
        said = str(told.get_ifd(EXIF)[TAKEN_AT]).strip("\0 ")
        return datetime.strptime(said, "%Y:%m:%d %H:%M:%S").isoformat()
    except Exception:  # a picture with broken words is a picture still
        return None


def position(told: Image.Exif) -> list[float] | None:
    """[longitude, latitude] in WGS-84, to a metre; None where that is not told, or not in China."""
    try:
        said = told.get_ifd(GPS)
        found = [degrees(said[4], said[3]), degrees(said[2], said[1])]
    except Exception:  # as above
        return None
    return found if 73 <= found[0] <= 136 and 3 <= found[1] <= 54 else None


def degrees(parts: tuple, towards: str) -> float:
    """Degrees, minutes and seconds as one number; south and west of nothing are below it."""
    whole = sum(float(part) / 60**power for power, part in enumerate(parts))
    return round(-whole if towards[:1] in "SW" else whole, 6)


if __name__ == "__main__":
    confined.answer(read, LIMITS)
