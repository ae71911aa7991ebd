"""No password is made of the names of the county's places: whoever guesses begins with these."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError

from shanyin_charging import serving
from targets.models import Area, AreaKind
from targets.spelling import spelled

OF_THE_WORK = ("充电桩", "充电", "专班")
LEAST_LEFT = 6  # letters beside the names


class NotOfPlaces:
    """Beside the names of the county and its townships there must be something else."""

    message = "新密码只由地名、“充电”这样的词加数字组成，容易被猜到，请换一个"

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError for a password of such names."""
        left = text = password.lower()
        for name in sorted(names(), key=len, reverse=True):
            left = left.replace(name, "")
        if left != text and sum(letter.isalpha() for letter in left) < LEAST_LEFT:
            raise ValidationError(self.message, code="password_of_places")

    def get_help_text(self) -> str:
        """What it asks for."""
        return "不要只用地名加数字。"


def names() -> Iterator[str]:
    """The names of the county that is served and of its townships, short ones too, as they are
    written and as they are spelled."""
    areas = Area.objects.within(serving.county())
    areas = areas.filter(kind__in=(AreaKind.COUNTY, AreaKind.TOWNSHIP))
    told = {name for pair in areas.values_list("name", "short_name") for name in pair}
    for name in told | set(OF_THE_WORK):
        yield name
        yield spelled(name)
