"""The page of official names and mergers: who records, who reads, what is refused."""

import pytest

from shanyin_charging.accounts.models import Role
from targets.models import Ruling
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("april")]
SURE = {"sure": "1"}
DOCUMENT = "晋政函〔2025〕9号"


@pytest.fixture
def chief():
    return cast.person("chief", Role.CHIEF)


def test_the_head_of_the_office_records_a_change_on_its_page(client, chief):
    client.force_login(chief)
    right = {
        "what": "rename",
        "thing": "unit:market",
        "name": "县市场局",
        "into": "",
        "on": "2025-04-01",
        "document_no": DOCUMENT,
    }
    for wrong, sentence in (
        ({"name": ""}, "更名请填新名称"),
        ({"on": "2025-05-01"}, "还没到的日期先不登记"),
        ({"what": "merge"}, "合并请选择并入哪个"),
        ({"document_no": ""}, "请填依据的文号"),
        ({"what": "merge", "into": f"area:{cast.DAIYUE_VILLAGE}"}, "单位只能并入单位"),
        ({"what": "merge", "into": "unit:market"}, "不能并入自己"),
    ):
        assert sentence in client.post("/changes/", {**right, **wrong}).content.decode()
    asks = client.post("/changes/", right).content.decode()
    assert "县市场局" in asks and "旧名称仍能查到" in asks and not Ruling.objects.exists()
    back = client.post("/changes/", {**right, "back": "1"}).content.decode()
    assert 'value="县市场局"' in back and not Ruling.objects.exists()
    assert "已登记" in client.post("/changes/", right | SURE, follow=True).content.decode()
    page = client.get("/changes/").content.decode()
    assert "“县市场监管局”更名为“县市场局”" in page and DOCUMENT in page
    client.force_login(cast.leader())
    assert client.get("/changes/").status_code == 200
    assert client.post("/changes/", right).status_code == 404
    client.force_login(cast.officer())
    assert client.get("/changes/").status_code == 404
