"""What the sender's last file settled, taken over for one of the same shape."""

from .settled import Settlement, Table
from .values import folded


def follow(settlement: Settlement, earlier: Settlement) -> None:
    """Settle what the sender's last file settled: fields by their heads, and answers."""
    known = {
        head: (name, why)
        for table in earlier.tables
        if table.read
        for head, name, why in zip(told_apart(table.heads), table.fields, table.why, strict=True)
        if head[0]
    }
    for table in settlement.tables:
        told = [known.get(head) for head in told_apart(table.heads)]
        if not any(told) or not any(name for name, _ in filter(None, told)):
            continue
        for place, one in enumerate(told):
            if one and table.fields[place] != one[0]:
                table.fields[place], table.why[place] = one[0], "earlier"
        like = next((one for one in earlier.tables if same_heads(one, table)), None)
        if like:
            table.grain, table.read = like.grain, like.read and bool(table.last)
            table.reason = "" if table.read else like.reason or table.reason
    once = ("twins", "alike", "repeat")  # of the rows of a file, not of its shape
    settlement.answers = {
        key: answer for key, answer in earlier.answers.items() if key.split(":")[0] not in once
    }
    settlement.proven = {
        key: answer
        for key, answer in earlier.proven.items()
        if answer and key.split(":")[0] not in (*once, "hidden")
    }


def told_apart(heads: list[str]) -> list[tuple[str, int]]:
    """The heads, folded, each with how many like it stand before it."""
    words = [folded(head) for head in heads]
    return [(word, words[:at].count(word)) for at, word in enumerate(words)]


def same_heads(one: Table, other: Table) -> bool:
    """Whether two tables have the same heads in any order."""
    return sorted(map(folded, one.heads)) == sorted(map(folded, other.heads))


def signature(settlement: Settlement) -> str:
    """The same for files of the same shape: the heads of the tables that are read, with their
    fields."""
    shapes = {
        "|".join(
            sorted(
                f"{folded(head)}={name}"
                for head, name in zip(table.heads, table.fields, strict=True)
                if head
            )
        )
        for table in settlement.tables
        if table.read
    }
    return "\n".join(sorted(shapes))
