"""What is done to the plan's units, places and rulings, with its words."""

from shanyin_charging.lifecycle.transitions import Verb

PLAN = (
    Verb("give_post", "设岗位"),
    Verb("end_post", "结束岗位"),
    Verb("rule", "裁定"),
    Verb("rename", "更名"),
    Verb("merge", "合并"),
)
