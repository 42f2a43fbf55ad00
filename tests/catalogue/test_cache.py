"""What is kept between two starts: never anything but what reading the files again would give."""

import json
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.catalogue import town_catalogue
from engine.catalogue.cache import digest_of
from engine.catalogue.town_catalogue import load_catalogue
from engine.examples.running import examples_of
from engine.matter.town import load_town
from tests.support.small import ROOT, TEXT
from tests.support.small import shared as small_shared

FILE = "catalogue-here.json"


@pytest.fixture
def root(tmp_path):
    shutil.copytree(ROOT, tmp_path / "centre")
    matters = tmp_path / "centre" / "matters" / "office"
    (matters / "broken.yaml").write_text(TEXT.replace("title: ", "title："), encoding="utf-8")
    (matters / "odd.yaml").write_text(TEXT.replace("月收入 不超过 1000元", "月收入 不超过 1000"), encoding="utf-8")
    (matters / "second.yaml").write_text(TEXT, encoding="utf-8")
    return tmp_path / "centre"


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "data" / "cache"


@pytest.fixture
def read(monkeypatch):
    """The files of matters that are read as YAML, in order."""
    names = []
    parse = town_catalogue.parse_source
    monkeypatch.setattr(
        town_catalogue, "parse_source", lambda data, path: names.append(Path(path).stem) or parse(data, path)
    )
    return names


def load(root, cache=None):
    return load_catalogue(root, load_town(root, "here"), cache)


def said(found):
    """Everything a catalogue says, with every definition made."""
    identities = {name: (one.identity, one.matter) for name, one in found.definitions.items()}
    return identities, dict(found.matters), found.problems, list(found.loaded), found.lines, found.counts()


def test_the_second_load_says_the_same_and_reads_no_matter(root, cache, read):
    first = load(root, cache)
    assert (read, len(first.problems)) == (["allowance", "broken", "odd", "second"], 2)
    assert said(load(root, cache)) == said(first) == said(load(root))
    assert read[4:] == ["allowance", "broken", "odd", "second"]  # the load without a cache


def test_a_definition_or_a_file_is_made_when_first_asked_for(root, cache, monkeypatch):
    load(root, cache)
    made = []
    from_json = town_catalogue.Definition.from_json
    monkeypatch.setattr(
        town_catalogue.Definition, "from_json", lambda canonical: made.append(1) or from_json(canonical)
    )
    found = load(root, cache)
    assert (found.counts()["windows"], found.line_title("office"), made) == ({"综合受理": 2}, "office", [])
    assert found.definition("office/second") is found.definition("office/second")
    assert made == [1]
    assert next(one.name for one in examples_of(found.loaded["office/allowance"], small_shared())) == "材料齐全"


def test_only_a_changed_file_is_read_again(root, cache, read):
    load(root, cache)
    file = root / "matters" / "office" / "second.yaml"
    file.write_text(TEXT.replace("小额补贴申领", "大额补贴申领"), encoding="utf-8")
    read.clear()
    assert load(root, cache).matters["office/second"].title == "大额补贴申领"
    assert read == ["second"]
    file.unlink()
    assert "office/second" not in load(root, cache).loaded
    assert read == ["second"]


@pytest.mark.parametrize("name", ["matters/_shared/shared.yaml", "towns/here/town.yaml"])
def test_a_change_of_what_is_common_makes_everything_anew(root, cache, read, name):
    load(root, cache)
    (root / name).write_text((root / name).read_text(encoding="utf-8") + "\n# 改过\n", encoding="utf-8")
    read.clear()
    load(root, cache)
    assert read == ["allowance", "broken", "odd", "second"]


def test_another_program_makes_everything_anew(root, cache, read, monkeypatch):
    load(root, cache)
    monkeypatch.setattr("engine.catalogue.cache._program", lambda: "a later one")
    read.clear()
    load(root, cache)
    assert len(read) == 4


def test_a_file_moved_is_told_at_its_new_place(root, cache):
    load(root, cache)
    own = root / "towns" / "here" / "matters" / "office"
    own.mkdir(parents=True)
    (root / "matters" / "office" / "odd.yaml").rename(own / "odd.yaml")
    assert {problem.path for problem in load(root, cache).problems} == {
        "matters/office/broken.yaml", "towns/here/matters/office/odd.yaml",
    }  # fmt: skip


