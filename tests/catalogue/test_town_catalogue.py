"""The matters of a town: a broken file takes nothing else down."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.catalogue.town_catalogue import load_catalogue
from engine.matter.records import MatterError
from engine.matter.town import load_town
from tests.support.small import ROOT, TEXT, load


@pytest.fixture
def root(tmp_path):
    shutil.copytree(ROOT, tmp_path / "centre")
    return tmp_path / "centre"


def catalogue_of(root):
    return load_catalogue(root, load_town(root, "here"))


def test_a_broken_file_leaves_the_others_live(root):
    for name, text in (("second", TEXT), ("broken", TEXT.replace("title: ", "title：")), ("cut", TEXT[:700])):
        (root / "matters" / "office" / f"{name}.yaml").write_text(text, encoding="utf-8")
    (root / "matters" / "office" / "gbk.yaml").write_bytes(TEXT.encode("gb18030"))
    catalogue = catalogue_of(root)
    assert sorted(catalogue.definitions) == ["office/allowance", "office/second"]
    assert sorted(catalogue.loaded) == [f"office/{name}" for name in ("allowance", "broken", "cut", "gbk", "second")]
    assert {problem.path.rsplit("/", 1)[1] for problem in catalogue.problems} == {"broken.yaml", "cut.yaml", "gbk.yaml"}


def test_a_broken_shared_file_is_told_and_its_groups_are_missing(root):
    shared = root / "matters" / "_shared" / "shared.yaml"
    shared.write_text(shared.read_text(encoding="utf-8").replace("kind: 身份证号", "kind: 身份证"), encoding="utf-8")
    catalogue = catalogue_of(root)
    assert catalogue.definitions == {}
    first = catalogue.problems[0]
    assert (first.path, first.code) == ("matters/_shared/shared.yaml", "not_an_option")


def test_a_town_has_matters_of_its_own_but_none_twice(root):
    own = root / "towns" / "here" / "matters" / "office"
    own.mkdir(parents=True)
    (own / "fair.yaml").write_text(TEXT.replace("window: 综合受理", "window: 公安专项"), encoding="utf-8")
    (own / "allowance.yaml").write_text(TEXT, encoding="utf-8")
    catalogue = catalogue_of(root)
    assert sorted(catalogue.definitions) == ["office/allowance", "office/fair"]
    assert [p.code for p in catalogue.problems] == ["duplicate_matter"]
    assert catalogue.counts() == {
        "windows": {"综合受理": 1, "公安专项": 1},
        "lines": {"office": 2},
        "channels": {"窗口": 2, "网上": 2},
        "kinds": {"行政给付": 2},
    }


def test_a_matter_is_found_or_it_is_said_why_not(root):
    (root / "matters" / "office" / "broken.yaml").write_text("a", encoding="utf-8")
    catalogue = catalogue_of(root)
    assert catalogue.definition("office/allowance").matter.title == "小额补贴申领"
    with pytest.raises(MatterError, match="文件有误"):
        catalogue.definition("office/broken")
    with pytest.raises(MatterError, match="没有事项"):
        catalogue.definition("office/none")


SIGNS = "[]{}:,#>|'\"&*!%@`-?\t\n 　：，、「」（）0甲"


@settings(max_examples=80)
@given(st.integers(0, len(TEXT) - 1), st.sampled_from(["cut", "without", "instead", "before"]), st.sampled_from(SIGNS))
def test_no_damage_to_a_file_raises(at, how, sign):
    damaged = {
        "cut": TEXT[:at],
        "without": TEXT[:at] + TEXT[at + 1 :],
        "instead": TEXT[:at] + sign + TEXT[at + 1 :],
        "before": TEXT[:at] + sign + TEXT[at:],
    }[how]
    with TemporaryDirectory() as folder:
        loaded = load(Path(folder), text=damaged)
    assert loaded.definition is not None or any(problem.severity == "error" for problem in loaded.problems)
    assert all(
        1 <= problem.line <= damaged.count("\n") + 2 for problem in loaded.problems if problem.path == "allowance.yaml"
    )


def test_the_pilot_town_offers_what_it_promised(catalogue):
    counts = catalogue.counts()
    assert len(catalogue.matters) == 195
    assert counts["windows"] == {"综合受理": 101, "公安专项": 94}
    assert len(counts["lines"]) == 14
    assert counts["channels"]["村级代办"] == 31
    assert counts["channels"]["自助"] == 30
    assert catalogue.problems == ()


def test_every_matter_says_who_may_act_for_the_applicant_or_that_nobody_may(catalogue):
    silent = [
        name
        for name, definition in catalogue.definitions.items()
        if definition.matter.meaning("agent_id") is None
        and not any(one.rule and "由他人代办" in one.rule for one in definition.matter.checkpoints)
    ]
    assert silent == []
