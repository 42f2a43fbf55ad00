"""What is pinned: one canonical JSON a matter, the same on any machine, and where each part of it came from."""

import hashlib
import json

import pytest

from engine.calendar.limit import Limit
from engine.definition.checked import Definition
from engine.matter.records import MatterError
from tests.support.small import TEXT, load, town


def data_of(loaded):
    return json.loads(loaded.resolved.canonical)


def test_the_identity_is_the_hash_of_the_canonical_bytes(tmp_path):
    definition = load(tmp_path).definition
    assert definition.identity == hashlib.sha256(definition.canonical).hexdigest()
    canonical = json.dumps(json.loads(definition.canonical), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert definition.canonical == canonical.encode()
    assert data_of(load(tmp_path))["format"] == 1


def test_comments_examples_and_layout_do_not_change_the_identity(tmp_path):
    plain = load(tmp_path).definition.identity
    changed = load(
        tmp_path,
        ("title: 小额补贴申领", "# 一句说明\ntitle: '小额补贴申领'   # 又一句"),
        ("{promised: 5个工作日, statutory: 10个工作日}", "\n  statutory: 10个工作日\n  promised: 5个工作日"),
        ("name: 收入高了一分", "name: 收入多了一分"),
    )
    assert changed.definition.identity == plain


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("满「起领年龄」后再来", "满「起领年龄」再来"),
        ("2027-01-01: 120元", "2027-01-01: 121元"),
        ("later: true", "later: 3个工作日"),
        ("by: 窗口", "by: 窗口\n    basis: 某条例第三条"),
    ],
)
def test_whatever_a_case_is_judged_by_changes_the_identity(tmp_path, old, new):
    assert load(tmp_path, (old, new)).definition.identity != load(tmp_path).definition.identity


def test_departments_desks_and_phones_of_the_town_are_not_pinned(tmp_path):
    assert load(tmp_path, at=town()).definition.identity == load(tmp_path).definition.identity
    assert "某县某局" not in load(tmp_path, at=town()).resolved.canonical.decode()


def test_defaults_are_filled(tmp_path):
    matter = load(tmp_path).definition.matter
    assert (matter.acceptance, matter.legal_clock, matter.time_limit.starts) == ("部门受理", "无", "受理")
    assert [step.department for step in matter.steps] == ["镇办", "县局"]
    assert [(c.name, c.by, c.otherwise, c.at) for c in matter.checkpoints] == [
        ("年龄", "系统", "不予受理", None),
        ("收入", "系统", "补正", None),
        ("签名", "窗口", "补正", None),
        ("复核", "审批", "退回", "县级审批"),
    ]
    assert matter.material("户口簿").later == Limit(4, "工作日")
    assert matter.retention == Limit(120, "个月")


@pytest.mark.parametrize(
    ("old", "new", "acceptance", "clock"),
    [
        ("promised: 5个工作日", "promised: 当日", "收件即受理", "无"),
        ("kind: 行政给付", "kind: 行政许可", "部门受理", "行政许可法"),
    ],
)
def test_defaults_follow_the_limit_and_the_kind(tmp_path, old, new, acceptance, clock):
    matter = load(tmp_path, (old, new)).definition.matter
    assert (matter.acceptance, matter.legal_clock) == (acceptance, clock)


def test_groups_come_first_and_know_their_own_file(tmp_path):
    loaded = load(tmp_path)
    names = [field.name for field in loaded.definition.matter.fields]
    assert names == ["申请人姓名", "申请人身份证号", "居住情况", "机构名称", "家庭成员"]
    assert loaded.resolved.locate(("fields", 1, "kind"))[:2] == ("matters/_shared/shared.yaml", 5)
    assert loaded.resolved.locate(("fields", 3, "when"), 2) == ("allowance.yaml", 19, 36)
    assert loaded.resolved.locate(("fields", 4, "columns", 1, "kind")) == ("allowance.yaml", 25, 27)
    assert loaded.resolved.locate(("results", 0, "text")) == ("allowance.yaml", 61, 9)


