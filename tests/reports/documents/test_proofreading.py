"""A paper read aloud: thirty sentences over which a director takes the pencil are found; what the
portal and an office really write is left alone."""

from dataclasses import replace

import pytest

from reports.documents.content import Attachment, Paragraph, Table
from reports.documents.proofreading import findings
from tests.reports.press import sample

BAD = {
    "12个乡（镇）中，有公共充电站的乡（镇）11/12。": "不用分数",
    "北周庄镇新增0台。": "零用",
    "迟报0次，未报0次。": "零用",
    "山阴动车站完成参考计划的0.0%。": "零用",
    "山阴汽车站完成—。": "横线",
    "县商务局参考计划—台。": "横线",
    "全县新增-3台。": "负数",
    "各单位均按时报送。。": "标点重复",
    "迟报的有：。": "空的",
    "请（）于月底前补报。": "空的",
    "全县新增公共充电桩6台,完成年度任务的83.9%。": "全角标点",
    "全县 新增公共充电桩6台。": "字间",
    "其中1个单位均按时报送。": "不用“均”",
    "完成率比上月提高2.5%。": "百分点",
    "完成年度任务，低于序时进度11.0%。": "百分点",
    "占全县的30.25%。": "一位小数",
    "全县公共充电桩472个。": "充电桩按“台”",
    "对逾期报送的单位予以通报。": "迟报",
    "截止11月底，全县新增6台。": "截至",
    "另有10台未归入附件2各行。": "内部用语",
    "新增按192台评价；凡用到处注明差额。": "内部用语",
    "责任单位为XX镇。": "内部用语",
    "全县的的公共充电桩有所增加。": "重复",
    "山阴动车站无计划，完成情况见附表。": "无计划",
    "全县新增公共充电桩6，比上月少。": "没有单位",
    "按照《工作方案要求，现通报如下。": "不成对",
    "关于任务“推进“两区”建设”的情况如下。": "引号",
    "请于2025年11月31日前补报。": "没有这一天",
    "新增的有：岱岳镇、玉井镇、岱岳镇。": "列了两次",
    "迟报2家（安荣乡）。": "列了1个",
    "2025年11月情况应报送单位35家，按时报送32家，迟报1家（安荣乡）。": "合计33",
    "全年18项目标中，完成9项，未完成5项。": "合计14",
    "各单位情况见附件3。": "附件3",
    "请各单位抓紧时间": "没有标点",
}
GOOD = (
    "按照《山阴县工作方案（2024—2025年）》（山政办发〔2024〕31号）要求，现将有关情况通报如下。",
    "11月，全县新增公共充电桩6台，比10月少16台，其中直流3台、交流3台。",
    "1至11月累计新增161台，完成年度任务192台的83.9%，低于序时进度7.8个百分点，还差31台。",
    "桩车比为1:6.36，目标1:6；按方案测算的2025年底3054辆电动汽车计算，为1:6.47。",
    "12个乡（镇）均有公共充电桩；208个行政村（社区）中，59个公共充电桩达到2台，占28.4%。",
    "列入参考计划的18个单位中，2个已完成全年计划：北周庄镇（120.0%）、山阴经开区。",
    "服务区充电桩安装比例为0（目标不低于15%），尚未达到目标。",
    "迟报2家（安荣乡、玉井镇），未报送1家（下喇叭乡）。",
    "《关于全县情况的通报》（山充电办〔2025〕7号）中的2处内容需要更正。",
    "国网山阴供电公司：完成3处充电站的接电，涉及容量1260千伏安。",
    "方案一（二）写新增192台、达到509台；321＋192＝513，比509多4台。",
    "12月情况于2026年1月5日前报送，详见方案附件2、附件1。",
    "截至10月底，县城到最远一处公共充电桩11.5公里。",
)


def of(*texts):
    """What is found in a paper of these paragraphs, which has two annexes."""
    body = tuple(Paragraph(edited=text) for text in texts)
    annexes = (Attachment("进度表"), Attachment("进度图"))
    return findings(replace(sample.content(body), attachments=annexes))


@pytest.mark.parametrize("text", BAD)
def test_what_a_director_would_strike_out_is_found(text):
    assert any(BAD[text] in str(finding) for finding in of(text)), of(text)


@pytest.mark.parametrize("text", GOOD)
def test_what_an_office_writes_well_is_left_alone(text):
    assert of(text) == []


def test_headings_follow_each_other_and_have_something_under_them():
    found = of(
        "一、总体情况",
        "三、存在问题",
        "（一）报送方面。都在。",
        "（三）进度方面。都在。",
        "四、下一步",
    )
    assert [finding.why for finding in found] == [
        "标题下面没有内容",
        "序号应为“二”",
        "序号应为“（二）”",
        "标题下面没有内容",
    ]


def test_titles_and_notes_are_read_too():
    paper = sample.content((Paragraph(edited="都好。"),))
    note = Table("进度表", ("单位",), (), (100,), notes=("口径××。",))
    paper = replace(paper, title="关于关于全县情况的通报。", attachments=(Attachment("", (note,)),))
    assert [finding.why for finding in findings(paper)] == [
        "词语重复",
        "内部用语不进文件",
        "标题末尾不用标点",
    ]
