"""The national elements: every one of the published table has a row, every key of a row is one of the files'."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.case.events import CaseError
from engine.matter.elements import ELEMENTS, elements_of
from engine.matter.particulars import InForce, Particulars, particular_lines
from engine.matter.records import Matter
from engine.matter.town import load_town
from engine.yaml_source.schema import schema
from tests.support.counter import PILOT, Story, full, small
from tests.support.launcher import ROOT, TOWN

# The elements of the national list, as the domain reference names them, and the parts of checkpoints, forms and flow.
_NAMES = """
id catalog_code task_code task_handle_item task_name task_version task_state plan_effective_date
plan_cancel_date task_type power_source by_law dept_name dept_code dept_type entrust_name approver_dept line
use_level other_dept town_code village_code server_type topic_user topic_corp project_type anticipate_day
anticipate_type anticipate_explain promise_day promise_type promise_explain special_procedure acceptance_mode
accept_condition limit_explain situations material_name material_type order_num material_format is_need
source_type source_explain page_num page_copynum page_format fill_explain accept_stand material_by_law
form_guid example_guid commitment share_api keep remedy_days checkpoint_id checkpoint_text checkpoint_mode
checkpoint_severity checkpoint_rule checkpoint_message checkpoint_basis checkpoint_examples form_key
form_label form_kind form_required form_when form_options form_mask form_prefill form_help handle_flow
flow_role flow_days flow_standard flow_result handle_type is_online online_handle_depth handle_area
handle_form limit_scene_num limit_scene_explain window is_entry_center is_schedule is_service_terminals
kiosk_device village_agent is_express is_pay_online deliver_home is_fee fee_name fee_stand fee_by_law is_desc
desc_explain result_name result_type result_guid validity number_rule licence_type service_type transact_addr
transact_time link_way supervise_way questions purpose retention lawful_basis sensitive_fields one_thing base
overrides
"""
WANTED = _NAMES.split()
STALL = small("particulars")


def texts(matter: Matter) -> dict[str, str]:
    return {one.column: text for one, text in elements_of(matter, PILOT)}


def test_every_element_of_the_national_list_has_a_row_and_only_one() -> None:
    assert sorted(one.column for one in ELEMENTS) == sorted(WANTED)


def _node(file: str, node: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A part of a schema with its `$ref` followed."""
    if "$ref" not in node:
        return file, node
    other, pointer = node["$ref"].split("#/")
    found: Any = schema(other or file)
    for key in pointer.split("/"):
        found = found[key]
    return _node(other or file, found)


def _forms(file: str, node: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    file, node = _node(file, node)
    found = [(file, node)]
    for one in node.get("oneOf", ()):
        found += _forms(file, one)
    for inner in (node.get("items"), node.get("additionalProperties")):
        found += _forms(file, inner) if isinstance(inner, dict) else []
    return found


def _exists(key: str) -> bool:
    file = "town.schema.json" if key.startswith("town.") else "matter.schema.json"
    found = [(file, schema(file))]
    for part in key.removeprefix("town.").split("."):
        found = [
            below
            for file, node in found
            if part in node.get("properties", {})
            for below in _forms(file, node["properties"][part])
        ]
    return bool(found)


@pytest.mark.parametrize("one", ELEMENTS, ids=lambda one: one.column)
def test_every_key_named_there_exists(one: Any) -> None:
    assert [key for key in one.keys if not _exists(key)] == []
    assert one.keys or one.how


def test_a_key_that_does_not_exist_is_noticed() -> None:
    assert (_exists("steps.special"), _exists("result.sample"), _exists("town.roles.code")) == (True, True, True)
    assert (_exists("steps.specials"), _exists("town.role")) == (False, False)


def test_codes_follow_from_what_the_matter_says() -> None:
    found = texts(STALL.matter)
    assert {
        "task_type": found["task_type"], "server_type": found["server_type"], "use_level": found["use_level"],
        "dept_type": found["dept_type"], "project_type": found["project_type"], "promise_day": found["promise_day"],
        "promise_type": found["promise_type"], "anticipate_day": found["anticipate_day"],
        "anticipate_type": found["anticipate_type"], "result_type": found["result_type"],
    } == {
        "task_type": "07", "server_type": "2；9；1", "use_level": "5", "dept_type": "受委托组织",
        "project_type": "承诺件", "promise_day": "3", "promise_type": "工作日", "anticipate_day": "20",
        "anticipate_type": "自然日", "result_type": "10",
    }  # fmt: skip
    materials = ("material_type", "material_format", "is_need", "source_type", "page_num", "page_copynum", "keep")
    assert [found[name] for name in materials] == ["2；1", "3；1", "1；3", "10；20", "2；0", "0；1", "1；1"]
    flags = ("is_fee", "is_desc", "is_online", "is_schedule", "is_service_terminals", "village_agent", "is_express")
    assert [found[name] for name in flags] == ["1"] * 7
    assert (found["fee_name"], found["limit_scene_num"], found["catalog_code"]) == ("备案工本费", "2", "000131008000")


def test_what_the_town_says_stands_among_them() -> None:
    found = texts(STALL.matter)
    assert found["dept_name"] == "新野县市场监督管理局沙堰市场监管所"
    assert (found["town_code"], found["supervise_way"]) == ("411329102", PILOT.supervision_phone)
    assert found["village_code"].startswith("411329102")


def test_only_the_store_knows_the_version() -> None:
    assert [one.column for one in ELEMENTS if one.read is None] == ["task_version", "task_state"]


def test_an_applicant_reads_what_was_said() -> None:
    lines = dict(particular_lines(STALL.matter.particulars, str))
    assert lines["要跑几次"] == "2 次（要到现场看摊位）"
    assert lines["方便服务"] == "可以预约、可以邮寄结果、可以送证上门、可以网上缴费"
    assert (lines["数量限制"], lines["办成后新增"]) == ("每村不超过20个摊位", "市场主体")
    assert lines["办理起止"] == "自 2026-01-01 起办理，办到 2026-12-31 为止"
    assert particular_lines(Particulars(), str) == ()


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2025, 12, 31), "本事项自2026-01-01起才办理，现在还不能收件。"),
        (date(2026, 1, 1), ""),
        (date(2026, 12, 31), ""),
        (date(2027, 1, 1), "本事项办到2026-12-31为止，已经取消，不能再收件。"),
    ],
)
def test_a_matter_is_received_only_while_it_is_in_force(day: date, why: str) -> None:
    assert InForce(date(2026, 1, 1), date(2026, 12, 31)).obstacle(day) == why
    story = Story(STALL, day)
    said = full({"单位名称": "示范公司", "统一社会信用代码": "91411329MA0000005T"})
    if why:
        with pytest.raises(CaseError, match=why):
            story.file("receive", said)
    else:
        assert story.file("receive", said).state != "none"


def test_a_matter_that_says_nothing_of_it_has_no_particulars() -> None:
    assert small("steps").matter.particulars == Particulars()
    assert "codes" not in small("steps").canonical.decode()


def test_the_pilot_town_has_every_element_of_its_matters() -> None:
    town = load_town(ROOT, TOWN)
    assert {one.column for one, _ in elements_of(small("steps").matter, town)} == set(WANTED) - {
        "task_version", "task_state",
    }  # fmt: skip
