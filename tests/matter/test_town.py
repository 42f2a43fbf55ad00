"""What a town says about itself, and the law of remedies on a given day."""

import shutil
from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from engine.calendar.limit import Limit
from engine.lint.all_files import lint
from engine.matter.records import MatterError
from engine.matter.town import load_town
from rules_dsl import Division
from tests.support.small import ROOT, town


def test_who_and_where():
    here = town()
    assert (here.id, here.zone, here.opens, here.closes) == ("here", ZoneInfo("Asia/Shanghai"), time(9), time(17))
    assert here.places["本县"] == Division("河南省某市某县", "419999")
    assert here.villages == (Division("河南省某市某县某镇东村", "419999101201"),)
    assert here.department_name("县局") == "某县某局"
    assert here.department_name("市局") == "市局"
    assert (here.window_code("综合受理"), here.place_of("综合受理")) == (
        "01",
        "某镇政务服务中心受理区（1号窗口、2号窗口）",
    )


def test_a_window_it_does_not_have():
    with pytest.raises(MatterError, match="没有「公安专项」窗口"):
        town().window_code("公安专项")


@pytest.mark.parametrize(("day", "law"), [(date(2023, 12, 31), "旧法第九条"), (date(2024, 1, 1), "新法第二十条")])
def test_remedies_are_those_in_force_on_the_day(day, law):
    [remedy] = town().remedies_on(day)
    assert (remedy.name, remedy.period, remedy.basis, remedy.body) == ("行政复议", Limit(60, "日"), law, "某县人民政府")


def test_a_town_that_is_not_there_says_so():
    with pytest.raises(MatterError, match=r"读不出乡镇「nowhere」：\ntowns/nowhere/town.yaml:1:1 错误：文件读不出来"):
        load_town(ROOT, "nowhere")


def hall_problems(tmp_path, *lines, channels="[窗口, 网上]"):
    """What lint says of the small centre with more lines in its town, the matter offered through `channels`."""
    root = tmp_path / "centre"
    shutil.copytree(ROOT, root)
    file = root / "towns" / "here" / "town.yaml"
    file.write_text(file.read_text("utf-8") + "\n".join(lines) + "\n", "utf-8")
    matter = root / "matters" / "office" / "allowance.yaml"
    matter.write_text(matter.read_text("utf-8").replace("channels: [窗口, 网上]", f"channels: {channels}"), "utf-8")
    return [(problem.code, problem.message) for problem in lint(root, "here")]


DEVICE = "devices: [{name: 自助机, area: 自助区, matters: [office/allowance]}]"
AREAS = "areas: [{name: 受理区}, {name: 自助区}]"


def test_a_device_carries_what_may_be_done_at_a_terminal(tmp_path):
    assert hall_problems(tmp_path, AREAS, DEVICE, channels="[窗口, 自助]") == []


@pytest.mark.parametrize(
    ("lines", "channels", "told"),
    [
        ([AREAS, DEVICE], "[窗口]", ("not_by_terminal", "「小额补贴申领」的渠道里没有自助，不能放在「自助机」上。")),
        (
            [AREAS, DEVICE.replace("allowance", "allowence")], "[窗口]",
            ("unknown_name", "没有事项「office/allowence」。"),
        ),
        (["areas: [{name: 受理区}]", DEVICE], "[自助]", ("unknown_name", "「自助机」所在的「自助区」不在 areas 里。")),
        (
            [AREAS, "devices: [{name: 自助机, area: 自助区, matters: [office/other]}]"], "[自助]",
            ("no_device", "「小额补贴申领」（office/allowance）可以自助办理，却不在任何一台设备上。"),
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_device_is_told(tmp_path, lines, channels, told):
    assert told in hall_problems(tmp_path, *lines, channels=channels)
