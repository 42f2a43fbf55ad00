"""`onewindow calendar`: loading a year into a data folder, and looking at one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli import main
from engine.service.starting.opening import default_key_file
from engine.store.sqlite import open_with_key_file
from tests.support.small import ROOT

HERE = Path(__file__).parents[1]
GOOD = HERE / "calendars" / "2027.yaml"


@pytest.fixture
def data(folder: Path) -> Path:
    return folder / "data"


def load(data: Path, file: Path, *more: str) -> Result:
    words = ["calendar", "load", str(file), "--data", str(data), "--root", str(ROOT), *more]
    return CliRunner().invoke(main, words)


def show(*words: str) -> Result:
    return CliRunner().invoke(main, ["calendar", "show", *words])


def test_a_year_is_loaded_and_shown(data: Path) -> None:
    done = load(data, GOOD)
    assert (done.exit_code, done.stdout) == (
        0, "已载入2027年的放假安排（示范〔2026〕1号）。没有在办件要重新计算。\n",
    )  # fmt: skip
    shown = show("2027", "--data", str(data))
    assert shown.exit_code == 0
    assert shown.stdout.startswith(
        "2027年：全年248个工作日。依据：示范〔2026〕1号。\n元旦假期：1月1日、1月2日、1月3日\n"
    )
    answer = json.loads(show("2027", "--data", str(data), "--json").stdout)
    assert (answer["published"], answer["notice"], answer["working_days"]) == (True, "示范〔2026〕1号", 248)
    assert answer["days"][3] == {"date": "2027-01-31", "works": True, "why": "调休上班"}


def test_a_limit_is_counted_by_what_was_loaded(data: Path) -> None:
    load(data, GOOD)
    words = ["due", "2026-12-25", "5个工作日", "--json"]
    answers = [json.loads(CliRunner().invoke(main, [*words, *more]).stdout) for more in ([], ["--data", str(data)])]
    assert [(one["last_day"], one["provisional"]) for one in answers] == [("2027-01-04", True), ("2027-01-04", False)]


def test_a_year_not_loaded_says_what_that_means() -> None:
    shown = show("2027")
    assert shown.exit_code == 1
    assert shown.stdout.startswith("2027年的放假安排还没有载入：跨到这一年的到期日是暂定的，不产生效力。")
    assert json.loads(show("2027", "--json").stdout)["published"] is False
    assert show("2026").stdout.startswith("2026年：全年248个工作日。依据：程序自带的放假安排。")


def test_a_file_of_the_public_data_needs_the_number_beside_it(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "2027.json"
    file.write_text(GOOD.read_text(encoding="utf-8").replace("notice: 示范〔2026〕1号\n", ""), encoding="utf-8")
    refused = load(data, file)
    assert refused.exit_code == 1
    assert refused.stderr == (
        "请写明放假通知的文号：写在文件的 notice 里，或者另外填写（命令用 --notice）。改了到期日的办件会记下它。\n"
    )
    assert load(data, file, "--notice", "示范〔2026〕3号").exit_code == 0
    again = load(data, file, "--notice", "示范〔2026〕3号")
    assert (again.exit_code, again.stderr) == (1, "2027年的放假安排已经是这样，没有要载入的。\n")


def test_a_file_with_a_day_missing_loads_nothing_and_says_where(data: Path) -> None:
    file = HERE / "bad_calendars" / "day_left_out.yaml"
    refused = load(data, file)
    assert refused.exit_code == 1
    assert refused.stderr.startswith(f"{file}:4:1 ")
    assert "全年应当是248个工作日，按所列的日子算出来是249个" in refused.stderr
    assert not data.exists()


def test_a_file_that_is_not_there_or_no_yaml_is_told(data: Path, tmp_path: Path) -> None:
    assert "文件读不出来" in load(data, tmp_path / "none.yaml").stderr
    file = tmp_path / "broken.yaml"
    file.write_text("year: [2027\n", encoding="utf-8")
    broken = load(data, file)
    assert broken.exit_code == 1 and broken.stderr.startswith(f"{file}:")


def test_while_the_server_holds_the_folder_one_sentence_says_so(data: Path) -> None:
    store = open_with_key_file(data, _key(data))
    try:
        refused = load(data, GOOD)
    finally:
        store.close()
    assert refused.exit_code == 1
    assert refused.stderr.count("\n") == 1
    assert "正被另一个一窗进程使用" in refused.stderr and "请先停止它" in refused.stderr


def _key(data: Path) -> Path:
    key = default_key_file(data)
    key.parent.mkdir(mode=0o700, parents=True)
    return key


def test_looking_into_a_folder_without_data_is_told(tmp_path: Path) -> None:
    shown = show("2027", "--data", str(tmp_path))
    assert shown.exit_code == 1 and "没有一窗的数据" in shown.stderr
