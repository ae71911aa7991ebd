"""What people do at the door and to accounts, with its words."""

from shanyin_charging.lifecycle.transitions import Verb

ACCOUNT = (
    Verb("sign_in", "登录"),
    Verb("sign_in_failed", "登录失败"),
    Verb("lock_out", "锁定登录"),
    Verb("set_up_second", "设动态口令"),
    Verb("renew_second", "换备用码"),
    Verb("turn_off_second", "关闭动态口令"),
    Verb("change_password", "修改密码"),
    Verb("change_contact", "修改联系方式"),
    Verb("create_account", "建账号"),
    Verb("change_account", "修改账号资料"),
    Verb("account_reset", "重置密码"),
    Verb("account_toggle", "停用或启用账号"),
)
# What is no field of an account, as the journal tells it.
FIELDS = {"how": "方式"}
