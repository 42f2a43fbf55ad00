"""The courses that leave the ordinary one, page by page, as the people at the centre meet them.

A food licence is taken through each: put right, accepted by silence, extended, withdrawn, terminated, taken back, sent
to another desk; and its paper file goes from hand to hand. Due days are counted by hand.
"""

from __future__ import annotations

from urllib.parse import urljoin

from tests.journeys.support.client import text_of
from tests.journeys.support.hall import Hall, page_says
from tests.journeys.support.story import Story, arrive, fill_in, found_by, outcome_on, progress_by_hand, receive
from tests.support.scans import archive, pdf, picture

FOOD, INVOICE = "食品经营许可（新办）", "代开增值税普通发票"
PLAN, RULES = "经营场所平面布局图和操作流程图", "保证食品安全的规章制度目录清单"


def at_the_counter(hall: Hall, *, promised: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> Story:
    """A food licence received on Monday, 2 March 2026."""
    story = arrive(hall, FOOD, "clerk-li", "李强")
    fill_in(story, promised=promised, without=without)
    if promised:
        story.clerk.page.tick("承诺书已由申请人签名")
    receive(story)
    return story


def in_review(hall: Hall) -> Story:
    story = at_the_counter(hall)
    story.act("county-kong", "2026-03-03 09:00", "受理")
    return story


def granted(hall: Hall, **parts: tuple[str, ...]) -> Story:
    story = at_the_counter(hall, **parts)
    story.act("county-kong", "2026-03-03 09:00", "受理")
    story.act("county-kong", "2026-03-03 10:00", "完成本步骤", {"审查意见": "材料齐全。"})
    site = next(c.says for c in story.told.matter.checkpoints if c.name == "现场核查")
    story.act("market-lv", "2026-03-05 10:00", "完成本步骤", {site: "通过", "审查意见": "现场与申报一致。"})
    safety = "配备食品安全总监或食品安全员（王芳），人员与制度要求相符"
    revoked = "经营者及其法定代表人没有被吊销许可证未满五年的情形"
    untrue = "没有因隐瞒真实情况或提供虚假材料被不予受理、不予许可未满一年的情形"
    judged = {safety: "通过", revoked: "通过", untrue: "通过", "审查意见": "同意。"}
    story.act("county-cao", "2026-03-06 10:00", "完成本步骤", judged)
    story.act("county-cao", "2026-03-06 10:10", "准予")
    return story


def test_what_was_left_out_is_told_at_once_brought_and_received_under_the_same_number(hall: Hall) -> None:
    story = arrive(hall, FOOD, "clerk-li", "李强")
    fill_in(story, without=[PLAN, RULES])
    assert outcome_on(story.clerk) == "补正"
    receive(story)  # the applicant leaves the papers here and goes home with one notice
    due = "2026年3月23日"  # fifteen working days after 2 March
    defects = [f"请补交「{PLAN}」", f"请补交「{RULES}」"]
    story.reads(
        story.clerk, "补正通知书", "correction_notice", received="2026年3月2日9时10分", defects=defects, due=due
    )

    seen = progress_by_hand(story)
    page_says(seen.page, "待补正", *defects, f"最迟{due}")

    clerk = story.by("clerk-wang", "2026-03-05 09:30")  # another clerk of the window
    page_says(clerk.page, "申请人再来时，收下补正", *defects)
    clerk.press("打开表，收下补正")
    story.clerk = clerk
    fill_in(story)
    assert outcome_on(clerk) == "通过"
    assert not clerk.page.offers("一次性告知")
    clerk.press("收下补正")
    page_says(clerk.page, "已收件", story.number)

    county = story.by("county-kong", "2026-03-06 09:00")
    page_says(county.page, "已收件")
    county = story.act("county-kong", "2026-03-06 09:10", "受理")
    page_says(county.page, "2026年3月13日")  # five working days after 受理 on the 6th
    kinds = [e.kind for e in hall.stored(story.number).history if e.kind != "document_issued"]
    assert kinds == ["received", "correction_asked", "corrected", "accepted"]


def test_a_clock_set_back_takes_nothing_in_and_keeps_what_was_typed(hall: Hall) -> None:
    at_the_counter(hall)
    before = hall.service.store.head(hall.town.id)
    story = arrive(hall, FOOD, "clerk-wang", "王芳")
    fill_in(story)
    hall.at("2026-03-02 09:05")
    story.clerk.press("收件")
    said = "服务器的时钟是2026-03-02 09:05:00，早于最近一次办理的时间2026-03-02 09:10:00，什么也没有保存。"
    page_says(
        story.clerk.page,
        said,
        "请系统管理员把时钟调准后再办理；"
        "时钟没有错、是那次记录的时间错了的，停下服务，由两个人运行 onewindow clock correct 更正。",
    )
    assert "收件通知单" not in story.clerk.page.text
    assert hall.service.store.head(hall.town.id) == before
    hall.at("2026-03-02 09:10")
    receive(story)
    assert hall.stored(story.number).state == "received"


def test_what_was_scanned_at_the_counter_is_looked_at_in_the_department(hall: Hall) -> None:
    story = arrive(hall, FOOD, "clerk-li", "李强")
    clerk, plan, photograph = story.clerk, pdf(2), picture()
    clerk.press("上传扫描件、照片")
    clerk.upload("上传", {"属于哪一项": PLAN}, [("平面图.pdf", plan), ("现场.pdf", archive())])
    page_says(clerk.page, "没有上传", "「现场.pdf」是压缩包", "请解压")
    clerk.upload("上传", {"属于哪一项": PLAN}, [("平面图.pdf", plan), ("现场.jpg", photograph)])
    page_says(clerk.page, "已上传 2 个文件", "1. 平面图.pdf", "2. 现场.jpg")
    clerk.press("「现场.jpg」上移")
    page_says(clerk.page, "1. 现场.jpg", "2. 平面图.pdf")
    clerk.follow("传完了，回到申请表")
    page_says(clerk.page, "已上传 2 个文件")
    fill_in(story)
    receive(story)

    county = story.by("county-kong", "2026-03-03 09:00")
    page_says(county.page, "扫描件、照片", "现场.jpg", "平面图.pdf")
    link = county.page.link("平面图.pdf")
    assert link["target"] == "_blank"
    assert county.pdf(urljoin(county.page.address, str(link["href"]))) == plan


def test_a_second_notice_with_an_old_defect_waits_for_the_supervisor(hall: Hall) -> None:
    story = at_the_counter(hall)
    story.act("county-kong", "2026-03-03 09:00", "一次性通知补正", {f"「{PLAN}」要怎样补正": "平面图没有标明面积。"})
    clerk = story.by("clerk-li", "2026-03-04 09:00")
    clerk.press("打开表，收下补正")
    clerk.press("收下补正")
    county = story.by("county-kong", "2026-03-05 09:00")
    written = {"「营业执照」要怎样补正": "营业执照看不清。"}
    county.press("一次性通知补正", written)
    page_says(county.page, "「营业执照」在第一次申请时就能看出来", "请监督岗位在本办件上签署同意")
    assert hall.stored(story.number).state == "received"

    supervisor = found_by(story, "supervisor-tao")
    supervisor.press("同意再次通知补正", {"同意再次通知补正的理由": "首次审查漏看，已约谈。"})
    page_says(supervisor.page, "同意再次通知补正：已办好。")
    again = story.act("county-kong", "2026-03-05 10:00", "一次性通知补正", written)
    text = text_of(again.paper("补正通知书"))
    assert "营业执照看不清。" in text and "第2次补正通知" in text


def test_silence_of_five_working_days_accepts_the_licence_from_the_day_of_receipt(hall: Hall) -> None:
    story = at_the_counter(hall)
    hall.at("2026-03-09 17:00")  # the fifth working day
    page_says(found_by(story, "supervisor-tao").page, "已收件")

    county = story.by("county-kong", "2026-03-10 09:00")  # opening the case is enough; nobody has to wake anything
    assert not county.page.offers("受理")
    page_says(county.page, "视为受理")
    case = hall.stored(story.number)
    assert (case.deemed, case.accepted_on and case.accepted_on.isoformat()) == (True, "2026-03-02")
    assert [e.kind for e in case.history if e.kind != "document_issued"][:2] == ["received", "deemed_accepted"]
    assert "2026年3月2日" in text_of(county.paper("受理通知书"))


def test_what_was_not_put_right_in_time_ends_with_a_notice(hall: Hall) -> None:
    story = at_the_counter(hall, without=(PLAN,))
    clerk = story.by("clerk-li", "2026-03-24 09:00")
    page_says(clerk.page, "已终止")
    assert not clerk.page.offers("打开表，收下补正")
    story.reads(
        clerk,
        "终止办理通知书",
        "termination_notice",
        received="2026年3月2日9时10分",
        reason="逾期没有补正",
        text="最迟2026-03-23补正",
    )
    page_says(progress_by_hand(story).page, "已终止")
    story.act("clerk-li", "2026-03-24 10:00", "归档")


def test_the_limit_is_extended_once_in_writing(hall: Hall) -> None:
    story = in_review(hall)
    reasons = {"批准延长的本机关负责人": "孔德（副局长）", "延长期限的理由": "现场正在装修，需要再次核查。"}
    county = story.act("county-cao", "2026-03-09 09:00", "延长办理期限", reasons)
    story.reads(
        county,
        "延期告知书",
        "extension_notice",
        length="5个工作日",
        approver="孔德（副局长）",
        reasons="现场正在装修，需要再次核查。",
        due="2026年3月17日",  # 10 March and five working days
    )
    page_says(county.page, "2026年3月17日")
    assert not county.page.offers("延长办理期限")


def test_the_applicant_withdraws(hall: Hall) -> None:
    story = in_review(hall)
    clerk = story.act("clerk-wang", "2026-03-04 09:00", "撤回申请", {"撤回的原因": "不开店了。"})
    story.reads(clerk, "办结通知", "closing_notice", result="申请人撤回申请")
    page_says(progress_by_hand(story).page, "已撤回")
    story.act("clerk-wang", "2026-03-04 10:00", "归档")


def test_the_department_ends_what_can_no_longer_be_decided(hall: Hall) -> None:
    story = in_review(hall)
    facts = {"终止办理的情形": "法人或者其他组织终止", "具体事实和依据": "申请人已经注销登记。"}
    county = story.act("county-cao", "2026-03-04 09:00", "终止办理", facts)
    story.reads(
        county,
        "终止办理通知书",
        "termination_notice",
        received="2026年3月2日9时10分",
        reason="法人或者其他组织终止",
        text="申请人已经注销登记。",
    )


def test_a_step_goes_to_the_right_desk(hall: Hall) -> None:
    story = in_review(hall)
    to = {"转到哪个部门": "市场监管所", "转办的原因": "先由所里核对。"}
    county = story.by("county-kong", "2026-03-03 10:00")
    options = [str(one.get("value")) for one in county.page.field("转到哪个部门").find_all("option")]
    to["转到哪个部门"] = next(one for one in options if "市场" in one and one)
    county.press("转办", to)
    page_says(county.page, "转办：已办好。")
    other = story.act("market-lv", "2026-03-03 11:00", "完成本步骤", {"审查意见": "已核对。"})
    page_says(other.page, "完成本步骤：已办好。")


def test_a_false_promise_takes_the_licence_back(hall: Hall) -> None:
    story = granted(hall, promised=(RULES,))
    story.act(
        "county-cao",
        "2026-03-20 09:00",
        "核查告知承诺",
        {"核查哪一项承诺": RULES, "核查结果": "不属实", "怎样核查的、查到了什么": "现场没有任何制度文件。"},
    )
    county = story.act(
        "county-cao", "2026-03-23 09:00", "撤销决定", {"撤销的事实和依据": "承诺不属实，申请人没有申辩。"}
    )
    story.reads(
        county,
        "撤销决定书",
        "revocation_decision",
        papers=["沙政务准〔2026〕第0001号"],
        facts="现场没有任何制度文件。",
        reasons="承诺不属实，申请人没有申辩。",
    )
    page_says(progress_by_hand(story).page, "已撤销")


def test_the_paper_file_goes_from_the_counter_to_the_department_and_both_sign(hall: Hall) -> None:
    story = at_the_counter(hall)
    taken = [("食品经营许可申请书", "原件", 1), ("营业执照", "原件核验", 1), (PLAN, "原件", 1), (RULES, "原件", 1)]
    clerk = story.by("clerk-li", "2026-03-02 16:00")
    options = [str(one.get("value")) for one in clerk.page.choices("移交给").find_all("input")]
    to = next(one for one in options if one not in ("出证",))
    clerk.press("移交纸质材料", {"移交给": to})
    department = hall.town.department_name(to)
    story.reads(clerk, "移交清单", "handover_list", to=department, materials=taken)
    page_says(clerk.page, "纸质材料", department)

    county = story.by("county-kong", "2026-03-02 16:30")
    for name, _form, _copies in taken:
        county.page.tick(name)
    county.press("签收纸质材料")
    page_says(county.page, "纸质材料", "孔德")
    assert hall.stored(story.number).holder.person == "county-kong"  # type: ignore[union-attr]


def test_a_lost_notice_is_printed_again_and_marked(hall: Hall) -> None:
    story = at_the_counter(hall)
    number = hall.stored(story.number).documents[0].number
    clerk = story.act("clerk-li", "2026-03-03 11:00", "补打文书", {"补打哪一份": number, "补打的原因": "申请人遗失。"})
    assert "补打第1次2026-03-0311:00" in text_of(clerk.paper("收件通知单（补打第1次）"))
    assert "补打" not in text_of(clerk.paper("收件通知单"))
