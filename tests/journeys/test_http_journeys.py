"""Each of the six matters from an empty form to an archived case, page by page, as the people at the centre do it.

A journey is a story with its dates; every paper is opened through its link on the page and read. Due days are counted
by hand from the State Council's notice for 2026 (春节 15–23 February, worked on the 14th and the 28th; 清明 4–6 April).
"""

from __future__ import annotations

from dataclasses import replace

from engine.documents.registry import PAPERS
from engine.service.centre.accounts import add_account
from tests.journeys.support import paper_table
from tests.journeys.support.client import text_of, words
from tests.journeys.support.filling import CHECK
from tests.journeys.support.hall import Hall, page_says
from tests.journeys.support.paper_table import lacking
from tests.journeys.support.story import (
    arrive,
    ends,
    fill_in,
    insist,
    invisible,
    outcome_on,
    progress_by_hand,
    receive,
    told_of_everything,
)
from tests.support.launcher import TOWN

ALLOWANCE, PENSION, INVOICE = "高龄津贴申领", "城乡居民基本养老保险参保登记", "代开增值税普通发票"
IDENTITY, HOMESTEAD, FOOD = "居民身份证到期换领", "宅基地使用权及房屋所有权首次登记", "食品经营许可（新办）"


def test_allowance_with_a_later_item_brought_before_the_decision(hall: Hall) -> None:
    story = arrive(hall, ALLOWANCE, "clerk-wang", "王芳")
    told_of_everything(story)
    fill_in(story, without=["社保卡或一卡通复印件"])
    assert outcome_on(story.clerk) == "容缺受理"
    taken = [("高龄津贴申请审批表", "原件", 1), ("老人居民身份证", "原件核验", 1), ("户口簿本人页", "原件核验", 1)]

    receive(story)
    page_says(
        story.clerk.page, "社保卡或一卡通复印件：最迟2026年3月9日（星期一）", "由沙堰镇社会事务办公室办理，请移交材料。"
    )
    story.reads(
        story.clerk,
        "收件通知单",
        "receipt_notice",
        taken=taken,
        due="2026年3月11日",
        later=[("社保卡或一卡通复印件", "2026年3月9日")],
    )
    story.reads(story.clerk, "收件审核要点", "checkpoint_sheet", outcome="容缺受理", taken=taken)

    office = story.act("social-chen", "2026-03-03 10:05", "受理")  # seven working days: 3 4–6, 9–12 March
    story.reads(
        office,
        "容缺受理通知书",
        "provisional_acceptance_notice",
        authority="沙堰镇社会事务办公室",
        due="2026年3月12日",
        missing=[("社保卡或一卡通复印件", "复印件", "5个工作日2026年3月9日")],
    )
    page_says(office.page, "2026年3月12日（星期四）")
    story.act("social-chen", "2026-03-04 09:30", "完成本步骤", {"审查意见": "户籍和年龄一致，同意上报。"})
    county = story.act(
        "civil-zhou",
        "2026-03-05 15:00",
        "完成本步骤",
        {"户籍、死亡和养老待遇数据比对，老人健在且未重复领取": "通过", "审查意见": "比对无误。"},
    )
    assert not county.page.offers("准予")
    page_says(county.page, "容缺材料「社保卡或一卡通复印件」还没有补交，不能作出准予决定。")

    story.act(
        "clerk-li",
        "2026-03-06 09:20",
        "补交容缺材料",
        {"补交的材料": "社保卡或一卡通复印件", "形式": "复印件", "份数": "1"},
    )
    county = story.act("civil-zhou", "2026-03-06 11:00", "准予")
    story.reads(
        county,
        "准予决定书",
        "grant_decision",
        accepted="2026年3月3日",
        result="高龄津贴发放登记",
        opinions=[
            "镇级审核沙堰镇社会事务办公室户籍和年龄一致，同意上报。陈静2026年3月4日9时30分",
            "县级审批新野县民政局比对无误。周岚",
        ],
        award=("50.00元", "人民币伍拾元整"),
    )
    issuer = story.act("issuer-jin", "2026-03-09 09:00", "制证")
    story.reads(
        issuer,
        "高龄津贴发放登记",
        "certificate",
        title="高龄津贴发放登记",
        number="沙政务证〔2026〕第0001号",
        decided="2026年3月6日",
        text="经审核，张桂兰符合高龄津贴发放条件，自年满80周岁当月起按月发放，现行标准每月50元",
    )
    ends(
        story,
        "clerk-wang",
        ("issuer-jin", "2026-03-10 10:30"),
        "2026-03-11 17:00",
        result="准予",
        served=[("准予决定书", "沙政务准〔2026〕第0001号"), ("高龄津贴发放登记", "沙政务证〔2026〕第0001号")],
        taken=[*taken, ("社保卡或一卡通复印件", "复印件", 1)],
        hands=[
            "2026年3月2日9时10分收件王芳综合受理窗口",
            "受理陈静沙堰镇社会事务办公室",
            "完成审查步骤（镇级审核）陈静",
            "补交容缺材料（社保卡或一卡通复印件）李强",
            "准予决定周岚新野县民政局",
            "制证金鑫出证窗口",
            "送达金鑫",
        ],
    )


