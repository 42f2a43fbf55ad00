"""Which answers of one matter are answers of another."""

from __future__ import annotations

from dataclasses import replace

from engine.matter.records import Field, Matter
from engine.review.carried import carried
from tests.support.counter import small

OLD = small("rows").matter


def matter(*fields: Field, materials: tuple[str, ...] = (), applicants: tuple[str, ...] = ("个人",)) -> Matter:
    """A matter that asks these."""
    papers = tuple(replace(small("steps").matter.materials[0], name=name) for name in materials)
    return replace(OLD, fields=fields, materials=papers, applicants=applicants)


def test_the_same_name_and_kind_is_the_same_question() -> None:
    old = matter(Field("姓名", "姓名", "文本"), Field("面积", "面积", "整数"), Field("备注", "备注", "文本"))
    new = matter(Field("面积", "面积", "整数"), Field("姓名", "名字", "文本"), Field("备注", "备注", "多行文本"))
    typed = [("姓名", "张桂兰"), ("面积", "50"), ("备注", "一句话"), ("别的", "x")]
    assert carried(typed, old, new) == (("面积", "50"), ("姓名", "张桂兰"))


def test_the_same_meaning_is_the_same_question_under_another_name() -> None:
    old = matter(Field("老人姓名", "老人姓名", "文本", means="applicant_name"))
    new = matter(Field("申请人姓名", "申请人姓名", "文本", means="applicant_name"))
    assert carried([("老人姓名", "张桂兰")], old, new) == (("申请人姓名", "张桂兰"),)


def test_an_option_goes_along_where_the_other_question_has_it() -> None:
    old = matter(
        Field("方式", "方式", "选项", options=("现金", "转账")), Field("病", "病", "多选", options=("甲", "乙"))
    )
    new = matter(
        Field("方式", "方式", "选项", options=("转账", "支票")), Field("病", "病", "多选", options=("乙", "丙"))
    )
    assert carried([("方式", "现金"), ("病", "甲"), ("病", "乙")], old, new) == (("病", "乙"),)
    assert carried([("方式", "转账")], old, new) == (("方式", "转账"),)


def test_rows_go_along_with_the_columns_both_have() -> None:
    name, age, job = Field("姓名", "姓名", "文本"), Field("年龄", "年龄", "整数"), Field("职业", "职业", "文本")
    old = matter(Field("家人", "家人", "明细", columns=(name, age)))
    new = matter(Field("家人", "家人", "明细", columns=(job, name)))
    typed = [("家人.行", "1"), ("家人.1.姓名", "甲"), ("家人.1.年龄", "8"), ("家人.行", "3"), ("家人.3.姓名", "乙")]
    assert carried(typed, old, new) == (
        ("家人.行", "1"), ("家人.1.姓名", "甲"), ("家人.行", "3"), ("家人.3.姓名", "乙"),
    )  # fmt: skip


def test_papers_go_along_by_name_and_nothing_that_was_looked_up_judged_or_promised() -> None:
    old, new = matter(materials=("身份证", "户口簿")), matter(materials=("身份证", "照片"))
    typed = [
        ("材料.身份证", "已交"), ("材料.身份证.份数", "2"), ("材料.户口簿", "已交"), ("材料.照片", "告知承诺"),
        ("核验.户籍", "查到"), ("要点.一致", "通过"),
    ]  # fmt: skip
    assert carried(typed, old, new) == (("材料.身份证", "已交"), ("材料.身份证.份数", "2"))


def test_a_fact_goes_along_but_not_a_kind_of_applicant_the_other_does_not_take() -> None:
    old, new = matter(applicants=("个人", "企业")), matter(applicants=("个人",))
    typed = [("事实.申请人类型", "企业"), ("事实.村", "东河村"), ("事实.由他人代办", "是"), ("事实.渠道", "窗口")]
    assert carried(typed, old, new) == (("事实.村", "东河村"), ("事实.由他人代办", "是"))
