"""What a county calls itself, and what the whole of it is called."""

import pytest

from targets.models import Area


@pytest.mark.parametrize(
    ("name", "throughout"),
    [
        ("山阴县", "全县"),
        ("平鲁区", "全区"),
        ("怀仁市", "全市"),
        ("准格尔旗", "全旗"),
        ("山阴", "全县"),
    ],
)
def test_the_whole_of_it_is_called_by_what_it_calls_itself(name, throughout):
    assert Area(name=name).throughout == throughout
