"""Writes what is generated in the documentation: `docs/reference.md`, and the marked parts of the other pages.

Run `.venv/bin/python docs/generate.py` after changing a schema or a table; with `--check` nothing is written and the
exit code says whether everything is up to date. A marked part stands between `<!-- 生成：NAME … -->` and
`<!-- 生成止 -->`; `PARTS` holds what makes it.
"""

# ruff: noqa: E402  (the path is set before the engine is imported)

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

import click
from click.testing import CliRunner

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # the code this documentation stands beside, whatever is installed

from json_outputs import OUTPUTS
from limit_rows import BEFORE_CONNECTIONS, BEFORE_LIMITS, limit_rows
from rule_words import words
from schema_keys import cell, key_tables

from engine.case import events
from engine.case.records import STATES
from engine.case.roles import ROLES
from engine.cli import COMMANDS
from engine.cli import main as main_command
from engine.definition.checked import COMMON_NAMES
from engine.documents.registry import PAPERS
from engine.examples.fictitious import identity_number, invented
from engine.fields import FIELD_KINDS
from engine.matter.elements import ELEMENTS
from engine.matter.national import CODE_TABLES
from engine.matter.records import Field
from engine.procedure import ACTS
from engine.review.intake import FACTS
from rules_dsl.text.keywords import MEASURES, MONEY_UNITS, PERIOD_UNITS, SAME_UNIT
from rules_dsl.text.vocabulary import FILING_DATE, FILING_DATE_ALIASES, PLACES
from rules_dsl.values.formats import FORMATS
from rules_dsl.values.functions import FALLBACK, FUNCTIONS, ON_DAY, SYNONYMS
from rules_dsl.values.kinds import KINDS, ORDERED_KINDS

DOCS = ROOT / "docs"
REFERENCE = DOCS / "reference.md"
ELEMENT_PAGE = DOCS / "elements.md"
PAGES = (ROOT / "README.md", *sorted(DOCS.glob("*.md")), *sorted(DOCS.glob("tasks/*.md")))
FILED = date(2026, 3, 2)

# What people may type for each kind of field, read and shown by the code itself below.
TYPED: dict[str, object] = {
    "文本": " 张𬱖 ",
    "多行文本": "第一行\r\n第二行",
    "整数": "１,200",
    "小数": "12.50",
    "金额": "1.2万元",
    "日期": "2026年3月2日",
    "年月": "2026年3月",
    "是否": "是",
    "选项": "居家",
    "多选": ["居家", "养老机构"],
    "区划": "河南省南阳市新野县沙堰镇东河村",
    "身份证号": identity_number(date(1946, 3, 2), "男"),
    "统一社会信用代码": invented("虚构", "统一社会信用代码"),
    "手机号": "199 0000 0000",
    "银行卡号": "6200 0000 0000 0000 005",
    "附件": ["房屋正面.jpg", "测绘图.pdf"],
    "明细": [{"姓名": "张桂兰"}, {"姓名": "李建国"}],
}
ROW_FIELD = Field("姓名", "姓名", "文本")


def reference() -> str:
    """The whole of docs/reference.md."""
    told: set[int] = set()
    sections = {
        "事项文件的键": ("一个事项一个文件：`matters/<业务线>/<事项>.yaml`。", *key_tables("matter.schema.json", told)),
        "乡镇文件的键": ("`towns/<乡镇>/town.yaml`。", *key_tables("town.schema.json", told)),
        "日历文件的键": (
            "`onewindow calendar load 文件` 载入的一年放假安排。",
            *key_tables("calendar.schema.json", told),
        ),
        "共用文件的键": ("`matters/_shared/*.yaml`。", *key_tables("shared.schema.json", told)),
        "字段类型": tuple(field_kinds()),
        "规则函数": tuple(functions()),
        "文本格式": tuple(formats()),
        "办件的状态": tuple(states()),
        "环节": tuple(acts()),
        "事件": tuple(event_kinds()),
        "文书": tuple(papers()),
        "岗位": tuple(roles()),
        "限次": tuple(limits()),
        "命令": tuple(commands()),
        "JSON 输出": tuple(outputs()),
    }
    lines = [
        "<!-- 由 docs/generate.py 生成，不要手改。改了结构或表以后运行：.venv/bin/python docs/generate.py -->",
        "# 参考手册\n",
        "这一页由程序里的结构和表生成，与程序总是一致。怎么用，看[政策人员手册](handbook-policy.md)、[规则语言](rule-language.md)和"
        "[岗位手册](handbook-clerks.md)。\n",
        *(f"- [{title}](#{_anchor(title)})" for title in sections),
    ]
    for title, body in sections.items():
        lines += [f"\n## {title}\n", *body]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip(" ") for line in lines)).rstrip() + "\n"


