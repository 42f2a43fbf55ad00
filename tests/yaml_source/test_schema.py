"""The schemas are the editor's contract: schemas of the draft they name, with every key explained in Chinese."""

import re
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from engine.yaml_source.schema import SCHEMAS, is_allowed, schema
from engine.yaml_source.tree import parse_source, read_source
from tests.support.small import TEXT

BAD_MATTERS = sorted((Path(__file__).parents[1] / "bad_matters").glob("*.yaml"))
CONTENT = parse_source(TEXT.encode(), "allowance.yaml")[0].plain()
REGISTRY = Registry().with_resources((one, Resource.from_contents(schema(one))) for one in SCHEMAS)
SLOW = Draft202012Validator(schema("matter.schema.json"), registry=REGISTRY)
ODD = ["", " ", "甲、乙", "１", "0", "-1", "99999", "3个工作日", "2026-02-30", "是", "true", "甲乙丙" * 400, "{}", [],
       {}, ["", "甲", "甲"], {"name": "甲"}, {"起初": "1", "2026-01-01": "2"}]  # fmt: skip


def properties(node, path=""):
    """Every key that a schema allows, with its path and subschema."""
    if isinstance(node, dict):
        for key, part in node.get("properties", {}).items() if isinstance(node.get("properties"), dict) else ():
            if "if" not in path.rsplit("/", 2)[-2:]:
                yield f"{path}/{key}", part
        for key, part in node.items():
            yield from properties(part, f"{path}/{key}")
    elif isinstance(node, list):
        for number, part in enumerate(node):
            yield from properties(part, f"{path}/{number}")


def target(root, node):
    """The definition a reference leads to, or the node itself."""
    if "$ref" not in node:
        return node
    file, _, pointer = node["$ref"].partition("#/")
    found = schema(file) if file else root
    for key in pointer.split("/"):
        found = found[key]
    return found


@pytest.mark.parametrize("name", SCHEMAS)
def test_it_is_a_schema(name):
    Draft202012Validator.check_schema(schema(name))
    assert (schema(name)["$schema"], schema(name)["$id"]) == ("https://json-schema.org/draft/2020-12/schema", name)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_has_a_title_and_a_description_in_chinese(name):
    unexplained = []
    for path, part in properties(schema(name)):
        whole = target(schema(name), part) | part
        if not all(re.search("[\u4e00-\u9fff]", str(whole.get(word, ""))) for word in ("title", "description")):
            unexplained.append(path)
    assert unexplained == []


@pytest.mark.parametrize("file", BAD_MATTERS, ids=lambda file: file.stem)
def test_both_validators_say_the_same_of_bad_matters(file):
    source, _ = read_source(file, file.name)
    if source is not None:
        assert is_allowed(source.plain(), "matter.schema.json") is SLOW.is_valid(source.plain())


def places(content, where=()):
    yield where
    parts = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for key, part in parts:
        yield from places(part, (*where, key))


@settings(max_examples=300)
@given(st.sampled_from([where for where in places(CONTENT) if where]), st.sampled_from(ODD), st.booleans())
def test_both_validators_say_the_same_of_anything(where, value, removed):
    changed = deepcopy(CONTENT)
    above = changed
    for key in where[:-1]:
        above = above[key]
    if removed:
        del above[where[-1]]
    else:
        above[where[-1]] = value
    assert is_allowed(changed, "matter.schema.json") is SLOW.is_valid(changed)


def test_a_right_matter_is_allowed():
    assert is_allowed(CONTENT, "matter.schema.json") and SLOW.is_valid(CONTENT)