def test_a_look_up_declares_its_own_query(tmp_path):
    matter = load(tmp_path).definition.matter
    [query] = matter.queries
    assert (query.name, query.by, query.normal, query.material) == ("机构证明核验", "窗口", "查到", "机构证明")
    assert query.when == matter.material("机构证明").when


def test_parameters_keep_their_whole_history(tmp_path):
    assert data_of(load(tmp_path))["parameters"]["人均标准"] == [[None, "100元"], ["2027-01-01", "120元"]]
    ended = load(tmp_path, ("2027-01-01: 120元", "2027-01-01: 停用"))
    assert data_of(ended)["parameters"]["人均标准"] == [[None, "100元"], ["2027-01-01", None]]


def test_a_town_replaces_histories_limits_and_channels(tmp_path, monkeypatch):
    local = tmp_path / "towns" / "here"
    local.mkdir(parents=True)
    text = (load.__globals__["ROOT"] / "towns" / "here" / "town.yaml").read_text(encoding="utf-8")
    text += "parameters: {人均标准: 90元}\n"
    text += "matters: {office/allowance: {promised: 3个工作日, channels: [窗口], parameters: {起领年龄: 65周岁}}}\n"
    (local / "town.yaml").write_text(text, encoding="utf-8")
    from engine.matter.town import load_town

    loaded = load(tmp_path, at=load_town(tmp_path, "here"))
    data = data_of(loaded)
    assert data["parameters"] == {"人均标准": [[None, "90元"]], "起领年龄": [[None, "65周岁"]]}
    assert (data["time_limit"]["promised"], data["channels"]) == ("3个工作日", ["窗口"])
    assert data["time_limit"]["statutory"] == "10个工作日"
    assert loaded.resolved.locate(("parameters", "人均标准", 0))[0] == "towns/here/town.yaml"


def test_a_definition_from_the_store_is_the_same(tmp_path):
    fresh = load(tmp_path).definition
    stored = Definition.from_json(bytes(fresh.canonical))
    assert (stored.identity, stored.matter) == (fresh.identity, fresh.matter)
    assert stored.facts == fresh.facts


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (b'"format":1', b'"format":2', "格式比本程序新"),
        (b'"language":1', b'"language":9', "格式比本程序新"),
        (b"{", b"", "读不出来"),
        ("申请人出生日期 满".encode(), "申请人生日 满".encode(), "没有名为「申请人生日」"),
    ],
)
def test_a_stored_definition_that_cannot_be_used_is_refused(tmp_path, old, new, says):
    canonical = load(tmp_path).definition.canonical.replace(old, new, 1)
    with pytest.raises(MatterError, match=says):
        Definition.from_json(canonical)


def test_a_matter_may_be_written_as_a_list_of_results(tmp_path):
    listed = TEXT.replace(
        "result:\n  name: 补贴登记\n  kind: 批文\n  text:", "result:\n  - name: 补贴登记\n    kind: 批文\n    text:"
    )
    loaded = load(tmp_path, text=listed)
    assert loaded.definition.identity == load(tmp_path).definition.identity
    assert loaded.resolved.locate(("results", 0, "text")) == ("allowance.yaml", 61, 11)


def test_purpose_and_retention_have_usual_values(tmp_path):
    matter = load(tmp_path, ("purpose: 发放补贴\n", ""), ("retention: 10年\n", "")).definition.matter
    assert (matter.purpose, matter.retention) == ("办理小额补贴申领", Limit(120, "个月"))


def test_a_field_may_name_a_shared_list(tmp_path):
    listed = load(tmp_path)
    named = load(tmp_path, ("options: [居家, 机构]", "options: 居住方式"))
    assert named.definition.matter.field("居住情况").options == ("居家", "机构")
    assert named.definition.identity == listed.definition.identity


def test_a_look_up_may_name_one_too(tmp_path):
    query = "queries:\n  - {name: 住处, asks: 住在哪里, by: 窗口, kind: 选项, options: 居住方式}\nmaterials:"
    (found,) = [q for q in load(tmp_path, ("materials:", query)).definition.matter.queries if q.name == "住处"]
    assert found.value.options == ("居家", "机构")
