"""Files as people save them: what is read, where each piece stands, and what is said about what cannot be read."""

import pytest

from engine.yaml_source.tree import Entries, Items, Scalar, parse_source, position


def read(text, path="f.yaml"):
    source, problems = parse_source(text if isinstance(text, bytes) else text.encode(), path)
    return source, problems


def only(text):
    source, problems = read(text)
    assert len(problems) == 1, [str(problem) for problem in problems]
    return source, problems[0]


@pytest.mark.parametrize(
    "written",
    [
        "no",
        "yes",
        "on",
        "null",
        "~",
        "010",
        "0x1F",
        "12:30",
        "22:30",
        "1.10",
        "1e3",
        "2026-03-02",
        "6222020000000000000",
        "1,000",
    ],
)
def test_every_scalar_stays_the_text_it_looks_like(written):
    source, problems = read(f"a: {written}\nb: [{written.replace(',', '')}]\n")
    assert (source.plain(), problems) == ({"a": written, "b": [written.replace(",", "")]}, ())


def test_every_node_knows_its_place():
    source, _ = read("a:\n  - {b: 一, c: 二}\n  - 三\n")
    assert source.place(("a", 0, "c")) == (2, 15)
    assert source.place(("a", 0, "c"), key=True) == (2, 12)
    assert source.place(("a", 1)) == (3, 5)
    assert source.place(("a", 0, "missing")) == (2, 5)  # the nearest node above


def test_offsets_lead_into_plain_quoted_and_block_text():
    source, _ = read("a: 甲乙丙\nb: '甲乙丙'\nc: |\n  甲乙\n  丙丁\n")
    assert source.place(("a",), 2) == (1, 6)
    assert source.place(("b",), 2) == (2, 7)
    assert source.place(("c",), 4) == (5, 4)
    assert position(Entries((), 7, 3), 5, ()) == (7, 3)


def test_the_tree_says_how_it_was_written():
    source, _ = read("a: {b: 1}\nc:\n  - 1\nd: |\n  x\n")
    assert source.root.get("a").flow
    assert isinstance(source.root.get("c"), Items)
    assert not source.root.get("c").flow
    assert source.root.get("d") == Scalar("x\n", 4, 4, "block", 6, 1)
    assert source.root.get("e") is None


@pytest.mark.parametrize(
    ("data", "code", "place", "says"),
    [
        ("标题: 甲".encode("gb18030"), "encoding", (1, 1), "像是 GBK 编码"),
        ("a: 1\nb: 二".encode()[:-1] + b"\xff\n", "encoding", (2, 4), "不是 UTF-8"),
        ("a: 甲".encode("utf-16"), "encoding", (1, 1), "UTF-16"),
        ("a: 甲\n".encode("utf-8-sig"), "bom", (1, 1), "BOM"),
        (b"", "empty", (1, 1), "空的"),
        (b"# nothing\n", "empty", (1, 1), "空的"),
        (b"- a\n", "not_a_mapping", (1, 1), "键: 值"),
        (b"a: " + b"x" * 300_000, "too_large", (1, 1), "超过 256 KB"),
        (b"a: " + b"[" * 60 + b"]" * 60, "too_deep", (1, 1), "40 层"),
        (b"[" * 1000, "too_deep", (1, 1), "40 层"),
        (b"%YAML 1.1\n---\na: 1\n", "directive", (1, 1), "% 开头"),
        (b"? [a]\n: 1\nb: 2\n", "key", (1, 3), "不能是列表"),
        ("a: 1\u20282\n".encode(), "hidden_character", (1, 5), "看不见的字符"),
        (b"a: \x001\n", "hidden_character", (1, 4), "看不见的字符"),
    ],
)
def test_files_that_cannot_be_what_they_should_be(data, code, place, says):
    _, problem = only(data)
    assert (problem.code, (problem.line, problem.column)) == (code, place)
    assert says in problem.message


def test_windows_line_ends_change_nothing():
    source, problems = read(b"a: 1\r\nb:\r\n  - 2\r\n")
    assert (source.plain(), problems) == ({"a": "1", "b": ["2"]}, ())


def test_an_alias_bomb_is_refused_and_never_unfolded():
    bomb = "a: &a [x, x]\n" + "".join(f"{n}z: &{n}z [*a, *a]\n" for n in range(30))
    source, problems = read(bomb)
    assert {problem.code for problem in problems} == {"alias", "anchor"}
    assert len(problems) == 31 + 60
    assert not source.sound


def test_python_tags_are_text_and_told():
    source, problem = only("a: !!python/object/apply:os.system ['true']\n")
    assert problem.code == "tag"
    assert source.plain() == {"a": ["true"]}


def test_reading_goes_on_behind_a_mistake_that_has_one_correction():
    source, problems = read("a：1\nb:2\nc: x: y\nd: [1, 2\ne: 5\n")
    assert {(problem.line, problem.code) for problem in problems} == {
        (1, "wide_colon"),
        (2, "colon_space"),
        (3, "inner_colon"),
        (4, "bracket"),
    }
    assert source.plain() == {"a": "1", "b": "2", "c": "x：y", "d": ["1", "2"], "e": "5"}
    assert not source.sound


def test_a_problem_reads_as_one_line():
    _, problem = only("a: 1\na: 2\n")
    assert (
        str(problem) == "f.yaml:2:1 错误：「a」写了两次，第一次在第 1 行；只有一次会算数。 请删去一个，或合并成一个。"
    )


def test_rare_characters_and_marks_survive():
    source, problems = read("a: 𬱖·阿卜杜拉‧买买提 {{ x }} <script>\n")
    assert (source.plain(), problems) == ({"a": "𬱖·阿卜杜拉‧买买提 {{ x }} <script>"}, ())