def elements() -> str:
    """The whole of docs/elements.md: each national element, and the keys it comes from."""
    lines = [
        "<!-- 由 docs/generate.py 生成，不要手改。对照表在 engine/matter/elements.py -->",
        "# 国家要素与事项文件的键\n",
        "国家实施清单的每个要素从哪里来。编码不在文件里重复写：能从别的键得出的，导出时按这里得出。",
        "看一个事项的全部要素：`onewindow show 事项 --elements`。带 `town.` 的键在 `towns/<乡镇>/town.yaml`。\n",
    ]
    for group in dict.fromkeys(one.group for one in ELEMENTS):
        lines.append(f"## {group}\n")
        rows = (
            (f"`{one.column}`", one.title, "、".join(f"`{key}`" for key in one.keys) or "—", one.how)
            for one in ELEMENTS
            if one.group == group
        )
        lines += [*_table(("国家列名", "要素", "事项文件的键", "怎样得出"), rows), ""]
    lines.append("## 代码表\n")
    for title, codes in CODE_TABLES.items():
        lines.append(f"- {title}：" + "、".join(f"{name} {code}" for name, code in codes.items()))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def field_kinds() -> Iterator[str]:
    """Every kind of field with something typed, and what the code makes of it."""
    yield "明细的每一格是其余各种之一。全角数字、空格、千分位逗号都读得懂；遮盖是给不需要看全的人看的样子。\n"
    yield from _table(("类型", "例如输入", "读成", "遮盖后"), (
        (f"`{name}`", _typed(TYPED[name]), *_read(name)) for name in FIELD_KINDS
    ))  # fmt: skip


def _typed(typed: object) -> str:
    if isinstance(typed, str):
        return "`" + json.dumps(typed, ensure_ascii=False)[1:-1] + "`"
    return "、".join(f"`{one if isinstance(one, str) else one[ROW_FIELD.name]}`" for one in typed)


def _read(name: str) -> tuple[str, str]:
    kind = FIELD_KINDS[name]
    options = ("居家", "养老机构", "随子女外地居住") if name in ("选项", "多选") else ()
    field = Field("例", "例", name, options=options, scale=2, columns=(ROW_FIELD,) if name == "明细" else ())
    value = kind.read(TYPED[name], field, FILED)
    return kind.show(value, field), kind.mask(value, field) if kind.sensitive else ""


def functions() -> Iterator[str]:
    """Every function of the rule language with its example."""
    yield "例子里的申请日是 2026-03-02。\n"
    yield from _table(("函数", "意思", "例子", "得"), (
        (f"`{one.name}`", one.meaning, f"`{one.example}`", one.shows) for one in FUNCTIONS.values()
    ))  # fmt: skip
    same = "，".join(f"`{word}` 就是 `{meant}`" for word, meant in SYNONYMS.items())
    yield f"\n`{FALLBACK}(字段, 值)`：字段没有填或不适用时，当作后面的值。{same}。"
    yield f"\n`{ON_DAY}(名称, 日期)`：参数或表在那一天的值，不写的是申请日的值。"