def test_pension_filed_by_a_relative_and_denied_because_of_a_double_enrolment(hall: Hall) -> None:
    story = arrive(hall, PENSION, "clerk-li", "李强", agent=True)
    told_of_everything(story)
    fill_in(story)
    assert outcome_on(story.clerk) == "通过"
    taken = [
        ("居民身份证", "原件核验", 1),
        ("城乡居民基本养老保险参保登记表", "原件", 1),
        ("委托书及代办人身份证", "原件", 1),
    ]

    story.clerk.page.tick("这份代办委托书已由申请人签名")
    receive(story)
    story.reads(story.clerk, "代办委托书", "mandate")
    story.reads(story.clerk, "收件通知单", "receipt_notice", taken=taken, due="2026年3月3日")
    story.reads(story.clerk, "收件审核要点", "checkpoint_sheet", outcome="通过", taken=taken)
    office = story.act("pension-zheng", "2026-03-02 10:00", "受理")
    story.reads(
        office,
        "受理通知书",
        "acceptance_notice",
        authority="新野县城乡居民基本养老保险服务中心",
        due="2026年3月3日",
        counted=["自2026年3月2日（周一）起算1个工作日，当日不计入", "3月3日：工作日，计入1天"],
    )
    invisible(story, "civil-zhou", office.page.address, *office.papers().values())

    story.act(
        "pension-zheng",
        "2026-03-02 14:40",
        "完成本步骤",
        {
            "全国参保数据比对无重复参保": "不通过",
            "「无重复参保」的说明": "2024年已在邓州市参保",
            "审查意见": "查到重复参保。",
        },
    )
    office = story.act("pension-feng", "2026-03-03 09:00", "完成本步骤", {"审查意见": "复核属实。"})
    assert not office.page.offers("准予")
    page_says(office.page, "「无重复参保」不符合，不能准予。")
    ground = "已在其他地方参保"
    office.press("不予准予", {"不予准予的情形": ground})
    page_says(office.page, "请填写「具体事实和理由」。")
    assert office.page.typed("不予准予的情形") == ground
    story.by("pension-feng", "2026-03-03 09:10")
    office.press("不予准予", {"具体事实和理由": "申请人2024年已在邓州市参加城乡居民基本养老保险。"})
    page_says(office.page, "不予准予：已办好。")
    story.reads(
        office,
        "不予决定书",
        "denial_decision",
        accepted="2026年3月2日",
        failed="无重复参保",
        ground=ground,
        reasons="申请人2024年已在邓州市参加城乡居民基本养老保险。",
        opinions=["2024年已在邓州市参保", "查到重复参保。郑丽", "复核属实。冯刚"],
    )
    ends(
        story,
        "clerk-li",
        ("issuer-wei", "2026-03-04 09:30"),
        "2026-03-04 17:00",
        result="不予准予",
        taken=taken,
        served=[("不予决定书", "沙政务不准〔2026〕第0001号")],
        hands=[
            "收件李强综合受理窗口",
            "完成审查步骤（数据比对）郑丽",
            "完成审查步骤（复核）冯刚",
            "不予决定冯刚",
            "送达魏红",
        ],
    )


