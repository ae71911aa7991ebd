"""What is done to returns, periods and sites, with its words."""

from shanyin_charging.lifecycle.transitions import Verb

RETURN = (
    Verb("hand_over", "送单位审核"),
    Verb("hand_back", "单位退回填报人", "退回填报人", "已退回填报人"),
    Verb("submit", "上报", done="已上报"),
    Verb("withdraw", "撤回", done="已撤回，可以继续修改"),
    Verb("begin_review", "开始审核", done="已开始审核，单位不能再撤回"),
    Verb("approve", "通过", done="已通过，台账已登记"),
    Verb(
        "admit",
        "结账后补登",
        "作结账后补登并通过",
        "已作结账后补登，台账按发生的日期登记",
        "补登的依据",
    ),
    Verb("send_back", "退回", done="已退回，单位会看到您写的原因"),
    Verb("drop", "作废", done="已作废，不再报送"),
    Verb("take_back", "随清单撤回"),
    Verb("undo", "撤销通过", done="已撤销通过，台账已冲销，可以重新审核或退回"),
)
BESIDE_RETURNS = (
    Verb("write_line", "填写草稿"),
    Verb("enter", "代录"),
    Verb("release", "转单位自报", done="已转给单位自己填报"),
    Verb("restamp", "改记按时"),
    Verb("confirm", "单位确认代录", done="已确认，谢谢"),
    Verb("attach", "上传附件"),
    Verb("remove_attachment", "撤下附件"),
    Verb("upload", "上传表格"),
    Verb("take_in", "表格写入草稿"),
    Verb("take_in_list", "清单补录"),
    Verb("take_back_list", "整份撤回清单"),
    Verb("throw_away_list", "删去没写入的清单"),
)
PERIODS = (
    Verb("open_ledger", "建账"),
    Verb("open_period", "开期"),
    Verb("extend", "延长期限"),
    Verb("redate", "按放假安排改期"),
    Verb("grant", "准予补报"),
    Verb("close_year", "年度结账"),
    Verb("end_plan", "方案收官"),
    Verb("remind", "提醒"),
)
SITES = (
    Verb("rename_site", "站点更名"),
    Verb("merge_site", "站点合并"),
    Verb("locate", "登记位置"),
    Verb("declare_station", "认定充电站"),
    Verb("place_site", "登记场所"),
    Verb("tell_apart", "说明停用或拆除"),
)
# What is no field of the thing itself, as the journal tells it.
FIELDS = {
    **{"day": "每月截止日", "roll": "遇休息日", "weekends": "周末算休息日", "cut_off": "截止钟点"},
    **{
        "grace": "改正期（工作日）",
        "lock_after": "锁定（几个月后）",
        "units": "单位",
        "period": "期",
    },
    **{
        "first_month": "首报月份",
        "baseline": "期初基数（台）",
        "version": "版次",
        "sha256": "摘要",
    },
    **{
        "mend_by": "改正期限",
        "again_by": "再报期限",
        "paper_reason": "代录原因",
        "received_on": "收到日期",
    },
    **{"station": "公共充电站", "on": "日期", "cause": "变动", "same_piles": "同样的桩"},
    **{"late": "迟报", "confirmed_by": "确认人", "confirmed_at": "确认时间"},
    **{"removed_at": "撤下时间", "starts_on": "起", "ends_on": "止"},
    **{"off": "放假", "worked": "上班"},
    **{"line": "一条"},
    **{"ended_on": "收官日", "months_go_on": "仍按月报送"},
}