def formats() -> Iterator[str]:
    """Every named format with a text that has it and one that has not."""
    yield "规则里写 `字段 符合 名称`；身份证号、统一社会信用代码、手机号、银行卡号字段也可以写 `字段 格式正确`。\n"
    yield from _table(("格式", "意思", "符合", "不符合"), (
        (f"`{one.name}`", one.meaning, f"`{one.right}`", f"`{one.wrong}`") for one in FORMATS.values()
    ))  # fmt: skip


def rule_words() -> Iterator[str]:
    """Every word and sign of the rule language."""
    yield from _table(("写法", "意思", "例子"), (
        ("、".join(f"`{one}`" for one in spellings), meaning, f"`{example}`") for spellings, meaning, example in words()
    ))  # fmt: skip


def units() -> Iterator[str]:
    """Every unit a literal may have."""
    same = "，".join(f"`{one}` 就是 `{other}`" for one, other in SAME_UNIT.items())
    yield from _table(("单位", "有哪些", "怎么写"), iter((
        ("钱", _words(MONEY_UNITS), "`500元` `1.5万元`；不到一元的写 `0.01元`，没有角和分"),
        ("期限", _words(dict.fromkeys(PERIOD_UNITS)), "`30日` `3个工作日` `6个月` `2年` `16周岁`，都是整数"),
        ("比例", "`%`", "`80%`，就是 0.8"),
        ("数", _words(MEASURES), f"字段或参数声明了的别的单位也行；不换算，{same}"),
    )))  # fmt: skip


def common_names() -> Iterator[str]:
    """Every name a rule may use without a field of that name."""
    facts = "、".join(f"`{one}`" for one in FACTS if one not in ("代办人类别", "村"))
    yield from _table(("名称", "是什么", "从哪里来"), iter((
        (_words((FILING_DATE, *FILING_DATE_ALIASES)), "收件那天", "收件时定，不能另作名称"),
        (_words(PLACES), "镇、县、市、省", "各镇的 town.yaml"),
        (facts, "办件的情况", "收件时选"),
        *((f"`{name}`", type.kind, f"写了 `means: {meant}` 的字段") for name, (meant, type) in COMMON_NAMES.items()),
    )))  # fmt: skip


# What a value of each kind looks like in a rule, and what may be asked of it beside 为 and 不为.
KIND_USES: dict[str, tuple[str, str]] = {
    "文本": ("`“甲街1号”`", "含、符合、长度"),
    "多行文本": ("同文本", "同文本"),
    "身份证号": ("`“419999194603020013”`", "出生日期、性别、地区码、格式正确"),
    "统一社会信用代码": ("文本", "格式正确"),
    "手机号": ("文本", "格式正确"),
    "银行卡号": ("文本", "格式正确"),
    "整数": ("`60` `100人`", "加减乘除"),
    "小数": ("`0.5` `30.2平方米`", "加减乘除"),
    "金额": ("`500元`", "加减；乘除一个数；金额 ÷ 金额 是数"),
    "日期": ("`2026-03-02` `2026年3月2日` `9月1日`（申请日那年）", "满、在…内、加减期限"),
    "年月": ("`2026年3月`", "加减月、年"),
    "期限": ("`6个月`", "加减日期；日、工作日与月、年、周岁不能互比"),
    "是否": ("`是` `否`", "单独写也行：`由他人代办`"),
    "选项": ("`已婚` `“18周岁以上”`", "声明了 ordered 的能比高低"),
    "多选": ("同选项", "含、含全部、只含、均、任一"),
    "区划": ("`“河南省南阳市”` `本镇`", "在、不在"),
    "附件": ("不能写", "已填、未填"),
    "明细": ("不能写", "每行、有一行、行数、之和"),
    "材料": ("名称", "已交、已交任一、已交份数"),
    "名单": ("参数里的列表", "在 … 中"),
}


