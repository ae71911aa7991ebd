"""Who writes, passes and signs papers, and who reports."""

import pytest

from shanyin_charging.accounts.models import Role
from tests import cast


@pytest.fixture
def people(db):
    """Two of the office, its chief, and the officer of 岱岳镇."""
    return {
        "office": cast.office(),
        "second": cast.person("second", Role.OFFICE),
        "chief": cast.person("chief", Role.CHIEF),
        "daiyue": cast.officer(),
    }