def test_invoice_advised_once_then_received_under_the_same_number_and_done_that_day(hall: Hall) -> None:
    story = arrive(hall, INVOICE, "clerk-wang", "王芳")
    told_of_everything(story)
    story.said["answers"]["货物明细"][1]["单价"] = "74元"
    fill_in(story, without=["代开增值税发票缴纳税款申报单"])
    assert outcome_on(story.clerk) == "补正"

    insist(story.clerk, "一次性告知")
    assert story.clerk.page.title.startswith("已一次性告知")
    number = words(story.clerk.page.soup.find(class_="number"))
    story.told = replace(story.told, number=number)
    notice = story.reads(
        story.clerk,
        "一次性告知单",
        "one_time_notice",
        number="沙政务告〔2026〕第0001号",
        missing=[
            "请补交「代开增值税发票缴纳税款申报单」",
            "各行数量乘单价加起来不等于不含税金额，请更正明细或不含税金额。",
        ],
        conditions=["所报的业务真实发生", "应纳税款已缴清"],
        materials=["代开增值税发票缴纳税款申报单", "申请人身份证"],
        fee="按规定缴纳应纳税款",
    )
    assert notice.count("沙政务告〔2026〕第0001号") == 5  # three on the first page, two on the list
    assert "第1页共2页" in notice
    assert "房屋权属证明" not in notice  # not asked in this situation

    clerk = story.by("clerk-li", "2026-03-03 09:00")
    clerk.press("继续收件")
    story.clerk = clerk
    assert clerk.page.typed("购买方名称") == "新野县示范餐饮有限公司"
    clerk.page.answer("单价", "75元", clerk.page.rows("货物明细")[1])
    clerk.page.choose("代开增值税发票缴纳税款申报单", "已交")
    clerk.press(CHECK)
    assert outcome_on(clerk) == "通过"
    receive(story)
    assert story.number == number
    taken = [("代开增值税发票缴纳税款申报单", "原件", 1), ("申请人身份证", "原件核验", 1)]
    story.reads(clerk, "收件通知单", "receipt_notice", taken=taken, due="2026年3月3日")
    story.reads(clerk, "收件审核要点", "checkpoint_sheet", outcome="通过", taken=taken)

    clerk = story.act("clerk-li", "2026-03-03 09:05", "受理")  # 收件即受理: the counter itself
    story.reads(
        clerk,
        "受理通知书",
        "acceptance_notice",
        authority="国家税务总局新野县税务局沙堰税务分局",
        due="2026年3月3日",
        counted=["当日办结"],
    )
    story.act("tax-jiang", "2026-03-03 09:30", "完成本步骤", {"审查意见": "税款已缴清。"})
    office = story.act("tax-jiang", "2026-03-03 09:32", "准予")
    story.reads(
        office,
        "准予决定书",
        "grant_decision",
        accepted="2026年3月3日",
        result="增值税普通发票（代开）",
        opinions=["征税国家税务总局新野县税务局沙堰税务分局税款已缴清。蒋平"],
    )
    issuer = story.act("issuer-jin", "2026-03-03 09:45", "制证")
    story.reads(
        issuer,
        "增值税普通发票（代开）",
        "certificate",
        title="增值税普通发票（代开）",
        number="沙政务证〔2026〕第0001号",
        decided="2026年3月3日",
        text="代开增值税普通发票或数电发票。销售方：张桂兰，统一社会信用代码：无（个人）；购买方：新野县示范餐饮有限公司，统一社会信用代码：91419999MA00000001；应税项目：货物销售，货物：大葱、黄牛肉，数量：100、10，单价：12.50元、75元；不含税金额2,000元，适用征收率1%，应纳增值税20元",
    )
    ends(
        story,
        "clerk-wang",
        ("issuer-jin", "2026-03-03 10:00"),
        "2026-03-03 17:00",
        result="准予",
        taken=taken,
        served=[("准予决定书", "沙政务准〔2026〕第0001号"), ("增值税普通发票（代开）", "沙政务证〔2026〕第0001号")],
        hands=["一次性告知王芳综合受理窗口", "收件李强综合受理窗口", "受理李强", "制证金鑫出证窗口"],
    )


