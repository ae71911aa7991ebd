"""The import law: an app imports only from its left, a room only from those before it, pure modules
import no Django, nobody imports a page, and nothing goes round it."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ORDER = [
    "shanyin_charging.health",
    "shanyin_charging.audit",
    "shanyin_charging.jobs",
    "shanyin_charging.archive",
    "shanyin_charging.accounts",
    "targets",
    "ledger",
    "reports",
]
LABELS = {app.split(".")[-1]: place for place, app in enumerate(ORDER)}
# Root files of these apps, but for apps.py, are the vocabulary: they, sheets/ and documents/ are
# pure.
PURE_ROOMS = ("targets", "ledger", "ledger/sheets", "reports/documents")
PURE = {
    "reports/figures/distance.py",
    "reports/figures/figure.py",
    "reports/figures/definition.py",
    "reports/figures/over_sites.py",
    "reports/figures/evaluate.py",
    "reports/figures/progress.py",
    "reports/figures/formats.py",
    "reports/figures/charts.py",
    "reports/bulletins/honours.py",
    "reports/supervision/ladder.py",
    "reports/checking/lot.py",
    "reports/press/archive.py",
}
# The rooms of each app, lowest first; "" is its root. What is not named stands above all.
ROOMS = {
    "targets": ["", "models", "plan", "rulings", "pages"],
    "ledger": [
        "",
        "sheets",
        "models",
        "periods",
        "entries",
        "lines",
        "returns",
        "sites",
        "reminders",
        "workbooks",
        "pages",
    ],
    "reports": [
        "documents",
        "models",
        "rules.py",
        "verbs.py",
        "suggesting.py",
        "figures",
        "search",
        "press",
        "bulletins",
        "supervision",
        "coordination",
        "checking",
        "meetings",
        "announcing",
        "todo",
        "pages",
    ],
}
SOURCES = [
    path
    for app in ("shanyin_charging", "targets", "ledger", "reports")
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
]


def rank(module: str) -> int | None:
    """The place of a module's app in the order; None for the project itself and for libraries."""
    for place, app in enumerate(ORDER):
        if module == app or module.startswith(app + "."):
            return place
    return None


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def imports(path: Path):
    """Every module a file imports, absolute, with the line it stands on."""
    package = module_of(path).split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, node.module] if node.module else base)
            yield from ((f"{stem}.{alias.name}", node.lineno) for alias in node.names)


def test_an_app_imports_only_from_its_left():
    broken = []
    for path in SOURCES:
        own = rank(module_of(path))
        for module, line in imports(path):
            other = rank(module)
            if own is not None and other is not None and other > own:
                broken.append(f"{path.relative_to(ROOT)}:{line} imports {module}")
    assert broken == []


def room(parts: list[str]) -> tuple[str, int] | None:
    """The app of a module and the place of its room in it; None for what belongs to no room."""
    app, *rest = parts
    if app not in ROOMS or rest in ([], ["apps"]):
        return None
    order, first = ROOMS[app], rest[0]
    name = first if (ROOT / app / first).is_dir() else f"{first}.py"
    if name not in order and name.endswith(".py"):
        name = ""
    return app, order.index(name) if name in order else len(order)


def test_a_room_imports_only_from_the_rooms_before_it():
    broken = []
    for path in SOURCES:
        own = room(module_of(path).split("."))
        for module, line in imports(path):
            other = room(module.split("."))
            if own and other and own[0] == other[0] and other[1] > own[1]:
                broken.append(f"{path.relative_to(ROOT)}:{line} imports {module}")
    assert broken == []


def test_nobody_imports_a_page_but_addresses_template_tags_and_pages():
    broken = []
    for path in SOURCES:
        if {"pages", "templatetags"} & set(path.parts) or path.name == "urls.py":
            continue
        broken += [
            f"{path.relative_to(ROOT)}:{line} imports {module}"
            for module, line in imports(path)
            if re.match(r"(targets|ledger|reports)\.pages\b", module)
        ]
    assert broken == []


def test_string_references_to_models_obey_the_same_law():
    broken = []
    for path in SOURCES:
        own = rank(module_of(path))
        for label in re.findall(
            r"""(?:ForeignKey|OneToOneField|ManyToManyField|get_model)\(\s*["'](\w+)\.\w+["']""",
            path.read_text(encoding="utf-8"),
        ):
            if own is not None and LABELS.get(label, -1) > own:
                broken.append(f"{path.relative_to(ROOT)} refers to {label}")
    assert broken == []


def test_pure_modules_import_no_django_and_ask_for_no_time():
    broken = []
    rooms = (path for folder in PURE_ROOMS for path in (ROOT / folder).glob("*.py"))
    pure = {str(path.relative_to(ROOT)) for path in rooms if path.name != "apps.py"} | PURE
    for name in sorted(pure):
        for module, line in imports(ROOT / name):
            if module.startswith("django") or module.startswith("shanyin_charging.clock"):
                broken.append(f"{name}:{line} imports {module}")
    assert broken == []


def test_there_are_no_function_level_imports():
    broken = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                broken += [
                    f"{path.relative_to(ROOT)}:{inner.lineno}"
                    for inner in ast.walk(node)
                    if isinstance(inner, ast.Import | ast.ImportFrom)
                ]
    assert broken == []


def test_only_the_clock_asks_for_the_time():
    asking = re.compile(r"timezone\.now\(|datetime\.now\(|date\.today\(|localtime\(")
    asked = {
        str(path.relative_to(ROOT))
        for path in SOURCES
        if asking.search(path.read_text(encoding="utf-8"))
    }
    assert asked == {"shanyin_charging/clock.py"}


def test_only_the_door_asks_which_county_the_portal_serves():
    asked = {
        str(path.relative_to(ROOT))
        for path in SOURCES
        if "settings.COUNTY" in path.read_text(encoding="utf-8")
    }
    assert asked == {"shanyin_charging/serving.py"}


def test_only_formats_rounds():
    rounding = re.compile(r"\.quantize\(|ROUND_")
    found = {
        str(path.relative_to(ROOT))
        for path in SOURCES
        if rounding.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"reports/figures/formats.py"}
