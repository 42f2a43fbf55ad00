"""Where a name is given and what uses it, in a centre of one matter."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from engine.cli import main
from tests.support.small import ROOT

MATTER = "matters/office/allowance.yaml"


def told(name: str) -> list[tuple[str, int, str, bool]]:
    ran = CliRunner().invoke(main, ["uses", name, "--root", str(ROOT), "--json"])
    return [(use["path"], use["line"], use["where"], use["declares"]) for use in json.loads(ran.output)["uses"]]


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("人均标准", [(MATTER, 16, "参数", True), (MATTER, 53, "表「月标准」的行「人均标准」", False)]),
        ("月收入", [(MATTER, 25, "字段「家庭成员」的字段", True), (MATTER, 37, "要点「收入」的规则", False)]),
        ("申请人", [("matters/_shared/shared.yaml", 2, "组", True), (MATTER, 13, "引入「申请人」", False)]),
        ("居住情况", [
            (MATTER, 18, "字段", True), (MATTER, 19, "字段「机构名称」的条件", False),
            (MATTER, 29, "材料「机构证明」的条件", False), (MATTER, 51, "表「月标准」的条件「居住情况」", False),
        ]),
        ("容缺补齐期限", [
            ("matters/_shared/shared.yaml", 11, "参数", True), (MATTER, 28, "材料「户口簿」的容缺", False),
        ]),
        ("县局", [
            ("matters/_shared/shared.yaml", 9, "部门「县局」", True), ("towns/here/town.yaml", 18, "部门", True),
            (MATTER, 6, "审批部门", False),
        ]),
        ("申请人出生日期", [(MATTER, 32, "要点「年龄」的规则", False)]),
    ],
)  # fmt: skip
def test_every_place_is_named(name: str, places: list[tuple[str, int, str, bool]]) -> None:
    assert told(name) == places


def test_a_name_inside_a_longer_one_is_not_that_name() -> None:
    ran = CliRunner().invoke(main, ["uses", "月收", "--root", str(ROOT)])
    assert (ran.exit_code, ran.output) == (1, "没有哪里用到「月收」。\n")
