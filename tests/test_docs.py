"""The documentation is true: nothing is undocumented, generated parts are fresh, links lead somewhere, and the README
can be followed word for word."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from engine.case.events import CENTRE_KINDS, EVENT_KINDS
from engine.case.records import STATES
from engine.case.roles import ROLES
from engine.cli import COMMANDS, main
from engine.documents.registry import PAPERS
from engine.fields import FIELD_KINDS
from engine.procedure import ACTS
from engine.service.starting.demonstration import fill_demonstration, read_demonstration
from engine.store import chain
from engine.web.app import make_app
from engine.web.server.settings import DemonstrationAccount, Settings
from rules_dsl.values.formats import FORMATS
from rules_dsl.values.functions import FUNCTION_NAMES
from tests.journeys.support.client import Browser, browser_of
from tests.support.launcher import ROOT, TOWN, open_warm
from tests.support.walkthrough import Follower, follow, steps_of

PAGES = sorted(
    page for page in ROOT.rglob("*.md") if not {".venv", "build", "node_modules"} & set(page.relative_to(ROOT).parts)
    and not any(part.startswith(".") for part in page.relative_to(ROOT).parts)
)  # fmt: skip
REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
TUTORIAL = "matters/civil_affairs/park_pass.yaml"
FOLDER = ROOT / "engine" / "yaml_source" / "schemas"
SCHEMAS = {"matter": "事项文件的键", "town": "乡镇文件的键", "shared": "共用文件的键", "calendar": "日历文件的键"}


def section(title: str) -> str:
    """A section of the reference."""
    return REFERENCE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def keys_of(node: Any) -> Iterator[str]:
    """Every key that a schema allows anywhere."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name == "properties":
                yield from value
            yield from keys_of(value)
    elif isinstance(node, list):
        for one in node:
            yield from keys_of(one)


def options() -> Iterator[tuple[str, str]]:
    """Every command with each of its options."""
    for name, module in COMMANDS.items():
        command = import_module(module).command
        named = command.commands.items() if isinstance(command, click.Group) else [("", command)]
        for below, one in named:
            full = f"{name} {below}".strip()
            yield full, ""
            yield from ((full, text) for param in one.params if isinstance(param, click.Option) for text in param.opts)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_every_key_is_in_the_reference(schema: str) -> None:
    tree = json.loads((FOLDER / f"{schema}.schema.json").read_text(encoding="utf-8"))
    text = REFERENCE if schema == "shared" else section(SCHEMAS[schema])

    missing = {key for key in keys_of(tree) if f"| `{key}` |" not in text}

    assert missing == set()


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("字段类型", FIELD_KINDS), ("规则函数", FUNCTION_NAMES), ("文本格式", FORMATS), ("办件的状态", STATES),
        ("环节", ACTS), ("事件", EVENT_KINDS | CENTRE_KINDS), ("文书", PAPERS), ("岗位", ROLES),
    ],
)  # fmt: skip
def test_every_row_of_a_table_is_in_the_reference(title: str, names: Any) -> None:
    missing = {name for name in names if not re.search(rf"`{name}[`(]", section(title))}

    assert missing == set()


def test_every_command_and_option_is_in_the_reference() -> None:
    commands = {part.split("`")[0]: part for part in section("命令").split("### `onewindow ")[1:]}

    missing = [
        f"{name} {option}"
        for name, option in options()
        for part in [next((text for head, text in commands.items() if head.startswith(name)), "")]
        if f"`{option}" not in part
    ]

    assert missing == []


