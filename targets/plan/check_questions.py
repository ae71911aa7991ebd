"""What is wrong with the questions that a draft leaves to the office: each must be one that the
portal asks, answered in the way in which it reads the answer."""

from collections.abc import Iterator

from targets.plan.asked_everywhere import kind_of
from targets.plan.check_units import fault
from targets.plan.draft import Draft, Fault
from targets.plan.words import ANSWERS

REGISTER = "register:"  # before the code of the indicator whose register is asked for


def faults(draft: Draft) -> Iterator[Fault]:
    """All of them."""
    indicators = draft.codes("indicators")
    for number, row in draft.numbered("questions"):
        subject, kind = row.get("subject", ""), row.get("kind")
        right = kind_of(subject)
        if subject and right is None:
            said = f"系统不认得事项“{subject}”，定了也不起作用：请照填写说明里的写，或者删去这一行"
            yield fault("questions", number, said)
        elif right and kind and kind != right:
            said, now = ANSWERS.say(right), ANSWERS.say(kind)
            yield fault(
                "questions", number, f"事项“{subject}”的“答案”要{said}：请改正，现在是{now}"
            )
        of = subject.removeprefix(REGISTER)
        if subject.startswith(REGISTER) and of not in indicators:
            said = f"事项“{subject}”：“指标”表里没有编号“{of}”，请核对"
            yield fault("questions", number, said)