def kinds() -> Iterator[str]:
    """Every kind of value."""
    yield from _table(("种类", "在规则里写成", "能比大小", "还能问什么"), (
        (f"`{kind}`", KIND_USES[kind][0], "能" if kind in ORDERED_KINDS else "", KIND_USES[kind][1]) for kind in KINDS
    ))  # fmt: skip


def _words(words: Iterable[str]) -> str:
    return "、".join(f"`{one}`" for one in words)


def states() -> Iterator[str]:
    """Every state of a case."""
    yield from _table(("代码", "状态"), ((f"`{name}`", title) for name, title in STATES.items()))


def acts() -> Iterator[str]:
    """The transition table."""
    yield "办件从一个状态到另一个状态，只能经过下面的环节。容缺的印容缺受理通知书，不容缺的印受理通知书。\n"
    yield from _table(("环节", "代码", "从", "到", "谁办", "文书", "计时", "事件"), (
        (
            act.title, f"`{name}`", _states(act.states), _states(act.to),
            "、".join(act.roles), "、".join(PAPERS[paper].title for paper in act.prints), act.clock, f"`{act.event}`",
        )
        for name, act in ACTS.items()
    ))  # fmt: skip


def event_kinds() -> Iterator[str]:
    """Every kind of event, and the part it takes."""
    yield "一个人在一个办件里只能占收件受理、审查决定、出证送达三者之一。受理和不予受理由谁办，就占谁的。\n"
    yield from _table(("代码", "事件", "占哪一部分"), (
        (f"`{name}`", kind.title, events.PARTS[kind.part] if kind.part else "")
        for name, kind in events.EVENT_KINDS.items()
    ))  # fmt: skip
    yield f"\n不属于哪一个办件的，记在「{events.CENTRE}」名下：\n"
    yield from _table(("代码", "事件"), ((f"`{name}`", kind.title) for name, kind in events.CENTRE_KINDS.items()))


def papers() -> Iterator[str]:
    """Every paper, and the acts that send it out."""
    yield "文号由文号字头、字、年份和流水号组成，如 沙政务收〔2026〕第0001号。没有字的不编号，随时可以印。\n"
    yield from _table(("文书", "代码", "字", "何时出"), (
        (
            paper.title, f"`{name}`", paper.series,
            "、".join(act.title for act in ACTS.values() if name in act.prints),
        )
        for name, paper in PAPERS.items()
    ))  # fmt: skip


def roles() -> Iterator[str]:
    """Every role and what it may do."""
    needs = {"": "", "window": "窗口", "department": "部门"}
    yield from _table(("岗位", "名称", "做什么", "账号要写明", "能办的环节"), (
        (
            f"`{name}`", role.title, role.duty, needs[role.needs],
            "、".join(act.title for act in ACTS.values() if name in act.roles),
        )
        for name, role in ROLES.items()
    ))  # fmt: skip


def limits() -> Iterator[str]:
    """How often a stranger may try, and what a connection may hold."""
    yield BEFORE_LIMITS
    yield from _table(("数什么", "按什么数", "最多", "时段"), limit_rows())
    yield BEFORE_CONNECTIONS