def test_identity_card_through_three_steps_in_two_police_departments(hall: Hall) -> None:
    story = arrive(hall, IDENTITY, "clerk-zhao", "赵敏")
    told_of_everything(story)
    fill_in(story)
    assert outcome_on(story.clerk) == "通过"
    taken = [("原居民身份证", "原件核验", 1), ("居民身份证申领登记表", "原件", 1)]

    receive(story)
    story.reads(story.clerk, "收件通知单", "receipt_notice", taken=taken, due="2026年3月30日")
    story.reads(story.clerk, "收件审核要点", "checkpoint_sheet", outcome="通过", taken=taken)
    station = story.act("station-han", "2026-03-02 15:10", "受理")
    story.reads(
        station,
        "受理通知书",
        "acceptance_notice",
        authority="新野县公安局沙堰派出所",
        due="2026年3月30日",
        counted=["起算20个工作日，当日不计入", "3月28日至3月29日：周末，不计", "3月30日：工作日，计入1天"],
    )
    invisible(story, "clerk-wang", station.page.address, *station.papers().values())
    invisible(story, "social-chen", station.page.address)
    assert not hall.case("station-yang", story.number).page.offers("准予")

    story.act("station-han", "2026-03-03 09:00", "完成本步骤", {"审查意见": "人像指纹比对一致。"})
    story.act("station-han", "2026-03-03 15:00", "完成本步骤", {"审查意见": "登记项目无误，同意上报。"})
    story.act("police-zhu", "2026-03-06 10:00", "完成本步骤", {"审查意见": "同意签发。"})
    county = story.act("police-zhu", "2026-03-06 10:05", "准予")
    story.reads(
        county,
        "准予决定书",
        "grant_decision",
        accepted="2026年3月2日",
        result="居民身份证",
        opinions=[
            "人像指纹比对新野县公安局沙堰派出所人像指纹比对一致。韩磊",
            "派出所审核新野县公安局沙堰派出所",
            "县公安局签发新野县公安局同意签发。朱明",
        ],
    )
    issuer = story.act("issuer-jin", "2026-03-17 09:20", "制证")
    story.reads(
        issuer,
        "居民身份证",
        "certificate",
        title="居民身份证",
        number="沙政务证〔2026〕第0001号",
        decided="2026年3月6日",
        text="准予张桂兰（公民身份号码419999199805100022）到期换领居民身份证（原证有效期至2026年6月2日），新证有效期限20年。"
        "领取新证时交回原证。",
        valid_until="2046年3月6日",
    )
    ends(
        story,
        "clerk-sun",
        ("issuer-jin", "2026-03-18 09:45"),
        "2026-03-19 17:00",
        result="准予",
        taken=taken,
        served=[("准予决定书", "沙政务准〔2026〕第0001号"), ("居民身份证", "沙政务证〔2026〕第0001号")],
        hands=[
            "收件赵敏公安专项窗口",
            "受理韩磊新野县公安局沙堰派出所",
            "完成审查步骤（县公安局签发）朱明新野县公安局",
        ],
    )


def test_homestead_with_a_public_notice_whose_days_do_not_count(hall: Hall) -> None:
    story = arrive(hall, HOMESTEAD, "clerk-wang", "王芳")
    told_of_everything(story)
    fill_in(story)
    assert outcome_on(story.clerk) == "通过"
    source = "宅基地批准书、建设用地使用证等权属来源材料"
    taken = [("不动产登记申请书", "原件", 1), ("申请人身份证和户口簿", "原件核验", 1), (source, "原件", 1)]

    receive(story)
    story.reads(story.clerk, "收件通知单", "receipt_notice", taken=taken, due="2026年3月16日")
    story.reads(story.clerk, "收件审核要点", "checkpoint_sheet", outcome="通过", taken=taken)
    centre = story.act("land-xu", "2026-03-03 09:15", "受理")
    story.reads(
        centre,
        "受理通知书",
        "acceptance_notice",
        authority="新野县不动产登记中心",
        due="2026年3月17日",
        counted=["登记前公告公示15个工作日", "自2026年3月3日（周二）起算10个工作日，当日不计入"],
    )
    story.act("land-xu", "2026-03-05 11:00", "完成本步骤", {"审查意见": "权籍调查成果与申请一致。"})
    centre = story.act("land-xu", "2026-03-06 09:00", "开始特别程序")
    # Fifteen working days from the 6th: 9–13, 16–20, 23–27 March.
    story.reads(
        centre,
        "特别程序告知书",
        "special_procedure_notice",
        step="登记前公告",
        department="新野县不动产登记中心",
        ends="2026年3月27日",
    )
    page_says(centre.page, "公示，2026年3月6日（星期五）起停止计时")
    page_says(progress_by_hand(story).page, "正在公示，这段时间不计入办理时限。")

    early = story.by("land-he", "2026-03-26 16:00")
    assert not early.page.offers("结束特别程序")
    page_says(early.page, "公示要满15个工作日，最后一天是2026-03-27，过了这一天才能结束。")
    centre = story.act("land-he", "2026-03-30 09:00", "结束特别程序", {"特别程序的结果": "公示期满，没有异议。"})
    # Ten working days from 3 March: 4, 5, 6 March (3), nothing until the 27th, 30 and 31 March and 1–3 April (8),
    # 4–6 April is 清明, 7 and 8 April (10).
    page_says(
        centre.page, "2026年4月8日（星期三）", "3月7日至3月27日：特别程序期间不计", "4月4日至4月6日：清明节假期，不计"
    )
    page_says(progress_by_hand(story).page, "最迟2026年4月8日（星期三）")

    story.act("land-xu", "2026-03-30 10:00", "完成本步骤", {"审查意见": "公告期满无异议。"})
    story.act(
        "land-he",
        "2026-03-31 10:00",
        "完成本步骤",
        {
            "登记前公告不少于15个工作日且没有异议": "通过",
            "权属来源清楚": "通过",
            "不在权属争议范围内": "通过",
            "不在征收冻结范围内": "通过",
            "没有违法占用永久基本农田或其他耕地建房": "通过",
            "不是城镇居民购买的农村宅基地或“小产权房”": "通过",
            "审查意见": "权属清楚，准予登记。",
        },
    )
    centre = story.act("land-he", "2026-04-01 09:00", "准予")
    decision = story.reads(
        centre,
        "准予决定书",
        "grant_decision",
        accepted="2026年3月3日",
        result="不动产权证书",
        opinions=[
            "权籍调查核对新野县不动产登记中心权籍调查成果与申请一致。许峰",
            "审核新野县不动产登记中心权属清楚，准予登记。何琴",
        ],
    )
    assert "登记前公告（公示）：2026年3月6日至2026年3月27日，所用时间没有计入办理期限。" in decision
    issuer = story.act("issuer-wei", "2026-04-02 09:00", "制证")
    story.reads(
        issuer,
        "不动产权证书",
        "certificate",
        title="不动产权证书",
        number="沙政务证〔2026〕第0001号",
        decided="2026年4月1日",
        text="王建军对坐落于河南省南阳市新野县沙堰镇东河村、不动产单元号411329102201JC00001F00010001的宅基地使用权及房屋所有权",
    )
    ends(
        story,
        "clerk-wang",
        ("issuer-wei", "2026-04-03 09:30"),
        "2026-04-03 17:00",
        result="准予",
        taken=taken,
        served=[("准予决定书", "沙政务准〔2026〕第0001号"), ("不动产权证书", "沙政务证〔2026〕第0001号")],
        hands=["开始特别程序，停止计时（登记前公告）许峰", "特别程序结束，恢复计时（登记前公告）何琴", "准予决定何琴"],
    )


