"""The Word file opened by another office program: the same text and as many pages as the PDF."""

import re
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from reports.bulletins.compose import compose
from reports.documents.kinds import KINDS
from reports.figures.reading import read
from reports.press import pdf, word
from shanyin_charging import clock
from targets.months import Month
from tests import cast

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not (cast.LONG and shutil.which("soffice")),
        reason="LibreOffice opens the files in ./test.sh long, where it is installed",
    ),
]
PAPERS = (
    *(("month", "2025-11", ""), ("brief", "2025-10", ""), ("quarter", "2025-09", "")),
    *(("half", "2025-06", ""), ("year", "2025-12", ""), ("unit", "2025-11", cast.DAIYUE)),
    *(("task", "2025-11", "1"), ("road", "2025-11", "普通国省干线公路")),
)


@pytest.fixture(autouse=True)
def january(story):
    with clock.at(cast.noon(cast.AFTER_THE_YEAR)):
        yield


def read_pdf(content):
    """How many pages there are, and each letter and digit of their text but the pages' numbers; a
    comma that hangs over a line's end is not in the text of every file."""
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    words = re.sub(r"—\d+—", "", "".join(re.sub(r"\s", "", text) for text in pages))
    return len(pages), Counter(re.sub(r"\W", "", words))


def opened(content, folder):
    """The Word file as LibreOffice sets it."""
    (folder / "paper.docx").write_bytes(word.render(content))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), str(folder / "paper.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return read_pdf((folder / "paper.pdf").read_bytes())


@pytest.mark.parametrize(("kind", "month", "subject"), PAPERS)
def test_word_and_pdf_have_the_same_text_and_as_many_pages(kind, month, subject, tmp_path):
    content = compose(read(Month.parse(month)), KINDS[kind], subject)
    pages, _ = read_pdf(pdf.render(content))
    assert abs(opened(content, tmp_path)[0] - pages) <= 1
    without = tuple(replace(a, charts=()) for a in content.attachments)  # a drawing is a picture
    content = replace(content, attachments=without)
    assert opened(content, tmp_path)[1] == read_pdf(pdf.render(content))[1]
