"""What is done to bulletins, notices of supervision, leaders' words, matters, meetings and what was
found at sites, with its words."""

from shanyin_charging.lifecycle.transitions import Verb

BULLETIN = (
    Verb("propose", "通报送审", "送审核", "已送审核"),
    Verb("withdraw", "通报撤回修改", "撤回修改", "已撤回，可以修改"),
    Verb("pass", "通报审核通过", "审核通过", "已审核通过，等主任签发"),
    Verb("return", "通报退回修改", "退回修改", "已退回拟稿人"),
    Verb("issue", "通报签发印发", "签发并印发", "已签发并印发"),
    Verb("draft", "起草通报", "起草"),
    Verb("write", "通报改稿", "保存", "已保存"),
    Verb("number", "通报定号", "定号", "已定号"),
    Verb("refresh", "通报重新取数", "重新取数", "已按现在的台账重新取数"),
    Verb("correct", "起草更正通报", "", "已起草更正通报"),
    Verb("discard", "删去通报草稿", "删去草稿", "已删去草稿"),
    Verb("send", "发出通报链接"),
    Verb("prove", "核验通报", "核验", "核验完了，结果在下面“文件和验证”里"),
)
NOTICE = (
    Verb("open", "督办立项", "立项"),
    Verb("rewrite", "督办改稿", "保存", "已保存"),
    Verb("propose", "督办送审批", "送审批", "已送审批"),
    Verb("approve", "督办签发交办", "签发交办", "已签发交办，单位会在待办里看到"),
    Verb("return", "督办退回修改", "退回修改", "已退回修改", "退回的原因"),
    Verb("drop", "督办撤销", "撤销督办", "已撤销", "撤销的原因"),
    Verb("acknowledge", "督办签收", "签收", "已签收"),
    Verb("respond", "督办反馈", "反馈办理情况", "已反馈，等专班审核", "办理情况"),
    Verb("ask_extension", "督办申请延期", "申请延期", "已申请延期", "延期的原因"),
    Verb("extend", "督办同意延期", "同意延期", "已同意延期"),
    Verb("refuse_extension", "督办不同意延期", "不同意延期", "已答复不同意延期", "不同意的原因"),
    Verb("assist", "督办协办情况", "填写协办情况", "已填写协办情况", "协办情况"),
    Verb("raise_level", "督办升级", "升级", "已升级", "升级的原因"),
    Verb("criticise", "列入通报批评", "", "已列入通报批评，写进下一期通报", "批评的事由"),
    Verb("suggest_talk", "建议约谈", "", "已报请领导约谈", "建议的理由"),
    Verb("agree_talk", "同意约谈", "", "已同意约谈"),
    Verb("decline_talk", "不约谈", "", "已答复", "理由"),
    Verb("send_back", "督办退办", "退办", "已退办", "还要办什么"),
    Verb("settle", "督办办结", "办结", "已办结，等另一位同志销号"),
    Verb("close_out", "督办销号", "销号", "已销号"),
    Verb("archive", "督办归档", "归档", "已归档"),
)
INSTRUCTION = (
    Verb("instruct", "批示", done="已批示，专班办公室的待办里排在最前"),
    Verb("take_up", "批示转督办", "转督办", "已转督办，核对后送审批"),
    Verb("join", "批示并入督办", "并入这件督办", "已并入在办的督办"),
    Verb("answer", "答复批示", "答复", "已答复", "答复的内容和理由"),
    Verb("finish", "批示办结"),
    Verb("reopen", "批示退回待办理"),
)
MATTER = (
    Verb("raise", "提出需协调事项", "提交", "已提交，等专班办公室办理"),
    Verb("hand", "转交需协调事项", "转交", "已转交，承办单位会在待办里看到", "要对方办什么"),
    Verb("take_back", "收回需协调事项", "收回", "已收回，可以改交别的单位", "收回的原因"),
    Verb("reply", "专班答复需协调事项", "直接答复", "已答复，等提出单位确认", "答复的内容"),
    Verb("urge", "催办需协调事项", "催办", "已催办，承办单位会收到提醒", "催办的话"),
    Verb("respond", "单位答复需协调事项", "答复", "已答复，等提出单位确认", "怎么解决、何时解决"),
    Verb("agree", "需协调事项办结", "同意办结", "已办结"),
    Verb("reopen", "需协调事项没有解决", "还没有解决", "已退回继续办理", "还差什么"),
    Verb("withdraw", "撤回需协调事项", "撤回这件", "已撤回", "撤回的原因"),
)
MEETING = (
    Verb("plan", "安排调度会", "安排", "已安排"),
    Verb("rewrite", "修改调度会", "保存", "已保存"),
    Verb("pack", "生成会议材料", "生成会议材料", "会议材料已生成"),
    Verb("hold", "调度会已召开", "记为已召开", "已记为召开，请记录议定事项"),
    Verb("cancel", "取消调度会", "取消这次会", "已取消", "取消的原因"),
    Verb("minute", "写会议纪要要点", "保存", "已保存"),
)
ANNOUNCEMENT = (
    Verb("write", "起草通知", "存为草稿", "已存为草稿，核对后发出"),
    Verb("rewrite", "通知改稿", "保存", "已保存"),
    Verb("discard", "删去通知草稿", "删去草稿", "已删去草稿"),
    Verb("send", "发出通知", "发出", "已发出，收到的单位会在待办里看到"),
    Verb("read", "已阅通知", "已阅", "已阅，专班看得到"),
    Verb("withdraw", "撤回通知", "撤回", "已撤回，收到的单位看得到原因", "撤回的原因"),
)
CHECK = (
    Verb("draw", "抽取核查站点", "抽取", "已抽取，名单不再改"),
    Verb("attach", "上传核查照片", "上传", "已上传"),
    Verb("endanger", "登记现场隐患", "登记隐患", "已登记，责任单位会在待办里看到", "隐患是什么"),
    Verb("record", "记录核查结果", "记下核查结果", "已记下"),
    Verb("amend", "更正核查结果", "更正核查结果", "已更正，原来的结果仍然看得到", "更正的原因"),
)
FINDING = (
    Verb("respond", "答复核查事项", "答复", "已答复，等专班审核", "情况说明或整改情况"),
    Verb(
        "insist", "退回核查事项", "不同意，退回", "已退回，单位会在待办里看到", "还要说明或整改什么"
    ),
    Verb("close_out", "核查事项销号", "同意，销号", "已销号"),
    Verb("urge", "催办核查事项", "催办", "已催办，责任单位会收到提醒", "催办的话"),
    Verb("withdraw", "撤回核查事项", "撤回", "已撤回", "撤回的原因"),
)
SPEAKING = (
    Verb("consult", "告知拟通报内容", "征求说明"),
    Verb("state", "单位说明", "提交说明", "已提交说明，领导审阅通报时会看到"),
    Verb("suggest", "意见建议", "提交", "已收到，答复会显示在这一页"),
    Verb("answer", "答复意见建议", "答复", "已答复"),
)
KEEPING = (
    Verb("write_standing", "修改常用要求"),
    Verb("file_scan", "存入盖章件"),
)
# What is no field of the thing itself, as the journal tells it.
FIELDS = {
    **{"texts": "拟通报内容", "answer_by": "说明期限", "page": "页面", "body": "正文"},
    **{"without": "不印的部分", "tables": "表的安排"},
    **{"left_out": "不附的表", "figures": "数字", "known": "取数到台账第几笔", "head": "版头"},
    **{"candidates": "候选站点（处）", "drawn": "抽中站点"},
    **{"found": "核验结果", "differing": "不一致的", "pack": "会议材料"},
}