def all_commands() -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name; a group gives its subcommands."""
    from importlib import import_module

    for name, module in COMMANDS.items():
        command = import_module(module).command
        if isinstance(command, click.Group):
            yield from ((f"{name} {below}", one) for below, one in command.commands.items())
        else:
            yield name, command


def commands() -> Iterator[str]:
    """Every command with its arguments and options."""
    yield "每个命令都可以加 `--help`。`--root` 不写时用当前文件夹，那里没有 `matters/` 时用程序所在的文件夹。\n"
    for name, command in all_commands():
        arguments = [one for one in command.params if isinstance(one, click.Argument)]
        yield f"### `onewindow {' '.join([name, *(one.make_metavar(click.Context(command)) for one in arguments)])}`\n"
        yield f"{command.help}\n"
        yield from _table(("选项", "说明", "默认"), (
            (f"`{', '.join(one.opts)}`", f"{one.help or _PASSWORD}{'（必写）' if one.required else ''}", _default(one))
            for one in command.params
            if isinstance(one, click.Option)
        ))  # fmt: skip
        yield ""


_PASSWORD = "密码；不写的从键盘输入。"  # click's own option, which has no help


def _default(option: click.Option) -> str:
    return f"`{option.default}`" if option.show_default and option.default is not None else ""


def outputs() -> Iterator[str]:
    """The keys of every JSON output."""
    yield "`[]` 表示列表里的每一项。键只增不减。\n"
    for name, keys in OUTPUTS.items():
        yield f"### `onewindow {name} --json`\n"
        yield from _table(("键", "意思"), ((f"`{key}`", meaning) for key, meaning in keys.items()))
        yield ""


def command_table(_about: str) -> str:
    """The commands in one table, for the README."""
    return "\n".join(
        _table(("命令", "做什么"), ((f"`onewindow {name}`", one.help or "") for name, one in all_commands()))
    )


def after_change(about: str, *command: str) -> str:
    """What a command says when one text in a matter file is replaced: `FILE ｜ old ｜ new`, `\\n` for a new line."""
    file, old, new = (part.strip(" ").replace("\\n", "\n") for part in about.split("｜"))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder).resolve()
        for one in ("matters", "towns"):
            shutil.copytree(ROOT / one, place / one)
        text = (place / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{file}: 「{old}」 stands {text.count(old)} times"
        (place / file).write_text(text.replace(old, new), encoding="utf-8")
        about = str(place / file) if command == ("lint",) else file.removeprefix("matters/").removesuffix(".yaml")
        said = CliRunner().invoke(main_command, [*command, "--root", str(place), about]).output
    return f"```text\n{said.rstrip()}\n```"


def lint_after(about: str) -> str:
    """What `onewindow lint` says after the change."""
    return after_change(about, "lint")


def test_after(about: str) -> str:
    """What `onewindow test` says after the change."""
    return after_change(about, "test")


def _part(make: Callable[[], Iterator[str]]) -> Callable[[str], str]:
    return lambda _about: "\n".join(make())


PARTS: dict[str, Callable[[str], str]] = {
    "命令": command_table,
    "检查": lint_after,
    "试例子": test_after,
    "规则的词": _part(rule_words),
    "规则函数": _part(functions),
    "文本格式": _part(formats),
    "单位": _part(units),
    "公用名称": _part(common_names),
    "值的种类": _part(kinds),
}
_MARKED = re.compile(r"(<!-- 生成：(\S+)(?: ([^\n]*?))? -->\n).*?(<!-- 生成止 -->)", re.DOTALL)


def page(text: str) -> str:
    """A page with its marked parts made anew."""
    return _MARKED.sub(lambda found: f"{found[1]}{PARTS[found[2]](found[3] or '')}\n{found[4]}", text)


def _table(heads: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + " --- |" * len(heads)
    yield from ("| " + " | ".join(cell(text) for text in row) + " |" for row in rows)


def _states(names: Iterable[str]) -> str:
    return "".join(f"「{STATES[name]}」" for name in names)


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-")


WHOLE: dict[Path, Callable[[], str]] = {REFERENCE: reference, ELEMENT_PAGE: elements}


def main() -> int:
    """Write or check; 1 where a page was out of date."""
    stale = []
    for path in PAGES:
        old = path.read_text(encoding="utf-8")
        new = WHOLE[path]() if path in WHOLE else page(old)
        if new != old:
            stale.append(path.relative_to(ROOT).as_posix())
            if "--check" not in sys.argv:
                path.write_text(new, encoding="utf-8")
    checking = "--check" in sys.argv
    if stale:
        print(("过时了，请运行 docs/generate.py：" if checking else "已更新：") + "、".join(stale))
    return 1 if stale and checking else 0


if __name__ == "__main__":
    sys.exit(main())
