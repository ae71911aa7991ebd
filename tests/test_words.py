"""Words that pages, messages and papers do not say: the glossary names each with what is said
instead."""

import ast
import re

from django.conf import settings

TEMPLATES = settings.ROOT / "templates"
APPS = ("shanyin_charging", "targets", "ledger", "reports")
HALF = re.compile(r"[\u4e00-\u9fff]\(|\([\u4e00-\u9fff]|[\u4e00-\u9fff]\)")
PATTERN = re.compile(r"\(\?[:P]|\\d|\|[^|]+\|")  # of words that are read, not said
GLOSSARY = settings.ROOT / "docs" / "glossary.md"


def not_said():
    """The words on the left of the glossary's last table."""
    table = GLOSSARY.read_text(encoding="utf-8").split("## Not said")[1]
    rows = re.findall(r"^\| (.+?) \| .+ \|$", table, re.MULTILINE)
    return [word for row in rows[1:] for word in row.split("、")]


def texts_of_templates():
    """What templates say, without comments, tags of the language and marks."""
    for path in sorted([*TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.svg")]):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            said = re.sub(r"\{#.*?#\}", "", line)
            yield f"{path.relative_to(settings.ROOT)}:{number}", said


def texts_of_code():
    """Every text of the code but what only explains it."""
    for app in APPS:
        for path in sorted((settings.ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                tree = ast.parse(path.read_text(encoding="utf-8"))
                explaining = {n.value for n in ast.walk(tree) if isinstance(n, ast.Expr)}
                for node in set(texts(tree)) - explaining:
                    yield f"{path.relative_to(settings.ROOT)}:{node.lineno}", node.value


def texts(tree):
    """The texts of a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node


def texts_of_the_plan():
    """What the county's data says in the portal's words; the plan's own are quoted as printed."""
    for path in sorted((settings.ROOT / "fixtures" / "shanyin_2024").glob("*.json")):
        yield path.name, path.read_text(encoding="utf-8")


def test_nothing_says_what_the_glossary_says_otherwise():
    words = not_said()
    assert len(words) >= 8
    everywhere = [*texts_of_templates(), *texts_of_code(), *texts_of_the_plan()]
    assert len(everywhere) > 3000
    assert [(place, w) for place, text in everywhere for w in words if w in text] == []


def test_brackets_beside_chinese_characters_are_full_width():
    markup = re.compile(r"\{[{%].*?[%}]\}")
    found = [
        (place, text.strip()[:60])
        for place, text in [*texts_of_templates(), *texts_of_code()]
        if HALF.search(markup.sub("", text)) and not PATTERN.search(text)
    ]
    assert found == []
