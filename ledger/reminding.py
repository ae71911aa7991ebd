"""What the office says to those who still owe a return: a polite text for the group that names only them (pure)."""


def words(month: str, due: str, days_left: int | None, names: list[str]) -> str:
    """The text; `due` is the due moment as it is said, `days_left` until it (0 on the last day, None once it has passed).
    Empty when nobody owes anything."""
    if not names:
        return ""
    who = f"还没有上报的单位（{len(names)}家）：{'、'.join(names)}。"
    if days_left is None:
        return (f"各位好！{month}充（换）电建设月报已于{due}截止，{who}请尽快补报，确有困难的请与专班办公室联系；"
                "逾期未报情况将按方案要求在通报中列出。")
    ending = "没有变化的点“零报告”即可，不用填表。"
    if days_left == 0:
        return f"各位好！{month}充（换）电建设月报今天{due[-5:]}截止，{who}若今日截止前未报，将列入未报名单。{ending}"
    return f"各位好！{month}充（换）电建设月报{due}截止，还有{days_left}天，{who}{ending}"
