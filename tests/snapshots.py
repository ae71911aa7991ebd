"""Pictures as phones and strangers make them, of a few kilobytes."""

from io import BytesIO
from random import Random

import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()
ORIENTATION, EXIF, GPS, TAKEN_AT, COMMENT = 0x0112, 0x8769, 0x8825, 0x9003, 0x9286
NEAR_THE_SQUARE = (112.8123, 39.524)


def told(taken_at="", at=None, orientation=1):
    """What a camera writes beside the picture: a comment always, and what is asked for."""
    words = Image.Exif()
    words[ORIENTATION] = orientation
    words.get_ifd(EXIF)[COMMENT] = b"ASCII\0\0\0a secret of the phone"
    if taken_at:
        words.get_ifd(EXIF)[TAKEN_AT] = taken_at
    if at:
        longitude, latitude = at
        place = words.get_ifd(GPS)
        place[1], place[2] = ("N" if latitude >= 0 else "S"), parts(latitude)
        place[3], place[4] = ("E" if longitude >= 0 else "W"), parts(longitude)
    return words


def parts(degrees):
    """Degrees, minutes and seconds."""
    whole = abs(degrees)
    minutes = whole % 1 * 60
    return (float(int(whole)), float(int(minutes)), round(minutes % 1 * 60, 4))


def drawn(size=(64, 48), mode="RGB"):
    """Red above and blue below, so that one sees which side is up."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (0, size[1] // 2, *size))
    return image.convert(mode)


def taken(format="JPEG", image=None, **words):
    """A picture's bytes in a format; `words` are what the camera tells."""
    made = BytesIO()
    (image or drawn()).save(made, format, exif=told(**words))
    return made.getvalue()


def noisy(size=(1600, 1200)):
    """A JPEG as full of detail as gravel, so that its thumbnail is as large as one becomes."""
    grains = Random(1).randbytes(320 * 240 * 3)
    return taken(image=Image.frombytes("RGB", (320, 240), grains).resize(size))
