"""The 申请表: blank from the definition of a matter with a question of every kind, and with what was typed into it."""

from __future__ import annotations

import io

import pypdf
import pytest

from engine.case.events import Actor
from engine.documents.occasion import Occasion
from engine.documents.registry import data_for
from engine.documents.render import preview
from tests.documents.support.samples import APPLICANT, APPROVER, CLERK, TYPED, form_of


def sheets(occasion: Occasion) -> list[str]:
    """The text of each page, white space removed."""
    pdf = preview("application_form", occasion)
    return ["".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def lacking(text: str, *wanted: str) -> list[str]:
    return [words for words in wanted if words not in text]


@pytest.fixture(scope="module")
def blank() -> str:
    return "".join(sheets(form_of({})))


@pytest.fixture(scope="module")
def filled() -> str:
    return "".join(sheets(form_of(TYPED)))


def test_a_blank_asks_everything_in_the_order_of_the_form(blank: str) -> None:
    labels = [
        "一、申请人", "申请人类型□个人□企业", "申请人姓名", "申请人身份证号", "申请人手机号",
        "二、代办", "是否由他人代办□是□否", "代办人类别", "代办人姓名", "代办人身份证号",
        "三、事项内容", "统一社会信用代码", "收款账号", "船籍港", "船龄", "总长", "改造费用", "完工日期", "建造年月",
        "是否贷款□是□否", "贷款银行", "船体材质□钢质□木质□玻璃钢", "作业方式□刺网□张网□钓具",
        "改造了什么（选填）", "完工照片□随表附上", "船员", "设备",
        "四、随表提交的材料", "五、申请人声明", "六、个人信息的使用",
    ]  # fmt: skip
    places = [blank.find(label) for label in labels]

    assert -1 not in places
    assert places == sorted(places)


def test_a_blank_says_units_hints_and_conditions_in_the_words_of_the_page(blank: str) -> None:
    wanted = (
        "当「由他人代办」为“是”时填写", "当「申请人类型」为“企业”时填写", "当「是否贷款」为“是”时填写",
        "船龄年", "总长米不到12米的不补", "改造费用元用于：核定补助时核对", "完工日期年月日", "建造年月年月",
        "省市县（市、区）乡镇（街道）村（社区）按登记证填写", "“证书号”当「是否持证」为“是”时填写。",
    )  # fmt: skip

    assert lacking(blank, *wanted) == []


def test_what_is_asked_or_brought_at_a_step_is_left_out(blank: str, filled: str) -> None:
    assert "实测总长" not in blank + filled
    assert "检验报告" not in blank + filled


def test_rows_to_fill_in_stand_in_a_table_and_where_there_are_many_columns_one_below_the_other(blank: str) -> None:
    crew = "□船长□轮机长□普通船员□其他人员□是□否"

    assert "序姓名身份证号职务是否持证证书号" + "".join(f"{n}{crew}" for n in (1, 2, 3, 4)) + "“证书号”" in blank
    assert blank.count("设备名称型号厂家数量台单价元购买日期年月日发票号新旧□新□旧") == 3


def test_the_list_of_materials_says_how_many_in_which_form_and_when(blank: str) -> None:
    wanted = (
        "1渔船登记证在有效期内原件核验或电子1□已交", "2改造发票复印件2可容缺，5个工作日内补交□已交",
        "3贷款合同复印件1当「是否贷款」为“是”时要交□已交",
        "4无欠税证明原件1系统查到的不用交；可用告知承诺书代替□已交□承诺代替",
    )  # fmt: skip

    assert lacking(blank, *wanted) == []


def test_a_blank_names_nobody_and_has_no_number(blank: str) -> None:
    assert "☑" not in blank
    assert lacking(blank, "收件人（窗口填）收件时间", "事项版本") == []
    for words in ("未编号", "办件编号", "系统填", "None", "存证号"):
        assert words not in blank


def test_every_page_has_the_title_and_its_number() -> None:
    pages = sheets(form_of({}))

    assert len(pages) == 3
    assert all("渔船改造补助申领申请表" in page for page in pages)
    assert all(f"第{number}页共3页" in page for number, page in enumerate(pages, start=1))


def test_a_table_over_several_pages_repeats_its_head() -> None:
    rows = [{"姓名": f"船员{number}", "职务": "船长"} for number in range(1, 7)]
    data = data_for("application_form", form_of(TYPED))
    crew = next(q for part in data["parts"] for q in part["questions"] if q["label"] == "船员")
    assert len(crew["rows"]) == 2
    more = form_of(TYPED | {"answers": TYPED["answers"] | {"船员": rows, "改造说明": "一行\n" * 30}})
    pages = [page for page in sheets(more) if "轮机长" in page]

    assert len(pages) == 2
    assert all("序姓名身份证号职务是否持证证书号" in page for page in pages)


def test_what_was_typed_stands_in_its_place(filled: str) -> None:
    wanted = (
        "办理渠道□窗口☑村级代办□网上", "申请人类型☑个人□企业", "申请人姓名阿卜杜拉·买买提", "申请人手机号13800000000",
        "是否由他人代办☑是□否", "代办人类别亲属", "代办人姓名李𬭊", "代办人身份证号419999197505050022",
        "收款账号6217000000000000005", "船籍港河南省南阳市新野县沙堰镇东河村", "船龄12年", "改造费用120,000.50元",
        "完工日期2026年2月20日", "建造年月2014年5月", "是否贷款□是☑否", "船体材质□钢质□木质☑玻璃钢",
        "作业方式☑刺网□张网☑钓具", "换了机舱隔板；加装了北斗终端。", "完工照片左舷.jpg、右舷.jpg",
        "1李大江419999198503040010☑船长□轮机长□普通船员□其他人员☑是□否C0017",
        "2周小河□船长□轮机长☑普通船员□其他人员□是☑否不用填", "设备没有填写",
        "渔船登记证在有效期内原件核验或电子1☑已交", "□已交☑承诺代替",
    )  # fmt: skip

    assert lacking(filled, *wanted) == []


def test_what_cannot_be_read_stands_as_it_was_typed(filled: str) -> None:
    assert "总长十五米多" in filled


def test_what_does_not_apply_is_not_filled_in_whatever_was_typed(filled: str) -> None:
    assert "贷款银行不用填" in filled
    assert "后来没有贷" not in filled
    assert "统一社会信用代码不用填" in filled
    assert "贷款合同" not in filled


def test_nobody_signs_for_an_agent_who_is_not_there(blank: str, filled: str) -> None:
    alone = "".join(sheets(form_of(TYPED | {"facts": {"由他人代办": "否"}})))

    assert "代办人签名：" in blank and "代办人签名：" in filled
    assert "代办人签名：" not in alone
    assert "代办人姓名不用填" in alone


@pytest.mark.parametrize(("who", "number", "phone"), [
    (CLERK, "419999198003020019", "13800000000"),
    (APPROVER, "419999********0019", "138****0000"),
])  # fmt: skip
def test_only_who_fills_it_in_reads_the_numbers_in_full(who: Actor, number: str, phone: str) -> None:
    text = "".join(sheets(form_of(TYPED, who)))

    assert lacking(text, f"申请人身份证号{number}", f"申请人手机号{phone}") == []
    assert (APPLICANT["identifier"] in text) is (who is CLERK)


def test_an_answer_that_is_no_option_stands_beside_the_options() -> None:
    said = TYPED | {"answers": TYPED["answers"] | {"船体材质": "水泥"}}

    assert "船体材质□钢质□木质□玻璃钢水泥" in "".join(sheets(form_of(said)))


@pytest.mark.parametrize("where", ["改造说明", "姓名", "型号"])
def test_nothing_of_a_long_answer_is_lost(where: str) -> None:
    signs = [chr(ord("一") + number) for number in range(1500)]  # each another one, so that each can be missed
    answers = TYPED["answers"] | {
        "改造说明": "\n".join(signs[:300]) if where == "改造说明" else "",
        "船员": [{"姓名": "".join(signs) if where == "姓名" else "李大江"}],
        "设备": [{"型号": "".join(signs) if where == "型号" else "甲"}],
    }
    pages = pypdf.PdfReader(io.BytesIO(preview("application_form", form_of(TYPED | {"answers": answers})))).pages
    heights: list[float] = []

    def seen(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        heights.extend([cm[3] * tm[5] + cm[5]] if text.strip() else [])

    text = "".join(page.extract_text(visitor_text=seen) for page in pages)

    assert min(heights) > 0  # what stands below the edge of its page is read by a program, and by nobody else
    assert [sign for sign in signs[: 300 if where == "改造说明" else 1500] if sign not in text] == []
