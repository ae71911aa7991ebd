"""Whom piles serve, in words that no table lists."""

import re

FOR_SOME = re.compile(r"[仅只](?:供|限|对)(?!.*(?:社会|公众|外)).+")  # 仅供本校使用, 仅限网约车
OPEN_TOO = re.compile(r"[及和与、兼].*(?:社会|公众|对外)|(?:社会|公众|对外).*[及和与、兼]")


def served(key: str) -> str:
    """public of piles that are likely open to others too, 教职工及社会车辆; dedicated of those that
    are for some only; "" where the words tell neither."""
    if OPEN_TOO.search(key) and not re.search(r"[不仅非]", key):
        return "public"
    return "dedicated" if FOR_SOME.fullmatch(key) else ""
