"""What a table of a paper knows of itself."""

from reports.documents.content import TO_SIGN, Cell, Table


def a_table(*notes, last="6台"):
    return Table("进度表", ("单位", "新增"), ((Cell("甲镇"), Cell(last)),), (50, 50), notes)


def test_only_several_notes_are_numbered():
    assert a_table("按月报。").footnotes == ["注：按月报。"]
    assert a_table("按月报。", "含专用。").footnotes == ["注1：按月报。", "注2：含专用。"]
    assert a_table().footnotes == []


def test_an_empty_place_is_not_yet_one_to_sign():
    assert a_table(last=TO_SIGN).is_signed and not a_table(last="").is_signed
