"""Who applies, who acts for them, what they brought: read off what was said, by meaning and not by name of field."""

from __future__ import annotations

from typing import Any

import pytest

from engine.catalogue.town_catalogue import Catalogue
from engine.review.parties import agent_of, applicant_of, taken_of
from tests.support.counter import ALLOWANCE, INVOICE, MAN_1980, full, situation_of, small

FIRM = {"单位名称": "新野县示范商贸有限公司", "统一社会信用代码": "91110000600037341L", "申请人手机号": "13800138000"}


def test_a_person_applies_for_themselves(catalogue: Catalogue) -> None:
    said = {"answers": {"申请人姓名": "王小明", "申请人身份证号": MAN_1980, "申请人手机号": "13800138000"}}
    situation = situation_of(catalogue.definition(ALLOWANCE), said)
    assert applicant_of(situation) == {"name": "王小明", "identifier": MAN_1980, "phone": "13800138000"}
    assert agent_of(situation) is None


def test_an_organisation_applies_under_its_own_name_and_code(catalogue: Catalogue) -> None:
    said = {"facts": {"申请人类型": "企业"}, "answers": {**FIRM, "申请人姓名": "王小明", "申请人身份证号": MAN_1980}}
    applicant = applicant_of(situation_of(catalogue.definition(INVOICE), said))
    assert applicant == {
        "name": "新野县示范商贸有限公司", "identifier": "91110000600037341L", "phone": "13800138000",
    }  # fmt: skip


def test_an_organisation_that_does_not_apply_is_not_the_applicant(catalogue: Catalogue) -> None:
    said = {"facts": {"申请人类型": "个人"}, "answers": {**FIRM, "申请人姓名": "王小明", "申请人身份证号": MAN_1980}}
    applicant = applicant_of(situation_of(catalogue.definition(INVOICE), said))
    assert (applicant["name"], applicant["identifier"]) == ("王小明", MAN_1980)


def test_an_agent_is_one_only_where_somebody_acts_for_the_applicant(catalogue: Catalogue) -> None:
    answers = {"代办人姓名": "赵志强", "代办人身份证号": MAN_1980}
    definition = catalogue.definition(ALLOWANCE)
    alone = situation_of(definition, {"facts": {"由他人代办": "否"}, "answers": answers})
    assert agent_of(alone) is None
    helped = agent_of(situation_of(definition, {"facts": {"由他人代办": "是"}, "answers": answers}))
    assert helped is not None
    assert (helped["name"], helped["identifier"]) == ("赵志强", MAN_1980)


def test_what_cannot_be_read_names_nobody(catalogue: Catalogue) -> None:
    said = {"answers": {"申请人身份证号": "419999198001010016"}}  # the check digit is wrong
    applicant = applicant_of(situation_of(catalogue.definition(ALLOWANCE), said))
    assert applicant == {"name": "", "identifier": "", "phone": ""}


@pytest.mark.parametrize(
    ("materials", "taken"),
    [
        ([], []),
        (["申请表"], [("申请表", "原件", 2, False)]),
        ({"申请表": {"form": "电子", "copies": 3}}, [("申请表", "电子", 3, False)]),
        ({"声明": {"promised": True}}, [("无异议声明", "告知承诺", 0, True)]),
        ({"公证书": {}}, []),  # nobody inherits, so it is not asked for
        ({"户口簿": {}}, []),  # it was looked up and found
    ],
)
def test_only_what_is_asked_for_and_was_brought_is_taken(materials: Any, taken: list[tuple[Any, ...]]) -> None:
    said = full({"是否继承": "否"}, materials=materials)
    found = taken_of(situation_of(small("papers"), said))
    assert [(t["name"], t["form"], t["copies"], t["promised"]) for t in found] == taken
