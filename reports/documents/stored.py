"""Content as it is stored (pure): plain JSON, and back."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date
from typing import Any, TypeVar

from reports.documents.content import (
    Attachment,
    Bar,
    Cell,
    Chart,
    Content,
    Paragraph,
    Sentence,
    Shown,
    Table,
)

Part = TypeVar("Part")


def to_json(content: Content) -> dict[str, Any]:
    """The content as plain JSON, its day as ISO text."""
    return {**asdict(content), "dated": content.dated.isoformat()}


def from_json(stored: dict[str, Any]) -> Content:
    """The content that was stored; raises ValueError for a layout that is not known."""

    def several(kind: Callable[..., Part], rows: Iterable[dict[str, Any]]) -> tuple[Part, ...]:
        return tuple(kind(**row) for row in rows)

    def paragraphs(rows: Iterable[dict[str, Any]]) -> tuple[Paragraph, ...]:
        return tuple(
            Paragraph(
                tuple(
                    Sentence(s["text"], several(Shown, s["figures"]), s["rule"])
                    for s in p["sentences"]
                ),
                p["edited"],
            )
            for p in rows
        )

    attachments = tuple(
        Attachment(
            a["title"],
            tuple(
                Table(
                    **{
                        **t,
                        "heads": tuple(t["heads"]),
                        "widths": tuple(t["widths"]),
                        "notes": tuple(t["notes"]),
                        "hidden": tuple(t.get("hidden", ())),
                        "rows": tuple(several(Cell, row) for row in t["rows"]),
                    }
                )
                for t in a["tables"]
            ),
            tuple(Chart(**{**c, "bars": several(Bar, c["bars"])}) for c in a["charts"]),
            a["left_out"],
            paragraphs(a.get("text", ())),
        )
        for a in stored["attachments"]
    )
    return Content(
        **{
            **stored,
            "body": paragraphs(stored["body"]),
            "attachments": attachments,
            "dated": date.fromisoformat(stored["dated"]),
            "removed": tuple(stored.get("removed", ())),
            "without": tuple(stored.get("without", ())),
        }
    )
