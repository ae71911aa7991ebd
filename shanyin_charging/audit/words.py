"""The journal's verbs in Chinese; each app adds its own when it starts."""

WORDS = {"establish": "建库", "verify_journal": "核验日志"}


def register(words: dict[str, str]) -> None:
    """Add verbs with their words; raises ValueError for a verb that has other words already."""
    for verb, word in words.items():
        if WORDS.setdefault(verb, word) != word:
            raise ValueError(f"the verb {verb} is already called {WORDS[verb]}, not {word}")