def forged(text):
    """The text with the rule of the second matter turned round, as somebody would who can write the file."""
    digest, _, body = text.partition(b"\n")
    return digest + b"\n" + body.replace("满 起领年龄".encode(), "未满 起领年龄".encode())


def signed(body):
    return digest_of(body).encode() + b"\n" + body


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda text: b"", id="empty"),
        pytest.param(lambda text: text[: len(text) // 2], id="cut"),
        pytest.param(lambda text: text + b" ", id="longer"),
        pytest.param(forged, id="forged"),
        pytest.param(lambda text: signed(b"[]"), id="a list"),
        pytest.param(lambda text: signed(b"{}"), id="no key"),
        pytest.param(lambda text: signed(b"[" * 100_000), id="deep"),
        pytest.param(lambda text: signed(b"\xff"), id="no text"),
        pytest.param(lambda text: signed(text.partition(b"\n")[2].replace(b'"matters": {', b'"matters": {"a": 1, ', 1)),
                     id="an entry of another shape"),
    ],
)  # fmt: skip
def test_what_is_damaged_is_made_anew(root, cache, read, damage):
    expected = said(load(root, cache))
    text = (cache / FILE).read_bytes()
    (cache / FILE).write_bytes(damage(text))
    assert (cache / FILE).read_bytes() != text
    read.clear()
    assert said(load(root, cache)) == expected
    assert len(read) == 4
    assert (cache / FILE).read_bytes() == text  # and kept again


KEPT = {}


@settings(max_examples=60)
@given(st.floats(0, 1), st.integers(0, 255), st.booleans())
def test_no_damage_changes_what_a_catalogue_says(place, byte, cut):
    with TemporaryDirectory() as folder:
        cache = Path(folder) / "cache"
        if not KEPT:
            KEPT.update(expected=said(load(ROOT, cache)), text=(cache / FILE).read_bytes())
        cache.mkdir(mode=0o700, exist_ok=True)
        text = bytearray(KEPT["text"])
        at = int(place * (len(text) - 1))
        text[at] = byte
        (cache / FILE).write_bytes(text[:at] if cut else text)
        assert said(load(ROOT, cache)) == KEPT["expected"]


def open_to_all(cache):
    cache.chmod(0o777)


def file_open_to_all(cache):
    (cache / FILE).chmod(0o666)


def file_elsewhere(cache):
    (cache / FILE).rename(cache / "other")
    (cache / FILE).symlink_to(cache / "other")


def folder_elsewhere(cache):
    cache.rename(cache.parent / "other")
    cache.symlink_to(cache.parent / "other")


def a_folder_in_its_place(cache):
    (cache / FILE).unlink()
    (cache / FILE).mkdir()


@pytest.mark.parametrize(
    "spoil", [open_to_all, file_open_to_all, file_elsewhere, folder_elsewhere, a_folder_in_its_place]
)
def test_what_others_could_have_written_counts_for_nothing(root, cache, read, spoil):
    expected = said(load(root, cache))
    spoil(cache)
    read.clear()
    assert said(load(root, cache)) == expected
    assert len(read) == 4


def test_what_belongs_to_somebody_else_counts_for_nothing(root, cache, read, monkeypatch):
    expected = said(load(root, cache))
    own = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: own + 1)
    read.clear()
    assert said(load(root, cache)) == expected
    assert len(read) == 4


def test_it_is_for_its_owner_alone_and_holds_data_only(root, cache):
    load(root, cache)
    assert cache.stat().st_mode & 0o777 == 0o700
    assert [(file.name, file.stat().st_mode & 0o777) for file in cache.iterdir()] == [(FILE, 0o600)]
    body = json.loads((cache / FILE).read_bytes().partition(b"\n")[2])
    assert sorted(body["matters"]) == [f"office/{name}" for name in ("allowance", "broken", "odd", "second")]
    assert body["matters"]["office/odd"][1] is None  # nothing to judge by


def test_a_place_that_cannot_be_written_does_no_harm(root, tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    assert said(load(root, in_the_way / "cache")) == said(load(root))
    assert said(load(root, in_the_way)) == said(load(root))
