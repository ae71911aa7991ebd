"""Text as it comes in, from forms, addresses, pasted blocks and files: such that every engine keeps
it and every program shows and writes it (pure)."""

import re
import unicodedata

BREAKS = re.compile(r"[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")  # soft ones of office programs
PLANES = range(0, 0x110000, 0x10000)
NOT_TEXT = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"  # controls but tab and line breaks
    "\u202a-\u202e\u2066-\u2069\ufeff"  # what turns the direction of writing, marks of byte order
    "\ufdd0-\ufdef\ud800-\udfff"  # no characters, and halves of one
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in PLANES)
    + "]"
)


def cleaned(text: str) -> str:
    """The text composed, without what is no text; soft line breaks become blanks."""
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", NOT_TEXT.sub("", BREAKS.sub(" ", text)))
