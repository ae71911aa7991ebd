"""The journal's one table."""

from django.db import models

VERBS = {
    "establish": "建库",
    "sign_in": "登录",
    "change_password": "修改密码",
    "change_contact": "修改联系方式",
    "create_account": "建账号",
    "give_post": "设岗位",
    "end_post": "结束岗位",
    "account_reset": "重置密码",
    "account_toggle": "停用或启用账号",
    "open_ledger": "建账",
    "open_period": "开期",
    "hand_over": "送单位审核",
    "hand_back": "单位退回填报人",
    "enter": "代录",
    "release": "转单位自报",
    "confirm": "单位确认代录",
    "submit": "上报",
    "withdraw": "撤回",
    "begin_review": "开始审核",
    "send_back": "退回",
    "approve": "通过",
    "undo": "撤销通过",
    "extend": "延长期限",
    "attach": "上传附件",
    "remove_attachment": "撤下附件",
    "upload": "上传表格",
    "take_in": "表格写入草稿",
    "take_in_list": "清单补录",
    "rename_site": "站点更名",
    "merge_site": "站点合并",
    "close_year": "年度结账",
    "rule": "裁定",
    "rename": "更名",
    "merge": "合并",
    "grant": "准予补报",
    "remind": "提醒",
    "locate": "登记位置",
    "draft_bulletin": "起草通报",
    "propose_bulletin": "通报送审",
    "withdraw_bulletin": "通报撤回修改",
    "pass_bulletin": "通报审核通过",
    "return_bulletin": "通报退回修改",
    "issue_bulletin": "通报签发印发",
    "discard_bulletin": "删去通报草稿",
    "consult": "告知拟通报内容",
    "state": "单位说明",
    "suggest": "意见建议",
    "answer": "答复意见建议",
    "open_notice": "督办立项",
    "propose_notice": "督办送审批",
    "approve_notice": "督办签发交办",
    "return_notice": "督办退回修改",
    "drop_notice": "督办撤销",
    "acknowledge_notice": "督办签收",
    "respond_notice": "督办反馈",
    "ask_extension_notice": "督办申请延期",
    "extend_notice": "督办同意延期",
    "refuse_extension_notice": "督办不同意延期",
    "send_back_notice": "督办退办",
    "settle_notice": "督办办结",
    "close_out_notice": "督办销号",
    "archive_notice": "督办归档",
    "assist_notice": "督办协办情况",
    "raise_level_notice": "督办升级",
    "criticise_notice": "列入通报批评",
    "suggest_talk_notice": "建议约谈",
    "agree_talk_notice": "同意约谈",
    "decline_talk_notice": "不约谈",
}


class Event(models.Model):
    """Who did what to what, and when. Its actor is text: people and units change, the journal does
    not."""

    append_only = True

    number = models.PositiveBigIntegerField("序号", unique=True)
    at = models.DateTimeField("时间")
    actor = models.CharField("操作人", max_length=100)
    verb = models.CharField("动作", max_length=40)
    object_type = models.CharField("对象类别", max_length=40)
    object_key = models.CharField("对象编号", max_length=64)
    object_name = models.CharField("对象", max_length=200)
    detail = models.JSONField("内容", default=dict)
    previous = models.CharField("上一条摘要", max_length=64)
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "日志"
        ordering = ["-number"]
        indexes = [models.Index(fields=["object_type", "object_key"], name="event_object")]

    def __str__(self):
        return f"{self.number} {self.actor} {self.verb_name} {self.object_name}"

    @property
    def verb_name(self) -> str:
        return VERBS.get(self.verb, self.verb)