def test_generated_parts_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "generate.py", "--check"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def paths(value: Any, path: str = "") -> Iterator[str]:
    """The keys of a JSON output as the reference writes them; a mapping with people's words as keys is one key."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        yield from {below for one in value for below in paths(one, f"{path}[]")}
    elif isinstance(value, dict) and all(key.isascii() for key in value) and value:
        for key, below in value.items():
            yield from paths(below, f"{path}.{key}".lstrip("."))
    else:
        yield path


def documented(command: str) -> set[str]:
    part = section("JSON 输出").split(f"### `onewindow {command} --json`\n")[1].split("\n### ")[0]
    return set(re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE))


@pytest.fixture
def broken_root(tmp_path: Path) -> Path:
    """Two matters and the towns: a mistake in the first, a wrong example in the other."""
    for one in ("matters/_shared", "towns"):
        shutil.copytree(ROOT / one, tmp_path / one)
    for file in sorted(ROOT.glob("matters/[a-z]*/*.yaml"))[:2]:
        (tmp_path / "matters" / file.parent.name).mkdir(exist_ok=True)
        shutil.copy(file, tmp_path / "matters" / file.parent.name)
    first, second = sorted(tmp_path.glob("matters/[a-z]*/*.yaml"))
    first.write_text(first.read_text(encoding="utf-8").replace("rule: ", "rule: 无此名 ", 1), encoding="utf-8")
    text = second.read_text(encoding="utf-8")
    second.write_text(text.replace("outcome: 通过", "outcome: 不予受理", 1), encoding="utf-8")
    return tmp_path


def printed(*arguments: object) -> Any:
    """What a command prints, read as JSON."""
    return json.loads(CliRunner().invoke(main, [str(one) for one in arguments]).stdout)


def test_json_keys_of_catalogue() -> None:
    output = printed("catalogue", "--root", ROOT, "--json")
    maps = {"windows", "lines", "channels", "kinds"}

    assert {p if p.split(".")[0] not in maps else p.split(".")[0] for p in paths(output)} == documented("catalogue")


def test_json_keys_of_lint(broken_root: Path) -> None:
    assert set(paths(printed("lint", "--root", broken_root, "--json"))) == documented("lint")


def test_json_keys_of_test(broken_root: Path) -> None:
    assert set(paths(printed("test", "--root", broken_root, "--json"))) == documented("test")


def test_json_keys_of_check(tmp_path: Path) -> None:
    file = tmp_path / "empty.json"
    file.write_text("{}", encoding="utf-8")
    matter = next(iter(sorted(ROOT.glob("matters/[a-z]*/*.yaml")))).relative_to(ROOT / "matters").with_suffix("")

    output = printed("check", "--root", ROOT, matter, file, "--json")

    assert {"later_due" if p.startswith("later_due") else p for p in paths(output)} == documented("check")


def test_json_keys_of_explain(tmp_path: Path) -> None:
    file = tmp_path / "empty.json"
    file.write_text("{}", encoding="utf-8")
    matter = next(iter(sorted(ROOT.glob("matters/[a-z]*/*.yaml")))).relative_to(ROOT / "matters").with_suffix("")

    output = printed("explain", "--root", ROOT, matter, file, "--json")

    found = {re.sub(r"\[\]\.(values|standards).*", r"[].\1", path) for path in paths(output)}
    assert found == documented("explain")


def test_json_keys_of_due() -> None:
    assert set(paths(printed("due", "2026-02-11", "5个工作日", "--json"))) == documented("due")


def test_json_keys_of_calendar_show() -> None:
    assert set(paths(printed("calendar", "show", "2026", "--json"))) == documented("calendar show")


def test_json_keys_of_verify() -> None:
    report = {field.name for field in fields(chain.Report)} - {"findings"}
    findings = {f"findings[].{field.name}" for field in fields(chain.Finding)}

    assert report | findings == documented("verify")


def links() -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
        yield from ((page, target) for target in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in target)


@pytest.mark.parametrize(
    ("page", "target"),
    list(links()),
    ids=lambda one: one.relative_to(ROOT).as_posix() if isinstance(one, Path) else one,
)
def test_links_lead_somewhere(page: Path, target: str) -> None:
    name, _, anchor = target.partition("#")
    there = (page.parent / name).resolve() if name else page

    assert there.exists()
    if anchor:
        titles = re.findall(r"^#+ (.+)$", there.read_text(encoding="utf-8"), re.MULTILINE)
        assert anchor in {re.sub(r"[`，。：、（）]", "", title).lower().replace(" ", "-") for title in titles}


def buttons() -> str:
    """Everything that may be written on a button or a link."""
    templates = "".join(file.read_text(encoding="utf-8") for file in ROOT.glob("engine/web/templates/**/*.html"))
    return templates + "".join(act.title for act in ACTS.values())


@pytest.mark.parametrize(
    ("page", "button"),
    [
        (page.relative_to(ROOT).as_posix(), button)
        for page in PAGES
        for button in re.findall("(?<!要)点「([^」…]+)」", page.read_text(encoding="utf-8"))
    ],
)
def test_buttons_named_in_the_pages_exist(page: str, button: str) -> None:
    assert button in buttons()


@pytest.mark.parametrize(
    ("page", "path"),
    [
        (page.relative_to(ROOT).as_posix(), path)
        for page in PAGES
        for path in re.findall(r"`((?:engine|rules_dsl|tests|docs|matters|towns)/[\w./-]+)`", page.read_text("utf-8"))
    ],
)
def test_files_named_in_the_pages_exist(page: str, path: str) -> None:
    assert (ROOT / path).exists() or (ROOT / f"{path}.py").exists() or path == TUTORIAL


def blocks(page: str, language: str) -> list[str]:
    """The code of a page in one language, without its indentation."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found = re.findall(rf"^ *```{language}\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE)
    return [textwrap.dedent(one) for one in found]


@pytest.mark.parametrize("block", blocks("docs/handbook-policy.md", "yaml"))
def test_examples_of_the_handbook_are_parts_of_a_matter(block: str) -> None:
    schema = json.loads((FOLDER / "matter.schema.json").read_text(encoding="utf-8")) | {"required": []}

    jsonschema.validate(yaml.load(block, yaml.BaseLoader), schema)


def test_rules_of_the_handbook_are_real() -> None:
    text = (
        (ROOT / "docs" / "handbook-policy.md").read_text(encoding="utf-8").split("## 规则怎么写")[1].split("\n## ")[0]
    )
    matters = "".join(file.read_text(encoding="utf-8") for file in ROOT.glob("matters/*/*.yaml"))

    rules = re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)
    assert len(rules) >= 10
    assert [rule for rule in rules if f"rule: {rule}\n" not in matters] == []


def test_the_matter_of_the_task_is_sound(tmp_path: Path) -> None:
    for one in ("matters", "towns"):
        shutil.copytree(ROOT / one, tmp_path / one)
    [matter] = blocks("docs/tasks/add-a-matter.md", "yaml")
    (tmp_path / TUTORIAL).write_text(matter, encoding="utf-8")

    assert printed("lint", "--root", tmp_path, tmp_path / TUTORIAL, "--json") == {"findings": []}
    tried = printed("test", "--root", tmp_path, TUTORIAL.removeprefix("matters/").removesuffix(".yaml"), "--json")
    assert (tried["failed"], tried["one_way"], tried["checkpoints"]) == (0, [], 1)


def shell_lines() -> Iterator[tuple[str, str]]:
    """Every line of a shell example in the pages that calls one of our commands, or make."""
    for page in PAGES:
        for block in re.findall(r"^ *```sh\n(.*?)^ *```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE):
            for line in block.splitlines():
                yield page.relative_to(ROOT).as_posix(), line.strip()


@pytest.mark.parametrize(("page", "line"), [one for one in shell_lines() if "onewindow " in one[1]])
def test_commands_in_examples_exist(page: str, line: str) -> None:
    words = shlex.split(line, comments=True)
    words = words[next(n for n, word in enumerate(words) if word.endswith("onewindow")) + 1 :]
    words = words[: next((n for n, word in enumerate(words) if word in ("|", ">")), len(words))]
    command, context = main, click.Context(main)
    while isinstance(command, click.Group):
        command = command.get_command(context, words.pop(0))
        assert command is not None, line

    asked = set(re.findall(r"(?:^| )(--[a-z]+)", " ".join(words)))
    assert asked <= {text for param in command.params for text in param.opts}


@pytest.mark.parametrize(
    ("page", "target"),
    [(p.relative_to(ROOT).as_posix(), t) for p in PAGES for t in re.findall(r"`make ([a-z]+)", p.read_text("utf-8"))],
)
def test_make_targets_exist(page: str, target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.fixture
def newcomer(tmp_path: Path) -> Iterator[Browser]:
    """A browser at a demonstration as `make run` opens it, long after the dates of its sample cases."""
    clock = lambda: datetime(2026, 11, 25, 1, 0, tzinfo=UTC)  # noqa: E731
    service = open_warm(ROOT, tmp_path / "data", address="https://hall.test", now=clock)
    shown = fill_demonstration(service, ROOT, TOWN)
    accounts = tuple(DemonstrationAccount(s.login, s.password, s.name, s.role, s.place) for s in shown)
    browser = browser_of(make_app(service, Settings(secret=b"d" * 32, demonstration=accounts)))
    yield browser
    browser.http.close()
    service.store.close()


def test_the_readme_can_be_followed_word_for_word(newcomer: Browser) -> None:
    follower = Follower(newcomer)

    for step in steps_of(ROOT / "README.md", "五分钟办一件"):
        follow(step, follower)

    names = {one["login"]: one["name"] for one in read_demonstration(ROOT, TOWN)["accounts"]}
    headings = re.findall(
        r"^\*\*[一二三].*（(.+) (.+)）$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert [names[login] for login in follower.logins] == [name for _role, name in headings]
    assert {"收件通知单", "收件审核要点"} <= set(follower.papers)


def test_every_promise_is_held_by_tests_that_exist() -> None:
    rows = [
        line
        for line in (ROOT / "docs" / "promises.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and not line.startswith(("| promise", "| trap", "| ---"))
    ]
    assert len(rows) >= 29
    for row in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row)
        assert named, f"nothing holds: {row}"
        for file, name in named:
            assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), f"{file} has no {name}"
