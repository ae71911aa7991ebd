"""Where a printed line may break (pure): a paragraph does not end in a line of one or two
characters, and the name of whom a paper goes to is not cut."""

import re

SHORTEST = 3  # characters, and the mark behind them, of a paragraph's last line
LONGEST = 24  # characters of a name that is held together: a line has 28
NAMES = re.compile(r"[^、，；]*[、，；：。]*")
TOKEN = re.compile(r"[0-9][0-9.:%/]*|.", re.S)
MARKS = "。；：，、）”’》！？"


def ending(text: str) -> tuple[str, str]:
    """The text, and its last characters, which stay in one line; a number is not cut."""
    at, held = len(text), 0
    for token in reversed(TOKEN.findall(text)):
        if held >= SHORTEST:
            break
        at -= len(token)
        held += len(token) if token not in MARKS else 0
    return text[:at], text[at:]


def names(text: str) -> list[str]:
    """Whom a paper goes to, name by name with the mark behind it; a line may break between them.
    What is too long for a line is cut further."""
    found = [name for name in NAMES.findall(text) if name]
    return [
        part
        for name in found
        for part in (
            [name]
            if len(name) <= LONGEST
            else [name[n : n + SHORTEST] for n in range(0, len(name), SHORTEST)]
        )
    ]
