"""The journal's words in Chinese: its verbs, and the names of what they change where no field of
the thing is called so; each app adds its own when it starts."""

WORDS = {"establish": "建库", "verify_journal": "核验日志", "download": "下载", "refuse": "拒绝"}
FIELDS: dict[str, str] = {
    **{"reason": "原因", "text": "内容", "through": "核验到第几条", "broken_at": "断开处"},
    **{"file": "文件", "path": "地址", "refused": "怎么拒绝的"},
    **{"taken_at": "备份时间", "archive": "备份摘要"},
}


def register(words: dict[str, str], fields: dict[str, str] | None = None) -> None:
    """Add verbs with their words, and names of what they change; raises ValueError for what has
    other words already."""
    for known, added in ((WORDS, words), (FIELDS, fields or {})):
        for name, word in added.items():
            if known.setdefault(name, word) != word:
                raise ValueError(f"{name} is already called {known[name]}, not {word}")
