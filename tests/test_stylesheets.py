"""Every stylesheet is as css-beautify writes it: one declaration a line, within 120 columns."""

import cssbeautifier
import pytest
from django.conf import settings

SHEETS = sorted(
    sheet
    for folder in ("shanyin_charging", "templates")
    for sheet in (settings.ROOT / folder).rglob("*.css")
)
STYLE = cssbeautifier.default_options()
STYLE.indent_size = 2
STYLE.space_around_combinator = True
STYLE.end_with_newline = True
ENDS = (";", ",", "{", "}", "*/")
TO_FORMAT = "css-beautify --replace --indent-size=2 --space-around-combinator --end-with-newline"


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: str(sheet.relative_to(settings.ROOT)))
def test_formatted(sheet):
    text = sheet.read_text(encoding="utf-8")
    assert text == cssbeautifier.beautify(text, STYLE), f"{TO_FORMAT} {sheet}"
    for number, line in enumerate(text.splitlines(), 1):
        assert len(line) <= 120, f"{sheet}:{number} is longer than 120 columns"
        assert not line or line.endswith(ENDS), f"{sheet}:{number} lacks its semicolon"
