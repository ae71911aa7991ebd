"""What a password must be, said in Chinese: long, not common, not the name, no run of keys."""

from itertools import pairwise

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz")
LEAST_KINDS = 5  # of characters
LEAST_STEPS = 6  # from a character to one that does not lie beside it


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


class NotARun:
    """Neither a few characters again and again nor a run over the keys, up or down."""

    message = "新密码是重复的或者连着的字符（如 111111、123456、qwerty），容易被猜到，请换一个"

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError for a password that is such a run."""
        text = password.lower()
        steps = sum(not beside(one, next) for one, next in pairwise(text))
        if len(set(text)) < LEAST_KINDS or steps < LEAST_STEPS or repeats(text):
            raise ValidationError(self.message, code="password_is_a_run")

    def get_help_text(self) -> str:
        """What it asks for."""
        return "不要用重复的或者连着的字符。"


def beside(one: str, next: str) -> bool:
    """Whether two characters are the same, or neighbours in a row of keys or in the alphabet."""
    return one == next or any(pair in row for row in ROWS for pair in (one + next, next + one))


def repeats(text: str) -> bool:
    """Whether a text is a shorter one, again and again."""
    return text in (text + text)[1:-1]
