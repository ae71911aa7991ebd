"""What a password must be, said in Chinese: long, not common, not the name."""

from django.contrib.auth import password_validation


class LongEnough(password_validation.MinimumLengthValidator):
    """Of at least so many characters as the settings say."""

    def get_error_message(self) -> str:
        """What is wrong and what to do."""
        return f"新密码太短，至少要{self.min_length}个字符；可以用几个词连起来"


class NotCommon(password_validation.CommonPasswordValidator):
    """Not among the twenty thousand that everybody has."""

    def get_error_message(self) -> str:
        """What is wrong and what to do."""
        return "新密码太常见，容易被猜到，请换一个"


class NotTheName(password_validation.UserAttributeSimilarityValidator):
    """Not like the account or the name of the person."""

    def get_error_message(self) -> str:
        """What is wrong and what to do."""
        return "新密码和账号、姓名太像，请换一个"