def test_food_licence_with_a_promise_instead_of_the_list_of_rules(hall: Hall) -> None:
    story = arrive(hall, FOOD, "clerk-li", "李强")
    told_of_everything(story)
    rules = "保证食品安全的规章制度目录清单"
    fill_in(story, promised=[rules])
    assert outcome_on(story.clerk) == "通过"
    paper = text_of(story.clerk.printed(f"打印承诺书：{rules}"))
    before = ["存证号", "办件编号", "沙政务诺〔2026〕第0001号"]  # there is no case yet
    assert lacking("promise", paper, story.told, material=rules) == before
    assert "（未编号）" in paper

    story.clerk.press("收件")
    page_says(story.clerk.page, "还不能收件", "请先打印告知承诺书，由申请人签名后再收件")
    story.clerk.page.tick("承诺书已由申请人签名")
    receive(story)
    plan = "经营场所平面布局图和操作流程图"
    taken = [("食品经营许可申请书", "原件", 1), ("营业执照", "原件核验", 1), (plan, "原件", 1)]
    story.reads(story.clerk, "收件通知单", "receipt_notice", taken=taken, due="2026年3月9日", promised=[rules])
    story.reads(story.clerk, "收件审核要点", "checkpoint_sheet", outcome="通过", taken=[*taken, (rules, "", 0)])
    story.reads(story.clerk, "告知承诺书", "promise", material=rules)

    county = story.act("county-kong", "2026-03-03 09:00", "受理")
    story.reads(
        county,
        "受理通知书",
        "acceptance_notice",
        authority="新野县市场监督管理局",
        due="2026年3月10日",
        counted=["自2026年3月3日（周二）起算5个工作日，当日不计入", "3月7日至3月8日：周末，不计"],
    )
    story.act("county-kong", "2026-03-03 10:00", "完成本步骤", {"审查意见": "材料齐全。"})
    site = next(c.says for c in story.told.matter.checkpoints if c.name == "现场核查")
    story.act("market-lv", "2026-03-05 10:00", "完成本步骤", {site: "通过", "审查意见": "现场与申报一致。"})
    story.act(
        "county-cao",
        "2026-03-06 10:00",
        "完成本步骤",
        {
            "配备食品安全总监或食品安全员（王芳），人员与制度要求相符": "通过",
            "经营者及其法定代表人没有被吊销许可证未满五年的情形": "通过",
            "没有因隐瞒真实情况或提供虚假材料被不予受理、不予许可未满一年的情形": "通过",
            "审查意见": "同意。",
        },
    )
    county = story.act("county-cao", "2026-03-06 10:10", "准予", {"决定理由": "经审查，符合规定条件。"})
    story.reads(
        county,
        "准予决定书",
        "grant_decision",
        accepted="2026年3月3日",
        result="食品经营许可证",
        opinions=[
            "现场核查新野县市场监督管理局沙堰市场监管所现场与申报一致。吕波",
            "审批新野县市场监督管理局同意。曹颖",
        ],
    )
    issuer = story.act("issuer-jin", "2026-03-09 09:00", "制证")
    story.reads(
        issuer,
        "食品经营许可证",
        "certificate",
        title="食品经营许可证",
        number="沙政务证〔2026〕第0001号",
        decided="2026年3月6日",
        valid_until="2031年3月6日",
        text="在新野县沙堰镇东河村1号从事食品经营，主体业态：餐饮服务经营者，经营项目：热食类食品制售。许可证编号沙政务证〔2026〕第0001号，发证日期2026年3月6日",
    )
    ends(
        story,
        "clerk-li",
        ("issuer-jin", "2026-03-10 09:30"),
        "2026-03-10 17:00",
        result="准予",
        taken=[*taken, (rules, "告知承诺书", 1)],
        served=[("准予决定书", "沙政务准〔2026〕第0001号"), ("食品经营许可证", "沙政务证〔2026〕第0001号")],
        hands=["完成审查步骤（现场核查）吕波新野县市场监督管理局沙堰市场监管所", "准予决定曹颖新野县市场监督管理局"],
    )


