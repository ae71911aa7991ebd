"""The fields of a draft's desk about its sections and tables: as they are shown, and as they come
back."""

from typing import Any

from django.http import QueryDict

from reports.bulletins.arranging import Choices
from reports.documents.arranged import naming, sizes
from reports.documents.content import Content
from reports.documents.keeping import Arranged
from reports.documents.sections import alike, names

SENT = "arranged"  # a hidden field: boxes that are not ticked send nothing


def choices(data: QueryDict, content: Content) -> Choices:
    """What was chosen on the desk."""
    return Choices(
        data.getlist("section"),
        data.get("heading", ""),
        data.get("text", ""),
        data.get("place", ""),
        {
            (n, m): Arranged(
                data.get(f"note-{n}-{m}", "")[:200],
                tuple(data.getlist(f"column-{n}-{m}")),
                data.get(f"falling-{n}-{m}", ""),
            )
            for n, a in enumerate(content.attachments)
            for m, _ in enumerate(a.tables)
        },
    )


def fields(content: Content, chosen: Choices | None = None) -> dict[str, Any]:
    """What the desk offers of a draft: its sections, each table's columns and orders; `chosen` is
    what could not be kept, and stands in the fields again."""
    there = names(content.body)
    stay = chosen.sections if chosen else [n for n in there if alike(n) not in content.without]
    tables = []
    for n, a in enumerate(content.attachments):
        for m, t in enumerate(a.tables):
            now = chosen.tables.get((n, m)) if chosen else None
            columns = t.heads[naming(t) :]
            shown = now.columns if now else [head for head in columns if head not in t.hidden]
            tables.append(
                {
                    "place": f"{n}-{m}",
                    "title": t.title,
                    "note": now.note if now else t.note,
                    "columns": [(head, head in shown) for head in columns],
                    "falling": now.falling if now else t.falling,
                    "sizes": sizes(t),
                }
            )
    return {
        "sections": [(name, name in stay) for name in there],
        "tables": tables,
        "heading": chosen.heading if chosen else "",
        "text": chosen.text if chosen else "",
        "place": chosen.place if chosen else "",
        "is_open": bool(chosen),
    }
