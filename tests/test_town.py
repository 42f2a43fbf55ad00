"""What a town says about itself, and the law of remedies on a given day."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from engine.matter import Limit, MatterError
from engine.town import load_town
from rules_dsl import Division
from tests.small import ROOT, town


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