def test_food_licence_refused_because_none_is_needed(hall: Hall) -> None:
    story = arrive(hall, FOOD, "clerk-wang", "王芳", 是否仅销售预包装食品="是")
    fill_in(story)
    assert outcome_on(story.clerk) == "不予受理"
    plan, rules = "经营场所平面布局图和操作流程图", "保证食品安全的规章制度目录清单"
    taken = [("食品经营许可申请书", "原件", 1), ("营业执照", "原件核验", 1), (plan, "原件", 1), (rules, "原件", 1)]
    receive(story)  # the applicant insists
    story.reads(story.clerk, "收件通知单", "receipt_notice", taken=taken, due="2026年3月9日")

    county = story.by("county-kong", "2026-03-03 10:10")
    assert not county.page.offers("受理")
    ground = "仅销售预包装食品、销售食用农产品等依法不需要取得许可"
    reasons = "申请人仅销售预包装食品，依法不需要取得食品经营许可，请办理仅销售预包装食品备案。"
    county.press("不予受理", {"不予受理的情形": ground, "具体事实和理由": reasons})
    story.reads(
        county, "不予受理通知书", "refusal_notice", authority="新野县市场监督管理局", ground=ground, reasons=reasons
    )
    invisible(story, "tax-jiang", county.page.address, *county.papers().values())
    ends(
        story,
        "clerk-wang",
        ("issuer-wei", "2026-03-04 09:30"),
        "2026-03-04 17:00",
        result="不予受理",
        taken=taken,
        served=[("不予受理通知书", "沙政务不受〔2026〕第0001号")],
        hands=["不予受理孔德新野县市场监督管理局", "送达魏红出证窗口"],
    )


def test_one_person_with_two_accounts_never_does_two_parts_of_one_case(hall: Hall) -> None:
    add_account(
        hall.service,
        TOWN,
        "wang-tax",
        hall.password,
        name="王芳",
        role="审批",
        person="clerk-wang",
        department="税务分局",
    )
    story = arrive(hall, INVOICE, "clerk-wang", "王芳")
    fill_in(story)
    receive(story)
    story.act("clerk-wang", "2026-03-02 09:20", "受理")
    second = story.by("wang-tax", "2026-03-02 09:30")

    second.press("完成本步骤", {"审查意见": "税款已缴清。"})

    assert second.page.status == 409
    page_says(second.page, "王芳")
    assert second.page.typed("审查意见") == "税款已缴清。"
    assert hall.stored(story.number).history[-1].kind == "document_issued"


def test_the_table_of_papers_has_a_row_for_every_paper_that_is_issued() -> None:
    assert set(paper_table.PAPERS) == {paper.type for paper in PAPERS.values() if paper.series}
