"""What a password must be, said in Chinese: long, not common, not the name."""

from django.contrib.auth import password_validation


class LongEnough(password_validation.MinimumLengthValidator):
    def get_error_message(self):
        return f"新密码太短，至少要{self.min_length}个字符；可以用几个词连起来"


class NotCommon(password_validation.CommonPasswordValidator):
    def get_error_message(self):
        return "新密码太常见，容易被猜到，请换一个"


class NotTheName(password_validation.UserAttributeSimilarityValidator):
    def get_error_message(self):
        return "新密码和账号、姓名太像，请换一个"
