"""A bulletin made up for layout: no figures of any ledger, a body of any length."""

from datetime import date

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

SENTENCE = "要对照任务倒排工期加快在建站点投运优先补齐空白乡镇和村庄确保年底全面完成各项目标任务"


def said(text, *figures):
    return Paragraph((Sentence(text, figures, "规则"),))


def body(characters):
    """A heading and one paragraph of so many characters."""
    return (
        said("一、总体情况"),
        said((SENTENCE * (characters // len(SENTENCE) + 1))[: characters - 1] + "。"),
    )


def table(rows, total=False):
    cells = tuple(
        (Cell(f"薛圐圙乡{n}"), Cell(str(n + 1), f"I33_u{n}_y_202511"), Cell("窊窰村"))
        for n in range(rows)
    )
    if total:
        cells += ((Cell("合计"), Cell(str(sum(range(1, rows + 1)))), Cell("")),)
    return Table(
        "各单位进度表",
        ("单位", "数量", "备注"),
        cells,
        (40, 30, 30),
        ("薛圐圙乡、窊窰村。",),
        total,
    )


def content(paragraphs=None, rows=3, **changes):
    charts = (
        Chart("bars", "进度图", "台", (Bar("薛圐圙乡", 3, 5), Bar("马营乡", 0, None))),
        Chart("columns", "逐月图", "台", (Bar("2025-01", 4), Bar("2025-02", 0))),
    )
    return Content(
        **{
            "head": "notice",
            "issuer": "山阴县充（换）电基础设施建设工作专班办公室",
            "title": "关于全县充（换）电工作进展情况的通报",
            "addressees": "各成员单位：",
            "body": body(300) if paragraphs is None else paragraphs,
            "attachments": (Attachment("进度表", (table(rows),)), Attachment("进度图", (), charts)),
            "signatory": "山阴县充（换）电基础设施建设工作专班办公室",
            "dated": date(2025, 12, 5),
            "copies": "县委办、县政府办",
            "known": 12,
            "number": "专班通报〔2025〕3号",
            "code": "ABCD-2345",
            "confirm_at": "http://portal.example/c/ABCD-2345/",
            **changes,
        }
    )


FIGURE = Shown("I02_140621_t_202511", "474")
