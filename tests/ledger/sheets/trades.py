"""Lists in the words of trades and of who counts villages, each with its right reading as
`unlike.py` tells it."""

from tests.ledger.sheets.unlike import Unlike

PUBLIC = {"default:nature": "public", "default:kind": "car_park"}
ONE = {"default:connectors": "one"}

TRADES = {
    "every village of a township, none where none": Unlike(
        {
            "统计": """
站点名称|行政村|直流桩|交流桩|投运日期
甘庄停车场|甘庄村|2|0|2024-05-01
无|麻疃村|||
没有|解庄村|||
合计||2|0|
经理签字：|||2025年10月|
""",
        },
        """
甘庄停车场 甘庄村 2 0 - 2024-05-01
""",
        asked={**PUBLIC, **ONE},
    ),
    "clinics by sorts of piles, open or for their own staff in a note": Unlike(
        {
            "卫生": """
医疗机构|地址|桩型|数量|充电枪|投用日期|备注
某某卫生院|岱岳镇甘庄村|直流|2|4|2024-05-01|对社会开放
某某卫生院|岱岳镇甘庄村|交流|3|3|2024-05-01|对社会开放
某某保健院|岱岳镇麻疃村|交流|2|2|2024-06-01|仅限本院职工
""",
        },
        """
某某卫生院 甘庄村 2 3 - 2024-05-01
某某保健院 麻疃村 0 2 - 2024-06-01 专
""",
        asked={"default:kind": "institution"},
    ),
    "a sheet for each community, that no column names": Unlike(
        {
            "光明社区": """
小区|直流桩|交流桩|充电枪|投运日期
甲家园|0|4|4|2024-05-01
""",
            "幸福社区": """
小区|直流桩|交流桩|充电枪|投运日期
乙家园|1|2|4|2024-06-01
""",
        },
        """
甲家园 光明社区 0 4 - 2024-05-01
乙家园 幸福社区 1 2 - 2024-06-01
""",
        asked={"default:nature": "public", "default:kind": "estate"},
    ),
    "piles times kilowatts under a head of both units": Unlike(
        {
            "配置": """
站点|地址|桩型|规模（台×千瓦）|枪数|投运日期
甲站|岱岳镇甘庄村|直流|4×60|8|2024-05-01
乙站|岱岳镇麻疃村|直流|1×120|2|2024-06-01
""",
        },
        """
甲站 甘庄村 4 0 240 2024-05-01
乙站 麻疃村 1 0 120 2024-06-01
""",
        asked=PUBLIC,
    ),
    "guns behind the direct piles only": Unlike(
        {
            "登记": """
站点|所在村|直流桩/枪|交流桩（台）|投运日期
甲站|甘庄村|2/4|3|2024-05-01
乙站|麻疃村|1/2|0|2024-06-01
""",
        },
        """
甲站 甘庄村 2 3 - 2024-05-01
乙站 麻疃村 1 0 - 2024-06-01
""",
        asked=PUBLIC,
    ),
    "a row a charger by its trade's words, guns as designed": Unlike(
        {
            "资产": """
设备类型|所属充电站|站址|额定功率（kW）|设计枪数|投运日期
非车载充电机|甲站|岱岳镇甘庄村|60|2|2024-05-01
非车载充电机|甲站|岱岳镇甘庄村|60|2|2024-05-01
交流充电桩|甲站|岱岳镇甘庄村|7|1|2024-05-01
""",
        },
        """
甲站 甘庄村 2 1 127 2024-05-01
""",
        asked={**PUBLIC, "alike": "each"},
    ),
    "firms with their depots, told whom they serve": Unlike(
        {
            "网点": """
企业|网点|地址|直流桩|交流桩|枪|投用日期|对外情况
某快递|甲中转场|岱岳镇甘庄村|2|0|4|2024-05-01|仅供本企业车辆
某邮政|乙营业部|岱岳镇麻疃村|0|2|2|2024-06-01|对外开放
""",
        },
        """
甲中转场 甘庄村 2 0 - 2024-05-01 专
乙营业部 麻疃村 0 2 - 2024-06-01
""",
        asked={"default:kind": "institution"},
    ),
}
