"""What is done to the plan's units, places and rulings, with its words."""

from shanyin_charging.lifecycle.transitions import Verb

PLAN = (
    Verb("give_post", "设岗位"),
    Verb("end_post", "结束岗位"),
    Verb("hand_over_post", "换人"),
    Verb("rule", "核定"),
    Verb("rename", "更名"),
    Verb("merge", "合并"),
    Verb("bring_plan", "上传方案"),
    Verb("enact_plan", "启用方案"),
    Verb("correct_plan", "更正方案"),
    Verb("state_office", "登记办公室和报头"),
)
# What rulings and posts hold, as the journal tells it.
FIELDS = {
    **{
        "starts_on": "起",
        "ends_on": "止",
        "checks": "单位审核人",
        "unit": "单位",
        "holder": "填报人",
    },
    **{"in_force_on": "生效日期", "document_no": "依据文号", "before": "原名", "name": "名称"},
    **{
        "decision": "核定内容",
        "answer": "核定内容",
        "merged_into": "并入",
        "merged_on": "并入日期",
    },
}
